"""Roles: dated intervals on an organisation, with deputies and representatives of minors."""

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from engine.actors import Role
from storage.given import among
from storage.hot import Hot
from storage.surroundings import line_of
from storage.tables.organisations import organisations, people, role_grants


@dataclass(frozen=True, slots=True)
class Grant:
    """One role of one person, `from_day` to `to_day` (both included, None = open).

    A `to_day` before `from_day`: it never took place. `deputy_of_id`: in place of that person; `for_person_id`:
    the minor a representative signs and reads for.
    """

    id: int
    person_id: int
    role: Role
    organisation_id: int
    from_day: date | None
    to_day: date | None
    deputy_of_id: int | None
    for_person_id: int | None
    org_path: str
    name: str


_COLUMNS = [
    *(role_grants.c[field.name] for field in fields(Grant) if field.name not in ("org_path", "name")),
    organisations.c.path,
    people.c.name,
]
_GRANTS = (
    select(*_COLUMNS)
    .join(organisations, organisations.c.id == role_grants.c.organisation_id)
    .join(people, people.c.id == role_grants.c.person_id)
    .order_by(role_grants.c.id)
)
_ON_DAY = (
    or_(role_grants.c.from_day.is_(None), role_grants.c.from_day <= bindparam("day")),
    or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= bindparam("day")),
)
_BY_ID = _GRANTS.where(role_grants.c.id == bindparam("id"))
_OF_PERSON = _GRANTS.where(role_grants.c.person_id == bindparam("person"))
_REPRESENTATIVES = _GRANTS.where(role_grants.c.for_person_id == bindparam("person"), *_ON_DAY)
_HELD = Hot(
    select(role_grants.c.role)
    .join(organisations, organisations.c.id == role_grants.c.organisation_id)
    .where(role_grants.c.person_id == bindparam("person"), among(organisations.c.path, "paths"), *_ON_DAY)
)


def by_id(tx: Connection, grant_id: int) -> Grant | None:
    row = tx.execute(_BY_ID, {"id": grant_id}).first()
    return None if row is None else Grant(*row)


def of_person(tx: Connection, person_id: int) -> list[Grant]:
    """Every role the person ever held, as granted."""
    return [Grant(*row) for row in tx.execute(_OF_PERSON, {"person": person_id})]


def representatives(tx: Connection, person_id: int, *, day: date) -> list[Grant]:
    """Who may sign for a minor on `day`; the first recorded comes first."""
    return [Grant(*row) for row in tx.execute(_REPRESENTATIVES, {"person": person_id, "day": day})]


def held(tx: Connection, *, person_id: int, path: str, day: date) -> frozenset[Role]:
    """The roles that hold on `day` on the organisation or anything above it, as a deputy or in one's own right."""
    return frozenset(role for (role,) in _HELD.all(tx, {"person": person_id, "paths": line_of(path), "day": day}))


def add(
    tx: Connection,
    *,
    person_id: int,
    role: Role,
    organisation_id: int,
    days: tuple[date | None, date | None],
    deputy_of_id: int | None = None,
    for_person_id: int | None = None,
) -> int:
    """Stores a grant and returns its id. `days` are the first and the last, None = open."""
    made = tx.execute(
        insert(role_grants)
        .values(
            person_id=person_id,
            role=role,
            organisation_id=organisation_id,
            from_day=days[0],
            to_day=days[1],
            deputy_of_id=deputy_of_id,
            for_person_id=for_person_id,
        )
        .returning(role_grants.c.id)
    )
    return int(made.scalar_one())


def end(tx: Connection, grant_id: int, *, last_day: date) -> None:
    tx.execute(update(role_grants).where(role_grants.c.id == grant_id).values(to_day=last_day))
