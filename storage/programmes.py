"""Programmes: one form of mentoring in one organisation for one period."""

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, insert, select, update

from engine.refusals import ChangedMeanwhile
from storage.tables.organisations import organisations
from storage.tables.programmes import definitions, pairs, programmes
from storage.tables.roadmaps import roadmaps


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """New pairs pin `definition_id`; both days of the period belong to it."""

    id: int
    organisation_id: int
    title: str
    definition_id: int
    roadmap_id: int | None
    period_start: date
    period_end: date
    version: int


@dataclass(frozen=True, slots=True)
class ProgrammeListed:
    """A programme in a list; `live` of its `pairs` are not closed."""

    programme: ProgrammeRow
    path: str
    lifecycle: str
    definition_version: int
    pairs: int
    live: int


_LISTED = [organisations.c.path, definitions.c.key, definitions.c.version]
_COLUMNS = [programmes.c[field.name] for field in fields(ProgrammeRow)]
_BY_ID = select(*_COLUMNS).where(programmes.c.id == bindparam("id"))
_ROADMAP_OWNER = select(roadmaps.c.organisation_id).where(
    roadmaps.c.id == bindparam("id"), roadmaps.c.dropped_on.is_(None)
)


def get(tx: Connection, programme_id: int) -> ProgrammeRow | None:
    row = tx.execute(_BY_ID, {"id": programme_id}).first()
    return None if row is None else ProgrammeRow(*row)


def add(
    tx: Connection,
    *,
    organisation_id: int,
    title: str,
    definition_id: int,
    roadmap_id: int | None,
    period: tuple[date, date],
) -> int:
    """Stores a programme and returns its id. `period` is the first and the last day."""
    made = tx.execute(
        insert(programmes)
        .values(
            organisation_id=organisation_id,
            title=title,
            definition_id=definition_id,
            roadmap_id=roadmap_id,
            period_start=period[0],
            period_end=period[1],
        )
        .returning(programmes.c.id)
    )
    return int(made.scalar_one())


def listing(
    tx: Connection, *, visible: ColumnElement[bool], after: int = 0, most: int | None = None
) -> list[ProgrammeListed]:
    """The visible programmes, by organisation and id, with how many pairs each has; with `most` a page by id,
    beginning after one."""
    counted = func.count(pairs.c.id)
    live = func.coalesce(func.sum(case((pairs.c.closed_on.is_(None), 1), else_=0)), 0)
    found = (
        select(*_COLUMNS, *_LISTED, counted, case((counted == 0, 0), else_=live))
        .select_from(
            programmes.join(organisations, organisations.c.id == programmes.c.organisation_id)
            .join(definitions, definitions.c.id == programmes.c.definition_id)
            .outerjoin(pairs, pairs.c.programme_id == programmes.c.id)
        )
        .where(visible)
        .group_by(*_COLUMNS, *_LISTED)
    )
    if most is None:
        found = found.order_by(organisations.c.path, programmes.c.id)
    else:
        found = found.where(programmes.c.id > after).order_by(programmes.c.id).limit(most)
    width = len(_COLUMNS)
    return [ProgrammeListed(ProgrammeRow(*row[:width]), *row[width:]) for row in tx.execute(found)]


def pinned_to(tx: Connection, definition_ids: list[int]) -> list[ProgrammeRow]:
    """Programmes whose new pairs would pin one of these definitions, by id."""
    found = select(*_COLUMNS).where(programmes.c.definition_id.in_(definition_ids)).order_by(programmes.c.id)
    return [ProgrammeRow(*row) for row in tx.execute(found)]


def repin(tx: Connection, programme: ProgrammeRow, *, definition_id: int) -> None:
    """New pairs of the programme pin another version from now on."""
    changed = tx.execute(
        update(programmes)
        .where(programmes.c.id == programme.id, programmes.c.version == programme.version)
        .values(definition_id=definition_id, version=programme.version + 1)
    )
    if changed.rowcount != 1:
        raise ChangedMeanwhile(f"programme:{programme.id}")


def roadmap_owner(tx: Connection, roadmap_id: int) -> int | None:
    """The organisation a live roadmap belongs to; None when there is no such roadmap."""
    owner: int | None = tx.execute(_ROADMAP_OWNER, {"id": roadmap_id}).scalar()
    return owner


def follow(tx: Connection, roadmap_id: int) -> bool:
    """Whether a programme lives by this roadmap."""
    return tx.execute(select(programmes.c.id).where(programmes.c.roadmap_id == roadmap_id).limit(1)).first() is not None


def follow_roadmap(tx: Connection, programme: ProgrammeRow, roadmap_id: int | None) -> None:
    """The programme lives by another roadmap from now on."""
    changed = tx.execute(
        update(programmes)
        .where(programmes.c.id == programme.id, programmes.c.version == programme.version)
        .values(roadmap_id=roadmap_id, version=programme.version + 1)
    )
    if changed.rowcount != 1:
        raise ChangedMeanwhile(f"programme:{programme.id}")
