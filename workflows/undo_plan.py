"""The last writing of a plan is undone within a day: words, days and order of before, with their approval."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import journal, plan_editions, plans
from storage.journal import Line
from workflows.carry_out_move import refused
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import PairAtHand, take_pair, write_record
from workflows.plan_at_hand import head_in, items_in

UNDOABLE_FOR = timedelta(hours=24)
_VERBS = ("plan.set", "plan.change", "plan.approve", "plan.move", "plan.unmove", "plan.unchange")


@dataclass(frozen=True, slots=True)
class PlanUndone:
    """`id` is the pair's; `items` lines stand again, `approved_on` is the approval that stands again."""

    id: int
    items: int
    approved_on: date | None


def undo_plan(tx: Connection, *, by: By, pair_id: int) -> PlanUndone | Refused:
    """Refused a day after, when nothing was written, and when the plan was approved or moved since.

    Marks stay: what was done is done.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("plan.set")) is not None:
        return no
    line, plan = _last(tx, hand, by), plans.get(tx, pair_id)
    if line is None or plan is None or plan.version != line.facts["version"] or "was" not in line.words:
        return refused(
            "time",
            "Отменить можно последнее изменение плана и только в течение суток",
            "Only the last change of a plan can be undone, within a day",
            mend_ru="Исправьте план заново",
            mend_en="Change the plan anew",
        )
    was = line.words["was"]
    approved_on, paper_id = line.facts.get("approved_on"), line.facts.get("paper")
    standing = None if approved_on is None else date.fromisoformat(approved_on)
    plans.restore(tx, pair_id, items_in(was, pair_id), on=hand.today)
    changes = head_in(was) | {"approved_on": standing, "paper_id": paper_id}
    if standing is not None:
        changes["number"] = plan.number - 1
        plan_editions.drop(tx, pair_id, number=plan.number - 1)
    plans.save(tx, plan, changes)
    write_record(
        tx, by=by, pair=hand.pair, verb="plan.unchange", facts={"undone": line.seq, "version": plan.version + 1}
    )
    derive_pair(tx, pair_id, at=by.at)
    return PlanUndone(pair_id, len(was["items"]), standing)


def _last(tx: Connection, hand: PairAtHand, by: By) -> Line | None:
    """The newest writing of the plan, when nothing else was decided about it since."""
    lines = journal.entries(
        tx,
        hand.pair.organisation_id,
        subject=hand.pair.subject,
        verbs=_VERBS,
        between=(by.at - UNDOABLE_FOR, by.at + timedelta(seconds=1)),
        limit=1,
    )
    return lines[0] if lines and lines[0].verb in ("plan.set", "plan.change") else None
