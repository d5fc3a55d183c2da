"""`nastavnik outbox`: the letters, why each went or not, and what a person can do about it."""

from datetime import datetime
from typing import Annotated, Any

from engine.delivery import needs_banner
from engine.words import Words
from nastavnik.cli import output
from nastavnik.cli.arguments import argument, option
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from storage import channel, letters
from storage.channel import ChannelState
from storage.letters import LetterLine
from storage.scope import EVERYTHING, Scope
from workflows.cancel_letter import cancel_letter
from workflows.letter_at_hand import STATES, letter_at_hand
from workflows.plain_text import one_of
from workflows.release_letters import release_letters
from workflows.retry_letter import retry_letter

app = noun()

_Id = Annotated[int, argument("ID", "Номер письма", "Id of the letter")]
_MOST = 30_000  # SQLite binds no more ids at once


@reads(app, "list", "Письма, новые сверху", "Letters, the newest first")
def list_(
    frame: Frame,
    state: Annotated[str | None, option("--state", "|".join(STATES), "the same")] = None,
    recipient: Annotated[str | None, option("--recipient", "Адрес получателя", "Recipient's address")] = None,
    limit: Annotated[int, option("--limit", "Не больше стольких", "At most so many")] = _MOST,
) -> None:
    wanted = None if state is None else one_of(state, STATES, "--state")
    with frame.read() as tx:
        top = frame.organisation_if_named(tx)
        found = letters.listing(
            tx,
            Scope(paths=(top.path,)) if top else EVERYTHING,
            state=wanted,
            recipient=recipient,
            limit=max(0, min(limit, _MOST)),
        )
        way = channel.state(tx)
    frame.show([_document(each) for each in found], _table(found))
    banner = _banner(way, now=frame.clock.now())
    if banner is not None and not frame.as_json:
        output.sentence(banner, frame.language)


@reads(app, "why", "Почему письмо ушло или нет", "Why a letter went or not")
def why(frame: Frame, letter: _Id) -> None:
    with frame.read() as tx:
        found = letter_at_hand(tx, letter, by=frame.reader)
        way = channel.state(tx)
    told = _explained(found, way)
    document = _document(found) | {
        "why": told.in_(frame.language),
        "created_at": found.created_at,
        "next_attempt_at": found.next_attempt_at,
        "sent_at": found.sent_at,
        "reminders": [
            {"obligation": each.obligation_id, "rung": each.rung, "state": each.state, "reason": each.reason}
            for each in found.reminders
        ],
    }
    frame.show(document, told)


@changes(app, "retry", "Отправить ещё раз не дошедшее", "Send a failed letter again")
def retry(frame: Frame, letter: _Id) -> int:
    return frame.change(
        lambda tx, by: retry_letter(tx, by=by, letter_id=letter),
        answer=_document,
        say=lambda done: Words(f"Письмо {done['id']} снова в очереди", f"Letter {done['id']} is queued again"),
    )


@changes(app, "release", "Отпустить удержанные письма", "Let held letters go")
def release(frame: Frame) -> int:
    return frame.change(
        lambda tx, by: release_letters(tx, by=by, top=frame.organisation_if_named(tx)),
        answer=lambda done: {"released": list(done.ids), "breakers": done.breakers},
        say=lambda done: Words(f"Отпущено писем: {len(done['released'])}", f"Released: {len(done['released'])}"),
    )


@changes(app, "cancel", "Остановить письмо", "Stop a letter")
def cancel(frame: Frame, letter: _Id) -> int:
    return frame.change(
        lambda tx, by: cancel_letter(tx, by=by, letter_id=letter),
        answer=_document,
        say=lambda done: Words(f"Письмо {done['id']} отменено", f"Letter {done['id']} is cancelled"),
    )


def _banner(way: ChannelState, *, now: datetime) -> Words | None:
    """What people are told once letters have not been leaving for a quarter of an hour; None = nothing to tell."""
    if way.held_since is None or not needs_banner(holding_since=way.held_since, now=now):
        return None
    since = f"{way.held_since:%Y-%m-%d %H:%M} UTC"
    return Words(
        f"Письма не уходят с {since}: {way.reason}. Проверьте почтовый сервер: nastavnik doctor",
        f"No letter has left since {since}: {way.reason}. Check the mail server: nastavnik doctor",
    )


def _document(letter: LetterLine) -> dict[str, Any]:
    return {
        "id": letter.id,
        "key": letter.key,
        "letter": letter.kind,
        "recipient": letter.recipient,
        "subject": letter.subject,
        "state": letter.state,
        "message_id": letter.message_id,
        "attempts": letter.attempts,
        "reason": letter.reason,
        "reminders": [{"obligation": each.obligation_id, "rung": each.rung} for each in letter.reminders],
    }


def _explained(letter: LetterLine, way: channel.ChannelState) -> Words:
    because = Words(f": {letter.reason}" if letter.reason else "", f": {letter.reason}" if letter.reason else "")
    match letter.state:
        case "queued" if way.held_until is not None:
            told = Words(
                f"Ждёт: почтовый сервер недоступен ({way.reason}), следующая попытка {way.held_until}",
                f"Waits: the mail server is out of reach ({way.reason}), next try {way.held_until}",
            )
        case "queued":
            told = Words(
                f"Ждёт своего времени: не раньше {letter.next_attempt_at}{because.ru}",
                f"Waits for its time: not before {letter.next_attempt_at}{because.en}",
            )
        case "claimed" | "in_data":
            told = Words("Отправляется сейчас", "Is being sent now")
        case "sent":
            told = Words(f"Ушло {letter.sent_at}{because.ru}", f"Went {letter.sent_at}{because.en}")
        case "held":
            told = Words(
                f"Удержано до решения человека (outbox release){because.ru}",
                f"Held until a person decides (outbox release){because.en}",
            )
        case "cancelled":
            told = Words(f"Отменено{because.ru}", f"Cancelled{because.en}")
        case "failed":
            told = Words(f"Не доставлено{because.ru}", f"Not delivered{because.en}")
        case _:
            told = Words(
                f"Неизвестно, дошло ли: сервер не ответил после передачи{because.ru}",
                f"Nobody knows whether it arrived: no answer after the dot{because.en}",
            )
    return Words(f"Письмо {letter.id}. {told.ru}", f"Letter {letter.id}. {told.en}")


def _table(found: tuple[LetterLine, ...]) -> Table:
    return Table(
        (
            Words("Номер", "Id"),
            Words("Письмо", "Letter"),
            Words("Кому", "To"),
            Words("Тема", "Subject"),
            Words("Состояние", "State"),
            Words("Почему", "Reason"),
        ),
        [(each.id, each.kind, each.recipient, each.subject, each.state, each.reason) for each in found],
        empty=Words("Писем нет.", "No letters."),
    )
