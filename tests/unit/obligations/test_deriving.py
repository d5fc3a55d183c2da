"""What the data ask for: rows of every kind, shares of pairs, stages, plans, questions."""

from dataclasses import replace
from datetime import date

import pytest

from engine.calendar import WorkCalendar
from engine.obligations import (
    Derived,
    ItemFacts,
    PairFacts,
    PlanItemFacts,
    TaskFacts,
    item_owes,
    pair_owes,
    plan_item_owes,
    task_owes,
    wants_a_date,
)
from engine.obligations.deriving import Past
from engine.periods import Period

YEAR = Period(date(2025, 9, 1), date(2026, 8, 31))
WEEK = WorkCalendar()
ORDER = ItemFacts(9, "Приказ", "point", "2025-09-25", responsible_role="head")


def owed(
    item: ItemFacts,
    *,
    live_from: date = YEAR.start,
    today: date | None = None,
    past: Past = "open",
    pairs: tuple[tuple[int, bool], ...] = (),
) -> tuple[Derived, ...]:
    return item_owes(
        item,
        period=YEAR,
        live_from=live_from,
        today=today or live_from,
        past=past,
        calendar=WEEK,
        pairs=pairs,
    )


def test_a_point_is_one_obligation_of_its_organisation() -> None:
    [one] = owed(ORDER)
    assert (one.identity, one.due_on, one.status) == (("item", 9, "1"), date(2025, 9, 25), "open")
    assert one.responsible_role == "head"


def test_a_recurring_row_is_named_by_its_nominal_days() -> None:
    row = replace(ORDER, deadline_kind="recurring", deadline_value="FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1")
    assert [one.occurrence for one in owed(row)] == ["2025-09-30", "2025-12-31", "2026-03-31", "2026-06-30"]


def test_recurrence_begins_on_the_day_of_applying() -> None:
    row = replace(ORDER, deadline_kind="recurring", deadline_value="FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1")
    assert [one.occurrence for one in owed(row, live_from=date(2026, 1, 10))] == ["2026-03-31", "2026-06-30"]


def test_a_multi_row_is_named_by_position() -> None:
    row = replace(ORDER, deadline_kind="multi", deadline_value="2025-10|2026-05")
    assert [(one.occurrence, one.due_on) for one in owed(row)] == [
        ("1", date(2025, 10, 31)),
        ("2", date(2026, 5, 31)),
    ]


def test_a_continuous_row_is_looked_at_each_quarter_by_the_curator() -> None:
    row = replace(ORDER, deadline_kind="continuous", deadline_value="")
    looks = owed(row)
    assert [one.due_on for one in looks] == [
        date(2025, 9, 30),
        date(2025, 12, 31),
        date(2026, 3, 31),
        date(2026, 6, 30),
    ]
    assert {(one.ladder, one.responsible_role) for one in looks} == {("review", "curator")}


def test_a_past_look_is_not_owed() -> None:
    row = replace(ORDER, deadline_kind="continuous", deadline_value="")
    assert [one.due_on for one in owed(row, today=date(2026, 4, 1))] == [date(2026, 6, 30)]
    assert owed(row, today=date(2026, 7, 1)) == ()


@pytest.mark.parametrize(
    ("kind", "value"),
    [("external", "iro-plan"), ("event", "order-signed +P3D(work)"), ("empty", ""), ("ambiguous", "why: two days")],
)
def test_what_has_no_date_waits_for_one(kind: str, value: str) -> None:
    row = replace(ORDER, deadline_kind=kind, deadline_value=value)
    [one] = owed(row)
    assert (one.status, one.due_on) == ("needs_date", None)
    assert wants_a_date(row)


@pytest.mark.parametrize(
    ("kind", "value", "due_on"),
    [
        ("external", "iro-plan", date(2025, 10, 1)),
        ("event", "order-signed +P3D(work)", date(2025, 10, 6)),
        ("empty", "", date(2025, 10, 1)),
        ("ambiguous", "why: two days", date(2025, 10, 1)),
    ],
)
def test_a_bound_day_dates_it(kind: str, value: str, due_on: date) -> None:
    row = replace(ORDER, deadline_kind=kind, deadline_value=value, bound_on=date(2025, 10, 1))
    [one] = owed(row)
    assert (one.occurrence, one.status, one.due_on) == ("1", "open", due_on)
    assert not wants_a_date(row)


def test_a_postponement_moves_its_occurrence_only() -> None:
    row = replace(ORDER, deadline_kind="multi", deadline_value="2025-10|2026-05", postponed={"1": date(2025, 11, 14)})
    assert [one.due_on for one in owed(row)] == [date(2025, 11, 14), date(2026, 5, 31)]


@pytest.mark.parametrize(("past", "status"), [("open", "open"), ("done", "done"), ("not-ours", "cancelled")])
def test_what_was_due_before_the_roadmap_became_live(past: Past, status: str) -> None:
    [one] = owed(ORDER, live_from=date(2025, 11, 1), past=past)
    assert one.status == status


def test_a_row_put_to_the_past_is_open_again_when_postponed_ahead() -> None:
    row = replace(ORDER, postponed={"1": date(2025, 12, 1)})
    [one] = owed(row, live_from=date(2025, 11, 1), past="not-ours")
    assert one.status == "open"


@pytest.mark.parametrize(
    "item",
    [
        replace(ORDER, responsible_role="mentor"),
        replace(ORDER, responsible_role="mentee"),
        replace(ORDER, deadline_kind="event", deadline_value="mentoring-end", bound_on=date(2026, 5, 29)),
    ],
)
def test_a_row_of_pairs_is_owed_by_each_live_pair(item: ItemFacts) -> None:
    shares = owed(item, pairs=((3, False), (5, True)))
    assert [(one.pair_id, one.occurrence, one.held) for one in shares] == [
        (3, "1/pair:3", False),
        (5, "1/pair:5", True),
    ]


def test_a_row_assigned_to_a_person_is_owed_once() -> None:
    row = replace(ORDER, responsible_role="mentor", responsible_id=4)
    assert [one.pair_id for one in owed(row, pairs=((3, False),))] == [None]


def test_a_stage_is_owed_by_its_visit_and_held_while_suspended() -> None:
    pair = PairFacts(3, "Знакомство", 2, True, True, date(2025, 9, 25), date(2025, 9, 10))
    [one] = pair_owes(pair)
    assert (one.identity, one.held, one.starts_on) == (("pair", 3, "2"), True, date(2025, 9, 10))
    assert pair_owes(replace(pair, live=False)) == ()
    assert pair_owes(replace(pair, stage_due=None)) == ()


def test_a_plan_item_of_a_closed_pair_is_owed_only_as_done() -> None:
    line = PlanItemFacts(7, 1, date(2025, 11, 1), done=False)
    assert [one.status for one in plan_item_owes(line, pair_id=3, live=True, suspended=False)] == ["open"]
    assert plan_item_owes(line, pair_id=3, live=False, suspended=False) == ()
    finished = replace(line, done=True)
    assert [one.status for one in plan_item_owes(finished, pair_id=3, live=False, suspended=False)] == ["done"]


def test_a_question_is_the_curators_until_answered() -> None:
    question = TaskFacts(4, "Назначить срок", date(2025, 9, 8), done=False)
    assert [(one.status, one.responsible_role) for one in task_owes(question)] == [("open", "curator")]
    assert [one.status for one in task_owes(replace(question, done=True))] == ["done"]
