"""Editions of individual plans: what had been approved before a plan was changed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.given import among
from storage.tables.papers import papers
from storage.tables.programmes import plan_editions


class EditionRow(NamedTuple):
    """One earlier edition; `reason` is why it was changed, `at` when, `paper` the number of the order."""

    number: int
    approved_on: date
    paper_id: int | None
    body: Mapping[str, Any]
    reason: str
    at: datetime
    paper: str | None


_COLUMNS = [plan_editions.c[one] for one in EditionRow._fields if one != "paper"]
_OF_PAIR = (
    select(*_COLUMNS, papers.c.number.label("paper"))
    .join_from(plan_editions, papers, papers.c.id == plan_editions.c.paper_id, isouter=True)
    .where(plan_editions.c.pair_id == bindparam("pair_id"))
    .order_by(plan_editions.c.number)
)
_OF_PAIRS = (
    select(plan_editions.c.pair_id, *_COLUMNS, papers.c.number.label("paper"))
    .join_from(plan_editions, papers, papers.c.id == plan_editions.c.paper_id, isouter=True)
    .where(among(plan_editions.c.pair_id, "ids"))
    .order_by(plan_editions.c.pair_id, plan_editions.c.number)  # the last one of a pair stays
)


def of_pair(tx: Connection, pair_id: int) -> list[EditionRow]:
    """The editions before the one that stands, the first one first."""
    return [EditionRow._make(row) for row in tx.execute(_OF_PAIR, {"pair_id": pair_id})]


def last_of(tx: Connection, pair_ids: Iterable[int]) -> dict[int, EditionRow]:
    """The latest edition before the plan that stands, by pair; those whose plan was changed after its approval."""
    rows = tx.execute(_OF_PAIRS, {"ids": pair_ids})
    return {row[0]: EditionRow._make(row[1:]) for row in rows}


def keep(
    tx: Connection,
    pair_id: int,
    *,
    number: int,
    approved_on: date,
    paper_id: int | None,
    body: Mapping[str, Any],
    reason: str,
    at: datetime,
) -> None:
    tx.execute(
        insert(plan_editions).values(
            pair_id=pair_id,
            number=number,
            approved_on=approved_on,
            paper_id=paper_id,
            body=dict(body),
            reason=reason,
            at=at,
        )
    )


def drop(tx: Connection, pair_id: int, *, number: int) -> None:
    """The change that made it history was undone within its day."""
    tx.execute(delete(plan_editions).where(plan_editions.c.pair_id == pair_id, plan_editions.c.number == number))
