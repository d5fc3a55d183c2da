"""The day to leave a stage by is moved for one pair, with its reason."""

from datetime import date, timedelta

import pytest

from engine.refusals import BadInput, Refused
from storage.database import Database
from storage.journal import entries
from tests.support.pair_life import Story, story
from workflows.advance_pair import resume_pair, suspend_pair
from workflows.reschedule_stage import reschedule_stage
from workflows.undo_move import undo_move

MONDAY = date(2025, 9, 1)


def formed(database: Database) -> Story:
    told = story(database)
    told.form()
    return told


def due(told: Story) -> date:
    [one] = [one for one in told.obligations if one["status"] == "open"]
    found: date = one["due_on"]
    return found


def test_the_stage_is_due_on_the_new_day_and_the_first_promise_stays(database: Database) -> None:
    told = formed(database)
    assert due(told) == date(2025, 9, 8)
    told.done(reschedule_stage, pair_id=told.pair_id, to_day=date(2025, 9, 15), reason="Наставник на курсах")
    [one] = told.obligations
    assert (one["due_on"], one["first_due_on"], one["revision"]) == (date(2025, 9, 15), date(2025, 9, 8), 2)
    line = told.read(lambda tx: entries(tx, told.cast.school.id))[0]
    assert (line.verb, line.words["reason"], line.facts["to"]) == (
        "pair.reschedule",
        "Наставник на курсах",
        "2025-09-15",
    )


def test_the_next_stage_has_its_own_day_again(database: Database) -> None:
    told = formed(database)
    told.done(reschedule_stage, pair_id=told.pair_id, to_day=date(2025, 9, 30), reason="Отпуск")
    told.walk_to("acquaintance")
    assert due(told) == date(2025, 9, 15)
    told.done(undo_move, pair_id=told.pair_id)
    assert due(told) == date(2025, 9, 30)


def test_a_pause_does_not_move_a_day_that_a_person_set(database: Database) -> None:
    told = formed(database)
    told.done(reschedule_stage, pair_id=told.pair_id, to_day=date(2025, 9, 30), reason="Отпуск")
    told.done(suspend_pair, pair_id=told.pair_id)
    told.on(MONDAY + timedelta(days=4))
    told.done(resume_pair, pair_id=told.pair_id)
    assert due(told) == date(2025, 9, 30)


@pytest.mark.parametrize(
    ("to_day", "reason", "field"),
    [
        (date(2025, 8, 31), "Отпуск", "--to"),
        (date(2025, 9, 8), "Отпуск", "--to"),
        (date(2025, 9, 15), " ", "--reason"),
    ],
)
def test_what_cannot_be(database: Database, to_day: date, reason: str, field: str) -> None:
    told = formed(database)
    with pytest.raises(BadInput) as no:
        told.run(reschedule_stage, pair_id=told.pair_id, to_day=to_day, reason=reason)
    assert no.value.field == field
    assert due(told) == date(2025, 9, 8)


def test_a_mentor_may_not_and_a_closed_pair_has_none(database: Database) -> None:
    told = formed(database)
    told.who = told.cast.mentor
    told_to = {"pair_id": told.pair_id, "to_day": date(2025, 9, 15), "reason": "Отпуск"}
    assert isinstance(told.run(reschedule_stage, **told_to), Refused)
    told.who = None
    told.walk_to("closed")
    assert isinstance(told.run(reschedule_stage, **told_to | {"to_day": date(2026, 9, 15)}), Refused)
