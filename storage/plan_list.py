"""The plans of live pairs as a list: how far each is, what is late, what nobody approved; over a tree."""

from datetime import date
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from storage.scope import below
from storage.tables.organisations import organisations
from storage.tables.programmes import pairs, plan_items, plan_moves, plans, programmes

Show = Literal["all", "missing", "unapproved", "late", "asked"]


class PlanLineRow(NamedTuple):
    """One pair. `version` None: nobody has written a plan. `next_due`: of the lines that are not done."""

    pair_id: int
    number: int
    programme: str
    path: str
    organisation: str
    version: int | None
    edition: int | None
    approved_on: date | None
    term_to: date | None
    items: int
    done: int
    late: int
    next_due: date | None
    asked: int


_STANDS = and_(plan_items.c.pair_id == pairs.c.id, plan_items.c.dropped_on.is_(None))


def page(tx: Connection, path: str, *, show: Show, day: date, most: int, after: int = 0) -> list[PlanLineRow]:
    """Live pairs of the organisation and everything below it, by id, from the one behind `after` on."""
    source = (
        pairs.join(organisations, organisations.c.id == pairs.c.organisation_id)
        .join(programmes, programmes.c.id == pairs.c.programme_id)
        .outerjoin(plans, plans.c.pair_id == pairs.c.id)
    )
    asked = (
        select(func.count(plan_moves.c.id))
        .where(plan_moves.c.pair_id == pairs.c.id, plan_moves.c.state == "asked")
        .correlate(pairs)
        .scalar_subquery()
    )
    wanted = (
        select(
            pairs.c.id,
            pairs.c.number,
            programmes.c.title,
            organisations.c.path,
            organisations.c.name,
            plans.c.version,
            plans.c.number,
            plans.c.approved_on,
            plans.c.term_to,
            *_counts(day),
            asked,
        )
        .select_from(source)
        .where(below([path]), pairs.c.closed_on.is_(None), pairs.c.id > after, *_shown(show, day))
        .order_by(pairs.c.id)
        .limit(most)
    )
    return [PlanLineRow._make(row) for row in tx.execute(wanted)]


def count(tx: Connection, path: str, *, show: Show, day: date) -> int:
    """How many pairs the list has with no end."""
    wanted = (
        select(func.count(pairs.c.id))
        .select_from(
            pairs.join(organisations, organisations.c.id == pairs.c.organisation_id).outerjoin(
                plans, plans.c.pair_id == pairs.c.id
            )
        )
        .where(below([path]), pairs.c.closed_on.is_(None), *_shown(show, day))
    )
    return int(tx.execute(wanted).scalar_one())


def _counts(day: date) -> tuple[ColumnElement[Any], ...]:
    """Lines, done ones, late ones, and the next day; each by the index of its pair."""
    late = and_(plan_items.c.done_on.is_(None), plan_items.c.due_on < day)

    def of(what: ColumnElement[Any], *which: ColumnElement[bool]) -> ColumnElement[Any]:
        return select(what).where(_STANDS, *which).correlate(pairs).scalar_subquery()

    return (
        of(func.count(plan_items.c.id)),
        of(func.count(plan_items.c.done_on)),
        of(func.count(plan_items.c.id), late),
        of(func.min(plan_items.c.due_on), plan_items.c.done_on.is_(None)),
    )


def _shown(show: Show, day: date) -> tuple[ColumnElement[bool], ...]:
    written = exists().where(_STANDS)
    match show:
        case "missing":
            return (~written,)
        case "unapproved":
            return written, plans.c.approved_on.is_(None)
        case "late":
            return (exists().where(_STANDS, plan_items.c.done_on.is_(None), plan_items.c.due_on < day),)
        case "asked":
            return (exists().where(plan_moves.c.pair_id == pairs.c.id, plan_moves.c.state == "asked"),)
        case _:
            return ()
