"""The calendar against the Government's decrees, as published in production calendars."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.calendar import Week
from engine.refusals import BadInput
from engine.reminders.ladder import at_local
from workflows.calendars import calendar_for, read_overrides_csv

ZONES = {
    "Europe/Kaliningrad": 2,
    "Europe/Moscow": 3,
    "Europe/Samara": 4,
    "Asia/Yekaterinburg": 5,
    "Asia/Omsk": 6,
    "Asia/Krasnoyarsk": 7,
    "Asia/Irkutsk": 8,
    "Asia/Yakutsk": 9,
    "Asia/Vladivostok": 10,
    "Asia/Magadan": 11,
    "Asia/Kamchatka": 12,
}
# Working days of the five-day week, from the published production calendars.
WORKING_DAYS = {2020: 248, 2021: 247, 2022: 247, 2023: 247, 2024: 248, 2025: 247, 2026: 247}


def off_in(year: int, month: int, week: Week) -> list[int]:
    calendar = calendar_for(week=week)
    first = date(year, month, 1)
    days = [first + timedelta(days=number) for number in range(31)]
    return [day.day for day in days if day.month == month and not calendar.is_working(day)]


@pytest.mark.parametrize(("year", "expected"), WORKING_DAYS.items())
def test_a_five_day_year_has_the_published_number_of_working_days(year: int, expected: int) -> None:
    assert calendar_for(week=5).between(date(year - 1, 12, 31), date(year, 12, 31)) == expected


def test_2026_by_the_decree() -> None:
    assert off_in(2026, 1, 5)[:11] == list(range(1, 12))
    assert [day for day in off_in(2026, 2, 5) if 20 <= day <= 24] == [21, 22, 23]
    assert [day for day in off_in(2026, 3, 5) if 6 <= day <= 10] == [7, 8, 9]
    assert [day for day in off_in(2026, 5, 5) if day < 13] == [1, 2, 3, 9, 10, 11]
    assert [day for day in off_in(2026, 6, 5) if 11 <= day <= 15] == [12, 13, 14]
    assert not calendar_for(week=5).is_working(date(2026, 11, 4))
    assert not calendar_for(week=5).is_working(date(2026, 12, 31))


def test_a_six_day_week_owes_nothing_for_a_saturday() -> None:
    six = calendar_for(week=6)
    assert six.is_working(date(2026, 1, 9)), "moved from Saturday, 3 January"
    assert six.is_working(date(2026, 5, 11)), "Victory Day fell on a Saturday"
    assert not six.is_working(date(2026, 3, 9)), "8 March fell on a Sunday"
    assert not six.is_working(date(2026, 12, 31)), "moved from Sunday, 4 January"


def test_a_worked_saturday_of_the_five_day_week() -> None:
    assert calendar_for(week=5).is_working(date(2025, 11, 1))
    assert not calendar_for(week=5).is_working(date(2025, 11, 3))
    assert calendar_for(week=6).is_working(date(2025, 11, 3))


def test_the_calendar_says_how_far_it_knows() -> None:
    known = calendar_for(week=5).known_until
    assert known is not None
    assert known >= 2026
    assert not calendar_for(week=5).is_working(date(known + 1, 1, 1)), "fixed holidays are known for ever"


def test_regional_days_win() -> None:
    bashkortostan = calendar_for(week=5, overrides={date(2026, 3, 20): False, date(2026, 3, 21): True})
    assert not bashkortostan.is_working(date(2026, 3, 20))
    assert bashkortostan.is_working(date(2026, 3, 21))
    assert calendar_for(week=5).is_working(date(2026, 3, 20)), "others are not touched"


def test_the_calendar_is_built_once() -> None:
    assert calendar_for(week=5) is calendar_for(week=5)


def test_overrides_are_read_from_csv() -> None:
    text = "date,kind\n2026-03-20,off\n\n2026-03-21,working\n"
    assert read_overrides_csv(text, "days.csv") == {date(2026, 3, 20): False, date(2026, 3, 21): True}


@pytest.mark.parametrize("line", ["2026-02-30,off", "2026-03-20,holiday", "2026-03-20"])
def test_a_bad_override_names_file_line_and_word(line: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_overrides_csv(f"date,kind\n{line}\n", "days.csv")
    assert "days.csv:2" in refused.value.words.ru
    assert line in refused.value.words.en


@pytest.mark.parametrize(("name", "hours"), ZONES.items())
def test_a_local_morning_in_every_russian_zone(name: str, hours: int) -> None:
    zone = ZoneInfo(name)
    instant = at_local(date(2026, 1, 12), time(9), zone)
    assert instant == datetime(2026, 1, 12, 9, tzinfo=UTC) - timedelta(hours=hours)
    assert instant.astimezone(zone).date() == date(2026, 1, 12)
    assert at_local(date(2026, 7, 13), time(9), zone).hour == instant.hour, "Russia does not turn its clocks"
