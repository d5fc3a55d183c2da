"""Which rung comes at which instant."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import WorkCalendar
from engine.reminders.ladder import ahead, at_local, next_open, next_step_at, steps
from engine.reminders.looking import next_look
from engine.reminders.policy import Policy

POLICY = Policy("default", 1)
WEEK = WorkCalendar(days_off=frozenset({date(2025, 11, 3), date(2025, 11, 4)}))
KIROV = ZoneInfo("Europe/Kirov")
ZONES = ["Europe/Kaliningrad", "Europe/Moscow", "Asia/Yekaterinburg", "Asia/Kamchatka"]
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def rungs(due_on: date, *, review: bool = False) -> list[tuple[int, str]]:
    ladder = steps(due_on, policy=POLICY, calendar=WEEK, zone=KIROV, review=review)
    return [(step.rung.offset, step.at.astimezone(KIROV).strftime("%Y-%m-%d %H:%M")) for step in ladder]


def test_the_default_ladder_of_a_thursday() -> None:
    assert rungs(date(2025, 9, 25)) == [
        (-14, "2025-09-11 09:00"),
        (-7, "2025-09-18 09:00"),
        (-1, "2025-09-24 09:00"),
        (0, "2025-09-25 09:00"),
        (1, "2025-09-26 09:00"),
        (3, "2025-09-30 09:00"),
        (7, "2025-10-06 09:00"),
    ]


def test_of_two_rungs_on_one_day_the_nearer_stays() -> None:
    # Monday: −1 falls on Sunday and moves to Friday; due on Sunday: −1 and 0 both move to Friday.
    assert (-1, "2025-09-26 09:00") in rungs(date(2025, 9, 29))
    sunday = [offset for offset, _ in rungs(date(2025, 9, 28)) if offset <= 0]
    assert sunday == [-14, -7, 0]


def test_rungs_after_count_working_days_over_holidays() -> None:
    assert (1, "2025-11-05 09:00") in rungs(date(2025, 10, 31))


def test_a_review_has_its_own_day_only() -> None:
    assert rungs(date(2025, 12, 31), review=True) == [(0, "2025-12-31 09:00")]


@given(due_on=days, zone=st.sampled_from(ZONES))
def test_steps_ascend_on_working_days_at_nine(due_on: date, zone: str) -> None:
    ladder = steps(due_on, policy=POLICY, calendar=WEEK, zone=ZoneInfo(zone))
    moments = [step.at for step in ladder]
    assert moments == sorted(set(moments))
    for step in ladder:
        local = step.at.astimezone(ZoneInfo(zone))
        assert local.time() == time(9)
        assert WEEK.is_working(local.date())


@given(due_on=days, looks=st.lists(st.integers(0, 60 * 24 * 60), min_size=1, max_size=8))
def test_every_step_is_seen_once_however_often_one_looks(due_on: date, looks: list[int]) -> None:
    start = at_local(due_on - timedelta(days=30), time(), KIROV)
    instants = sorted(start + timedelta(minutes=minutes) for minutes in looks)
    ladder = steps(due_on, policy=POLICY, calendar=WEEK, zone=KIROV)
    seen = []
    after = start
    for instant in instants:
        seen += ahead(ladder, after=after, until=instant)
        after = instant
    assert seen == list(ahead(ladder, after=start, until=instants[-1]))


@given(due_on=days, minutes=st.integers(-40 * 24 * 60, 40 * 24 * 60))
def test_the_next_look_is_ahead_and_skips_no_step(due_on: date, minutes: int) -> None:
    after = at_local(due_on, time(9), KIROV) + timedelta(minutes=minutes)
    ladder = steps(due_on, policy=POLICY, calendar=WEEK, zone=KIROV)
    look = next_look(due_on, subject_kind="pair", review=False, policy=POLICY, calendar=WEEK, zone=KIROV, after=after)
    step = next_step_at(ladder, after=after)
    assert look is not None
    assert look > after
    assert step is None or look <= step


def test_a_review_is_put_away_the_next_midnight() -> None:
    after = at_local(date(2025, 12, 31), time(9), KIROV)
    look = next_look(
        date(2025, 12, 31), subject_kind="item", review=True, policy=POLICY, calendar=WEEK, zone=KIROV, after=after
    )
    assert look == at_local(date(2026, 1, 1), time(), KIROV)


def test_a_late_stage_is_looked_at_until_the_curator_has_heard() -> None:
    after = at_local(date(2025, 10, 13), time(9), KIROV)
    asked = {"subject_kind": "pair", "review": False, "policy": POLICY, "calendar": WEEK, "zone": KIROV}
    assert next_look(date(2025, 9, 25), **asked, after=after) == at_local(date(2025, 10, 14), time(9), KIROV)
    assert next_look(date(2025, 9, 25), **asked, after=after, refusal_told=True) is None


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2025-09-25T12:00", "2025-09-25T12:00"),
        ("2025-09-25T07:59", "2025-09-25T08:00"),
        ("2025-09-25T20:00", "2025-09-26T08:00"),
        ("2025-09-26T20:30", "2025-09-29T08:00"),
        ("2025-09-27T12:00", "2025-09-29T08:00"),
        ("2025-11-01T05:00", "2025-11-05T08:00"),
    ],
)
def test_letters_leave_by_day_on_working_days(at: str, opens: str) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=KIROV).astimezone(UTC)
    found = next_open(instant, policy=POLICY, calendar=WEEK, zone=KIROV)
    assert found.astimezone(KIROV).strftime("%Y-%m-%dT%H:%M") == opens
