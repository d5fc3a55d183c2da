"""Takes back an announced end of a pair before its day comes."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle import Outcome, move_for_outcome, withdraw_ending
from engine.permissions import lacking
from engine.refusals import Refused
from storage.facts import ending_of
from workflows.carry_out_move import withdrawn
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import PairAtHand, take_pair, write_step


@dataclass(frozen=True, slots=True)
class NoticeWithdrawn:
    """The pair goes on in its stage."""

    id: int
    number: int
    stage: str
    seq: int


def withdraw_notice(tx: Connection, *, by: By, pair_id: int, reason: str = "") -> NoticeWithdrawn | Refused:
    """The pair stays. Whoever may announce this end may take it back."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    ending = ending_of(hand.pair) if hand.pair.closed_on is None else None
    if (no := withdraw_ending(ending, hand.today)) is not None or ending is None:
        return no or Refused(())
    if (no := _not_theirs(hand, ending.outcome)) is not None:
        return no
    after = withdrawn(hand.pair)
    seq = write_step(tx, by=by, before=hand.pair, after=after, move="keep", verb="pair.keep", reason=reason)
    derive_pair(tx, pair_id, at=by.at)
    return NoticeWithdrawn(after.id, after.number, after.stage, seq)


def _not_theirs(hand: PairAtHand, outcome: Outcome) -> Refused | None:
    move = move_for_outcome(hand.definition, hand.pair.stage, outcome)
    if move is None or hand.actor.may_everything or not hand.actor.roles.isdisjoint(move.who):
        return None
    return Refused((lacking(move.who),))
