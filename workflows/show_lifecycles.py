"""The lifecycles in use: their versions, how many live pairs stand where, what each move needs."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.lifecycle import Definition
from engine.words import Words
from storage import definitions, lifecycle_counts
from storage.lifecycle_counts import Placed
from storage.scope import Scope, visible
from storage.tables.programmes import pairs
from workflows.access import unknown
from workflows.definitions.lifecycle_files import lifecycle, lifecycles
from workflows.pinned_lifecycle import pinned_lifecycle

_MOST_ORPHANS = 100


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version and its live pairs. `published_at` None: the product ships it, nobody has used it yet."""

    version: int
    published_at: datetime | None
    live: int


@dataclass(frozen=True, slots=True)
class LifecycleLine:
    """A lifecycle in the list, its newest version first."""

    key: str
    title: Words
    stages: int
    versions: tuple[VersionLine, ...]

    @property
    def live(self) -> int:
        return sum(one.live for one in self.versions)


@dataclass(frozen=True, slots=True)
class LifecycleShown:
    """One version. `counts`: live pairs by stage; `orphans` stand in a stage it does not have.

    `older`: live pairs of older versions, which could be moved to this one.
    """

    definition: Definition
    versions: tuple[VersionLine, ...]
    counts: Mapping[str, int]
    orphans: tuple[Placed, ...]
    older: int

    @property
    def live(self) -> int:
        return sum(self.counts.values())

    @property
    def newest(self) -> int:
        return self.versions[0].version


@dataclass(frozen=True, slots=True)
class _Known:
    """A version from the register or from the product itself."""

    definition: Definition
    id: int | None
    published_at: datetime | None


def show_lifecycles(tx: Connection, scope: Scope) -> tuple[LifecycleLine, ...]:
    """Every lifecycle, those with live pairs in `scope` first."""
    live = _live(tx, scope)
    lines = [_line(key, known, live) for key, known in _known(tx).items()]
    return tuple(sorted(lines, key=lambda line: (-line.live, line.title.ru)))


def show_lifecycle(tx: Connection, scope: Scope, key: str, version: int | None = None) -> LifecycleShown:
    """One version, the newest when `version` is None. Raises BadInput when there is none."""
    known = _known(tx).get(key, [])
    chosen = next((one for one in known if version in (None, one.definition.version)), None)
    if chosen is None:
        raise unknown("lifecycle", key)
    live = _live(tx, scope)
    older = [one for one in known if one.definition.version < chosen.definition.version]
    stages = {stage.key for stage in chosen.definition.stages}
    lost: list[Placed] = []
    if chosen.id is not None:
        lost = lifecycle_counts.orphans(
            tx,
            visible=visible(scope, pairs.c.organisation_id),
            definition_id=chosen.id,
            stages=stages,
            most=_MOST_ORPHANS,
        )
    return LifecycleShown(
        chosen.definition,
        _line(key, known, live).versions,
        counts=live.get(chosen.id, {}),
        orphans=tuple(lost),
        older=sum(sum(live.get(one.id, {}).values()) for one in older),
    )


def _known(tx: Connection) -> dict[str, list[_Known]]:
    """By key, the newest version first."""
    found: dict[str, list[_Known]] = {}
    for one in definitions.of_kind(tx, "lifecycle"):
        known = _Known(pinned_lifecycle(tx, one.id, one.hash), one.id, one.published_at)
        found.setdefault(one.key, []).append(known)
    for key in lifecycles():
        ours = lifecycle(key)
        if all(one.definition.version < ours.version for one in found.get(key, [])):
            found.setdefault(key, []).insert(0, _Known(ours, None, None))
    return found


def _live(tx: Connection, scope: Scope) -> dict[int | None, Counter[str]]:
    found: dict[int | None, Counter[str]] = {}
    for one in lifecycle_counts.live_by_stage(tx, visible=visible(scope, pairs.c.organisation_id)):
        found.setdefault(one.definition_id, Counter())[one.stage] = one.live
    return found


def _line(key: str, known: list[_Known], live: Mapping[int | None, Mapping[str, int]]) -> LifecycleLine:
    newest = known[0].definition
    versions = tuple(
        VersionLine(one.definition.version, one.published_at, sum(live.get(one.id, {}).values())) for one in known
    )
    return LifecycleLine(key, newest.title, len(newest.stages), versions)
