"""Moves live pairs to another version of their lifecycle, with a mapping of stages."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle import Definition
from engine.lifecycle.migration import LivePair, MigrationRow, plan_migration
from engine.refusals import Reason, Refused
from storage import definitions, pairs, programmes
from storage.definitions import Published
from storage.pairs import PairRow
from workflows.access import forbidden
from workflows.definitions.migration_files import StageMap
from workflows.derive_obligations import derive_pair
from workflows.find_programme import find_programme
from workflows.pair_at_hand import write_step
from workflows.pinned_lifecycle import pinned_lifecycle
from workflows.publish_lifecycle import published_lifecycle


@dataclass(frozen=True, slots=True)
class PairsMigrated:
    """`rows` in the order of the pairs; `programmes` are those whose new pairs pin the new version from now on."""

    lifecycle: str
    to: int
    rows: tuple[MigrationRow, ...]
    programmes: tuple[int, ...]


def migrate_pairs(
    tx: Connection,
    *,
    by: By,
    stage_map: StageMap,
    programme_id: int | None = None,
    within: Collection[int] | None = None,
) -> PairsMigrated | Refused:
    """Moves every live pair of older versions, or of one programme, and has its programme pin the new version.

    `within`: only of these organisations; None = of all.

    Only a pair's place changes: passed stages are not run again, the stay and its dates go on, nobody gets a letter.
    Refused with every fault, and nothing stored, when a pair would be left without a stage.
    """
    target = published_lifecycle(tx, stage_map.lifecycle, stage_map.to)
    if programme_id is not None:
        find_programme(tx, by=by, programme_id=programme_id)
    older = older_versions(tx, target.key, below=target.version)
    pinned = pairs.pinned_to(tx, [one.id for one in older], programme_id=programme_id)
    moving = [pair for pair in pinned if within is None or pair.organisation_id in within]
    if (no := _forbidden(tx, by, moving)) is not None:
        return no
    new = pinned_lifecycle(tx, target.id, target.hash)
    rows, faults = preview(tx, older, new, stage_map.stages, moving)
    if faults:
        return Refused(faults)
    by_id = {pair.id: pair for pair in moving}
    for row in rows:
        _move(tx, by=by, pair=by_id[row.pair_id], row=row, target=target)
    repinned = [
        one
        for one in programmes.pinned_to(tx, [one.id for one in older])
        if (programme_id is None or one.id == programme_id) and (within is None or one.organisation_id in within)
    ]
    for programme in repinned:
        programmes.repin(tx, programme, definition_id=target.id)
    return PairsMigrated(target.key, target.version, rows, tuple(one.id for one in repinned))


def older_versions(tx: Connection, key: str, *, below: int) -> list[Published]:
    """The published versions of a lifecycle before version `below`, the newest first."""
    return [one for one in definitions.versions(tx, "lifecycle", key) if one.version < below]


def preview(
    tx: Connection,
    older: list[Published],
    new: Definition,
    stages: Mapping[str, str],
    moving: list[PairRow],
) -> tuple[tuple[MigrationRow, ...], tuple[Reason, ...]]:
    """Where each of these pairs would stand in `new`, and everything that speaks against it.

    A stage named in `stages` need not exist in every older version: each version is given what it knows.
    """
    rows: list[MigrationRow] = []
    faults: dict[Reason, None] = {}
    definitions_of = {version.id: pinned_lifecycle(tx, version.id, version.hash) for version in older}
    every = {stage.key for old in definitions_of.values() for stage in old.stages}
    for version in older:
        old = definitions_of[version.id]
        live = [
            LivePair(pair.id, pair.stage, pair.suspended_from) for pair in moving if pair.definition_id == version.id
        ]
        known = {stage.key for stage in old.stages}
        planned = plan_migration(old, new, _of_version(stages, known, every, newest=version is older[0]), live)
        rows.extend(planned.rows)
        faults |= dict.fromkeys(planned.faults)
    return tuple(sorted(rows, key=lambda row: row.pair_id)), tuple(faults)


def _of_version(stages: Mapping[str, str], known: set[str], every: set[str], *, newest: bool) -> Mapping[str, str]:
    """What of the mapping concerns a version; a stage that no version has is a fault of the newest one."""
    return {source: target for source, target in stages.items() if source in known or (newest and source not in every)}


def _forbidden(tx: Connection, by: By, moving: list[PairRow]) -> Refused | None:
    for organisation_id in sorted({pair.organisation_id for pair in moving}):
        if (no := forbidden(tx, by, "workflow.migrate", organisation_id)) is not None:
            return no
    return None


def _move(tx: Connection, *, by: By, pair: PairRow, row: MigrationRow, target: Published) -> None:
    after = replace(pair, definition_id=target.id, stage=row.to_stage, suspended_from=row.suspended_from)
    write_step(
        tx,
        by=by,
        before=pair,
        after=after,
        move="migrate",
        verb="pair.migrate",
        facts={"from_definition": pair.definition_id, "to_definition": target.id, "version": target.version},
    )
    derive_pair(tx, pair.id, at=by.at)
