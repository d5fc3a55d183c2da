"""Meetings ahead: times, series in words, and what both sides' words come to."""

import doctest
from datetime import date

import pytest

from engine import events, meetings
from engine.calendar import WorkCalendar
from engine.meetings import Confirmation, check_minutes, confirmation, read_series, read_time
from engine.refusals import BadInput

TODAY = date(2025, 11, 21)  # a Friday


@pytest.mark.parametrize("module", [events, meetings], ids=lambda module: module.__name__)
def test_examples(module: object) -> None:
    outcome = doctest.testmod(module)  # type: ignore[arg-type]  # the parametrised modules are modules
    assert (outcome.failed, outcome.attempted > 0) == (0, True)


@pytest.mark.parametrize(
    ("said", "days", "at_time"),
    [
        ("каждый вторник в 15:00 до 25.12", ["11-25", "12-02", "12-09", "12-16", "12-23"], "15:00"),
        ("по вторникам и четвергам в 8.30 до 5 декабря", ["11-25", "11-27", "12-02", "12-04"], "08:30"),
        ("раз в две недели по средам до 25.12.2025 в 16", ["12-03", "12-17"], "16:00"),
        ("по пятницам с 1.12 до 20.12", ["12-05", "12-12", "12-19"], ""),
        ("every tuesday at 15:00 until 10.12", ["11-25", "12-02", "12-09"], "15:00"),
        ("по субботам до 10.12", [], ""),
    ],
)
def test_a_series_in_words(said: str, days: list[str], at_time: str) -> None:
    series = read_series(said, today=TODAY, field="series")
    assert [f"{day:%m-%d}" for day in series.days(WorkCalendar())] == days
    assert series.at_time == at_time


def test_a_last_day_that_seems_past_is_of_the_next_year() -> None:
    assert read_series("по вторникам до 10 ноября", today=TODAY, field="series").until == date(2026, 11, 10)


@pytest.mark.parametrize(
    "said", ["", "каждый вторник", "до 25.12", "по вторникам до 25.12.2024", "по вторникам до 45.12"]
)
def test_a_series_that_says_too_little(said: str) -> None:
    with pytest.raises(BadInput) as told:
        read_series(said, today=TODAY, field="series")
    assert told.value.field == "series"


def test_days_off_are_left_out() -> None:
    calendar = WorkCalendar(days_off=frozenset({date(2025, 12, 2)}))
    series = read_series("по вторникам до 9.12", today=TODAY, field="series")
    assert series.days(calendar) == (date(2025, 11, 25), date(2025, 12, 9))


@pytest.mark.parametrize("said", ["25:00", "9:75", "утром", "1500"])
def test_no_time_of_day(said: str) -> None:
    with pytest.raises(BadInput):
        read_time(said, field="time")


@pytest.mark.parametrize("minutes", [0, 4, 601])
def test_no_length(minutes: int) -> None:
    with pytest.raises(BadInput):
        check_minutes(minutes, field="minutes")


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ([], "nobody"),
        ([("mentee", True)], "mentee"),
        ([("mentor", True), ("mentee", True), ("mentee", True)], "both"),
        ([("mentee", True), ("mentee", False)], "disputed"),
    ],
)
def test_what_both_sides_say(said: list[tuple[str, bool]], means: Confirmation) -> None:
    assert confirmation(said) == means
