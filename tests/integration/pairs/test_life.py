"""A pair led at random through its life: whatever happens, what is stored stays coherent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import integers, sampled_from

from engine.refusals import Refused
from storage.database import Database
from storage.pairs import PairRow
from tests.support.pair_life import FORWARD, MONDAY, Story, story
from workflows.advance_pair import advance_pair, resume_pair, suspend_pair
from workflows.close_ended_pairs import close_ended_pairs
from workflows.end_pair import end_pair
from workflows.replace_mentor import replace_mentor
from workflows.undo_move import undo_move
from workflows.withdraw_notice import withdraw_notice

STAGES = ("formed", "acquaintance", "trial_meeting", "planning", "work", "final_meeting", "closed")
COUNTERS = ("visits", "pair_seq", "version")


class PairLife(RuleBasedStateMachine):
    """`told` is set by the test that runs the machine; each run forms a pair of its own."""

    told: Story

    @initialize()
    def form(self) -> None:
        self.told.on(MONDAY).start()
        names = [f"Наставник {len(self.told.extra) + number}" for number in range(3)]
        self.substitutes = [self.told.newcomer(name) for name in names]
        self.told.form(mentor_id=self.substitutes[0].id)
        self.most_visits = 1
        self.seen: list[tuple[int, PairRow]] = []

    @rule(days=integers(1, 6))
    def time_passes(self, days: int) -> None:
        self.told.day += timedelta(days=days)

    @rule()
    @precondition(lambda self: self.told.pair.stage in STAGES[:-1])
    def meet_the_needs_and_go_on(self) -> None:
        move = FORWARD[STAGES.index(self.told.pair.stage)]
        self.told.meet_needs(move)
        self.step(advance_pair, move=move, must=True)

    @rule(move=sampled_from((*FORWARD, "back_to_acquaintance", "end_early")))
    def try_a_move(self, move: str) -> None:
        self.step(advance_pair, move=move)

    @rule()
    def suspend(self) -> None:
        self.step(suspend_pair)

    @rule()
    def resume(self) -> None:
        self.step(resume_pair)

    @rule(which=integers(0, 2))
    def replace_the_mentor(self, which: int) -> None:
        newcomer = self.substitutes[which].id
        if newcomer not in {one.person_id for one in self.told.members if one.to_day is None}:
            self.step(replace_mentor, mentor_id=newcomer)

    @rule(outcome=sampled_from(("by_agreement", "mentor_left", "completed_early")))
    def announce_the_end(self, outcome: str) -> None:
        self.step(end_pair, outcome=outcome)

    @rule()
    def keep(self) -> None:
        self.step(withdraw_notice)

    @rule()
    def the_clock_ticks(self) -> None:
        with self.told.database.write() as tx:
            close_ended_pairs(tx, at=self.told.at)

    @rule()
    def undo_what_was_just_done(self) -> None:
        outcome = self.told.run(undo_move, pair_id=self.told.pair_id)
        if not isinstance(outcome, Refused) and self.seen and self.seen[-1][0] == outcome.undone:
            assert _bare(self.told.pair) == _bare(self.seen[-1][1])

    def step(self, flow: Callable[..., Any], *, must: bool = False, **given: Any) -> None:
        """One flow; what it refuses leaves no trace, what it makes can be compared with after an undo."""
        before, lines = self.told.pair, len(self.told.history)
        outcome = self.told.run(flow, pair_id=self.told.pair_id, **given)
        if isinstance(outcome, Refused):
            assert not must, outcome
            assert (self.told.pair, len(self.told.history)) == (before, lines)
        else:
            self.seen.append((outcome.seq, before))

    @invariant()
    def the_journal_counts_without_gaps(self) -> None:
        if self.told.pair_id:
            lines = [line.pair_seq for line in self.told.history]
            assert lines == list(range(1, len(lines) + 1))
            assert self.told.pair.pair_seq == len(lines)

    @invariant()
    def visits_only_grow(self) -> None:
        if self.told.pair_id:
            pair = self.told.pair
            assert pair.visits >= self.most_visits
            assert pair.visit <= pair.visits
            self.most_visits = pair.visits

    @invariant()
    def a_live_pair_has_one_mentor_and_a_closed_one_none(self) -> None:
        if self.told.pair_id:
            mentors = [one for one in self.told.members if one.role == "mentor" and one.to_day is None]
            assert len(mentors) == (1 if self.told.pair.closed_on is None else 0)

    @invariant()
    def the_stage_agrees_with_the_rest(self) -> None:
        if self.told.pair_id:
            pair = self.told.pair
            assert (pair.stage == "closed") == (pair.closed_on is not None) == (pair.outcome is not None)
            assert (pair.stage == "suspended") == (pair.suspended_from is not None) == (pair.suspended_on is not None)

    @invariant()
    def one_stage_at_most_is_owed(self) -> None:
        if self.told.pair_id:
            owed = [one["occurrence"] for one in self.told.obligations if one["status"] == "open"]
            assert owed == ([str(self.told.pair.visit)] if self.told.pair.closed_on is None else [])


def _bare(pair: PairRow) -> PairRow:
    return replace(pair, **dict.fromkeys(COUNTERS, 0))


@pytest.mark.parametrize("examples", [12])
def test_a_random_life_stays_coherent(database: Database, examples: int) -> None:
    told = story(database)
    machine = type("Played", (PairLife,), {"told": told})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert told.pair_id >= examples
