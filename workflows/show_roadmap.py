"""A live roadmap with everything that is known about each row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from storage import evidence, obligations, roadmaps
from workflows.access import sees, unknown


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A row: its words, what was understood, what is due and what was moved or proved."""

    id: int
    number: str
    key: str
    section: str
    title: str
    deadline_text: str
    kind: str
    value: str
    responsible_role: str | None
    responsible_text: str
    responsible_id: int | None
    result: str
    document_kind: str | None
    thresholds: Sequence[dict[str, Any]]
    drives: str | None
    bound_on: date | None
    obligations: Sequence[Row[Any]]
    postponements: Sequence[Row[Any]]
    evidence: Sequence[Row[Any]]

    @property
    def due_days(self) -> list[str]:
        return [row.due_on.isoformat() for row in self.obligations if row.due_on is not None]


@dataclass(frozen=True, slots=True)
class ShownRoadmap:
    row: Row[Any]
    items: Sequence[ShownItem]
    indicators: Sequence[Row[Any]]


def show_roadmap(tx: Connection, *, by: By, roadmap_id: int) -> ShownRoadmap:
    """The roadmap's rows in the source's order. Raises BadInput when there is none the reader may see."""
    row = roadmaps.get(tx, roadmap_id)
    if row is None or not sees(tx, by, row.organisation_id):
        raise unknown("roadmap", roadmap_id)
    owed = _by(obligations.of_roadmap_items(tx, roadmap_id), "item_id")
    moved = _by(roadmaps.postponements_in(tx, roadmap_id), "item_id")
    proofs = _by(evidence.in_roadmap(tx, roadmap_id), "item_id")
    shown = [
        _shown(one.row, owed.get(one.row.id, []), moved.get(one.row.id, []), proofs.get(one.row.id, []))
        for one in roadmaps.live_items(tx, roadmap_id)
    ]
    return ShownRoadmap(row, shown, roadmaps.indicators(tx, roadmap_id))


def _by(rows: Iterable[Row[Any]], name: str) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


def _shown(row: Row[Any], owed: Sequence[Row[Any]], moved: Sequence[Row[Any]], proofs: Sequence[Row[Any]]) -> ShownItem:
    return ShownItem(
        id=row.id,
        number=row.number,
        key=row.key,
        section=row.section,
        title=row.title,
        deadline_text=row.deadline_text,
        kind=row.deadline_kind,
        value=row.deadline_value,
        responsible_role=row.responsible_role,
        responsible_text=row.responsible_text,
        responsible_id=row.responsible_id,
        result=row.result,
        document_kind=row.document_kind,
        thresholds=row.thresholds,
        drives=row.drives,
        bound_on=row.bound_on,
        obligations=owed,
        postponements=moved,
        evidence=proofs,
    )
