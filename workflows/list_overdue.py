"""What is overdue over the tree of organisations, how late in working days, and in whose hands it is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from storage import obligations
from storage.scope import Scope, visible
from storage.tables.obligations import obligations as table
from workflows.holders import holders
from workflows.local_life import LocalLife, local_lives


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """One overdue obligation. `holder`: names inside the school, only the role above it."""

    obligation: int
    item: int | None
    number: str
    pair: int | None
    pair_number: int | None
    org: str
    organisation: str
    title: str
    due_on: date
    first_due_on: date
    days_late: int
    holder: str


def list_overdue(
    tx: Connection, scope: Scope, *, seen_from: str | None, at: datetime, on: date | None = None
) -> list[OverdueLine]:
    """Open obligations past their day, the oldest first; the day is each organisation's own unless `on` says one.

    `seen_from` is the path the list is asked for: only rows of that very organisation name people.
    """
    # The furthest local day on Earth: whether a row is really overdue is asked by its own zone below.
    before = on or (at + timedelta(hours=14)).date()
    rows = obligations.overdue(tx, visible=visible(scope, table.c.organisation_id), before=before)
    lives = local_lives(tx, {row.organisation_id for row in rows})
    days = {key: on or life.today(at) for key, life in lives.items()}
    late = [row for row in rows if row.due_on < days[row.organisation_id]]
    held = holders(tx, late, lives, named=lambda path: path == seen_from, at=at)
    return [_line(row, lives[row.organisation_id], days[row.organisation_id], holder=held[row.id].ru) for row in late]


def _line(row: Row[Any], life: LocalLife, day: date, *, holder: str) -> OverdueLine:
    return OverdueLine(
        obligation=row.id,
        item=row.item_id,
        number=row.item_number or "",
        pair=row.pair_id,
        pair_number=row.pair_number,
        org=row.org_path,
        organisation=row.org_name,
        title=row.title,
        due_on=row.due_on,
        first_due_on=row.first_due_on,
        days_late=life.calendar.between(row.due_on, day),
        holder=holder,
    )
