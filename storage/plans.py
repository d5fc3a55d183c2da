"""The individual plan of a pair."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from engine.refusals import ChangedMeanwhile
from storage.given import among
from storage.tables.programmes import plan_items, plans


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan; `approved_on` and `paper_id` are set together."""

    pair_id: int
    approved_on: date | None
    paper_id: int | None
    version: int


@dataclass(frozen=True, slots=True)
class PlanItemRow:
    """One line; `position` counts from 1."""

    id: int
    pair_id: int
    position: int
    title: str
    due_on: date
    done_on: date | None


_PLAN = select(*(plans.c[field.name] for field in fields(PlanRow))).where(plans.c.pair_id == bindparam("pair_id"))
_ITEMS = (
    select(*(plan_items.c[field.name] for field in fields(PlanItemRow)))
    .where(plan_items.c.pair_id == bindparam("pair_id"))
    .order_by(plan_items.c.position)
)

_ITEMS_OF = (
    select(*(plan_items.c[field.name] for field in fields(PlanItemRow)))
    .where(among(plan_items.c.pair_id, "pairs"))
    .order_by(plan_items.c.pair_id, plan_items.c.position)
)


def get(tx: Connection, pair_id: int) -> PlanRow | None:
    row = tx.execute(_PLAN, {"pair_id": pair_id}).first()
    return None if row is None else PlanRow(*row)


def items(tx: Connection, pair_id: int) -> list[PlanItemRow]:
    """The lines in the plan's order."""
    return [PlanItemRow(*row) for row in tx.execute(_ITEMS, {"pair_id": pair_id})]


def items_of(tx: Connection, pair_ids: Iterable[int]) -> dict[int, list[PlanItemRow]]:
    """The lines of many plans by pair, each in its plan's order."""
    found: dict[int, list[PlanItemRow]] = {}
    for row in tx.execute(_ITEMS_OF, {"pairs": pair_ids}):
        found.setdefault(row.pair_id, []).append(PlanItemRow(*row))
    return found


def put(tx: Connection, pair_id: int, lines: Sequence[tuple[str, date]]) -> None:
    """Makes the plan consist of these (title, due day), in this order.

    A line whose title stays keeps its identity and its mark; lines that are gone are removed (the journal has them).
    """
    standing: dict[str, list[PlanItemRow]] = {}
    for item in items(tx, pair_id):
        standing.setdefault(item.title, []).append(item)
    # A position is unique within a plan: those that stay step aside first.
    tx.execute(update(plan_items).where(plan_items.c.pair_id == pair_id).values(position=-plan_items.c.position))
    for position, (title, due_on) in enumerate(lines, start=1):
        if standing.get(title):
            kept = standing[title].pop(0)
            changed = update(plan_items).where(plan_items.c.id == kept.id)
            tx.execute(changed.values(position=position, due_on=due_on))
        else:
            tx.execute(insert(plan_items).values(pair_id=pair_id, position=position, title=title, due_on=due_on))
    tx.execute(delete(plan_items).where(plan_items.c.pair_id == pair_id, plan_items.c.position < 0))


def begin(tx: Connection, pair_id: int) -> PlanRow:
    """Registers that the pair has a plan; lines are put into it afterwards."""
    tx.execute(insert(plans).values(pair_id=pair_id, version=1))
    return PlanRow(pair_id, approved_on=None, paper_id=None, version=1)


def approve(tx: Connection, plan: PlanRow, *, on: date | None, paper_id: int | None) -> None:
    """Sets or clears the approval and raises the version; ChangedMeanwhile when it was saved since it was read."""
    changed = tx.execute(
        update(plans)
        .where(plans.c.pair_id == plan.pair_id, plans.c.version == plan.version)
        .values(approved_on=on, paper_id=paper_id, version=plan.version + 1)
    )
    if changed.rowcount != 1:
        raise ChangedMeanwhile(f"plan:{plan.pair_id}")


def mark(tx: Connection, item_id: int, *, done_on: date | None) -> None:
    """The day the line was done; None takes the mark back."""
    tx.execute(update(plan_items).where(plan_items.c.id == item_id).values(done_on=done_on))
