"""One real pair and one real obligation of an organisation, to show how a letter would read."""

from typing import Any

from sqlalchemy import Connection, Integer, Row, bindparam, case, select

from storage.tables.obligations import obligations
from storage.tables.programmes import pairs, programmes
from storage.tables.roadmaps import items

_ORGANISATION = bindparam("organisation", type_=Integer)
_PAIR = (
    select(pairs, programmes.c.title.label("programme"))
    .join(programmes, programmes.c.id == pairs.c.programme_id)
    .where(pairs.c.organisation_id == _ORGANISATION)
    .order_by(pairs.c.closed_on.is_not(None), pairs.c.id.desc())
    .limit(1)
)
_OBLIGATION = (
    select(obligations, items.c.number.label("item_number"))
    .outerjoin(items, items.c.id == obligations.c.item_id)
    .where(
        obligations.c.organisation_id == _ORGANISATION,
        obligations.c.status == "open",
        obligations.c.ladder != "review",
        obligations.c.due_on.is_not(None),
    )
    # What belongs to a pair fills more placeholders; a stage is named after itself, an item after its roadmap.
    .order_by(case((obligations.c.pair_id.is_(None), 1), else_=0), obligations.c.due_on.desc(), obligations.c.id)
    .limit(1)
)


def pair(tx: Connection, organisation_id: int) -> Row[Any] | None:
    """The newest pair, a live one before a closed one, with the title of its programme."""
    return tx.execute(_PAIR, {"organisation": organisation_id}).first()


def obligation(tx: Connection, organisation_id: int) -> Row[Any] | None:
    """An open obligation with a date, one of a pair before another, with the number of its roadmap item."""
    return tx.execute(_OBLIGATION, {"organisation": organisation_id}).first()
