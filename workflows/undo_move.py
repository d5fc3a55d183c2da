"""Takes back the last step of a pair within a day: nothing is deleted, a compensating line is written."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import journal, memberships, pairs
from storage.journal import Line
from workflows.announce import recall
from workflows.carry_out_move import refused, withdrawn
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import take_pair, write_step

_UNDOABLE_FOR = timedelta(hours=24)
_FOR_GOOD = ("form", "undo", "migrate", "prolong", "unprolong")


@dataclass(frozen=True, slots=True)
class MoveUndone:
    """`undone` is the number of the line taken back, `seq` that of the line that says so."""

    id: int
    undone: int
    seq: int
    move: str
    stage: str


def undo_move(tx: Connection, *, by: By, pair_id: int, reason: str = "") -> MoveUndone | Refused:
    """Restores the pair as it was before its last step, with its memberships, obligations and letters.

    `visits` never decreases: the visit taken back is not used again. Refused when the last step is older than
    24 hours, is an undo itself, or is the forming of the pair.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (forbidden := hand.may("pair.undo")) is not None:
        return forbidden
    last = journal.history(tx, pair_id)[-1]
    if (no := _not_undoable(last, by.at)) is not None:
        return no
    after = pairs.restored(hand.pair, last.facts["before"])
    if last.by == "clock":
        # Closed on the day that was announced: with the announcement left standing the next tick would close it again.
        after = withdrawn(after)
    memberships.reopen(tx, last.facts.get("ended", ()))
    memberships.annul(tx, last.facts.get("begun", ()))
    undone = last.pair_seq or 0
    seq = write_step(
        tx,
        by=by,
        before=hand.pair,
        after=replace(after, visits=hand.pair.visits),
        move="undo",
        verb="pair.undo",
        facts={"undone": undone},
        reason=reason,
    )
    derive_pair(tx, pair_id, at=by.at)
    recall(tx, pair_id=pair_id, seq=undone, at=by.at)
    return MoveUndone(pair_id, undone, seq, last.move or "", after.stage)


def undoable(last: Line, at: datetime) -> bool:
    """Whether the last step of a pair can still be taken back at this instant."""
    return _not_undoable(last, at) is None


def _not_undoable(last: Line, at: datetime) -> Refused | None:
    if last.move in _FOR_GOOD:
        return refused(
            "undo",
            "Последнюю запись о паре отменить нельзя",
            "The last record about the pair cannot be undone",
            mend_ru="Сделайте нужный переход (список: nastavnik pair show)",
            mend_en="Make the move you need (listed by nastavnik pair show)",
        )
    if at - last.at > _UNDOABLE_FOR:
        return refused(
            "undo",
            "С последнего перехода прошло больше суток",
            "The last move was made more than a day ago",
            mend_ru="Сделайте обратный переход или замену",
            mend_en="Make a move back or a replacement",
        )
    return None
