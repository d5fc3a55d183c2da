"""What stands against what the data ask for."""

from dataclasses import replace
from datetime import date

from engine.obligations import Derived, Standing, reconcile

ASKED = Derived("item", 9, "1", "Приказ", date(2025, 9, 25), responsible_role="head")
STORED = Standing(
    id=1,
    subject_kind="item",
    subject_id=9,
    occurrence="1",
    title="Приказ",
    due_on=date(2025, 9, 25),
    first_due_on=date(2025, 9, 25),
    starts_on=None,
    revision=1,
    status="open",
    reason="",
    ladder="full",
    responsible_role="head",
    responsible_id=None,
    held=False,
    by_data=True,
)


def test_equal_data_change_nothing() -> None:
    assert not reconcile([STORED], [ASKED])


def test_what_is_new_is_born() -> None:
    assert reconcile([], [ASKED]).born == (ASKED,)


def test_a_moved_day_is_a_new_revision() -> None:
    [moved] = reconcile([STORED], [replace(ASKED, due_on=date(2025, 10, 1))]).moved
    assert moved.new_revision


def test_moving_back_is_another_revision() -> None:
    moved_once = replace(STORED, due_on=date(2025, 10, 1), revision=2)
    [moved] = reconcile([moved_once], [ASKED]).moved
    assert moved.new_revision


def test_the_first_date_of_a_waiting_row_is_no_move() -> None:
    waiting = replace(STORED, due_on=None, first_due_on=None, status="needs_date")
    [moved] = reconcile([waiting], [ASKED]).moved
    assert not moved.new_revision


def test_another_responsible_is_a_change_without_a_revision() -> None:
    [moved] = reconcile([STORED], [replace(ASKED, responsible_id=4)]).moved
    assert not moved.new_revision


def test_what_the_data_no_longer_ask_for_vanishes() -> None:
    assert reconcile([STORED], []).vanished == (STORED,)


def test_what_is_over_does_not_vanish_again() -> None:
    assert not reconcile([replace(STORED, status="cancelled")], [])
    assert not reconcile([replace(STORED, status="done")], [])


def test_done_by_evidence_stays_done_whatever_the_data_say() -> None:
    proved = replace(STORED, status="done", by_data=False)
    assert not reconcile([proved], [replace(ASKED, due_on=date(2025, 10, 1))])


def test_a_stage_left_and_undone_is_open_again_with_its_revision() -> None:
    left = replace(STORED, subject_kind="pair", status="done", revision=3)
    [moved] = reconcile([left], [replace(ASKED, subject_kind="pair")]).moved
    assert (moved.to.status, moved.new_revision) == ("open", False)
