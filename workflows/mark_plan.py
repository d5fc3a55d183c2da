"""Says of a line of a pair's plan what became of it: done on a day, done partly, not done; and what came of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.plans.model import MARKS
from engine.refusals import BadInput, Refused
from storage import plans
from workflows.access import unknown
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import began_on, take_pair, write_record
from workflows.plain_text import one_of, plain_text
from workflows.spoken_words import words_without_consent

_LONGEST_RESULT = 1000


@dataclass(frozen=True, slots=True)
class PlanMarked:
    """`id` is the plan item's; `done` of `items` lines are now done. `done_on` None: done partly or not at all."""

    id: int
    pair_id: int
    position: int
    done_on: date | None
    done: int
    items: int
    mark: str = "done"


def mark_plan(
    tx: Connection,
    *,
    by: By,
    pair_id: int,
    position: int,
    done_on: date | None,
    mark: str = "done",
    result: str | None = None,
) -> PlanMarked | Refused:
    """`position` counts from 1. A line marked again takes the new word and day; `result` None = as it stands.

    Only `done` closes the line's obligation, and needs its day. What was done partly or not at all stays owed.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("plan.mark")) is not None:
        return no
    done = _day(mark, done_on)
    if done is not None:
        done = hand.past_day(done, field="--done", since=began_on(tx, hand))
    lines = plans.items(tx, pair_id)
    item = next((line for line in lines if line.position == position), None)
    if item is None:
        raise unknown("--item", position)
    words = item.result if result is None else _result(result)
    if words and words != item.result and (no := words_without_consent(tx, hand)) is not None:
        return no
    plans.mark(tx, item.id, done_on=done, mark=mark, result=words)
    write_record(
        tx,
        by=by,
        pair=hand.pair,
        verb="plan.mark",
        facts={
            "plan_item": item.id,
            "position": position,
            "done": done,
            "mark": mark,
            "was": {"done": item.done_on and item.done_on.isoformat(), "mark": item.mark},
        },
        words={"result": words, "was": item.result} if words or item.result else None,
    )
    derive_pair(tx, pair_id, at=by.at)
    finished = sum(1 for line in lines if (done if line.id == item.id else line.done_on) is not None)
    return PlanMarked(item.id, pair_id, position, done, finished, len(lines), mark)


def _day(mark: str, done_on: date | None) -> date | None:
    if one_of(mark, MARKS, "--mark") != "done":
        return None
    if done_on is None:
        raise BadInput(
            "--done",
            "--done: у выполненного пункта нужен день, например 2025-11-01",
            "--done: what is done needs its day, such as 2025-11-01",
        )
    return done_on


def _result(text: str) -> str:
    joined = " ".join(text.split())
    return plain_text(joined, "--result", longest=_LONGEST_RESULT) if joined else ""
