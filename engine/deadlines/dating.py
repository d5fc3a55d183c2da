"""Deadline + period + calendar → occurrences: what is due, and on which day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from engine.calendar import WorkCalendar
from engine.deadlines.model import (
    Ambiguous,
    Continuous,
    Deadline,
    Empty,
    EventBound,
    External,
    Month,
    Multi,
    Offset,
    Point,
    Range,
    Recurring,
    Unit,
    Unreadable,
)
from engine.deadlines.recurrence import rule_days
from engine.periods import DEFAULT_TERMS, Period, SchoolTerms, month_end


class Shift(StrEnum):
    """What happens to a due day that is not worked."""

    KEEP = "keep"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a deadline is due.

    `key` is stable while dates move: the ISO nominal day of a recurrence or review, `1` for a single
    deadline, the position inside a multi one (`2:2024-12-31` for a rule inside). `nominal` is the day
    before shifting, `due_on` after; `starts_on` is None when only an end is said. A `review` is a look at
    something continuous and never overdue.
    """

    key: str
    nominal: date
    starts_on: date | None
    due_on: date
    review: bool = False


def occurrences(
    deadline: Deadline,
    *,
    period: Period | None,
    calendar: WorkCalendar,
    shift: Shift = Shift.KEEP,
    bound_on: date | None = None,
    since: date | None = None,
    until: date | None = None,
    terms: SchoolTerms = DEFAULT_TERMS,
) -> tuple[Occurrence, ...]:
    """All occurrences ordered by due day.

    Recurrences and reviews stay inside `period`, narrowed by `since` and `until` (both inclusive, compared
    with nominal days); without a period both are needed, else they yield nothing. Written dates are never
    cut. An event needs `bound_on`, its own day, to which the offset is applied; an external deadline falls
    on `bound_on` itself.

    >>> saturday = Point(date(2026, 1, 3))
    >>> occurrences(saturday, period=None, calendar=WorkCalendar(), shift=Shift.AFTER)[0].due_on
    datetime.date(2026, 1, 5)
    """
    window = _window(period, since, until)
    spans = _spans(deadline, window, calendar, bound_on, terms)
    found = [
        Occurrence(key, nominal, starts_on, shifted(nominal, shift, calendar), review)
        for key, starts_on, nominal, review in spans
    ]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.nominal, one.key)))


def shifted(day: date, shift: Shift, calendar: WorkCalendar) -> date:
    """The due day after the shift policy.

    >>> shifted(date(2026, 5, 10), Shift.BEFORE, WorkCalendar())
    datetime.date(2026, 5, 8)
    """
    match shift:
        case Shift.KEEP:
            return day
        case Shift.BEFORE:
            return calendar.on_or_before(day)
        case Shift.AFTER:
            return calendar.on_or_after(day)


def moved_by(day: date, offset: Offset, calendar: WorkCalendar) -> date:
    """`day` moved by an offset; months and years end on the last day the target month has.

    >>> moved_by(date(2026, 1, 31), Offset(1, Unit.MONTH), WorkCalendar())
    datetime.date(2026, 2, 28)
    """
    match offset.unit:
        case Unit.DAY if offset.working:
            return calendar.add(day, offset.amount)
        case Unit.DAY:
            return day + timedelta(days=offset.amount)
        case Unit.WEEK:
            return day + timedelta(weeks=offset.amount)
        case Unit.MONTH:
            return day + relativedelta(months=offset.amount)
        case Unit.YEAR:
            return day + relativedelta(years=offset.amount)


_Span = tuple[str, date | None, date, bool]  # key, starts on, nominal due day, review


def _window(period: Period | None, since: date | None, until: date | None) -> Period | None:
    start = max((day for day in (period and period.start, since) if day), default=None)
    end = min((day for day in (period and period.end, until) if day), default=None)
    return Period(start, end) if start and end and start <= end else None


def _spans(
    deadline: Deadline,
    window: Period | None,
    calendar: WorkCalendar,
    bound_on: date | None,
    terms: SchoolTerms,
) -> Iterator[_Span]:
    match deadline:
        case Point() | Month() | Range():
            yield "1", *_span(deadline), False
        case Recurring():
            days = {day for rule in deadline.rules if window for day in rule_days(rule, window, terms)}
            yield from ((day.isoformat(), None, day, False) for day in days)
        case Continuous():
            yield from ((day.isoformat(), None, day, True) for day in _reviews(deadline, window))
        case EventBound() if bound_on:
            offset = deadline.offset
            due = moved_by(bound_on, offset, calendar) if offset else bound_on
            yield "1", (bound_on if due > bound_on else None), due, False
        case External() if bound_on:
            yield "1", None, bound_on, False
        case Multi():
            yield from _parts(deadline, window, calendar, terms)
        case EventBound() | External() | Empty() | Ambiguous() | Unreadable():
            return


def _span(single: Point | Month | Range) -> tuple[date | None, date]:
    match single:
        case Point(day):
            return None, day
        case Month(year, month):
            return date(year, month, 1), month_end(year, month)
        case Range(start, end):
            return start, end


def _reviews(deadline: Continuous, window: Period | None) -> tuple[date, ...]:
    if window is None:
        return ()
    if deadline.span is None:
        return window.quarter_ends()
    start, end = max(window.start, deadline.span.start), min(window.end, deadline.span.end)
    return Period(start, end).quarter_ends() if start <= end else ()


def _parts(deadline: Multi, window: Period | None, calendar: WorkCalendar, terms: SchoolTerms) -> Iterator[_Span]:
    for position, part in enumerate(deadline.parts, start=1):
        for key, starts_on, nominal, review in _spans(part, window, calendar, None, terms):
            yield str(position) if key == "1" else f"{position}:{key}", starts_on, nominal, review
