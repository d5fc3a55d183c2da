"""The next year's version of a lifecycle drops a stage that holds a pair: it is mapped, or nothing turns."""

import pytest
from sqlalchemy import func, select

from engine.year_turn import PairDecision
from storage import definitions, pairs
from storage.database import Database
from storage.pairs import PairRow
from storage.tables.journal import journal_entries
from tests.integration.pairs.test_versions import KEY, MAPPED, without_trial
from tests.integration.years.test_turning_the_year import ahead, school, turned
from tests.support.pair_life import MONDAY, Story, needs
from workflows.advance_pair import suspend_pair
from workflows.answers.years import year_document
from workflows.publish_definition import publish_definition
from workflows.show_year_turn import YearChoices
from workflows.turn_year import turn_year
from workflows.undo_year import undo_year
from workflows.verify_data import verify_data

MAP = YearChoices(stages={KEY: {"trial_meeting": "acquaintance"}})


def in_trial(told: Story, *, suspended: bool = False) -> int:
    """One more pair, in the stage that the version published next does not have; its id."""
    made = told.form(mentee_ids=[told.extra["mentee-2"].id], stage="trial_meeting", since=MONDAY)
    if suspended:
        told.done(suspend_pair, pair_id=made.id)
    told.done(publish_definition, definition=without_trial(), stage_map=MAPPED)
    return made.id


def stored(told: Story, pair_id: int) -> PairRow:
    found = told.read(lambda tx: pairs.get(tx, pair_id))
    assert found is not None
    return found


def lines(told: Story) -> int:
    return told.read(lambda tx: int(tx.execute(select(func.count()).select_from(journal_entries)).scalar_one()))


def version(told: Story, number: int) -> int:
    return next(
        one.id for one in told.read(lambda tx: definitions.versions(tx, "lifecycle", KEY)) if one.version == number
    )


def test_without_a_map_there_is_a_fault_and_nothing_is_stored(database: Database) -> None:
    told = school(database)
    trial = in_trial(told)
    before, known = stored(told, trial), lines(told)
    found = ahead(told)
    assert [one.need for one in found.faults] == ["mapping"]
    [one] = found.displaced
    assert (one.lifecycle, one.key, one.count, one.chosen) == (KEY, "trial_meeting", 1, "")
    possible = [key for key, _ in one.targets]
    assert "acquaintance" in possible
    assert not {"trial_meeting", "suspended", "closed"}.intersection(possible)
    assert year_document(found)["displaced"] == [
        {"lifecycle": KEY, "stage": "trial_meeting", "pairs": 1, "to_stage": None, "possible": possible}
    ]
    assert needs(told.run(turn_year, organisation=told.cast.school, choices=YearChoices())) == ["mapping"]
    assert (stored(told, trial), lines(told)) == (before, known)


def test_with_the_map_the_pair_stands_there_and_the_undo_brings_it_back(database: Database) -> None:
    told = school(database)
    trial = in_trial(told)
    before = stored(told, trial)
    found = ahead(told, MAP)
    assert found.faults == ()
    assert [one.chosen for one in found.displaced] == ["acquaintance"]
    assert trial in turned(told, MAP).prolonged
    after = stored(told, trial)
    assert (after.stage, after.definition_id) == ("acquaintance", version(told, 2))
    assert (after.stage_since, after.visit) == (before.stage_since, before.visit)
    told.done(undo_year, organisation=told.cast.school)
    back = stored(told, trial)
    assert (back.stage, back.definition_id, back.programme_id) == ("trial_meeting", version(told, 1), told.programme_id)
    found_wrong = told.read(lambda tx: verify_data(tx, at=told.at))
    assert (*found_wrong.obligations, *found_wrong.references, *found_wrong.journal) == ()


@pytest.mark.parametrize("suspended", [False, True])
def test_every_stage_that_is_offered_is_taken(database: Database, suspended: bool) -> None:  # a parameter
    told = school(database)
    in_trial(told, suspended=suspended)
    [one] = ahead(told).displaced
    for target, _ in one.targets:
        assert ahead(told, YearChoices(stages={KEY: {"trial_meeting": target}})).faults == ()


def test_a_suspended_pair_returns_to_where_its_stage_went(database: Database) -> None:
    told = school(database)
    trial = in_trial(told, suspended=True)
    [one] = ahead(told).displaced
    assert (one.key, one.count) == ("trial_meeting", 1)
    turned(told, MAP)
    assert (stored(told, trial).stage, stored(told, trial).suspended_from) == ("suspended", "acquaintance")


@pytest.mark.parametrize("what", ["leave", "close"])
def test_a_pair_that_does_not_go_on_needs_no_place(database: Database, what: PairDecision) -> None:
    told = school(database)
    trial = in_trial(told)
    found = ahead(told, YearChoices(pairs={trial: what}))
    assert (found.displaced, found.faults) == ((), ())
