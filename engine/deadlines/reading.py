"""A phrase → its meaning, with warnings and, for a question, words that would be understood."""

from dataclasses import dataclass
from functools import lru_cache

from engine.deadlines import whys
from engine.deadlines.combining import Meaning, combined
from engine.deadlines.grammar import findings_of
from engine.deadlines.model import Ambiguous, Deadline, Empty, Month, Unreadable
from engine.deadlines.noise import normalised
from engine.deadlines.tokens import Token, tokens_of
from engine.deadlines.writing import write
from engine.periods import Period
from engine.words import Words

_LONGEST = 400
_MONTHS = 12
_BLANK = frozenset('-–—_ .,;:*/\n\t"()xх')


@dataclass(frozen=True, slots=True)
class Reading:
    """`suggestion` says what to write instead when the deadline is a question, else None."""

    deadline: Deadline
    warnings: tuple[Words, ...] = ()
    suggestion: Words | None = None


@lru_cache(maxsize=4096)
def read(phrase: str, period: Period | None) -> Reading:
    """What a deadline phrase of a plan means. Never raises: what is not understood is Unreadable, its
    words are kept.

    `period` is the plan's; without it a date whose year is not written is a question.

    >>> read("до 2О.09.25 г.", None).deadline.value
    '2025-09-20'
    """
    meaning = _meaning(phrase, period)
    return Reading(meaning.deadline, tuple(dict.fromkeys(meaning.warnings)), _suggestion(meaning.deadline))


def _meaning(phrase: str, period: Period | None) -> Meaning:
    if len(phrase) > _LONGEST:
        return Meaning(Unreadable(whys.TOO_LONG))
    text = normalised(phrase)
    if not text.strip("".join(_BLANK)):
        return Meaning(Empty())
    tokens = tokens_of(text)
    found = findings_of(tokens)
    return combined(found, period) if found else Meaning(_only_numbers(tokens))


def _only_numbers(tokens: list[Token]) -> Deadline:
    """«09.25» was taken for an hour: perhaps a month; «14:00» alone is no deadline."""
    for token in tokens:
        if token.tag == "time" and "." in token.text and 1 <= token.numbers[0] <= _MONTHS:
            return Ambiguous(whys.SEVERAL_MEANINGS, (Month(2000 + token.numbers[1], token.numbers[0]),))
    return Unreadable(whys.NOT_A_DEADLINE)


def _suggestion(deadline: Deadline) -> Words | None:
    match deadline:
        case Ambiguous(_, candidates) if candidates:
            choices = [write(candidate) for candidate in candidates]
            return Words(f"Напишите: {' или '.join(choices)}", f"Write: {' or '.join(choices)}")
        case Ambiguous() | Unreadable():
            return Words(
                "Напишите день, месяц или период, например: до 20 сентября 2025 г.",
                "Write a day, a month or a period, for example: до 20 сентября 2025 г.",
            )
        case _:
            return None
