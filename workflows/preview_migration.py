"""What moving live pairs to another version of their lifecycle would do to each of them; nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle import Definition
from engine.lifecycle.migration import MigrationRow
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import lifecycle_counts, organisations, pairs
from storage.lifecycle_counts import Placed
from storage.scope import Scope, visible
from storage.tables.organisations import organisations as table
from workflows.definitions.migration_files import StageMap
from workflows.migrate_pairs import PairsMigrated, migrate_pairs, older_versions, preview
from workflows.pinned_lifecycle import pinned_lifecycle
from workflows.publish_lifecycle import published_lifecycle

_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class StageHeld:
    """A stage of an older version in which live pairs stand. `kept`: the new version has it, too."""

    key: str
    title: Words
    count: int
    kept: bool
    chosen: str


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair before and after. A pair without a place in the new version is among the faults."""

    pair: Placed
    before: Words
    after: Words
    changes: bool


@dataclass(frozen=True, slots=True)
class MigrationShown:
    """`rows`: the first pairs of `total`; `changing` of them change their stage. With `faults` nothing can be moved."""

    target: Definition
    stages: tuple[StageHeld, ...]
    rows: tuple[PairRow, ...]
    total: int
    changing: int
    faults: tuple[Reason, ...]


def preview_migration(tx: Connection, scope: Scope, *, key: str, to: int, stages: Mapping[str, str]) -> MigrationShown:
    """The live pairs of `scope` in older versions, as they would stand in version `to`.

    Raises BadInput when there is no such published version.
    """
    published = published_lifecycle(tx, key, to)
    new = pinned_lifecycle(tx, published.id, published.hash)
    older = older_versions(tx, key, below=to)
    within = organisations_in(tx, scope)
    moving = [one for one in pairs.pinned_to(tx, [one.id for one in older]) if one.organisation_id in within]
    rows, faults = preview(tx, older, new, stages, moving)
    titles = {stage.key: stage.title for stage in new.stages}
    olds = [pinned_lifecycle(tx, one.id, one.hash) for one in reversed(older)]
    before = {stage.key: stage.title for old in olds for stage in old.stages}
    placed = lifecycle_counts.placed(tx, [row.pair_id for row in rows[:_MOST_SHOWN]])
    held: dict[str, int] = {}
    for pair in moving:
        for stage in filter(None, (pair.stage, pair.suspended_from)):
            held[stage] = held.get(stage, 0) + 1
    return MigrationShown(
        target=new,
        stages=tuple(
            StageHeld(stage, before.get(stage, Words(stage, stage)), count, stage in titles, stages.get(stage, stage))
            for stage, count in held.items()
        ),
        rows=tuple(_row(row, placed, before, titles) for row in rows[:_MOST_SHOWN]),
        total=len(moving),
        changing=sum(row.changes_stage for row in rows),
        faults=faults,
    )


def migrate_within(
    tx: Connection, scope: Scope, *, by: By, key: str, to: int, stages: Mapping[str, str]
) -> PairsMigrated | Refused:
    """Move them, as the preview showed."""
    return migrate_pairs(tx, by=by, stage_map=StageMap(key, to, stages), within=organisations_in(tx, scope))


def organisations_in(tx: Connection, scope: Scope) -> frozenset[int]:
    """The ids of the organisations of a scope."""
    return frozenset(one.id for one in organisations.listing(tx, visible=visible(scope, table.c.id)))


def _row(
    row: MigrationRow, placed: Mapping[int, Placed], before: Mapping[str, Words], after: Mapping[str, Words]
) -> PairRow:
    unknown = Words(row.from_stage, row.from_stage)
    return PairRow(placed[row.pair_id], before.get(row.from_stage, unknown), after[row.to_stage], row.changes_stage)
