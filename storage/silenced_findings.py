"""Findings of the linter that people know about and keep."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from storage.tables.imports import silenced_findings
from storage.tables.organisations import people
from storage.tables.roadmaps import items

_silenced = silenced_findings.c


def of_roadmap(tx: Connection, roadmap_id: int) -> Sequence[Row[Any]]:
    """Every silenced finding of a roadmap's rows, with the name of who did it."""
    found = (
        select(silenced_findings, people.c.name.label("actor"))
        .join(items, items.c.id == _silenced.item_id)
        .outerjoin(people, people.c.id == _silenced.actor_id)
        .where(items.c.roadmap_id == roadmap_id)
        .order_by(_silenced.id)
    )
    return tx.execute(found).all()


def get(tx: Connection, *, item_id: int, rule: str) -> Row[Any] | None:
    return tx.execute(select(silenced_findings).where(_silenced.item_id == item_id, _silenced.rule == rule)).first()


def add(tx: Connection, *, item_id: int, rule: str, reason: str, actor_id: int | None, at: datetime) -> int:
    values = {"item_id": item_id, "rule": rule, "reason": reason, "actor_id": actor_id, "at": at}
    return int(tx.execute(insert(silenced_findings).values(values).returning(_silenced.id)).scalar_one())


def drop(tx: Connection, *, item_id: int, rule: str) -> bool:
    """False = it was not silenced."""
    gone = tx.execute(delete(silenced_findings).where(_silenced.item_id == item_id, _silenced.rule == rule))
    return gone.rowcount == 1
