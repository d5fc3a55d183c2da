"""Small judgements on a cell's words: a row's number, a section's heading, a deadline."""

import re
from functools import lru_cache

from engine.deadlines import read
from engine.deadlines.lexicon import known
from engine.deadlines.noise import normalised
from engine.deadlines.tokens import Token, tokens_of

NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2}){0,3}[.)]?(?=\s|$)")
_GLUED_NUMBER = re.compile(r"\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\.(?=[А-ЯЁA-Z])")
_SECTION = re.compile(
    r"(?:[IVXІХ]{1,5}\s*[.)]|[IVXІХ]{1,5}\s+(?=[А-ЯЁ])|(?:раздел|модуль|этап|блок|часть|направление)\s+[\w«№])",
    re.IGNORECASE,
)
_LONGEST_DEADLINE = 140
_PIECES = re.compile(r"\w+")
_BOUND = frozenset({"plan", "accordance", "according", "deadline", "finish", "after", "before", "through", "from"})
# «приказом», «года», «мере» belong to deadlines, but none begins with them
_NEVER_FIRST = frozenset(
    {"word", "plan", "request", "agreement", "measure", "year", "results", "need", "and", "or", "bound", "individual"}
)
_FREE_AFTER_BOUND = 8
_SIGNS = frozenset(
    {"month", "date", "daymonth", "always", "yearly", "monthly", "quarterly", "weekly", "flow", "quarter", "half"}
)


def number_in(text: str) -> str:
    """The row's number these words begin with, "" without one.

    >>> number_in("1.2.  Назначение куратора"), number_in("2020 год"), number_in("20.09.2025")
    ('1.2.', '', '')
    """
    found = NUMBER.match(text) or _GLUED_NUMBER.match(text)
    return found[0] if found and len(found[0].strip(".)").partition(".")[0]) <= 3 else ""


def is_number(text: str) -> bool:
    """Whether a cell holds a row's number and nothing else."""
    words = text.strip()
    return bool(words) and number_in(words) == words


def begins_section(text: str) -> bool:
    """«II. …», «Раздел 1. …»: words that begin a section whatever stands beside them."""
    return _SECTION.match(text.strip()) is not None


@lru_cache(maxsize=8192)
def deadline_likeness(text: str) -> float:
    """How much these words look like a whole deadline cell: below 0 not at all, about 6 for a clear one.

    >>> deadline_likeness("до 20.09.2025") > 5, deadline_likeness("Приказ") < 0
    (True, True)
    """
    words = text.strip()
    if not words or len(words) > _LONGEST_DEADLINE:
        return -9.0
    tokens = tokens_of(normalised(words))
    kind = read(words, None).deadline.kind
    if kind == "unreadable" or not tokens:
        return -9.0
    strange, bound = 0.0, 0
    for token in tokens:
        if token.tag in _BOUND:
            bound = _FREE_AFTER_BOUND
        if token.tag == "word":
            strange += 0.15 if bound else 1.5
        bound = max(0, bound - 1)
    bare = len(tokens) == 1 and tokens[0].tag in {"fullyear", "num", "daymonth", "roman", "time"}
    return (4.0 if kind in {"ambiguous", "empty"} or bare else 6.0) - strange


def may_begin_deadline(text: str) -> bool:
    """Whether a deadline may begin with this line's first word."""
    first = next(iter(_first_tokens(text)), None)
    return first is not None and first.tag not in _NEVER_FIRST


def begins_deadline(text: str) -> bool:
    """Whether a month, a day or a word such as «постоянно» begins here: rough, for counting.

    >>> begins_deadline("май 2026 г. Куратор"), begins_deadline("в школе")
    (True, False)
    """
    first = next(iter(_first_tokens(text)), None)
    return first is not None and first.tag in _SIGNS


@lru_cache(maxsize=8192)
def _first_tokens(text: str) -> tuple[Token, ...]:
    return tuple(tokens_of(normalised(text[:60])))[:2]


def known_share(text: str) -> float:
    """Which part of the words belong to the deadline language."""
    pieces = _PIECES.findall(text.lower())
    return sum(1 for piece in pieces if piece.isdigit() or known(piece)) / len(pieces) if pieces else 0.0
