from datetime import date

import pytest

from engine.calendar import WorkCalendar
from engine.deadlines import (
    Continuous,
    Deadline,
    Empty,
    EventBound,
    External,
    Frequency,
    Month,
    Multi,
    Occurrence,
    Offset,
    Point,
    Range,
    Recurring,
    Rule,
    Shift,
    Unit,
    from_key,
    occurrences,
)
from engine.periods import Period, SchoolTerms, school_year

YEAR = school_year(2025)
WEEK = WorkCalendar()


def due(deadline: Deadline, period: Period | None = YEAR) -> list[str]:
    return [str(one.due_on) for one in occurrences(deadline, period=period, calendar=WEEK)]


def rule(text: str) -> Recurring:
    read = from_key("recurring", text)
    assert isinstance(read, Recurring)
    return read


def test_single_deadlines_have_one_occurrence() -> None:
    assert occurrences(Point(date(2025, 9, 20)), period=YEAR, calendar=WEEK) == (
        Occurrence("1", date(2025, 9, 20), None, date(2025, 9, 20)),
    )
    assert occurrences(Month(2024, 2), period=None, calendar=WEEK) == (
        Occurrence("1", date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29)),
    )
    span = Range(date(2025, 9, 1), date(2026, 5, 31))
    assert occurrences(span, period=YEAR, calendar=WEEK) == (
        Occurrence("1", date(2026, 5, 31), date(2025, 9, 1), date(2026, 5, 31)),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTH=1,2,4;BYMONTHDAY=31", ["2026-01-31", "2026-02-28", "2026-04-30"]),
        ("FREQ=YEARLY;BYMONTH=12,5;BYMONTHDAY=-1", ["2025-12-31", "2026-05-31"]),
        ("FREQ=YEARLY", ["2026-08-31"]),
        ("FREQ=X-SCHOOLQUARTERLY", ["2025-10-25", "2025-12-30", "2026-03-27", "2026-05-26"]),
        ("FREQ=X-TWICEYEARLY", ["2025-12-20", "2026-05-20"]),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", ["2025-09-30", "2025-12-31", "2026-03-31", "2026-06-30"]),
        ("DTSTART=2026-06-30;FREQ=MONTHLY;BYMONTHDAY=-1", ["2026-06-30", "2026-07-31", "2026-08-31"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;BYMONTH=10,11", ["2025-10-31", "2025-11-28"]),
        ("FREQ=MONTHLY;BYDAY=5FR;BYMONTH=10,11", ["2025-10-31"]),
        ("FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=-1", ["2026-01-31", "2026-06-30"]),
        ("DTSTART=2025-09-03;FREQ=WEEKLY;INTERVAL=2;UNTIL=2025-10-01", ["2025-09-03", "2025-09-17", "2025-10-01"]),
        ("FREQ=WEEKLY;BYDAY=FR;UNTIL=2025-09-12", ["2025-09-05", "2025-09-12"]),
        ("FREQ=WEEKLY;UNTIL=2025-09-14", ["2025-09-07", "2025-09-14"]),
        ("DTSTART=2025-09-01;FREQ=DAILY;INTERVAL=3;UNTIL=2025-09-07", ["2025-09-01", "2025-09-04", "2025-09-07"]),
    ],
)
def test_rules_within_a_school_year(text: str, expected: list[str]) -> None:
    assert due(rule(text)) == expected


def test_a_bare_year_ends_with_the_plan() -> None:
    assert due(rule("FREQ=YEARLY"), Period(date(2021, 4, 1), date(2022, 5, 31))) == ["2021-12-31", "2022-05-31"]
    assert due(rule("DTSTART=2024-02-29;FREQ=YEARLY"), Period(date(2024, 1, 1), date(2025, 12, 31))) == [
        "2024-02-29",
        "2025-02-28",
    ]


def test_settings_move_the_school_rules() -> None:
    terms = SchoolTerms(quarters=((11, 1),), twice_a_year=((1, 31),))
    found = occurrences(rule("FREQ=X-SCHOOLQUARTERLY"), period=YEAR, calendar=WEEK, terms=terms)
    assert [one.due_on for one in found] == [date(2025, 11, 1)]


def test_the_key_is_the_nominal_day_whatever_the_shift() -> None:
    saturday = rule("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1")
    keys = {
        shift: [(one.key, str(one.nominal), str(one.due_on)) for one in occurrences(
            saturday, period=YEAR, calendar=WEEK, shift=shift
        )]
        for shift in Shift
    }  # fmt: skip
    assert keys == {
        Shift.KEEP: [("2025-11-01", "2025-11-01", "2025-11-01")],
        Shift.BEFORE: [("2025-11-01", "2025-11-01", "2025-10-31")],
        Shift.AFTER: [("2025-11-01", "2025-11-01", "2025-11-03")],
    }


def test_multi_parts_are_numbered_and_ordered_by_due_day() -> None:
    parts = Multi(
        (
            Month(2026, 5),
            Point(date(2025, 9, 15)),
            Recurring((Rule(Frequency.YEARLY, months=(12,), month_days=(-1,)),)),
            Continuous(),
        )
    )
    found = occurrences(parts, period=YEAR, calendar=WEEK, since=date(2025, 10, 1), until=date(2025, 12, 31))
    assert [(one.key, one.review) for one in found] == [
        ("2", False),
        ("3:2025-12-31", False),
        ("4:2025-12-31", True),
        ("1", False),
    ]


def test_continuous_is_reviewed_at_quarter_ends() -> None:
    found = occurrences(Continuous(), period=YEAR, calendar=WEEK)
    assert [one.key for one in found] == ["2025-09-30", "2025-12-31", "2026-03-31", "2026-06-30"]
    assert all(one.review for one in found)


def test_reviews_stay_inside_the_span_and_the_window() -> None:
    span = Continuous(Range(date(2025, 10, 1), date(2026, 3, 31)))
    found = occurrences(span, period=YEAR, calendar=WEEK, since=date(2026, 1, 1))
    assert [one.key for one in found] == ["2026-03-31"]
    before = Continuous(Range(date(2020, 1, 1), date(2020, 12, 31)))
    assert occurrences(before, period=YEAR, calendar=WEEK) == ()


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (Offset(3, Unit.DAY, working=True), "2026-02-04"),
        (Offset(-3, Unit.DAY, working=True), "2026-01-27"),
        (Offset(10, Unit.DAY), "2026-02-09"),
        (Offset(-2, Unit.WEEK), "2026-01-16"),
        (Offset(1, Unit.MONTH), "2026-02-28"),
        (Offset(1, Unit.YEAR), "2027-01-30"),
        (None, "2026-01-30"),
    ],
)
def test_an_event_applies_its_offset(offset: Offset | None, expected: str) -> None:
    friday = date(2026, 1, 30)
    found = occurrences(EventBound("order-signed", offset), period=YEAR, calendar=WEEK, bound_on=friday)
    assert [(one.key, str(one.due_on)) for one in found] == [("1", expected)]


def test_external_falls_on_the_bound_day() -> None:
    found = occurrences(External("iro-plan"), period=YEAR, calendar=WEEK, bound_on=date(2026, 1, 30))
    assert found == (Occurrence("1", date(2026, 1, 30), None, date(2026, 1, 30)),)


@pytest.mark.parametrize(
    "deadline",
    [
        EventBound("order-signed", None),
        External("iro-plan"),
        Empty(),
        from_key("ambiguous", "why: two"),
        from_key("unreadable", "why: none"),
    ],
)
def test_what_has_no_date_has_no_occurrence(deadline: Deadline) -> None:
    assert due(deadline) == []


def test_recurrence_starts_when_the_plan_was_applied() -> None:
    found = occurrences(
        rule("FREQ=MONTHLY;BYMONTHDAY=5"),
        period=YEAR,
        calendar=WEEK,
        since=date(2025, 11, 5),
        until=date(2026, 1, 4),
    )
    assert [one.key for one in found] == ["2025-11-05", "2025-12-05"]


def test_without_a_period_nothing_recurs_for_ever() -> None:
    assert due(rule("FREQ=MONTHLY;BYMONTHDAY=5"), None) == []
    assert due(Continuous(), None) == []
    found = occurrences(
        rule("FREQ=MONTHLY;BYMONTHDAY=5"),
        period=None,
        calendar=WEEK,
        since=date(2025, 1, 1),
        until=date(2025, 2, 28),
    )
    assert len(found) == 2


def test_a_window_outside_the_period_is_empty() -> None:
    assert occurrences(Continuous(), period=YEAR, calendar=WEEK, since=date(2027, 1, 1)) == ()


def test_two_rules_on_one_day_are_one_occurrence() -> None:
    twice = rule("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31|FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1")
    assert due(twice) == ["2025-12-31"]
