"""What is overdue over the tree of organisations, how late in working days, and in whose hands it is."""

from collections.abc import Callable, Sequence
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


@dataclass(frozen=True, slots=True)
class OverduePage:
    """A part of the list. `last` (due day, id) is where the next part begins; None: nothing follows."""

    lines: list[OverdueLine]
    last: tuple[date, int] | None


def list_overdue(
    tx: Connection, scope: Scope, *, seen_from: str | None, at: datetime, on: date | None = None
) -> list[OverdueLine]:
    """Open obligations past their day, the oldest first; the day is each organisation's own unless `on` says one.

    `seen_from` is the path the list is asked for: only rows of that very organisation name people.
    """
    rows = _rows(tx, scope, at=at, on=on)
    return _lines(tx, rows, named=lambda path: path == seen_from, at=at, on=on)


def overdue_page(
    tx: Connection,
    scope: Scope,
    *,
    named: Callable[[str], bool],
    at: datetime,
    on: date | None = None,
    after: tuple[date, int] | None = None,
    most: int,
) -> OverduePage:
    """At most `most` lines of the same list behind `after`; `named` says of which organisations people are named."""
    rows = _rows(tx, scope, at=at, on=on, after=after, most=most + 1)
    shown = rows[:most]
    last = (shown[-1].due_on, shown[-1].id) if len(rows) > most else None
    return OverduePage(_lines(tx, shown, named=named, at=at, on=on), last)


def _rows(
    tx: Connection,
    scope: Scope,
    *,
    at: datetime,
    on: date | None,
    after: tuple[date, int] | None = None,
    most: int | None = None,
) -> Sequence[Row[Any]]:
    # The furthest local day on Earth: whether a row is really overdue is asked by its own zone below.
    before = on or (at + timedelta(hours=14)).date()
    seen = visible(scope, table.c.organisation_id)
    return obligations.overdue(tx, visible=seen, before=before, after=after, most=most)


def _lines(
    tx: Connection, rows: Sequence[Row[Any]], *, named: Callable[[str], bool], at: datetime, on: date | None
) -> list[OverdueLine]:
    lives = local_lives(tx, {row.organisation_id for row in rows})
    days = {key: on or life.today(at) for key, life in lives.items()}
    late = [row for row in rows if row.due_on < days[row.organisation_id]]
    held = holders(tx, late, lives, named=named, at=at)
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
