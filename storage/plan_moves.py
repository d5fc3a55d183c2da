"""Lines of plans moved to another day, and wishes that they be: both days and the reason stay."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.hot import Hot
from storage.tables.programmes import plan_items, plan_moves

State = Literal["asked", "moved", "declined", "undone"]


@dataclass(frozen=True, slots=True)
class PlanMoveRow:
    """`wished`: somebody asked and waited for an answer. `decided_at` None: nobody has given one yet."""

    id: int
    pair_id: int
    item_id: int
    from_day: date
    to_day: date
    reason: str
    state: State
    wished: bool
    by_person_id: int | None
    at: datetime
    decided_at: datetime | None


_COLUMNS = [plan_moves.c[one.name] for one in fields(PlanMoveRow)]
_OF_PAIR = Hot(select(*_COLUMNS).where(plan_moves.c.pair_id == bindparam("pair_id")).order_by(plan_moves.c.id))


def of_pair(tx: Connection, pair_id: int) -> list[PlanMoveRow]:
    """Every move and wish of the pair's plan, the oldest first."""
    return [PlanMoveRow(*row) for row in _OF_PAIR.all(tx, {"pair_id": pair_id})]


def get(tx: Connection, move_id: int) -> PlanMoveRow | None:
    row = tx.execute(select(*_COLUMNS).where(plan_moves.c.id == move_id)).first()
    return None if row is None else PlanMoveRow(*row)


def add(
    tx: Connection,
    *,
    pair_id: int,
    item_id: int,
    days: tuple[date, date],
    reason: str,
    state: State,
    by_person_id: int | None,
    at: datetime,
) -> int:
    """`days`: from, to. What is not just asked was decided at once."""
    made = tx.execute(
        insert(plan_moves)
        .values(
            pair_id=pair_id,
            item_id=item_id,
            from_day=days[0],
            to_day=days[1],
            reason=reason,
            state=state,
            wished=state == "asked",
            by_person_id=by_person_id,
            at=at,
            decided_at=None if state == "asked" else at,
        )
        .returning(plan_moves.c.id)
    )
    return int(made.scalar_one())


def decide(tx: Connection, move_id: int, *, state: State, at: datetime | None) -> None:
    tx.execute(update(plan_moves).where(plan_moves.c.id == move_id).values(state=state, decided_at=at))


def count_moved(tx: Connection, item_id: int) -> int:
    """How often the line was moved and stayed so."""
    wanted = select(func.count()).where(plan_moves.c.item_id == item_id, plan_moves.c.state == "moved")
    return int(tx.execute(wanted).scalar_one())


def position_of(tx: Connection, item_id: int) -> int | None:
    """The line's number in its plan; None when it was taken out."""
    row = tx.execute(
        select(plan_items.c.position).where(plan_items.c.id == item_id, plan_items.c.dropped_on.is_(None))
    ).first()
    return None if row is None else int(row[0])
