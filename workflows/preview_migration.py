"""What moving live pairs to another version of their lifecycle would do to each of them; nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle import Definition
from engine.lifecycle.migration import MigrationRow
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import lifecycle_counts, organisations, pairs
from storage.definitions import Published
from storage.lifecycle_counts import Placed
from storage.pairs import PairRow as StoredPair
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
    """A pair before and after. `after` None: the new version has no place for it, and the faults say so."""

    pair: Placed
    before: Words
    after: Words | None
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
    before = _titles(tx, older)
    first = moving[:_MOST_SHOWN]
    placed = lifecycle_counts.placed(tx, [pair.id for pair in first])
    found = {row.pair_id: row for row in rows}
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
        rows=tuple(_row(pair, found.get(pair.id), placed, before, titles) for pair in first),
        total=len(moving),
        changing=sum(row.changes_stage for row in rows),
        faults=in_titles(faults, before | titles),
    )


def migrate_within(
    tx: Connection, scope: Scope, *, by: By, key: str, to: int, stages: Mapping[str, str]
) -> PairsMigrated | Refused:
    """Move them, as the preview showed."""
    made = migrate_pairs(tx, by=by, stage_map=StageMap(key, to, stages), within=organisations_in(tx, scope))
    if isinstance(made, Refused):
        return Refused(in_titles(made.reasons, _titles(tx, older_versions(tx, key, below=to + 1))))
    return made


def organisations_in(tx: Connection, scope: Scope) -> frozenset[int]:
    """The ids of the organisations of a scope."""
    return frozenset(one.id for one in organisations.listing(tx, visible=visible(scope, table.c.id)))


def _titles(tx: Connection, versions: Sequence[Published]) -> dict[str, Words]:
    """Titles of stages by key, in the words of the newest version that has them."""
    known = [pinned_lifecycle(tx, one.id, one.hash) for one in reversed(versions)]
    return {stage.key: stage.title for definition in known for stage in definition.stages}


def in_titles(faults: Sequence[Reason], titles: Mapping[str, Words]) -> tuple[Reason, ...]:
    """The faults with titles of stages instead of their keys, which only files know."""

    def said(words: Words) -> Words:
        ru, en = words.ru, words.en
        for key, title in titles.items():
            ru, en = ru.replace(f"«{key}»", f"«{title.ru}»"), en.replace(f"`{key}`", f"“{title.en}”")
        return Words(ru, en)

    return tuple(Reason(one.need, said(one.reason), said(one.mend)) for one in faults)


def _row(
    pair: StoredPair,
    row: MigrationRow | None,
    placed: Mapping[int, Placed],
    before: Mapping[str, Words],
    after: Mapping[str, Words],
) -> PairRow:
    stood = before.get(pair.stage, Words(pair.stage, pair.stage))
    if row is None:
        return PairRow(placed[pair.id], stood, None, changes=False)
    return PairRow(placed[pair.id], stood, after[row.to_stage], row.changes_stage)
