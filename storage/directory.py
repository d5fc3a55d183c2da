"""Everybody a batch of obligations may concern, by a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Date, bindparam, literal_column, or_, select

from engine.minors import is_minor
from engine.reminders.recipients import Contact, Directory, Held
from engine.words import Language
from storage.consents import holding
from storage.given import among
from storage.hot import Hot
from storage.tables.organisations import consents, organisations, people, role_grants
from storage.tables.programmes import memberships, pairs


class _Grant(NamedTuple):
    """A role as a batch needs it."""

    person_id: int
    role: str
    organisation_id: int
    from_day: date | None
    to_day: date | None
    deputy_of_id: int | None
    for_person_id: int | None


class _Stay(NamedTuple):
    """A membership as a batch needs it."""

    pair_id: int
    person_id: int
    role: str
    from_day: date
    to_day: date | None


class _Person(NamedTuple):
    """A person as a batch needs them."""

    id: int
    name: str
    email: str
    language: Language
    kind: str
    born: date | None
    address_fault: str
    disabled: bool
    timezone: str


_GRANT_COLUMNS = [role_grants.c[name] for name in _Grant._fields]
_GRANTS = Hot(
    select(*_GRANT_COLUMNS).where(
        among(role_grants.c.organisation_id, "organisations"),
        role_grants.c.role.in_([literal_column(f"'{role}'") for role in ("administrator", "head", "curator")]),
        role_grants.c.deputy_of_id.is_(None),
    )
)
_MEMBERS = Hot(select(*(memberships.c[name] for name in _Stay._fields)).where(among(memberships.c.pair_id, "pairs")))
_FORMED = Hot(select(pairs.c.id).where(among(pairs.c.id, "pairs"), pairs.c.stage == "formed"))
_STAND_INS = Hot(
    select(*_GRANT_COLUMNS).where(
        or_(among(role_grants.c.deputy_of_id, "people"), among(role_grants.c.for_person_id, "people"))
    )
)
_PEOPLE = Hot(
    select(*(people.c[name] for name in _Person._fields[:-1]), organisations.c.timezone)
    .join(organisations, organisations.c.id == people.c.organisation_id)
    .where(among(people.c.id, "people"))
)
_CONSENTS = Hot(
    select(consents.c.person_id).where(
        among(consents.c.person_id, "people"),
        consents.c.kind == "personal-data",
        holding(bindparam("day", type_=Date)),
    )
)

_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Concerned:
    """What the batch names: organisations (municipalities above included), pairs, people responsible by name."""

    organisation_ids: frozenset[int]
    pair_ids: frozenset[int]
    person_ids: frozenset[int]


def directory(tx: Connection, concerned: Concerned, *, day: date | datetime) -> Directory:
    """The directory of a batch; `day` decides who is a minor and whose consent stands. An instant means the day that
    each of the people has then: a batch goes over several zones, and in Vladivostok the morning's letters leave while
    it is still yesterday in Greenwich.
    """
    holders: dict[tuple[int, str], list[Held]] = defaultdict(list)
    members: dict[tuple[int, str], list[Held]] = defaultdict(list)
    wanted = set(concerned.person_ids)
    for row in map(_Grant._make, _GRANTS.all(tx, {"organisations": concerned.organisation_ids})):
        holders[row.organisation_id, row.role].append(Held(row.person_id, row.from_day, row.to_day))
        wanted.add(row.person_id)
    pair_ids = concerned.pair_ids
    for stay in map(_Stay._make, _MEMBERS.all(tx, {"pairs": pair_ids}) if pair_ids else ()):
        members[stay.pair_id, stay.role].append(Held(stay.person_id, stay.from_day, stay.to_day))
        wanted.add(stay.person_id)
    formed = frozenset(key for (key,) in _FORMED.all(tx, {"pairs": pair_ids})) if pair_ids else frozenset[int]()
    deputies, representatives, standing_in = _stand_ins(tx, wanted)
    return Directory(
        contacts=_contacts(tx, wanted | standing_in, day=day),
        holders=_frozen(holders),
        members=_frozen(members),
        deputies=deputies,
        representatives=representatives,
        formed=formed,
    )


def _stand_ins(
    tx: Connection, wanted: set[int]
) -> tuple[dict[int, tuple[Held, ...]], dict[int, tuple[Held, ...]], set[int]]:
    deputies: dict[int, list[Held]] = defaultdict(list)
    representatives: dict[int, list[Held]] = defaultdict(list)
    found: set[int] = set()
    for row in map(_Grant._make, _STAND_INS.all(tx, {"people": wanted}) if wanted else ()):
        held = Held(row.person_id, row.from_day, row.to_day)
        found.add(row.person_id)
        if row.deputy_of_id is not None:
            deputies[row.deputy_of_id].append(held)
        elif row.for_person_id is not None:
            representatives[row.for_person_id].append(held)
    return _frozen(deputies), _frozen(representatives), found


def _contacts(tx: Connection, wanted: Iterable[int], *, day: date | datetime) -> dict[int, Contact]:
    ids = sorted(wanted)
    if not ids:
        return {}
    by_day: dict[date, list[_Person]] = defaultdict(list)  # Russia has two days at once at most
    zones: dict[str, date] = {}
    for row in map(_Person._make, _PEOPLE.all(tx, {"people": ids})):
        if row.timezone not in zones:
            zones[row.timezone] = _local(day, row.timezone)
        by_day[zones[row.timezone]].append(row)
    found: dict[int, Contact] = {}
    for local, rows in by_day.items():
        told = {"people": [row.id for row in rows], "day": local}
        consented = {key for (key,) in _CONSENTS.all(tx, told)}
        found |= {row.id: _contact(row, row.id in consented, local) for row in rows}
    return found


def _local(day: date | datetime, timezone: str) -> date:
    return day.astimezone(ZoneInfo(timezone)).date() if isinstance(day, datetime) else day


def _contact(row: _Person, consented: bool, day: date) -> Contact:
    return Contact(
        id=row.id,
        name=row.name,
        email=row.email,
        language=row.language,
        minor=is_minor(row.kind, row.born, day),
        consented=consented,
        address_fault=row.address_fault,
        disabled=row.disabled,
    )


def _frozen(found: dict[_Key, list[Held]]) -> dict[_Key, tuple[Held, ...]]:
    return {key: tuple(rows) for key, rows in found.items()}
