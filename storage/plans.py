"""The individual plan of a pair. Lines that were taken out stay behind it, for the editions that had them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.plans.model import MOST_LINES, PlanLine
from engine.refusals import ChangedMeanwhile
from storage.given import among
from storage.tables.programmes import plan_items, plans

_MENTOR = "mentor"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan; `approved_on` and `paper_id` are set together. `number` is the edition's."""

    pair_id: int
    approved_on: date | None
    paper_id: int | None
    version: int
    goal: str = ""
    request: str = ""
    tasks: list[str] = field(default_factory=list[str])
    form: str = ""
    term_from: date | None = None
    term_to: date | None = None
    template: str = ""
    number: int = 1


@dataclass(frozen=True, slots=True)
class PlanItemRow:
    """One line; `position` counts from 1, of a line taken out it says nothing. `mark` "" = nobody has said yet."""

    id: int
    pair_id: int
    position: int
    title: str
    due_on: date
    done_on: date | None
    responsible: str = _MENTOR
    result: str = ""
    mark: str = ""
    dropped_on: date | None = None


_COLUMNS = [plans.c[one.name] for one in fields(PlanRow)]
_ITEM_COLUMNS = [plan_items.c[one.name] for one in fields(PlanItemRow)]
_PLAN = select(*_COLUMNS).where(plans.c.pair_id == bindparam("pair_id"))
_PLANS_OF = select(*_COLUMNS).where(among(plans.c.pair_id, "pairs"))
_ITEMS = (
    select(*_ITEM_COLUMNS)
    .where(plan_items.c.pair_id == bindparam("pair_id"), plan_items.c.dropped_on.is_(None))
    .order_by(plan_items.c.position)
)
_ITEMS_OF = (
    select(*_ITEM_COLUMNS)
    .where(among(plan_items.c.pair_id, "pairs"), plan_items.c.dropped_on.is_(None))
    .order_by(plan_items.c.pair_id, plan_items.c.position)
)


def get(tx: Connection, pair_id: int) -> PlanRow | None:
    row = tx.execute(_PLAN, {"pair_id": pair_id}).first()
    return None if row is None else PlanRow(*row)


def of_pairs(tx: Connection, pair_ids: Iterable[int]) -> dict[int, PlanRow]:
    """The plans of many pairs by pair; a pair without one is left out."""
    return {row.pair_id: PlanRow(*row) for row in tx.execute(_PLANS_OF, {"pairs": pair_ids})}


def items(tx: Connection, pair_id: int) -> list[PlanItemRow]:
    """The lines that stand, in the plan's order."""
    return [PlanItemRow(*row) for row in tx.execute(_ITEMS, {"pair_id": pair_id})]


def items_of(tx: Connection, pair_ids: Iterable[int]) -> dict[int, list[PlanItemRow]]:
    """The lines of many plans by pair, each in its plan's order."""
    found: dict[int, list[PlanItemRow]] = {}
    for row in tx.execute(_ITEMS_OF, {"pairs": pair_ids}):
        found.setdefault(row.pair_id, []).append(PlanItemRow(*row))
    return found


def put(tx: Connection, pair_id: int, lines: Sequence[PlanLine], *, on: date) -> None:
    """Makes the plan consist of these lines, in this order.

    A line keeps its identity and its mark by its `item_id`, else by its title. Those that are gone were dropped on
    `on`.
    """
    kept = continued(items(tx, pair_id), lines)
    _step_aside(tx, pair_id)
    for position, (line, was) in enumerate(zip(lines, kept, strict=True), start=1):
        values: dict[str, Any] = {"position": position, "title": line.title, "due_on": line.due_on}
        if was is None:
            values |= {"pair_id": pair_id, "responsible": line.responsible or _MENTOR}
            tx.execute(insert(plan_items).values(values))
        else:
            values |= {"responsible": line.responsible or was.responsible}
            tx.execute(update(plan_items).where(plan_items.c.id == was.id).values(values))
    _drop_aside(tx, pair_id, on=on)


def restore(tx: Connection, pair_id: int, lines: Iterable[PlanItemRow], *, on: date) -> None:
    """Makes the plan consist of these lines of its past: words, days and order of then, marks of now."""
    _step_aside(tx, pair_id)
    for line in lines:
        names = ("position", "title", "due_on", "responsible")
        values: dict[str, Any] = {name: getattr(line, name) for name in names} | {"dropped_on": None}
        mine = (plan_items.c.id == line.id) & (plan_items.c.pair_id == pair_id)
        tx.execute(update(plan_items).where(mine).values(values))
    _drop_aside(tx, pair_id, on=on)


def begin(tx: Connection, pair_id: int) -> PlanRow:
    """Registers that the pair has a plan; lines are put into it afterwards."""
    tx.execute(insert(plans).values(pair_id=pair_id, version=1))
    return PlanRow(pair_id, approved_on=None, paper_id=None, version=1)


def approve(tx: Connection, plan: PlanRow, *, on: date | None, paper_id: int | None) -> None:
    """Sets or clears the approval and raises the version; ChangedMeanwhile when it was saved since it was read."""
    save(tx, plan, {"approved_on": on, "paper_id": paper_id})


def save(tx: Connection, plan: PlanRow, changed: Mapping[str, Any]) -> None:
    """Stores these columns and raises the version; ChangedMeanwhile when it was saved since it was read."""
    done = tx.execute(
        update(plans)
        .where(plans.c.pair_id == plan.pair_id, plans.c.version == plan.version)
        .values(**changed, version=plan.version + 1)
    )
    if done.rowcount != 1:
        raise ChangedMeanwhile(f"plan:{plan.pair_id}")


def mark(tx: Connection, item_id: int, *, done_on: date | None, mark: str = "", result: str = "") -> None:
    """What became of the line: the day it was done (None = not yet), a word and what came of it."""
    values: dict[str, Any] = {"done_on": done_on, "mark": mark, "result": result}
    tx.execute(update(plan_items).where(plan_items.c.id == item_id).values(values))


def move(tx: Connection, item_id: int, *, to: date) -> None:
    """The line is due on another day."""
    tx.execute(update(plan_items).where(plan_items.c.id == item_id).values(due_on=to))


def continued(standing: Sequence[PlanItemRow], lines: Sequence[PlanLine]) -> list[PlanItemRow | None]:
    """Which standing line each new one continues: the one it names first of all, then one of the same title."""
    by_id = {one.id: one for one in standing}
    named = {line.item_id for line in lines} & by_id.keys()
    by_title: dict[str, list[PlanItemRow]] = {}
    for one in standing:
        if one.id not in named:
            by_title.setdefault(one.title, []).append(one)
    found: list[PlanItemRow | None] = []
    for line in lines:
        mine = None if line.item_id is None else by_id.pop(line.item_id, None)
        if mine is None and by_title.get(line.title):
            mine = by_title[line.title].pop(0)
        found.append(mine)
    return found


def _step_aside(tx: Connection, pair_id: int) -> None:
    # A position is unique within a plan: those that stand step aside first, to -1 and below.
    current = (plan_items.c.pair_id == pair_id) & plan_items.c.dropped_on.is_(None)
    tx.execute(update(plan_items).where(current).values(position=-plan_items.c.position))


def _drop_aside(tx: Connection, pair_id: int, *, on: date) -> None:
    left = (plan_items.c.pair_id == pair_id) & plan_items.c.dropped_on.is_(None) & (plan_items.c.position < 0)
    # Below every place a line of the plan steps aside to.
    tx.execute(update(plan_items).where(left).values(dropped_on=on, position=-(plan_items.c.id + MOST_LINES)))
