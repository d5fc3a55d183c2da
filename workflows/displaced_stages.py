"""Stages of live pairs that have no place in the newest version of their lifecycle, and where they may go instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.lifecycle import Definition
from engine.lifecycle.definition import suspendable_stages
from engine.words import Words
from storage.pairs import PairListed


@dataclass(frozen=True, slots=True)
class DisplacedStage:
    """`count` pairs stand in it or would return to it. `targets`: stages it may be mapped to; `chosen` "": none yet."""

    lifecycle: str
    lifecycle_title: Words
    key: str
    title: Words
    count: int
    targets: tuple[tuple[str, Words], ...]
    chosen: str


def displaced_stages(
    moving: Sequence[PairListed],
    of: Mapping[int, Definition],
    newest: Mapping[str, Definition],
    chosen: Mapping[str, Mapping[str, str]],
) -> tuple[DisplacedStage, ...]:
    """Of the pairs in `moving`, which pin `of` by their ids; `chosen`: lifecycle → old stage → new stage.

    A stage keeps its place when the new version has one of its kind with the same key: not final, waiting as before,
    and one to return to when a pair is suspended from it.
    """
    held: dict[tuple[str, str], list[tuple[Words, frozenset[str]]]] = {}
    for one in moving:
        old, new, pair = of[one.pair.id], newest[one.lifecycle], one.pair
        if one.definition_version >= new.version:
            continue
        places = held.setdefault((one.lifecycle, pair.stage), [])
        places.append((old.stage(pair.stage).title, _like(new, waiting=old.stage(pair.stage).resumes)))
        if pair.suspended_from is not None:
            places = held.setdefault((one.lifecycle, pair.suspended_from), [])
            places.append((old.stage(pair.suspended_from).title, frozenset(suspendable_stages(new))))
    found: list[DisplacedStage] = []
    for (lifecycle, key), places in sorted(held.items(), key=lambda entry: entry[0]):
        new = newest[lifecycle]
        possible = frozenset[str].intersection(*(one for _, one in places))
        if key in possible:
            continue
        targets = tuple((stage.key, stage.title) for stage in new.stages if stage.key in possible)
        wanted = chosen.get(lifecycle, {}).get(key, "")
        found.append(DisplacedStage(lifecycle, new.title, key, places[0][0], len(places), targets, wanted))
    return tuple(found)


def _like(new: Definition, *, waiting: bool) -> frozenset[str]:
    return frozenset(stage.key for stage in new.stages if not stage.final and stage.resumes == waiting)
