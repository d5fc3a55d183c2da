"""The nominal days of one rule inside a window."""

from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from engine.deadlines.model import Frequency, Rule
from engine.periods import DEFAULT_TERMS, MonthDay, Period, SchoolTerms, month_end

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)
_SUNDAY = 6


def rule_days(rule: Rule, period: Period, terms: SchoolTerms = DEFAULT_TERMS) -> tuple[date, ...]:
    """Nominal days of `rule` inside `period` and its own start and until, in order, without repeats.

    A week without a weekday is due on Sunday, a month without a day on its last one; a bare yearly rule
    falls on the plan's year ends, or on the day and month of its own start. An interval counts from the
    rule's start, else from the period's: «раз в 2 месяца» is first due at the end of the second month.

    >>> [str(day) for day in rule_days(Rule(Frequency.MONTHLY, month_days=(31,)),
    ...                                Period(date(2024, 2, 1), date(2024, 3, 31)))]
    ['2024-02-29', '2024-03-31']
    """
    first = max(period.start, rule.start) if rule.start else period.start
    last = min(period.end, rule.until) if rule.until else period.end
    if last < first:
        return ()
    return tuple(sorted({day for day in _days(rule, period, terms) if first <= day <= last}))


def _days(rule: Rule, period: Period, terms: SchoolTerms) -> Iterator[date]:
    match rule.frequency:
        case Frequency.DAILY:
            return _stepping(rule.start or period.start, timedelta(days=rule.interval), period.end)
        case Frequency.WEEKLY:
            return _weekly(rule, period)
        case Frequency.MONTHLY:
            return _monthly(rule, period)
        case Frequency.YEARLY:
            return _yearly(rule, period)
        case Frequency.SCHOOL_QUARTERLY:
            return _settings(terms.quarters, period)
        case Frequency.TWICE_YEARLY:
            return _settings(terms.twice_a_year, period)


def _stepping(day: date, step: timedelta, until: date) -> Iterator[date]:
    while day <= until:
        yield day
        day += step


def _weekly(rule: Rule, period: Period) -> Iterator[date]:
    anchor = rule.start or period.start
    monday = anchor - _DAY * anchor.weekday()
    if rule.interval > 1 and rule.start is None:
        monday += timedelta(weeks=rule.interval - 1)  # the interval passes first: due at its end
    weekdays = [_WEEKDAYS.index(name[-2:]) for name in rule.weekdays]
    if not weekdays:
        weekdays = [rule.start.weekday() if rule.start else _SUNDAY]
    for start in _stepping(monday, timedelta(weeks=rule.interval), period.end):
        yield from (start + _DAY * number for number in weekdays)


def _monthly(rule: Rule, period: Period) -> Iterator[date]:
    anchor = (rule.start or period.start).replace(day=1)
    if rule.interval > 1 and rule.start is None:
        anchor += relativedelta(months=rule.interval - 1)
    month = anchor
    while month <= period.end:
        if not rule.months or month.month in rule.months:
            yield from _within_month(rule, month.year, month.month)
        month += relativedelta(months=rule.interval)


def _yearly(rule: Rule, period: Period) -> Iterator[date]:
    if not rule.months:
        yield from _bare_years(rule, period)
        return
    first = (rule.start or period.start).year
    for year in range(first, period.end.year + 1, rule.interval):
        for month in rule.months:
            yield from _within_month(rule, year, month)


def _bare_years(rule: Rule, period: Period) -> Iterator[date]:
    if rule.start is None:
        yield from period.year_ends()[rule.interval - 1 :: rule.interval]
        return
    day, count = rule.start, 0
    while day <= period.end:
        yield day
        count += rule.interval
        day = rule.start + relativedelta(years=count)


def _within_month(rule: Rule, year: int, month: int) -> Iterator[date]:
    last = month_end(year, month).day
    if rule.weekdays:
        for name in rule.weekdays:
            yield from _numbered_weekday(name, year, month, last)
        return
    for number in rule.month_days or (-1,):
        day = number if number > 0 else last + 1 + number
        yield date(year, month, min(max(day, 1), last))


def _numbered_weekday(name: str, year: int, month: int, last: int) -> Iterator[date]:
    wanted = _WEEKDAYS.index(name[-2:])
    days = [day for number in range(1, last + 1) if (day := date(year, month, number)).weekday() == wanted]
    position = int(name[:-2] or "0")
    if position == 0:
        yield from days
    elif abs(position) <= len(days):
        yield days[position - 1 if position > 0 else position]


def _settings(days: tuple[MonthDay, ...], period: Period) -> Iterator[date]:
    for year in range(period.start.year, period.end.year + 1):
        for month, day in days:
            yield date(year, month, min(day, month_end(year, month).day))
