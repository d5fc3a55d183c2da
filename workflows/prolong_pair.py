"""A live pair goes on in the next year's programme: it keeps its stage, its people and its past."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle.migration import LivePair, plan_migration
from engine.refusals import Refused
from storage import programmes
from storage.journal import Line
from storage.pairs import PairRow, restored
from storage.programmes import ProgrammeRow
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import PairAtHand, take_pair, write_step
from workflows.pinned_lifecycle import pinned_definition


@dataclass(frozen=True, slots=True)
class Prolonged:
    pair_id: int
    programme_id: int
    stage: str


def prolong_pair(
    tx: Connection, *, by: By, pair_id: int, programme: ProgrammeRow, stages: Mapping[str, str]
) -> Prolonged | Refused:
    """Move a pair into `programme` and the lifecycle version that it pins; `stages` says where stages went.

    Passed stages are not run again and nobody gets a letter; dates that follow the programme or its roadmap follow the
    new ones. Refused when the new version has no place for the pair.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    placed = _placed(tx, hand, programme, stages)
    if isinstance(placed, Refused):
        return placed
    after = replace(placed, programme_id=programme.id, definition_id=programme.definition_id)
    _write(tx, by, hand.pair, after, move="prolong")
    return Prolonged(pair_id, programme.id, after.stage)


def unprolong_pair(tx: Connection, *, by: By, pair_id: int, line: Line) -> None:
    """Move a pair back to where it was before `line`, its last step."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    before = restored(hand.pair, line.facts["before"])
    after = replace(
        before, programme_id=int(line.facts["from_programme"]), definition_id=int(line.facts["from_definition"])
    )
    _write(tx, by, hand.pair, replace(after, visits=hand.pair.visits), move="unprolong")


def _placed(tx: Connection, hand: PairAtHand, programme: ProgrammeRow, stages: Mapping[str, str]) -> PairRow | Refused:
    pair = hand.pair
    if pair.definition_id == programme.definition_id:
        return pair
    new = pinned_definition(tx, programme.definition_id)
    known = {stage.key for stage in hand.definition.stages}
    mapping = {source: target for source, target in stages.items() if source in known}
    planned = plan_migration(hand.definition, new, mapping, [LivePair(pair.id, pair.stage, pair.suspended_from)])
    if planned.faults:
        return Refused(planned.faults)
    [row] = planned.rows
    return replace(pair, stage=row.to_stage, suspended_from=row.suspended_from)


def _write(tx: Connection, by: By, before: PairRow, after: PairRow, *, move: str) -> None:
    write_step(
        tx,
        by=by,
        before=before,
        after=after,
        move=move,
        verb=f"pair.{move}",
        facts={
            "from_programme": before.programme_id,
            "to_programme": after.programme_id,
            "from_definition": before.definition_id,
            "to_definition": after.definition_id,
        },
    )
    derive_pair(tx, before.id, at=by.at)


def programme_of(tx: Connection, programme_id: int) -> ProgrammeRow:
    """A programme that is known to be there."""
    found = programmes.get(tx, programme_id)
    assert found is not None  # noqa: S101  # stored in this transaction, or a foreign key
    return found
