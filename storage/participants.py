"""People as a pair asks about them: whose they are, and who curates an organisation."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, or_, select

from storage.surroundings import line_of
from storage.tables.organisations import organisations, people, role_grants


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who may join a pair, with the organisation he belongs to."""

    id: int
    name: str
    kind: str
    disabled: bool
    path: str
    organisation_kind: str


_COLUMNS = [people.c.id, people.c.name, people.c.kind, people.c.disabled, organisations.c.path, organisations.c.kind]
_BY_IDS = (
    select(*_COLUMNS)
    .join(organisations, organisations.c.id == people.c.organisation_id)
    .where(people.c.id.in_(bindparam("ids", expanding=True)))
)
_CURATORS = (
    select(role_grants.c.person_id)
    .join(organisations, organisations.c.id == role_grants.c.organisation_id)
    .join(people, people.c.id == role_grants.c.person_id)
    .where(
        role_grants.c.role == "curator",
        role_grants.c.deputy_of_id.is_(None),
        organisations.c.path == bindparam("path"),
        people.c.disabled.is_(False),
        or_(role_grants.c.from_day.is_(None), role_grants.c.from_day <= bindparam("day")),
        or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= bindparam("day")),
    )
    .order_by(role_grants.c.id)
    .limit(1)
)


def by_ids(tx: Connection, person_ids: list[int]) -> dict[int, Participant]:
    """Those of the ids that exist."""
    return {row.id: Participant(*row) for row in tx.execute(_BY_IDS, {"ids": person_ids})}


def curator_of(tx: Connection, *, path: str, day: date) -> int | None:
    """The curator of the organisation at `path` on that day, else of the nearest one above; None when nobody is."""
    for place in reversed(line_of(path)):
        found: int | None = tx.execute(_CURATORS, {"path": place, "day": day}).scalar()
        if found is not None:
            return found
    return None
