"""Moves along the lifecycle: what they need, what they store, what they leave alone."""

from datetime import date

import pytest

from engine.refusals import BadInput, ChangedMeanwhile
from storage import pairs
from storage.database import Database
from tests.support.pair_life import FORWARD, needs, story
from workflows.advance_pair import advance_pair, resume_pair, suspend_pair
from workflows.describe_pair import describe_pair, pair_history


def test_a_pair_walks_from_formed_to_closed(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("closed")
    pair = told.pair
    assert (pair.outcome, pair.closed_on, pair.visits) == ("completed", date(2025, 9, 6), 7)
    assert all(member.to_day == pair.closed_on for member in told.members)
    assert [line.move for line in told.history] == ["form", *FORWARD]
    assert [line.pair_seq for line in told.history] == list(range(1, 8))
    assert [one["status"] for one in told.obligations] == ["done"] * 6
    assert {kind for kind, _, _ in told.letters} == {"pair_formed", "stage_opened", "pair_closed"}


@pytest.mark.parametrize("move", FORWARD)
def test_each_move_on_is_refused_until_its_needs_are_met(sqlite_database: Database, move: str) -> None:
    told = story(sqlite_database)
    told.form()
    stages = ("formed", "acquaintance", "trial_meeting", "planning", "work", "final_meeting")
    told.walk_to(stages[FORWARD.index(move)])
    before = told.pair
    assert needs(told.run(advance_pair, pair_id=told.pair_id, move=move))
    assert told.pair == before
    told.meet_needs(move)
    assert told.move(move).seq == len(told.history)


def test_a_refusal_lists_every_unmet_need_and_the_wrong_stage(database: Database) -> None:
    told = story(database, consents=False)
    told.form()
    outcome = told.run(advance_pair, pair_id=told.pair_id, move="acquaint")
    assert needs(outcome) == ["consents", "consents", "order"]
    assert needs(told.run(advance_pair, pair_id=told.pair_id, move="plan")) == ["stage", "meeting"]
    assert len(told.history) == 1


@pytest.mark.parametrize("move", ["lift_off", "replace_mentor"])
def test_a_move_that_cannot_be_made_so_is_bad_input(database: Database, move: str) -> None:
    told = story(database)
    told.form()
    with pytest.raises(BadInput) as error:
        told.run(advance_pair, pair_id=told.pair_id, move=move)
    assert error.value.field == "move"


def test_of_two_who_save_the_same_pair_the_second_is_told(database: Database) -> None:
    told = story(database)
    told.form()
    stale = told.pair
    told.meet_needs("acquaint")
    told.move("acquaint")
    with pytest.raises(ChangedMeanwhile), database.write() as tx:
        pairs.save(tx, stale)
    assert told.pair.stage == "acquaintance"


def test_a_failed_trial_goes_back_and_asks_for_another_meeting(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("trial_meeting")
    told.meet("trial", verdicts=("go", "stop"))
    assert needs(told.run(advance_pair, pair_id=told.pair_id, move="plan")) == ["meeting"]
    told.move("back_to_acquaintance")
    # The stay is another one: the meeting of the first acquaintance is spent.
    assert needs(told.run(advance_pair, pair_id=told.pair_id, move="try")) == ["meeting"]
    told.on(date(2025, 9, 10)).meet("acquaintance")
    told.move("try")
    assert needs(told.run(advance_pair, pair_id=told.pair_id, move="plan")) == ["meeting"]
    told.on(date(2025, 9, 11)).meet("trial")
    assert told.move("plan").stage == "planning"
    assert [one["occurrence"] for one in told.obligations] == ["1", "2", "3", "4", "5", "6"]


class TestSuspension:
    def test_a_pause_keeps_the_stay_and_moves_its_dates_by_the_working_days(self, database: Database) -> None:
        told = story(database)
        told.form()
        told.walk_to("acquaintance")
        before = told.pair
        due = told.obligations[-1]["due_on"]
        told.on(date(2025, 9, 4)).done(suspend_pair, pair_id=told.pair_id, reason="Болезнь")
        assert (told.pair.stage, told.pair.suspended_from) == ("suspended", "acquaintance")
        assert told.obligations[-1]["held"]
        told.on(date(2025, 9, 9)).done(resume_pair, pair_id=told.pair_id)
        after = told.pair
        assert (after.stage, after.visit, after.stage_since) == (before.stage, before.visit, before.stage_since)
        assert (after.suspended_days, after.suspended_from, after.suspended_on) == (3, None, None)
        assert not told.obligations[-1]["held"]
        assert told.obligations[-1]["due_on"] == date(2025, 9, 18) > due

    def test_who_pauses_twice_or_resumes_what_runs_is_refused(self, database: Database) -> None:
        told = story(database)
        told.form()
        assert needs(told.run(resume_pair, pair_id=told.pair_id)) == ["stage"]
        told.done(suspend_pair, pair_id=told.pair_id)
        assert needs(told.run(suspend_pair, pair_id=told.pair_id)) == ["stage"]

    def test_what_was_recorded_before_the_pause_still_counts_after_it(self, database: Database) -> None:
        told = story(database)
        told.form()
        told.walk_to("acquaintance")
        told.meet("acquaintance")
        told.done(suspend_pair, pair_id=told.pair_id)
        told.done(resume_pair, pair_id=told.pair_id)
        assert told.move("try").stage == "trial_meeting"


class TestWhoMay:
    def test_the_curator_moves_and_the_members_do_not(self, database: Database) -> None:
        told = story(database)
        told.form()
        told.meet_needs("acquaint")
        for who in (told.cast.mentor, told.cast.mentee):
            told.who = who
            assert needs(told.run(advance_pair, pair_id=told.pair_id, move="acquaint")) == ["permission"]
        told.who = told.cast.curator
        assert told.move("acquaint").stage == "acquaintance"
        assert told.history[-1].actor_id == told.cast.curator.id

    def test_an_outsider_and_a_mentor_of_another_pair_find_nothing(self, database: Database) -> None:
        told = story(database)
        told.form()
        another = told.newcomer()
        for who in (told.cast.outsider, another):
            told.who = who
            with pytest.raises(BadInput) as error:
                told.run(advance_pair, pair_id=told.pair_id, move="acquaint")
            assert error.value.field == "pair"
        with pytest.raises(BadInput) as missing:
            told.run(advance_pair, pair_id=999, move="acquaint")
        assert missing.value.words.ru.replace("999", "1") == error.value.words.ru


class TestDescription:
    def test_moves_are_listed_with_what_each_still_needs(self, database: Database) -> None:
        told = story(database)
        told.form()
        found = told.read(lambda tx: describe_pair(tx, by=told.by, pair_id=told.pair_id))
        assert {option.move: option.allowed for option in found.moves} == {
            "acquaint": False,
            "suspend": True,
            "replace_mentor": True,
            "end_early": False,
            "never_start": True,
        }
        assert found.due_on == date(2025, 9, 8)
        told.meet_needs("acquaint")
        again = told.read(lambda tx: describe_pair(tx, by=told.by, pair_id=told.pair_id))
        assert next(option for option in again.moves if option.move == "acquaint").allowed

    def test_history_tells_titles_and_who(self, database: Database) -> None:
        told = story(database)
        told.form()
        told.meet_needs("acquaint")
        told.who = told.cast.curator
        told.move("acquaint")
        steps = told.read(lambda tx: pair_history(tx, by=told.by, pair_id=told.pair_id))
        assert [(step.title.ru, step.actor) for step in steps] == [
            ("Сформирована", "operator"),
            ("Начать знакомство", told.cast.curator.name),
        ]
        assert steps[-1].to_title is not None
        assert steps[-1].to_title.ru == "Знакомство"


def test_the_two_of_the_pair_hear_of_a_stage_and_the_curator_who_opened_it_does_not(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("acquaintance")
    assert sorted(one for one in told.letters if one[0] == "stage_opened") == sorted(
        ("stage_opened", one.name, "queued") for one in (told.cast.mentor, told.cast.mentee)
    )


def test_a_pause_is_announced_to_nobody(database: Database) -> None:
    told = story(database)
    told.form()
    before = told.letters
    told.done(suspend_pair, pair_id=told.pair_id)
    told.done(resume_pair, pair_id=told.pair_id)
    assert told.letters == before
