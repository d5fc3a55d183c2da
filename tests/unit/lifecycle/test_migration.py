"""The preview of a migration: every live pair's new place, or why it has none."""

from dataclasses import replace

import pytest

from engine.lifecycle.definition import Definition
from engine.lifecycle.migration import LivePair, MigrationPreview, MigrationRow, plan_migration
from tests.support.lifecycle_cast import lifecycle

OLD = lifecycle()


def renamed(**names: str) -> Definition:
    """Version 2 with some stages renamed."""
    stages = tuple(replace(stage, key=names.get(stage.key, stage.key)) for stage in OLD.stages)
    moves = tuple(
        replace(move, from_=tuple(names.get(source, source) for source in move.from_), to=names.get(move.to, move.to))
        for move in OLD.moves
    )
    return replace(OLD, version=2, stages=stages, moves=moves)


def plan(new: Definition, mapping: dict[str, str], *pairs: LivePair) -> MigrationPreview:
    return plan_migration(OLD, new, mapping, pairs)


def reasons(preview: MigrationPreview) -> list[str]:
    return [fault.reason.en for fault in preview.faults]


def test_stages_that_stay_need_no_mapping() -> None:
    preview = plan(lifecycle(version=2), {}, LivePair(1, "formed"), LivePair(2, "suspended", "work"))
    assert preview.faults == ()
    assert preview.rows == (MigrationRow(1, "formed", "formed"), MigrationRow(2, "suspended", "suspended", "work"))
    assert not any(row.changes_stage for row in preview.rows)


def test_a_mapped_stage_moves_also_those_suspended_in_it() -> None:
    new = renamed(trial="first_try")
    preview = plan(new, {"trial": "first_try"}, LivePair(1, "trial"), LivePair(2, "suspended", "trial"))
    assert preview.faults == ()
    assert preview.rows == (
        MigrationRow(1, "trial", "first_try"),
        MigrationRow(2, "suspended", "suspended", "first_try"),
    )
    assert [row.changes_stage for row in preview.rows] == [True, False]


def test_a_stage_with_live_pairs_cannot_be_dropped_without_a_mapping() -> None:
    preview = plan(renamed(trial="first_try"), {}, LivePair(1, "trial"), LivePair(2, "trial"), LivePair(3, "work"))
    assert reasons(preview) == ["Live pairs in the stage `trial`: 2, but version 2 has no such stage"]
    assert [row.pair_id for row in preview.rows] == [3]


def test_an_empty_stage_may_be_dropped() -> None:
    assert plan(renamed(trial="first_try"), {}, LivePair(3, "work")).faults == ()


def test_a_stage_somebody_is_suspended_in_counts_as_held() -> None:
    assert reasons(plan(renamed(trial="first_try"), {}, LivePair(2, "suspended", "trial"))) == [
        "Live pairs in the stage `trial`: 1, but version 2 has no such stage"
    ]


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        ({"nowhere": "work"}, "nowhere → work: version 1 has no `nowhere`"),
        ({"work": "nowhere"}, "work → nowhere: version 2 has no `nowhere`"),
        ({"work": "closed"}, "work → closed: a migration cannot end a pair"),
        ({"work": "suspended"}, "work → suspended: a migration neither suspends nor resumes"),
        ({"suspended": "work"}, "suspended → work: a migration neither suspends nor resumes"),
    ],
)
def test_a_mapping_that_makes_no_sense(mapping: dict[str, str], expected: str) -> None:
    assert expected in reasons(plan(lifecycle(version=2), mapping, LivePair(1, "formed")))


def test_a_stage_that_became_final_under_the_same_key_is_noticed() -> None:
    stages = tuple(replace(stage, final=stage.key in {"closed", "work"}) for stage in OLD.stages)
    new = replace(OLD, version=2, stages=stages)
    assert reasons(plan(new, {}, LivePair(1, "work"))) == ["work → work: a migration cannot end a pair"]


def test_a_pair_must_still_be_able_to_resume() -> None:
    moves = tuple(replace(move, from_=("formed",)) if move.kind == "suspend" else move for move in OLD.moves)
    new = replace(OLD, version=2, moves=moves)
    assert reasons(plan(new, {}, LivePair(1, "suspended", "work"))) == [
        "In version 2 a pair cannot resume in the stage `work`"
    ]
    assert plan(new, {"work": "formed"}, LivePair(1, "suspended", "work")).faults == ()


def test_only_a_newer_version_of_the_same_lifecycle() -> None:
    assert reasons(plan(lifecycle(version=1), {})) == ["Version 1 is not newer than version 1"]
    assert reasons(plan(lifecycle(version=2, key="other"), {})) == ["`other` is not `small`"]


def test_closed_pairs_are_left_out() -> None:
    assert plan(lifecycle(version=2), {}, LivePair(1, "closed")).rows == ()
