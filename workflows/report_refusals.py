"""A stage is late and its forward move still lacks something: the curator hears once what mends it."""

from datetime import datetime

from sqlalchemy import Connection

from engine.actors import OPERATOR
from engine.lifecycle import decide, forward_move
from engine.refusals import Reason, Refused
from storage import facts, pairs
from workflows.announce import announce_refusal
from workflows.local_life import LocalLife
from workflows.pinned_lifecycle import pinned_lifecycle


def report_refusal(tx: Connection, pair_id: int, *, life: LocalLife, at: datetime) -> bool:
    """Queue the letter about a refused forward move, once per visit of the stage; False = there is nothing to mend."""
    around = pairs.around(tx, pair_id)
    if around is None or not unmet_needs(tx, pair_id, life=life, at=at):
        return False
    announce_refusal(tx, pair_id=pair_id, visit=around.pair.visit, life=life, at=at)
    return True


def unmet_needs(tx: Connection, pair_id: int, *, life: LocalLife, at: datetime) -> tuple[Reason, ...]:
    """What the pair's forward move lacks now; empty when it may be made or there is none."""
    around = pairs.around(tx, pair_id)
    if around is None or around.pair.closed_on is not None or around.pair.suspended_from is not None:
        return ()
    definition = pinned_lifecycle(tx, around.pair.definition_id, around.definition_hash)
    move = forward_move(definition, around.pair.stage)
    if move is None:
        return ()
    today = life.today(at)
    known = facts.load(tx, around.pair, move.needs, today=today)
    decided = decide(definition, known, move.key, OPERATOR, today, life.calendar)
    return decided.reasons if isinstance(decided, Refused) else ()
