"""Marks of far-reaching changes that ticks still have to derive."""

from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from storage.tables.obligations import marks
from storage.tables.organisations import organisations


def oldest(tx: Connection) -> Row[Any] | None:
    """The mark to work on, with the path of its organisation; None = everything is derived."""
    return tx.execute(
        select(marks, organisations.c.path)
        .join(organisations, organisations.c.id == marks.c.organisation_id)
        .order_by(marks.c.id)
        .limit(1)
    ).first()


def advance(tx: Connection, mark_id: int, *, cursor: int) -> None:
    """Note the last obligation derived for a mark."""
    tx.execute(update(marks).where(marks.c.id == mark_id).values(cursor=cursor))


def remove(tx: Connection, mark_id: int) -> None:
    """The mark is derived."""
    tx.execute(delete(marks).where(marks.c.id == mark_id))
