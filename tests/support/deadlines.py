"""Deadlines of every kind that has a meaning, made by hypothesis."""

from datetime import date, timedelta

from hypothesis import strategies as st

from engine.deadlines import (
    Continuous,
    Deadline,
    Empty,
    EventBound,
    External,
    Frequency,
    Month,
    Multi,
    Offset,
    Point,
    Range,
    Recurring,
    Rule,
    Unit,
)
from engine.deadlines.repeating import first_due
from engine.periods import month_end

DAYS = st.dates(date(2018, 1, 1), date(2039, 12, 31))
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SLUGS = st.from_regex(r"[a-z]{3,8}(-[a-z0-9]{2,8}){0,2}", fullmatch=True)
EVENTS = st.sampled_from(
    ["order-signed", "programme-start", "mentoring-end", "hire-date", "school-year-end", "each-meeting"]
)
PLANS = st.sampled_from(["iro-plan", "separate-schedule", "school-work-plan", "by-agreement", "school-holidays-autumn"])

points = DAYS.map(Point)
months = st.builds(Month, st.integers(2018, 2039), st.integers(1, 12))


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    start, more = draw(DAYS), draw(st.integers(0, 900))
    end = start + timedelta(days=more)
    match draw(st.sampled_from(["days", "months", "years"])):
        case "months":
            return Range(start.replace(day=1), month_end(end.year, end.month))
        case "years":
            return Range(date(start.year, 1, 1), date(end.year, 12, 31))
        case _:
            return Range(start, end)


@st.composite
def weekly(draw: st.DrawFn) -> Rule:
    names = tuple(name for name in WEEKDAYS if draw(st.booleans()))
    return Rule(Frequency.WEEKLY, draw(st.integers(1, 4)), weekdays=names)


@st.composite
def monthly(draw: st.DrawFn) -> Rule:
    match draw(st.sampled_from(["end", "days", "weekday", "span", "list"])):
        case "days":
            days = draw(st.lists(st.integers(1, 31), min_size=1, max_size=3, unique=True))
            return Rule(Frequency.MONTHLY, draw(st.integers(1, 5)), month_days=tuple(days))
        case "weekday":
            numbered = f"{draw(st.sampled_from([-1, 1, 2, 3, 4]))}{draw(st.sampled_from(WEEKDAYS))}"
            return Rule(Frequency.MONTHLY, weekdays=(numbered,))
        case "span":
            first, more = draw(st.integers(1, 12)), draw(st.integers(1, 10))
            span = tuple((first + number - 1) % 12 + 1 for number in range(more + 1))
            return Rule(Frequency.MONTHLY, months=span, month_days=(-1,))
        case "list":
            listed = draw(st.lists(st.integers(1, 12), min_size=2, max_size=4, unique=True))
            return Rule(Frequency.MONTHLY, months=tuple(listed), month_days=(10,))
        case _:
            return Rule(Frequency.MONTHLY, draw(st.integers(1, 5)), month_days=(-1,))


@st.composite
def yearly(draw: st.DrawFn) -> Rule:
    interval = draw(st.integers(1, 3))
    match draw(st.sampled_from(["bare", "day", "month", "weekday", "several"])):
        case "day":
            day = draw(DAYS)
            return Rule(Frequency.YEARLY, interval, months=(day.month,), month_days=(day.day,))
        case "month":
            return Rule(Frequency.YEARLY, interval, months=(draw(st.integers(1, 12)),), month_days=(-1,))
        case "weekday":
            name = f"{draw(st.sampled_from([-1, 1, 2, 3, 4]))}{draw(st.sampled_from(WEEKDAYS))}"
            return Rule(Frequency.YEARLY, months=(draw(st.integers(1, 12)),), weekdays=(name,))
        case "several":
            listed = draw(st.lists(st.integers(1, 12), min_size=2, max_size=5, unique=True))
            return Rule(Frequency.YEARLY, months=tuple(listed), month_days=(draw(st.sampled_from([-1, 1, 15, 28])),))
        case _:
            return Rule(Frequency.YEARLY, interval)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """A start, when there is one, is a due day of the rule, as reading makes it."""
    rule = draw(
        st.one_of(
            weekly(),
            monthly(),
            yearly(),
            st.builds(Rule, st.just(Frequency.DAILY), st.integers(1, 6)),
            st.sampled_from([Rule(Frequency.SCHOOL_QUARTERLY), Rule(Frequency.TWICE_YEARLY)]),
        )
    )
    if not draw(st.booleans()):
        return rule
    day = draw(DAYS)
    free = not (rule.months or rule.month_days or rule.weekdays) or rule.frequency in {
        Frequency.SCHOOL_QUARTERLY,
        Frequency.TWICE_YEARLY,
    }
    start = day if free else first_due(rule, day) or day
    bounded = draw(st.booleans()) and (not free or rule.frequency is not Frequency.YEARLY) and not rule.months
    until = start + timedelta(days=draw(st.integers(1, 500))) if bounded else None
    return Rule(rule.frequency, rule.interval, rule.months, rule.month_days, rule.weekdays, start, until)


recurring = st.lists(rules(), min_size=1, max_size=2, unique=True).map(lambda found: Recurring(tuple(found)))


@st.composite
def offsets(draw: st.DrawFn) -> Offset:
    unit = draw(st.sampled_from(list(Unit)))
    amount = draw(st.integers(1, 60)) * draw(st.sampled_from([-1, 1]))
    return Offset(amount, unit, working=unit is Unit.DAY and draw(st.booleans()))


@st.composite
def multi(draw: st.DrawFn) -> Multi:
    dated = draw(st.lists(st.one_of(points, months, ranges()), min_size=1, max_size=3, unique=True))
    rule = draw(st.one_of(st.none(), rules()))
    always = draw(st.booleans()) or (rule is None and len(dated) < 2)
    parts = (*dated, *([Recurring((rule,))] if rule else []), *([Continuous()] if always else []))
    return Multi(parts)


def deadlines() -> st.SearchStrategy[Deadline]:
    """Any deadline that is not a question."""
    return st.one_of(
        points,
        months,
        ranges(),
        recurring,
        st.one_of(st.none(), ranges()).map(Continuous),
        st.builds(EventBound, st.one_of(EVENTS, SLUGS), st.one_of(st.none(), offsets())),
        st.builds(External, st.one_of(PLANS, SLUGS)),
        multi(),
        st.just(Empty()),
    )
