"""The decision about a move: legality from the machine, every reason of a refusal, what a move stores."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.actors import CLOCK, OPERATOR, Actor, Role
from engine.lifecycle.definition import (
    BEFORE_SUSPENSION,
    SAME,
    Definition,
    Move,
    forward_move,
    move_for_outcome,
    move_of_kind,
    moves_from,
    suspendable_stages,
)
from engine.lifecycle.facts import Ending, Facts
from engine.lifecycle.machine import Moved, decide, machine_of
from engine.refusals import BadInput, Refused
from tests.support.lifecycle_cast import CALENDAR, MONDAY, after_trial, lifecycle, ready_to_leave_formed, words

SMALL = lifecycle()
CURATOR = Actor(person_id=9, roles=frozenset({"curator"}))
MENTOR = Actor(person_id=1, roles=frozenset({"mentor"}))
TODAY = date(2025, 10, 9)


def refused(facts: Facts, move: str, actor: Actor = CURATOR, definition: Definition = SMALL) -> list[str]:
    """The needs of the refusal, in order."""
    answer = decide(definition, facts, move, actor, TODAY, CALENDAR)
    assert isinstance(answer, Refused)
    return [reason.need for reason in answer.reasons]


def moved(facts: Facts, move: str, actor: Actor = CURATOR, definition: Definition = SMALL) -> Moved:
    answer = decide(definition, facts, move, actor, TODAY, CALENDAR)
    assert isinstance(answer, Moved), answer
    return answer


class TestAllowed:
    def test_forward(self) -> None:
        assert moved(ready_to_leave_formed(), "acquaint") == Moved("acquaint", "formed", "trial", "forward")

    def test_closing_gives_the_only_outcome(self) -> None:
        closing = moved(replace(after_trial(), stage="work"), "close")
        assert closing == Moved("close", "work", "closed", "forward", "completed", TODAY)

    def test_back(self) -> None:
        assert moved(replace(after_trial(), stage="work"), "back").to_stage == "trial"

    @pytest.mark.parametrize("stage", suspendable_stages(SMALL))
    def test_a_suspended_pair_returns_to_where_it_was(self, stage: str) -> None:
        facts = Facts(stage, MONDAY)
        suspended = moved(facts, "suspend")
        assert (suspended.to_stage, suspended.kind) == ("suspended", "suspend")
        waiting = replace(facts, stage="suspended", suspended_from=stage)
        assert moved(waiting, "resume") == Moved("resume", "suspended", stage, "resume")

    def test_replacement_sends_the_pair_to_its_first_stage(self) -> None:
        assert moved(after_trial(), "replace_mentor") == Moved("replace_mentor", "trial", "formed", "replace")

    def test_replacement_in_place(self) -> None:
        stay = Move("swap", words("swap"), ("trial", "work"), SAME, kind="replace")
        definition = replace(SMALL, version=2, moves=(*SMALL.moves, stay))
        assert moved(after_trial(), "swap", definition=definition).to_stage == "trial"

    def test_an_announced_ending_closes_on_its_day_by_the_clock(self) -> None:
        ending = Ending("mentor_left", notice_on=MONDAY, effective_on=TODAY)
        facts = replace(after_trial(), ending=ending)
        assert moved(facts, "end_early", CLOCK) == Moved(
            "end_early", "trial", "closed", "end", "mentor_left", effective_on=TODAY
        )
        assert refused(replace(facts, ending=replace(ending, effective_on=TODAY + timedelta(days=1))), "end_early") == [
            "notice"
        ]

    def test_either_side_may_end_but_not_advance(self) -> None:
        facts = replace(after_trial(), ending=Ending("mentor_left", MONDAY, TODAY))
        assert moved(facts, "end_early", MENTOR).outcome == "mentor_left"
        assert refused(facts, "start_work", MENTOR) == ["permission"]

    def test_the_operator_may_everything(self) -> None:
        assert moved(ready_to_leave_formed(), "acquaint", OPERATOR).to_stage == "trial"


class TestRefused:
    def test_every_reason_is_listed(self) -> None:
        empty = replace(ready_to_leave_formed(), stage="work", consents=(), papers=())
        assert refused(empty, "acquaint", MENTOR) == ["permission", "stage", "consents", "order"]

    def test_the_wrong_stage_names_the_right_one_and_the_ways_out(self) -> None:
        answer = decide(SMALL, Facts("closed", MONDAY), "back", CURATOR, TODAY, CALENDAR)
        assert isinstance(answer, Refused)
        (reason,) = answer.reasons
        assert reason.reason.en == "“back” is possible from: work; now “closed”"
        assert reason.mend.en == "Possible from here: nothing, the pair is closed"
        assert reason.reason.ru.startswith("««back»» возможно с этапа: «work»; сейчас")

    def test_no_right_names_who_has_it(self) -> None:
        answer = decide(SMALL, ready_to_leave_formed(), "acquaint", MENTOR, TODAY, CALENDAR)
        assert isinstance(answer, Refused)
        assert answer.reasons[0].mend.ru == "Обратитесь: куратор"

    def test_a_move_that_does_not_exist_is_bad_input(self) -> None:
        with pytest.raises(BadInput) as caught:
            decide(SMALL, Facts("formed", MONDAY), "fly", CURATOR, TODAY, CALENDAR)
        assert caught.value.field == "move"
        assert "acquaint" in caught.value.words.en

    def test_a_stage_this_version_does_not_know(self) -> None:
        assert refused(Facts("elsewhere", MONDAY), "suspend") == ["stage"]

    def test_resuming_without_knowing_where_to(self) -> None:
        assert refused(Facts("suspended", MONDAY), "resume") == ["stage"]
        assert refused(Facts("suspended", MONDAY, suspended_from="closed"), "resume") == ["stage"]

    def test_an_ending_needs_an_outcome_of_this_move(self) -> None:
        assert refused(after_trial(), "end_early") == ["notice", "outcome"]
        other = replace(after_trial(), ending=Ending("transferred", MONDAY, TODAY))
        assert refused(other, "end_early") == ["outcome"]

    def test_never_started_needs_no_notice(self) -> None:
        assert moved(Facts("formed", MONDAY), "never_start").outcome == "never_started"


class TestMachine:
    def test_one_machine_for_one_content(self) -> None:
        assert machine_of(SMALL) is machine_of(lifecycle())
        assert machine_of(SMALL) is not machine_of(lifecycle(version=2))

    def test_the_machine_computes_legality(self) -> None:
        """Taking the transition out of the machine makes the move illegal, although the definition still draws it."""
        definition = lifecycle(version=77)
        assert moved(ready_to_leave_formed(), "acquaint", definition=definition).to_stage == "trial"
        machine_of(definition).remove_transition("acquaint", "formed", "trial")
        assert refused(ready_to_leave_formed(), "acquaint", definition=definition) == ["stage"]

    def test_the_machine_owns_no_state(self) -> None:
        assert machine_of(SMALL).models == []
        for _ in range(2):  # the first decision leaves nothing behind for the second
            assert moved(ready_to_leave_formed(), "acquaint").to_stage == "trial"

    def test_no_moves_beside_those_of_the_definition(self) -> None:
        assert set(machine_of(SMALL).events) == {move.key for move in SMALL.moves}


STAGES = [stage.key for stage in SMALL.stages]
FACTS = st.builds(
    replace,
    st.sampled_from([ready_to_leave_formed(), after_trial(), after_trial(mentor="stop"), Facts("work", MONDAY)]),
    stage=st.sampled_from(STAGES),
    suspended_from=st.sampled_from([None, *STAGES]),
    visit=st.integers(1, 3),
    ending=st.none()
    | st.builds(
        Ending,
        st.sampled_from(["by_agreement", "mentor_left", "transferred"]),
        st.just(MONDAY),
        st.dates(MONDAY, MONDAY + timedelta(days=9)),
    ),
)
ROLES: list[Role] = ["curator", "mentor", "head", "mentee"]
ACTORS = st.builds(Actor, person_id=st.none() | st.integers(1, 9), roles=st.frozensets(st.sampled_from(ROLES)))


@given(facts=FACTS, move=st.sampled_from(SMALL.moves), actor=ACTORS, day=st.dates(MONDAY, MONDAY + timedelta(days=20)))
def test_a_decision_is_a_move_the_definition_draws_or_reasons(
    facts: Facts, move: Move, actor: Actor, day: date
) -> None:
    answer = decide(SMALL, facts, move.key, actor, day, CALENDAR)
    unmet = [need for need in move.needs if need.unmet(facts, day, CALENDAR) is not None]
    allowed = actor.may_everything or bool(actor.roles & set(move.who))
    match answer:
        case Moved():
            assert facts.stage in move.from_
            assert answer.from_stage == facts.stage
            assert answer.to_stage == (facts.suspended_from if move.to == BEFORE_SUSPENSION else move.to)
            assert not unmet
            assert allowed
            assert (answer.outcome is not None) == SMALL.stage(answer.to_stage).final
            assert (answer.effective_on is None) == (answer.outcome is None)
        case Refused(reasons):
            assert reasons
            names = [reason.need for reason in reasons]
            assert ("permission" in names) == (not allowed)
            assert ("stage" in names) >= (facts.stage not in move.from_)
            assert set(names) >= {need.name for need in unmet}
            assert all(text for reason in reasons for text in (reason.reason.ru, reason.reason.en, reason.mend.ru))


@given(facts=FACTS, move=st.sampled_from(SMALL.moves), actor=ACTORS)
def test_the_same_facts_give_the_same_decision(facts: Facts, move: Move, actor: Actor) -> None:
    first = decide(SMALL, facts, move.key, actor, TODAY, CALENDAR)
    assert decide(lifecycle(), facts, move.key, actor, TODAY, CALENDAR) == first


def test_helpers_name_the_moves_of_a_stage() -> None:
    assert [move.key for move in moves_from(SMALL, "suspended")] == ["resume", "replace_mentor", "end_early"]
    assert moves_from(SMALL, "closed") == ()
    onward = forward_move(SMALL, "trial")
    assert onward is not None
    assert onward.key == "start_work"
    assert forward_move(SMALL, "suspended") is None
    replacing = move_of_kind(SMALL, "work", "replace")
    assert replacing is not None
    assert replacing.key == "replace_mentor"
    assert move_of_kind(SMALL, "closed", "suspend") is None
    never = move_for_outcome(SMALL, "formed", "never_started")
    assert never is not None
    assert never.key == "never_start"
    assert move_for_outcome(SMALL, "trial", "completed") is None
