"""`nastavnik outbox`: the letters, why each went or not, and what a person can do about it."""

from datetime import datetime
from typing import Annotated

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
from workflows.answers.letters import letter_document, letter_explained, letter_why_document
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
    frame.show([letter_document(each) for each in found], _table(found))
    banner = _banner(way, now=frame.clock.now())
    if banner is not None and not frame.as_json:
        output.sentence(banner, frame.language)


@reads(app, "why", "Почему письмо ушло или нет", "Why a letter went or not")
def why(frame: Frame, letter: _Id) -> None:
    with frame.read() as tx:
        found = letter_at_hand(tx, letter, by=frame.reader)
        way = channel.state(tx)
    told = letter_explained(found, way)
    frame.show(letter_why_document(found, told, frame.language), told)


@changes(app, "retry", "Отправить ещё раз не дошедшее", "Send a failed letter again")
def retry(frame: Frame, letter: _Id) -> int:
    return frame.change(
        lambda tx, by: retry_letter(tx, by=by, letter_id=letter),
        answer=letter_document,
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
        answer=letter_document,
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
