"""Marks a line of a pair's plan as done."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import plans
from workflows.access import unknown
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import began_on, take_pair, write_record


@dataclass(frozen=True, slots=True)
class PlanMarked:
    """`id` is the plan item's; `done` of `items` lines are now done."""

    id: int
    pair_id: int
    position: int
    done_on: date
    done: int
    items: int


def mark_plan(tx: Connection, *, by: By, pair_id: int, position: int, done_on: date) -> PlanMarked | Refused:
    """`position` counts from 1. A line marked again takes the new day."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("plan.mark")) is not None:
        return no
    done = hand.past_day(done_on, field="--done", since=began_on(tx, hand))
    lines = plans.items(tx, pair_id)
    item = next((line for line in lines if line.position == position), None)
    if item is None:
        raise unknown("--item", position)
    plans.mark(tx, item.id, done_on=done)
    write_record(
        tx, by=by, pair=hand.pair, verb="plan.mark", facts={"plan_item": item.id, "position": position, "done": done}
    )
    derive_pair(tx, pair_id, at=by.at)
    finished = sum(1 for line in lines if line.done_on is not None or line.id == item.id)
    return PlanMarked(item.id, pair_id, position, done, finished, len(lines))
