"""The tree of organisations and the days off they set themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select, update

from engine.refusals import ChangedMeanwhile
from engine.search_keys import search_key
from storage.hot import Hot
from storage.tables.obligations import marks
from storage.tables.organisations import day_overrides, organisations

OrganisationKind = Literal["region", "municipality", "school", "partner"]
MarkKind = Literal["policy", "calendar"]


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One node. `path` is the slugs from the root; `week` is 5 or 6; `timezone` an IANA name."""

    id: int
    parent_id: int | None
    kind: OrganisationKind
    name: str
    slug: str
    path: str
    timezone: str
    week: int
    version: int

    def today(self, at: datetime) -> date:
        """The organisation's local day at an instant."""
        return at.astimezone(ZoneInfo(self.timezone)).date()


ROOTS = organisations.c.parent_id.is_(None)
"""The clause for `listing`: organisations with nobody above them."""

_COLUMNS = [organisations.c[field.name] for field in fields(OrganisationRow)]
_BY_PATH = Hot(select(*_COLUMNS).where(organisations.c.path == bindparam("path")))
_BY_ID = Hot(select(*_COLUMNS).where(organisations.c.id == bindparam("id")))


def by_path(tx: Connection, path: str) -> OrganisationRow | None:
    row = _BY_PATH.first(tx, {"path": path})
    return None if row is None else OrganisationRow(*row)


def by_id(tx: Connection, organisation_id: int) -> OrganisationRow | None:
    row = _BY_ID.first(tx, {"id": organisation_id})
    return None if row is None else OrganisationRow(*row)


def listing(
    tx: Connection, *, visible: ColumnElement[bool], after: int = 0, most: int | None = None
) -> list[OrganisationRow]:
    """The visible organisations, every parent before its children; with `most` a page by id, beginning after one."""
    wanted = select(*_COLUMNS).where(visible)
    if most is None:
        wanted = wanted.order_by(organisations.c.path)
    else:
        wanted = wanted.where(organisations.c.id > after).order_by(organisations.c.id).limit(most)
    return [OrganisationRow(*row) for row in tx.execute(wanted)]


def add(
    tx: Connection,
    *,
    parent: OrganisationRow | None,
    kind: OrganisationKind,
    name: str,
    slug: str,
    timezone: str,
    week: int,
) -> OrganisationRow:
    """Stores a node under `parent` (None = a root)."""
    path = slug if parent is None else f"{parent.path}/{slug}"
    made = tx.execute(
        insert(organisations)
        .values(
            parent_id=None if parent is None else parent.id,
            kind=kind,
            name=name,
            slug=slug,
            path=path,
            timezone=timezone,
            week=week,
            search_key=search_key(name),
            version=1,
        )
        .returning(*_COLUMNS)
    )
    return OrganisationRow(*made.one())


def change(tx: Connection, organisation: OrganisationRow, values: Mapping[str, Any]) -> None:
    """Stores new values of columns; a new name is found by search.

    Raises ChangedMeanwhile when the row is not the one that was read.
    """
    stored = dict(values)
    if "name" in stored:
        stored["search_key"] = search_key(stored["name"])
    mine = (organisations.c.id == organisation.id, organisations.c.version == organisation.version)
    changed = tx.execute(update(organisations).where(*mine).values(**stored, version=organisation.version + 1))
    if changed.rowcount != 1:
        raise ChangedMeanwhile(f"organisation:{organisation.id}")


def overrides(tx: Connection, organisation_id: int) -> dict[date, bool]:
    """The organisation's own word on days (True = worked), in their order; what is above it says the rest."""
    found = tx.execute(
        select(day_overrides.c.day, day_overrides.c.working)
        .where(day_overrides.c.organisation_id == organisation_id)
        .order_by(day_overrides.c.day)
    )
    return {row.day: row.working for row in found}


def set_overrides(tx: Connection, organisation_id: int, days: Mapping[date, bool | None]) -> None:
    """Replaces the organisation's word on these days (None: it has none) and leaves its other days alone."""
    own = day_overrides.c.organisation_id == organisation_id
    tx.execute(delete(day_overrides).where(own, day_overrides.c.day.in_(sorted(days))))
    said = {day: working for day, working in days.items() if working is not None}
    rows = [{"organisation_id": organisation_id, "day": day, "working": working} for day, working in said.items()]
    if rows:
        tx.execute(insert(day_overrides), rows)


def mark(tx: Connection, *, kind: MarkKind, organisation_id: int, at: datetime) -> int:
    """Leaves the durable mark of a change that reaches everything below; ticks derive it by batches."""
    made = tx.execute(
        insert(marks).values(kind=kind, organisation_id=organisation_id, cursor=0, made_at=at).returning(marks.c.id)
    )
    return int(made.scalar_one())


def pending_marks(tx: Connection) -> Sequence[tuple[str, str, datetime]]:
    """Marks whose consequences are not derived yet: kind, the organisation's path, when they were made."""
    found = tx.execute(
        select(marks.c.kind, organisations.c.path, marks.c.made_at)
        .join(organisations, organisations.c.id == marks.c.organisation_id)
        .order_by(marks.c.id)
    )
    return [(row.kind, row.path, row.made_at) for row in found]
