"""Letters in words: what kind one is, what became of it, why."""

from datetime import datetime
from zoneinfo import ZoneInfo

from engine.letter_texts import KINDS
from engine.words import Words
from storage.channel import ChannelState
from storage.letter_list import LetterRow

_OTHER = {
    "invitation": Words("Приглашение", "An invitation"),
    "sign_in_link": Words("Ссылка для входа", "A sign-in link"),
    "curator_called": Words("Просьба поговорить", "A wish to talk"),
    "roadmap_offered": Words("Предложена дорожная карта", "A roadmap is offered"),
    "survey_opened": Words("Анкета открыта", "A questionnaire is open"),
    "consent_wanted": Words("Нужна подпись под согласием", "A consent is to be signed"),
    "appointment": Words("Приглашение на встречу", "An invitation to a meeting"),
    "appointment_off": Words("Встреча отменена", "A meeting is called off"),
    "test": Words("Проверка почты", "A test of the mail"),
}
STATES: dict[str, tuple[Words, str, str]] = {
    "queued": (Words("в очереди", "queued"), "info", "clock"),
    "claimed": (Words("отправляется", "being sent"), "info", "send"),
    "in_data": (Words("отправляется", "being sent"), "info", "send"),
    "sent": (Words("отправлено", "sent"), "ok", "check"),
    "cancelled": (Words("отменено", "cancelled"), "", "ban"),
    "failed": (Words("не доставлено", "not delivered"), "bad", "circle-x"),
    "uncertain": (Words("неизвестно, дошло ли", "unknown whether it arrived"), "warn", "circle-help"),
    "held": (Words("удержано", "held"), "warn", "pause"),
}
"""Words, colour and icon of a state."""

AUDIENCES: dict[str, Words] = {
    "responsible": Words("ответственному", "to the responsible"),
    "curator": Words("куратору", "to the curator"),
    "head": Words("руководителю", "to the head"),
    "municipality": Words("в район", "to the municipality"),
}
REMINDERS: dict[str, Words] = {
    "waiting": Words("ждёт письма", "waits for its letter"),
    "lettered": Words("в этом письме", "in this letter"),
    "superseded": Words("уступило новому сроку", "gave way to a new date"),
    "cancelled": Words("снято", "dropped"),
    "suppressed": Words("некому", "nobody to tell"),
}


def kind_of(kind: str) -> Words:
    """«Сводка дня»."""
    known = KINDS.get(kind)
    return known.title if known is not None else _OTHER.get(kind, Words(kind, kind))


def why(row: LetterRow, way: ChannelState | None, zone: str) -> Words:
    """What became of a letter and why, in the time of its organisation."""
    match row.state:
        case "queued" if way is not None and way.held_until is not None:
            at = _moment(way.held_until, zone)
            return Words(
                f"Ждёт: почтовый сервер недоступен ({way.reason}), следующая попытка {at}",
                f"Waits: the mail server is out of reach ({way.reason}), next try {at}",
            )
        case "queued" if row.next_attempt_at is not None:
            at = _moment(row.next_attempt_at, zone)
            return _because(Words(f"Уйдёт не раньше {at}", f"Goes not before {at}"), row)
        case "sent" if row.sent_at is not None:
            at = _moment(row.sent_at, zone)
            return _because(Words(f"Ушло {at}", f"Went {at}"), row)
        case "held":
            return _because(Words("Удержано, пока человек не отпустит", "Held until a person lets it go"), row)
        case "cancelled":
            return _because(Words("Отменено", "Cancelled"), row)
        case "failed":
            return _because(Words("Сервер получателя не принял письмо", "The reader's server refused it"), row)
        case "uncertain":
            return _because(
                Words(
                    "Сервер не ответил после передачи, второй попытки без вас не будет",
                    "The server did not answer after the transfer; there is no second try without you",
                ),
                row,
            )
        case _:
            return Words("Отправляется сейчас", "Is being sent now")


def _because(told: Words, row: LetterRow) -> Words:
    return Words(f"{told.ru}: {row.reason}", f"{told.en}: {row.reason}") if row.reason else told


def _moment(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%d.%m.%Y, %H:%M}"
