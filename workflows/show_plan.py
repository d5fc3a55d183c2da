"""The individual plan of a pair as it is shown: its head, its lines, its editions and what changed between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.plans.changes import PlanChange, changes_between
from engine.plans.model import percent
from storage import plan_editions, plans
from storage.plans import PlanItemRow, PlanRow
from workflows.pair_at_hand import PairAtHand, take_pair
from workflows.plan_at_hand import body_of


@dataclass(frozen=True, slots=True)
class EditionShown:
    """An edition that was approved and changed later. `changes` lead to the next one; `erased`: its words are gone."""

    number: int
    approved_on: date
    paper: str
    reason: str
    changed_at: datetime
    lines: int
    changes: tuple[PlanChange, ...]
    erased: bool


@dataclass(frozen=True, slots=True)
class PlanShown:
    """`plan` None: nobody has written one. `late` counts the lines that are due and not done."""

    hand: PairAtHand
    plan: PlanRow | None
    items: tuple[PlanItemRow, ...]
    editions: tuple[EditionShown, ...]
    done: int
    late: int

    @property
    def percent(self) -> int:
        return percent(self.done, len(self.items))


def show_plan(tx: Connection, *, by: By, pair_id: int) -> PlanShown:
    """Raises BadInput when there is no such pair, or none this person may see."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    plan, items = plans.get(tx, pair_id), plans.items(tx, pair_id)
    editions = () if plan is None else _editions(tx, plan, items)
    done = sum(1 for one in items if one.done_on is not None)
    late = sum(1 for one in items if one.done_on is None and one.due_on < hand.today)
    return PlanShown(hand, plan, tuple(items), editions, done, late)


def _editions(tx: Connection, plan: PlanRow, items: Sequence[PlanItemRow]) -> tuple[EditionShown, ...]:
    kept = plan_editions.of_pair(tx, plan.pair_id)
    bodies: list[Mapping[str, Any]] = [one.body for one in kept] + [body_of(plan, items)]
    return tuple(
        EditionShown(
            number=one.number,
            approved_on=one.approved_on,
            paper=one.paper or "",
            reason=one.reason,
            changed_at=one.at,
            lines=len(one.body.get("items", ())),
            changes=changes_between(one.body, after) if one.body and after else (),
            erased=not one.body,
        )
        for one, after in zip(kept, bodies[1:], strict=True)
    )
