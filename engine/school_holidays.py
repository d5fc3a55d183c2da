"""School holidays: spans of days in which pupils have no lessons, by school year. Teachers work, deadlines stay."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.words import Words

_YEAR = re.compile(r"(20\d\d)-(20\d\d)")
_BEGINS = 9  # September


@dataclass(frozen=True, slots=True)
class Holiday:
    """`first` and `last` belong to it."""

    title: Words
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """The holidays of one school year (`key` like 2025-2026) in their order. `inherits`: an organisation took its own
    word back, what stands above it holds; without that an empty list means that there are none.
    """

    key: str
    version: int
    holidays: tuple[Holiday, ...]
    source: str = ""
    inherits: bool = False


def school_year_of(day: date) -> str:
    """
    >>> school_year_of(date(2026, 8, 31)), school_year_of(date(2026, 9, 1))
    ('2025-2026', '2026-2027')
    """
    first = day.year if day.month >= _BEGINS else day.year - 1
    return f"{first}-{first + 1}"


def span_of(key: str) -> tuple[date, date] | None:
    """The first and the last day of a school year; None for a key that names none.

    >>> span_of("2025-2026")
    (datetime.date(2025, 9, 1), datetime.date(2026, 8, 31))
    """
    found = _YEAR.fullmatch(key)
    if found is None or int(found[2]) != int(found[1]) + 1:
        return None
    return date(int(found[1]), _BEGINS, 1), date(int(found[2]), _BEGINS - 1, 31)


def school_years(first: date, last: date) -> tuple[str, ...]:
    """The school years that these days touch.

    >>> school_years(date(2026, 5, 1), date(2026, 9, 10))
    ('2025-2026', '2026-2027')
    """
    begins, ends = int(school_year_of(first)[:4]), int(school_year_of(last)[:4])
    return tuple(f"{year}-{year + 1}" for year in range(begins, ends + 1))


def holiday_on(holidays: Iterable[Holiday], day: date) -> Holiday | None:
    """The holidays a day falls into, None when it is a school day.

    >>> autumn = Holiday(Words("осенние каникулы", "autumn holidays"), date(2025, 10, 25), date(2025, 11, 2))
    >>> holiday_on([autumn], date(2025, 10, 28)) is autumn, holiday_on([autumn], date(2025, 11, 3))
    (True, None)
    """
    return next((one for one in holidays if day in one), None)
