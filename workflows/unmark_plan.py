"""A mark in a plan is taken back within a day; the line stands as it stood before it."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import journal, plans
from storage.journal import Line
from workflows.access import unknown
from workflows.carry_out_move import refused
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import PairAtHand, take_pair, write_record
from workflows.withdraw_record import UNDOABLE_FOR, Withdrawn


def unmark_plan(tx: Connection, *, by: By, pair_id: int, position: int) -> Withdrawn | Refused:
    """Refused when the line was not marked within the last day."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("plan.mark")) is not None:
        return no
    item = next((line for line in plans.items(tx, pair_id) if line.position == position), None)
    if item is None:
        raise unknown("--item", position)
    line = _last_mark(tx, hand, by, item.id)
    if line is None:
        return refused(
            "time",
            "Отменить отметку можно в течение суток",
            "A mark can be undone within a day",
            mend_ru="Отметьте пункт заново",
            mend_en="Mark the item anew",
        )
    was: Any = line.facts.get("was") or {}
    done = was.get("done")
    back_to = None if done is None else date.fromisoformat(done)
    # Words that were erased meanwhile do not come back.
    plans.mark(tx, item.id, done_on=back_to, mark=was.get("mark", ""), result=str(line.words.get("was", "")))
    facts = {"plan_item": item.id, "position": position, "done": back_to, "undone": line.seq}
    write_record(tx, by=by, pair=hand.pair, verb="plan.unmark", facts=facts)
    derive_pair(tx, pair_id, at=by.at)
    return Withdrawn("plan-item", item.id, pair_id)


def _last_mark(tx: Connection, hand: PairAtHand, by: By, item_id: int) -> Line | None:
    """The newest mark of the line that was not taken back."""
    lines = journal.entries(
        tx,
        hand.pair.organisation_id,
        subject=hand.pair.subject,
        verbs=("plan.mark", "plan.unmark"),
        between=(by.at - UNDOABLE_FOR, by.at + timedelta(seconds=1)),
        limit=1000,
    )
    mine = [line for line in lines if line.facts.get("plan_item") == item_id]
    undone = {line.facts.get("undone") for line in mine if line.verb == "plan.unmark"}
    return next((line for line in mine if line.verb == "plan.mark" and line.seq not in undone), None)
