"""A year of an organisation day by day: worked or not, by whose word, and how far the country's calendar is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from engine.calendar import Week
from storage import organisations
from storage.surroundings import surroundings
from workflows.calendars import calendar_for


@dataclass(frozen=True, slots=True)
class YearDay:
    """`own`: the organisation's own word (None = it has none); `above`: said by an organisation above it."""

    day: date
    working: bool
    own: bool | None
    above: bool
    holiday: bool


@dataclass(frozen=True, slots=True)
class YearShown:
    """`months`: twelve, each its days in order. `own`: every day of any year the organisation says itself.

    `known_until`: the last year whose transfers are published; `year` after it knows weekends and fixed holidays only.
    """

    year: int
    week: int
    months: tuple[tuple[YearDay, ...], ...]
    own: Mapping[date, bool]
    known_until: int

    @property
    def unpublished(self) -> bool:
        return self.year > self.known_until

    @property
    def working_days(self) -> int:
        return sum(one.working for month in self.months for one in month)


def show_year(tx: Connection, organisation_id: int, *, year: int) -> YearShown:
    """The year as it counts for the organisation's deadlines."""
    around = surroundings(tx, [organisation_id])[organisation_id]
    week: Week = 6 if around.week == 6 else 5
    plain, counted = calendar_for(week=week), calendar_for(week=week, overrides=around.overrides)
    own = organisations.overrides(tx, organisation_id)
    days: list[YearDay] = []
    day = date(year, 1, 1)
    while day.year == year:
        said = day in around.overrides and day not in own
        holiday = day.weekday() < week and not plain.is_working(day)
        days.append(YearDay(day, counted.is_working(day), own.get(day), said, holiday))
        day += timedelta(days=1)
    months = tuple(tuple(one for one in days if one.day.month == month) for month in range(1, 13))
    return YearShown(year, week, months, own, plain.known_until or year)
