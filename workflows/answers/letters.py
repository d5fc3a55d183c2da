"""Letters as programs are told of them, and why each went or not."""

from typing import Any

from engine.words import Language, Words
from storage.channel import ChannelState
from storage.letters import LetterLine
from workflows.forecast_letters import Foreseen


def letter_document(letter: LetterLine) -> dict[str, Any]:
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


def letter_why_document(letter: LetterLine, told: Words, language: Language) -> dict[str, Any]:
    """The letter with everything that explains its fate."""
    return letter_document(letter) | {
        "why": told.in_(language),
        "created_at": letter.created_at,
        "next_attempt_at": letter.next_attempt_at,
        "sent_at": letter.sent_at,
        "reminders": [
            {"obligation": each.obligation_id, "rung": each.rung, "state": each.state, "reason": each.reason}
            for each in letter.reminders
        ],
    }


def letter_explained(letter: LetterLine, way: ChannelState) -> Words:
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


def foreseen_document(one: Foreseen) -> dict[str, Any]:
    return {
        "at": one.at,
        "recipient": one.recipient,
        "letter": one.letter,
        "reminders": [{"obligation": obligation, "rung": rung} for obligation, rung in one.reminders],
    }
