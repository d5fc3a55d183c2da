"""Rows of roadmaps as papers ask for them: what an organisation owes, and which open rows a paper may close."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from storage.tables.obligations import obligations
from storage.tables.programmes import plans
from storage.tables.roadmaps import evidences, items, roadmaps
from storage.today import columns

_PROVED = (
    columns(
        evidences.c.id,
        evidences.c.obligation_id,
        evidences.c.at,
        obligations.c.item_id,
        obligations.c.pair_id,
        obligations.c.due_on,
        obligations.c.occurrence,
        items.c.number,
        items.c.title,
        items.c.roadmap_id,
        items.c.organisation_id,
    )
    .join_from(evidences, obligations, obligations.c.id == evidences.c.obligation_id)
    .join(items, items.c.id == obligations.c.item_id)
    .order_by(items.c.position, evidences.c.id)
)


def live_roadmap(tx: Connection, organisation_id: int, roadmap_id: int | None = None) -> Row[Any] | None:
    """The roadmap named, or the one in force that begins last."""
    wanted = columns(*roadmaps.c).where(roadmaps.c.organisation_id == organisation_id, roadmaps.c.dropped_on.is_(None))
    if roadmap_id is not None:
        wanted = wanted.where(roadmaps.c.id == roadmap_id)
    return tx.execute(wanted.order_by(roadmaps.c.period_start.desc(), roadmaps.c.id.desc()).limit(1)).first()


def owed_rows(tx: Connection, organisation_id: int) -> Sequence[Row[Any]]:
    """The obligations of the rows of roadmaps in force, in the order of the rows, by due day."""
    return tx.execute(
        columns(
            items.c.id.label("item_id"),
            items.c.number,
            items.c.title,
            obligations.c.status,
            obligations.c.due_on,
            obligations.c.done_at,
            obligations.c.ladder,
        )
        .join_from(obligations, items, items.c.id == obligations.c.item_id)
        .join(roadmaps, roadmaps.c.id == items.c.roadmap_id)
        .where(
            items.c.organisation_id == organisation_id, items.c.dropped_on.is_(None), roadmaps.c.dropped_on.is_(None)
        )
        .order_by(roadmaps.c.id, items.c.position, obligations.c.due_on, obligations.c.id)
    ).all()


def expecting(tx: Connection, organisation_id: int) -> Sequence[Row[Any]]:
    """The open obligations of the organisation's rows that expect a document, by row and due day.

    A review of a continuous row is closed by nothing.
    """
    return tx.execute(
        columns(
            obligations.c.id.label("obligation_id"),
            obligations.c.occurrence,
            obligations.c.due_on,
            obligations.c.pair_id,
            items.c.id.label("item_id"),
            items.c.key,
            items.c.number,
            items.c.title,
            items.c.result,
            items.c.document_kind,
            roadmaps.c.id.label("roadmap_id"),
        )
        .join_from(obligations, items, items.c.id == obligations.c.item_id)
        .join(roadmaps, roadmaps.c.id == items.c.roadmap_id)
        .where(
            items.c.organisation_id == organisation_id,
            items.c.dropped_on.is_(None),
            roadmaps.c.dropped_on.is_(None),
            obligations.c.status.in_(("open", "needs_date")),
            or_(items.c.document_kind.is_not(None), items.c.result != ""),
        )
        .order_by(items.c.position, obligations.c.due_on, obligations.c.id)
    ).all()


def proved_by(tx: Connection, paper_id: int) -> Sequence[Row[Any]]:
    """What a paper has closed: rows with the obligation, the pair and the evidence."""
    return tx.execute(_PROVED.where(evidences.c.paper_id == paper_id)).all()


def proved_by_report(tx: Connection, reference: str) -> Sequence[Row[Any]]:
    """The same of a report given in words."""
    return tx.execute(_PROVED.where(evidences.c.kind == "report", evidences.c.reference == reference)).all()


def plans_approved_by(tx: Connection, paper_id: int) -> list[int]:
    """The pairs whose plans a paper approved."""
    found = tx.execute(select(plans.c.pair_id).where(plans.c.paper_id == paper_id).order_by(plans.c.pair_id))
    return list(found.scalars())
