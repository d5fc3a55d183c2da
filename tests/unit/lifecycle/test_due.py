"""By when a stage should be left: the first rule that yields a date."""

from datetime import date

import pytest

from engine.calendar import WorkCalendar
from engine.lifecycle.definition import AfterEntered, DueRule, ProgrammeEnd, RoadmapDue, Stage
from engine.lifecycle.due import stage_due
from tests.support.lifecycle_cast import MONDAY, words

CALENDAR = WorkCalendar(
    days_off=frozenset({date(2025, 11, 3), date(2025, 11, 4)}), worked=frozenset({date(2025, 11, 1)})
)
END = date(2026, 5, 25)
ITEM, TEN = RoadmapDue("first-meeting"), AfterEntered(10)


def stage(*due: DueRule, key: str = "acquaintance", final: bool = False) -> Stage:
    return Stage(key, words(key), due, final=final)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"first-meeting": date(2025, 10, 31)}, date(2025, 10, 31)),
        ({"first-meeting": MONDAY}, MONDAY),
        ({"first-meeting": date(2025, 10, 5)}, date(2025, 10, 20)),
        ({"first-meeting": None}, date(2025, 10, 20)),
        ({"another": date(2025, 10, 31)}, date(2025, 10, 20)),
        ({}, date(2025, 10, 20)),
    ],
    ids=["dated", "on the day of entry", "before entry", "unbound or continuous", "another item", "no roadmap"],
)
def test_a_roadmap_date_counts_unless_it_cannot(dates: dict[str, date | None], expected: date) -> None:
    assert stage_due(stage(ITEM, TEN), MONDAY, dates, END, CALENDAR) == expected


def test_the_first_rule_wins_even_when_a_later_one_is_nearer() -> None:
    assert stage_due(stage(TEN, ITEM), MONDAY, {"first-meeting": MONDAY}, END, CALENDAR) == date(2025, 10, 20)


def test_working_days_follow_the_calendar() -> None:
    thursday = date(2025, 10, 30)
    assert stage_due(stage(AfterEntered(3)), thursday, {}, END, CALENDAR) == date(2025, 11, 5)
    assert stage_due(stage(AfterEntered(3, "days")), thursday, {}, END, CALENDAR) == date(2025, 11, 2)


def test_the_end_of_the_programme() -> None:
    work = stage(RoadmapDue("closing-game"), ProgrammeEnd(), key="work")
    assert stage_due(work, MONDAY, {}, END, CALENDAR) == END
    assert stage_due(work, MONDAY, {}, None, CALENDAR) is None


def test_suspension_moves_dates_counted_from_entry_only() -> None:
    dates = {"first-meeting": date(2025, 10, 31)}
    assert stage_due(stage(ITEM, TEN), MONDAY, dates, END, CALENDAR, suspended_working_days=4) == date(2025, 10, 31)
    assert stage_due(stage(TEN), MONDAY, {}, END, CALENDAR, suspended_working_days=4) == date(2025, 10, 24)
    wall = stage(AfterEntered(14, "days"))
    assert stage_due(wall, MONDAY, {}, END, CALENDAR, suspended_working_days=4) == date(2025, 10, 24)


def test_formed_has_five_working_days_when_nothing_else() -> None:
    assert stage_due(stage(key="formed"), MONDAY, {}, END, CALENDAR) == date(2025, 10, 13)
    assert stage_due(stage(ITEM, key="formed"), MONDAY, {}, END, CALENDAR) == date(2025, 10, 13)
    assert stage_due(stage(AfterEntered(2), key="formed"), MONDAY, {}, END, CALENDAR) == date(2025, 10, 8)


def test_others_without_rules_and_final_stages_have_none() -> None:
    assert stage_due(stage(), MONDAY, {}, END, CALENDAR) is None
    assert stage_due(stage(TEN, final=True), MONDAY, {}, END, CALENDAR) is None
