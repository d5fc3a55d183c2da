"""Versions of a lifecycle: published for ever, pinned by pairs, left only by a mapping."""

import json
from dataclasses import replace

import pytest

from engine.lifecycle import Definition
from engine.refusals import BadInput
from engine.words import Words
from storage import definitions
from storage.database import Database
from tests.support.pair_life import Story, needs, story
from workflows.advance_pair import suspend_pair
from workflows.definitions.lifecycle_files import lifecycle
from workflows.definitions.migration_files import StageMap, read_stage_map
from workflows.describe_pair import describe_pair, pair_history
from workflows.migrate_pairs import migrate_pairs
from workflows.publish_definition import publish_definition
from workflows.undo_move import undo_move

KEY = "teacher-pair"
MAPPED = StageMap(KEY, 2, {"trial_meeting": "acquaintance"})


def without_trial() -> Definition:
    """Version 2: no trial meeting, another title for the acquaintance."""
    first = lifecycle(KEY)
    stages = tuple(
        replace(stage, title=Words("Первая встреча", "First meeting")) if stage.key == "acquaintance" else stage
        for stage in first.stages
        if stage.key != "trial_meeting"
    )
    moves = tuple(
        replace(
            move,
            from_=tuple(
                "acquaintance" if one == "trial_meeting" else one for one in move.from_ if one != "acquaintance"
            )
            if move.key == "plan"
            else tuple(one for one in move.from_ if one != "trial_meeting"),
        )
        for move in first.moves
        if move.key not in ("try", "back_to_acquaintance")
    )
    return replace(first, version=2, stages=stages, moves=moves)


@pytest.fixture
def told(database: Database) -> Story:
    made = story(database)
    made.form()
    return made


def first_version(told: Story) -> int:
    """The version that the pair was formed by."""
    [first] = [one for one in told.read(lambda tx: definitions.versions(tx, "lifecycle", KEY)) if one.version == 1]
    return first.id


def test_a_built_in_lifecycle_is_published_once_at_its_first_use(told: Story) -> None:
    told.start()
    [one] = told.read(lambda tx: definitions.versions(tx, "lifecycle", KEY))
    assert (one.version, one.hash) == (1, lifecycle(KEY).hash)
    assert json.loads(one.body) == lifecycle(KEY).plain()


def test_the_same_version_is_published_once_and_never_changed(told: Story) -> None:
    first = told.done(publish_definition, definition=without_trial())
    again = told.done(publish_definition, definition=without_trial())
    assert (first.id, first.fresh, again.id, again.fresh) == (again.id, True, first.id, False)
    other = replace(without_trial(), title=Words("Иначе", "Otherwise"))
    assert needs(told.run(publish_definition, definition=other)) == ["version"]
    assert needs(told.run(publish_definition, definition=replace(other, version=1))) == ["version"]


def test_only_the_operator_publishes(told: Story) -> None:
    told.who = told.cast.administrator
    assert needs(told.run(publish_definition, definition=without_trial())) == ["permission"]


def test_a_stage_that_holds_a_pair_is_not_dropped_without_a_mapping(told: Story) -> None:
    told.walk_to("trial_meeting")
    assert needs(told.run(publish_definition, definition=without_trial()))
    assert told.read(lambda tx: len(definitions.versions(tx, "lifecycle", KEY))) == 1
    told.done(publish_definition, definition=without_trial(), stage_map=MAPPED)
    assert needs(told.run(migrate_pairs, stage_map=StageMap(KEY, 2, {})))
    assert told.pair.definition_id == first_version(told)


def test_a_pair_keeps_its_version_until_it_is_moved(told: Story) -> None:
    told.done(publish_definition, definition=without_trial())
    told.walk_to("trial_meeting")
    assert told.pair.stage == "trial_meeting"


def test_pairs_move_with_a_journal_line_each_and_nothing_is_run_again(told: Story) -> None:
    told.walk_to("trial_meeting")
    before, letters = told.pair, told.letters
    told.done(publish_definition, definition=without_trial(), stage_map=MAPPED)
    done = told.done(migrate_pairs, stage_map=MAPPED)
    assert [(row.pair_id, row.from_stage, row.to_stage) for row in done.rows] == [
        (told.pair_id, "trial_meeting", "acquaintance")
    ]
    after = told.pair
    assert (after.stage, after.visit, after.stage_since) == ("acquaintance", before.visit, before.stage_since)
    assert told.letters == letters
    assert (told.history[-1].move, told.history[-1].verb) == ("migrate", "pair.migrate")
    assert [one["status"] for one in told.obligations] == ["done", "done", "open"]
    assert told.form(mentee_ids=[told.cast.director.id]).stage == "formed"
    assert told.pair.definition_id == after.definition_id
    assert needs(told.run(undo_move, pair_id=1)) == ["undo"]


def test_history_is_told_in_the_words_of_the_version_that_held(told: Story) -> None:
    told.walk_to("acquaintance")
    told.done(publish_definition, definition=without_trial())
    told.done(migrate_pairs, stage_map=StageMap(KEY, 2, {}))
    steps = told.read(lambda tx: pair_history(tx, by=told.by, pair_id=told.pair_id))
    assert [(step.line.move, step.to_title.ru if step.to_title else "") for step in steps] == [
        ("form", "Сформирована"),
        ("acquaint", "Знакомство"),
        ("migrate", "Первая встреча"),
    ]
    described = told.read(lambda tx: describe_pair(tx, by=told.by, pair_id=told.pair_id))
    assert described.definition.version == 2
    assert "plan" in {option.move for option in described.moves}


def test_only_the_named_programme_is_moved(told: Story) -> None:
    first = told.programme_id
    told.start()
    told.form()
    told.done(publish_definition, definition=without_trial())
    done = told.done(migrate_pairs, stage_map=StageMap(KEY, 2, {}), programme_id=first)
    assert ([row.pair_id for row in done.rows], done.programmes) == ([1], (first,))
    assert told.pair.definition_id == first_version(told)


def test_a_suspended_pair_returns_to_the_stage_it_is_mapped_to(told: Story) -> None:
    told.walk_to("trial_meeting")
    told.done(suspend_pair, pair_id=told.pair_id)
    told.done(publish_definition, definition=without_trial(), stage_map=MAPPED)
    told.done(migrate_pairs, stage_map=MAPPED)
    assert (told.pair.stage, told.pair.suspended_from) == ("suspended", "acquaintance")
    assert told.move("resume").stage == "acquaintance"


@pytest.mark.parametrize("stage_map", [StageMap(KEY, 3, {}), StageMap("нет", 1, {})])
def test_a_version_that_is_not_published_is_bad_input(told: Story, stage_map: StageMap) -> None:
    with pytest.raises(BadInput):
        told.run(migrate_pairs, stage_map=stage_map)


def test_a_misspelt_stage_is_a_fault_and_nothing_moves(told: Story) -> None:
    told.done(publish_definition, definition=without_trial())
    assert needs(told.run(migrate_pairs, stage_map=StageMap(KEY, 2, {"trial": "acquaintance"})))
    assert told.pair.definition_id == first_version(told)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("lifecycle: teacher-pair\n", 1),
        ("lifecycle: teacher-pair\nto: два\n", 2),
        ("lifecycle: teacher-pair\nto: 2\nstage: {}\n", 3),
        ("lifecycle: teacher-pair\nto: 2\nstages: {a: 1}\n", 3),
        ("lifecycle: [\n", 2),
    ],
)
def test_a_faulty_mapping_file_is_told_with_its_place(text: str, line: int) -> None:
    faults = read_stage_map(text, "map.yaml")
    assert not isinstance(faults, StageMap)
    assert faults[0].line == line


def test_a_sound_mapping_file() -> None:
    text = "lifecycle: teacher-pair\nto: 2\nstages: {trial_meeting: planning}\n"
    assert read_stage_map(text, "map.yaml") == StageMap(KEY, 2, {"trial_meeting": "planning"})
