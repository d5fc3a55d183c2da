"""Periods of a plan: school years, half-years, quarters by the calendar and by the school."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

Half = Literal[1, 2]
Quarter = Literal[1, 2, 3, 4]
MonthDay = tuple[int, int]


def month_end(year: int, month: int) -> date:
    """The last day of a month.

    >>> month_end(2024, 2)
    datetime.date(2024, 2, 29)
    """
    return date(year, month, monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it. A plan has one: the school year 2025-2026, the years 2022-2024, …

    >>> Period(date(2025, 9, 1), date(2026, 8, 31)).is_school_year
    True
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period ends before it starts: {self.start}..{self.end}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def is_school_year(self) -> bool:
        """Whether its years run from September: it starts in August or September and ends in spring or
        summer.

        A plan of several school years counts too; one from April 2021 to May 2022 does not.
        """
        return self.start.month in (8, 9) and 4 <= self.end.month <= 8 and self.start.year < self.end.year

    def year_ends(self) -> tuple[date, ...]:
        """The last day of each plan year inside: 31 August or 31 December; a shorter last year ends with
        the plan.

        >>> [str(day) for day in Period(date(2021, 4, 1), date(2022, 5, 31)).year_ends()]
        ['2021-12-31', '2022-05-31']
        """
        month = 8 if self.is_school_year else 12
        ends = [month_end(year, month) for year in range(self.start.year, self.end.year + 1)]
        inside = [day for day in ends if day in self]
        if not inside or inside[-1] < self.end:
            inside.append(self.end)
        return tuple(inside)

    def quarter_ends(self) -> tuple[date, ...]:
        """Ends of calendar quarters inside, in order: the review days of continuous items."""
        return tuple(end for quarter in _quarters(self) if (end := quarter.end) in self)


@dataclass(frozen=True, slots=True)
class SchoolTerms:
    """Month and day on which school quarters end, and the two days of «дважды в год».

    Regions and schools differ, so both are settings. The defaults follow the recommended school calendar
    (late October, late December, late March, late May) and the half-year reports of 20 December and 20 May.
    """

    quarters: tuple[MonthDay, ...] = ((10, 25), (12, 30), (3, 27), (5, 26))
    twice_a_year: tuple[MonthDay, ...] = ((12, 20), (5, 20))


DEFAULT_TERMS = SchoolTerms()


def calendar_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def school_year(first_year: int) -> Period:
    """1 September .. 31 August.

    >>> school_year(2025).end
    datetime.date(2026, 8, 31)
    """
    return Period(date(first_year, 9, 1), date(first_year + 1, 8, 31))


def school_year_of(day: date) -> Period:
    """The school year a day belongs to; August is its last month.

    >>> school_year_of(date(2026, 8, 31)).start
    datetime.date(2025, 9, 1)
    """
    return school_year(day.year if day.month >= 9 else day.year - 1)


def calendar_half(year: int, half: Half) -> Period:
    return Period(date(year, 1, 1), date(year, 6, 30)) if half == 1 else Period(date(year, 7, 1), date(year, 12, 31))


def school_half(first_year: int, half: Half) -> Period:
    """September–December, then January–May: lessons end in May though the school year runs on to August.

    >>> school_half(2025, 2).end
    datetime.date(2026, 5, 31)
    """
    if half == 1:
        return Period(date(first_year, 9, 1), date(first_year, 12, 31))
    return Period(date(first_year + 1, 1, 1), date(first_year + 1, 5, 31))


def calendar_quarter(year: int, quarter: Quarter) -> Period:
    """Three months.

    >>> calendar_quarter(2023, 3).start
    datetime.date(2023, 7, 1)
    """
    return Period(date(year, quarter * 3 - 2, 1), month_end(year, quarter * 3))


def school_quarter_end(first_year: int, quarter: Quarter, terms: SchoolTerms = DEFAULT_TERMS) -> date:
    """The last day of a school quarter of the school year that starts in `first_year`.

    >>> school_quarter_end(2025, 3)
    datetime.date(2026, 3, 27)
    """
    month, day = terms.quarters[quarter - 1]
    return date(first_year if month >= 8 else first_year + 1, month, day)


def _quarters(period: Period) -> Iterator[Period]:
    for year in range(period.start.year, period.end.year + 1):
        for quarter in (1, 2, 3, 4):
            yield calendar_quarter(year, quarter)
