"""Programmes: one form of mentoring in one organisation for one period."""

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.refusals import ChangedMeanwhile
from storage.tables.programmes import programmes
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


_COLUMNS = [programmes.c[field.name] for field in fields(ProgrammeRow)]
_BY_ID = select(*_COLUMNS).where(programmes.c.id == bindparam("id"))
_ROADMAP_OWNER = select(roadmaps.c.organisation_id).where(roadmaps.c.id == bindparam("id"))


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
