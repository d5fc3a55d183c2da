"""Taking back the last step of a pair."""

from dataclasses import replace
from datetime import date

import pytest

from engine.refusals import BadInput
from storage.database import Database
from storage.pairs import PairRow
from tests.support.pair_life import needs, story
from workflows.advance_pair import resume_pair, suspend_pair
from workflows.close_ended_pairs import close_ended_pairs
from workflows.end_pair import end_pair
from workflows.replace_mentor import replace_mentor
from workflows.undo_move import undo_move


def same(before: PairRow, after: PairRow) -> bool:
    """Equal but for what only counts up."""
    return before == replace(after, visits=before.visits, pair_seq=before.pair_seq, version=before.version)


def test_the_earlier_stage_and_its_obligation_come_back(database: Database) -> None:
    told = story(database)
    told.form()
    told.meet_needs("acquaint")
    before, owed = told.pair, told.obligations
    told.move("acquaint")
    undone = told.done(undo_move, pair_id=told.pair_id, reason="Ошибка")
    assert same(before, told.pair)
    assert told.pair.visits == 2
    assert (undone.undone, undone.seq, undone.move, undone.stage) == (2, 3, "acquaint", "formed")
    line = told.history[-1]
    assert (line.move, line.facts["undone"], line.words["reason"]) == ("undo", 2, "Ошибка")
    first, second = told.obligations
    assert (first["id"], first["status"], first["revision"]) == (owed[0]["id"], "open", owed[0]["revision"])
    assert second["status"] == "cancelled"
    assert {state for kind, _, state in told.letters if kind == "stage_opened"} == {"cancelled"}


def test_the_visit_taken_back_is_not_used_again(database: Database) -> None:
    told = story(database)
    told.form()
    told.meet_needs("acquaint")
    told.move("acquaint")
    told.meet("acquaintance")
    told.done(undo_move, pair_id=told.pair_id)
    told.move("acquaint")
    assert told.pair.visit == 3
    # What was recorded in the entry that was undone still speaks: nobody has been in this stage before.
    assert told.move("try").stage == "trial_meeting"


def test_a_pause_a_notice_and_a_replacement_are_taken_back_too(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("acquaintance")
    another = told.newcomer()
    for flow, given in (
        (suspend_pair, {}),
        (end_pair, {"outcome": "by_agreement"}),
        (replace_mentor, {"mentor_id": another.id}),
    ):
        before, mentors = told.pair, [one for one in told.members if one.to_day is None]
        told.done(flow, pair_id=told.pair_id, **given)
        assert not same(before, told.pair)
        told.done(undo_move, pair_id=told.pair_id)
        assert same(before, told.pair)
        assert [one for one in told.members if one.to_day is None] == mentors


def test_a_closed_pair_opens_again_with_its_members(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("final_meeting")
    told.meet_needs("close")
    before = told.pair
    told.move("close")
    assert all(one.to_day is not None for one in told.members)
    told.done(undo_move, pair_id=told.pair_id)
    assert same(before, told.pair)
    assert all(one.to_day is None for one in told.members)


def test_what_the_clock_closed_does_not_close_again(database: Database) -> None:
    told = story(database)
    told.form()
    told.done(end_pair, pair_id=told.pair_id, outcome="mentor_left")
    told.on(date(2025, 9, 4))
    with database.write() as tx:
        assert len(close_ended_pairs(tx, at=told.at)) == 1
    told.done(undo_move, pair_id=told.pair_id)
    with database.write() as tx:
        assert close_ended_pairs(tx, at=told.at) == []
    assert (told.pair.stage, told.pair.ending_on) == ("formed", None)


def test_only_the_last_step_of_the_last_day_is_taken_back(database: Database) -> None:
    told = story(database)
    told.form()
    assert needs(told.run(undo_move, pair_id=told.pair_id)) == ["undo"]
    told.done(suspend_pair, pair_id=told.pair_id)
    told.done(undo_move, pair_id=told.pair_id)
    assert needs(told.run(undo_move, pair_id=told.pair_id)) == ["undo"]
    told.done(suspend_pair, pair_id=told.pair_id)
    told.on(date(2025, 9, 2), hour=9)
    told.done(undo_move, pair_id=told.pair_id)
    told.done(suspend_pair, pair_id=told.pair_id)
    told.on(date(2025, 9, 3), hour=10)
    assert needs(told.run(undo_move, pair_id=told.pair_id)) == ["undo"]
    assert told.done(resume_pair, pair_id=told.pair_id).stage == "formed"


def test_members_do_not_take_back_and_others_find_nothing(database: Database) -> None:
    told = story(database)
    told.form()
    told.done(suspend_pair, pair_id=told.pair_id)
    told.who = told.cast.mentor
    assert needs(told.run(undo_move, pair_id=told.pair_id)) == ["permission"]
    told.who = told.cast.outsider
    with pytest.raises(BadInput):
        told.run(undo_move, pair_id=told.pair_id)
