"""The facts of many pairs are those of each, and cost the same number of queries however many there are."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.lifecycle import Facts, moves_from
from engine.lifecycle.needs import Need
from storage import facts
from storage.database import Database
from storage.pairs import PairRow
from tests.support.pair_life import Story, story
from tests.support.statements import counted
from workflows.advance_pair import advance_pair, resume_pair, suspend_pair
from workflows.end_pair import end_pair
from workflows.pinned_lifecycle import pinned_definition
from workflows.replace_mentor import replace_mentor
from workflows.undo_move import undo_move

STAGES = ("formed", "acquaintance", "trial_meeting", "planning", "work", "final_meeting")


def school(database: Database) -> tuple[Story, list[PairRow]]:
    """A pair in every stage; one went back, one has a new mentor, one was suspended, one had its last move undone."""
    told = story(database)
    made: list[PairRow] = []
    for stage in (*STAGES, "trial_meeting", "work", "planning", "planning"):
        told.form(mentee_ids=[told.newcomer(f"Ученик {len(made)} Иванович").id])
        told.walk_to(stage)
        match len(made):
            case 6:
                told.move("back_to_acquaintance")
                told.meet_needs("try")
                told.move("try")
            case 7:
                told.done(replace_mentor, pair_id=told.pair_id, mentor_id=told.newcomer("Новая Нина Ильинична").id)
            case 8:
                told.done(suspend_pair, pair_id=told.pair_id)
                told.day += timedelta(days=5)
                told.done(resume_pair, pair_id=told.pair_id)
            case 9:
                told.meet_needs("start_work")
                told.done(advance_pair, pair_id=told.pair_id, move="start_work")
                told.done(undo_move, pair_id=told.pair_id)
            case _:
                pass
        made.append(told.pair)
    told.pair_id = made[0].id
    told.done(end_pair, pair_id=told.pair_id, outcome="by_agreement")
    made[0] = told.pair
    return told, made


def needs_of(told: Story, pair: PairRow) -> tuple[Need, ...]:
    definition = told.read(lambda tx: pinned_definition(tx, pair.definition_id))
    return tuple(need for move in moves_from(definition, pair.stage) for need in move.needs)


def test_many_are_as_each(database: Database) -> None:
    told, made = school(database)
    asked = {pair.id: needs_of(told, pair) for pair in made}
    many = told.read(lambda tx: facts.load_many(tx, made, asked, today=told.day))
    assert {seen.visit for seen in many.values()} > {1}
    for pair in made:
        with database.read() as tx:
            alone = facts.load(tx, pair, asked[pair.id], today=told.day)
        assert many[pair.id].members
        assert many[pair.id] == (alone if alone.members else _with_members(alone, many[pair.id]))


@pytest.mark.parametrize("few", [1, 3])
def test_the_queries_do_not_grow(sqlite_database: Database, few: int) -> None:
    told, made = school(sqlite_database)
    asked = {pair.id: needs_of(told, pair) for pair in made}
    every = {need for of in asked.values() for need in of}

    def count(pairs: list[PairRow]) -> int:
        with sqlite_database.read() as tx, counted(tx) as statements:
            facts.load_many(tx, pairs, {pair.id: every for pair in pairs}, today=told.day)
        return len(statements)

    assert count(made) == count(made[-few:]) > 0


def _with_members(alone: Facts, seen: Facts) -> Facts:
    """One pair is not asked for its members when no need looks at them; a list always shows them."""
    return replace(alone, members=seen.members)
