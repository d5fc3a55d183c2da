"""Numbers of papers: a pattern per kind, e.g. `{n}-н`, and the next number after those that stand in the register."""

import re
from collections.abc import Iterable

PLACE, YEAR = "{n}", "{year}"

USUAL = "{n}"
"""The pattern until an organisation sets its own: plain numbers, from 1 each year."""


def pattern_fault(pattern: str) -> bool:
    """Whether a pattern is none: it must hold `{n}` once, may hold `{year}`, and no other braces.

    >>> [pattern_fault(one) for one in ("{n}-н", "{year}/{n}", "н-1", "{n}{n}", "{x}-{n}")]
    [False, False, True, True, True]
    """
    rest = pattern.replace(YEAR, "")
    return rest.count(PLACE) != 1 or "{" in rest.replace(PLACE, "") or "}" in rest.replace(PLACE, "")


def number_of(pattern: str, n: int, *, year: int) -> str:
    """
    >>> number_of("{n}-н/{year}", 7, year=2025)
    '7-н/2025'
    """
    return pattern.replace(YEAR, str(year)).replace(PLACE, str(n))


def next_number(pattern: str, taken: Iterable[str], *, year: int) -> str:
    """The number after the highest one of this pattern in the register of the year.

    >>> next_number("{n}-н", ["1-н", "12-н", "40"], year=2025), next_number("{n}", [], year=2025)
    ('13-н', '1')
    """
    head, _, tail = pattern.replace(YEAR, str(year)).partition(PLACE)
    shape = re.compile(re.escape(head) + r"(\d{1,6})" + re.escape(tail))
    found = [int(match[1]) for number in taken if (match := shape.fullmatch(number.strip()))]
    return number_of(pattern, max(found, default=0) + 1, year=year)
