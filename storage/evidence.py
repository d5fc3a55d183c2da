"""What closed obligations: files, links, registered papers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from storage.tables.obligations import obligations
from storage.tables.roadmaps import evidences, items


def add(
    tx: Connection,
    *,
    obligation_id: int,
    kind: str,
    reference: str,
    sha256: str,
    paper_id: int | None,
    at: datetime,
) -> int:
    """Keep a piece of evidence and return its id."""
    made = tx.execute(
        insert(evidences)
        .values(obligation_id=obligation_id, kind=kind, reference=reference, sha256=sha256, paper_id=paper_id, at=at)
        .returning(evidences.c.id)
    )
    return int(made.scalar_one())


def withdraw(tx: Connection, evidence_id: int) -> None:
    """Take a piece of evidence back; the journal keeps what it was."""
    tx.execute(delete(evidences).where(evidences.c.id == evidence_id))


def refer_anew(tx: Connection, *, kind: str, before: str, after: str) -> None:
    """What this was the evidence of, another thing of the kind is now."""
    same = (evidences.c.kind == kind) & (evidences.c.reference == before)
    tx.execute(update(evidences).where(same).values(reference=after))


def of_reference(tx: Connection, item_id: int, *, kind: str, reference: str) -> list[int]:
    """The pieces of evidence of a row that refer to this."""
    wanted = (
        select(evidences.c.id)
        .join(obligations, obligations.c.id == evidences.c.obligation_id)
        .where(obligations.c.item_id == item_id, evidences.c.kind == kind, evidences.c.reference == reference)
        .order_by(evidences.c.id)
    )
    return list(tx.scalars(wanted))


def in_roadmap(tx: Connection, roadmap_id: int) -> Sequence[Row[Any]]:
    """The evidence of a roadmap's rows, with the row's id, in the order it was given."""
    return tx.execute(
        select(evidences, obligations.c.item_id)
        .join(obligations, obligations.c.id == evidences.c.obligation_id)
        .join(items, items.c.id == obligations.c.item_id)
        .where(items.c.roadmap_id == roadmap_id)
        .order_by(evidences.c.id)
    ).all()
