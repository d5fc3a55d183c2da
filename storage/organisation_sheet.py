"""An organisation as its page shows it: who is in charge, what is below, what runs there."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import BindParameter, Connection, Date, Integer, String, bindparam, func, literal_column, or_, select

from storage.given import among
from storage.hot import Hot
from storage.tables.organisations import day_overrides, organisations, people, role_grants
from storage.tables.programmes import definitions, pairs, programmes
from storage.tables.roadmaps import roadmaps


class InCharge(NamedTuple):
    """Who holds an office there on a day."""

    organisation_id: int
    person_id: int
    role: str
    name: str
    email: str
    from_day: date | None
    to_day: date | None
    deputy_of_id: int | None


class Running(NamedTuple):
    """A programme with its live pairs."""

    id: int
    title: str
    lifecycle: str
    period_start: date
    period_end: date
    pairs: int


class Live(NamedTuple):
    """A roadmap in force."""

    id: int
    title: str
    period_start: date
    period_end: date


_TOP: BindParameter[str] = bindparam("top", type_=String)
_PREFIX: BindParameter[str] = bindparam("prefix", type_=String)
_DAY: BindParameter[date] = bindparam("day", type_=Date)
_HERE = or_(organisations.c.path == _TOP, func.substr(organisations.c.path, 1, func.length(_PREFIX)) == _PREFIX)
_organisation = bindparam("organisation", type_=Integer)
_IN_CHARGE = Hot(
    select(
        role_grants.c.organisation_id,
        role_grants.c.person_id,
        role_grants.c.role,
        people.c.name,
        people.c.email,
        role_grants.c.from_day,
        role_grants.c.to_day,
        role_grants.c.deputy_of_id,
    )
    .join(people, people.c.id == role_grants.c.person_id)
    .where(
        among(role_grants.c.organisation_id, "ids"),
        role_grants.c.role.in_([literal_column(f"'{role}'") for role in ("administrator", "head", "curator")]),
        or_(role_grants.c.from_day.is_(None), role_grants.c.from_day <= _DAY),
        or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= _DAY),
        people.c.disabled.is_(False),
    )
    .order_by(role_grants.c.organisation_id, role_grants.c.role, people.c.search_key)
)
_PAIRS = Hot(
    select(organisations.c.path, func.count())
    .select_from(organisations.join(pairs, pairs.c.organisation_id == organisations.c.id))
    .where(_HERE, pairs.c.closed_on.is_(None))
    .group_by(organisations.c.path)
)
_PEOPLE = Hot(
    select(organisations.c.path, func.count())
    .select_from(organisations.join(people, people.c.organisation_id == organisations.c.id))
    .where(_HERE)
    .group_by(organisations.c.path)
)
_RUNNING = Hot(
    select(
        programmes.c.id,
        programmes.c.title,
        definitions.c.key,
        programmes.c.period_start,
        programmes.c.period_end,
        func.count(pairs.c.id).filter(pairs.c.closed_on.is_(None)),
    )
    .select_from(
        programmes.join(definitions, definitions.c.id == programmes.c.definition_id).outerjoin(
            pairs, pairs.c.programme_id == programmes.c.id
        )
    )
    .where(programmes.c.organisation_id == _organisation)
    .group_by(
        programmes.c.id, programmes.c.title, definitions.c.key, programmes.c.period_start, programmes.c.period_end
    )
    .order_by(programmes.c.period_start.desc(), programmes.c.id.desc())
)
_LIVE = Hot(
    select(roadmaps.c.id, roadmaps.c.title, roadmaps.c.period_start, roadmaps.c.period_end)
    .where(roadmaps.c.organisation_id == _organisation, roadmaps.c.dropped_on.is_(None))
    .order_by(roadmaps.c.period_start.desc(), roadmaps.c.id.desc())
)
_OWN_DAYS = Hot(select(func.count()).select_from(day_overrides).where(day_overrides.c.organisation_id == _organisation))


def in_charge(tx: Connection, organisation_ids: Collection[int], *, day: date) -> dict[int, list[InCharge]]:
    """Administrators, heads and curators of these organisations, deputies too."""
    found: dict[int, list[InCharge]] = {}
    for row in _IN_CHARGE.all(tx, {"ids": organisation_ids, "day": day}):
        found.setdefault(row[0], []).append(InCharge(*row))
    return found


def pairs_by_path(tx: Connection, path: str) -> dict[str, int]:
    """Live pairs of every organisation there that has some."""
    return {row[0]: int(row[1]) for row in _PAIRS.all(tx, {"top": path, "prefix": f"{path}/"})}


def people_by_path(tx: Connection, path: str) -> dict[str, int]:
    """People of every organisation there that has some."""
    return {row[0]: int(row[1]) for row in _PEOPLE.all(tx, {"top": path, "prefix": f"{path}/"})}


def running(tx: Connection, organisation_id: int) -> list[Running]:
    """Its programmes, the newest first."""
    return [Running(*row) for row in _RUNNING.all(tx, {"organisation": organisation_id})]


def live_roadmaps(tx: Connection, organisation_id: int) -> list[Live]:
    """Its roadmaps, the newest first."""
    return [Live(*row) for row in _LIVE.all(tx, {"organisation": organisation_id})]


def own_days(tx: Connection, organisation_id: int) -> int:
    """How many days it works otherwise than the country."""
    row = _OWN_DAYS.first(tx, {"organisation": organisation_id})
    return int(row[0]) if row else 0
