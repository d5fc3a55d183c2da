"""A deadline moved by whole months, as re-dating a roadmap to another year needs it."""

from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from engine.deadlines.model import (
    Ambiguous,
    Candidate,
    Continuous,
    Deadline,
    Month,
    Multi,
    Point,
    Range,
    Recurring,
    Rule,
)
from engine.periods import month_end


def shifted_day(day: date, months: int) -> date:
    """The same day `months` later (earlier when negative); the last day of a month stays the last one.

    >>> shifted_day(date(2025, 2, 28), 1), shifted_day(date(2025, 8, 30), 6)
    (datetime.date(2025, 3, 31), datetime.date(2026, 2, 28))
    """
    if not months:
        return day
    following = day + timedelta(days=1)
    if following.day == 1:
        return following + relativedelta(months=months) - timedelta(days=1)
    return day + relativedelta(months=months)


def months_between(first: date, second: date) -> int:
    """Whole months from the month of `first` to the month of `second`; the days of the month play no part.

    >>> months_between(date(2025, 9, 1), date(2026, 9, 7))
    12
    """
    return (second.year - first.year) * 12 + second.month - first.month


def shifted_by_months(deadline: Deadline, months: int) -> Deadline:
    """The deadline `months` later. What names no date of its own (continuous, event, external …) stays as
    it is.

    A yearly rule on one month moves to another month; a rule on several months is a rhythm of the calendar
    (quarters, half-years) and stays.

    >>> shifted_by_months(Month(2021, 11), 3).value
    '2022-02'
    """
    match deadline:
        case Point() | Month() | Range() | Recurring():
            return _dated(deadline, months)
        case Continuous(span=Range() as span):
            return Continuous(_range(span, months))
        case Multi(parts):
            return Multi(tuple(p if isinstance(p, Continuous) else _dated(p, months) for p in parts))
        case Ambiguous(why, candidates):
            return Ambiguous(why, tuple(_dated(candidate, months) for candidate in candidates))
        case _:
            return deadline


def _dated(deadline: Candidate, months: int) -> Candidate:
    match deadline:
        case Point(day):
            return Point(shifted_day(day, months))
        case Month(year, month):
            first = shifted_day(date(year, month, 1), months)
            return Month(first.year, first.month)
        case Range():
            return _range(deadline, months)
        case Recurring(rules):
            return Recurring(tuple(_rule(rule, months) for rule in rules))


def _range(span: Range, months: int) -> Range:
    return Range(shifted_day(span.start, months), shifted_day(span.end, months))


def _rule(rule: Rule, months: int) -> Rule:
    moved = replace(
        rule,
        start=rule.start and shifted_day(rule.start, months),
        until=rule.until and shifted_day(rule.until, months),
    )
    if len(rule.months) != 1 or months % 12 == 0:
        return moved
    month = (rule.months[0] - 1 + months) % 12 + 1
    # -1 writes "the last day" for every month; a year without 29 February tells which day is a month's last
    last = month_end(2023, rule.months[0]).day
    days = tuple(-1 if day == last else day for day in rule.month_days)
    return replace(moved, months=(month,), month_days=days)
