"""Everybody a batch of obligations may concern, by a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, or_, select

from engine.minors import is_minor
from engine.reminders.recipients import Contact, Directory, Held
from storage.given import among
from storage.tables.organisations import consents, people, role_grants
from storage.tables.programmes import memberships, pairs

_GRANTS = select(role_grants).where(
    among(role_grants.c.organisation_id, "organisations"),
    role_grants.c.role.in_(("administrator", "head", "curator")),
    role_grants.c.deputy_of_id.is_(None),
)
_MEMBERS = select(memberships).where(among(memberships.c.pair_id, "pairs"))
_FORMED = select(pairs.c.id).where(among(pairs.c.id, "pairs"), pairs.c.stage == "formed")
_STAND_INS = select(role_grants).where(
    or_(among(role_grants.c.deputy_of_id, "people"), among(role_grants.c.for_person_id, "people"))
)
_PEOPLE = select(people).where(among(people.c.id, "people"))
_CONSENTS = select(consents.c.person_id).where(
    among(consents.c.person_id, "people"),
    consents.c.kind == "personal-data",
    consents.c.withdrawn_on.is_(None),
)

_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Concerned:
    """What the batch names: organisations (municipalities above included), pairs, people responsible by name."""

    organisation_ids: frozenset[int]
    pair_ids: frozenset[int]
    person_ids: frozenset[int]


def directory(tx: Connection, concerned: Concerned, *, day: date) -> Directory:
    """The directory of a batch; `day` decides who is a minor."""
    holders: dict[tuple[int, str], list[Held]] = defaultdict(list)
    members: dict[tuple[int, str], list[Held]] = defaultdict(list)
    wanted = set(concerned.person_ids)
    for row in tx.execute(_GRANTS, {"organisations": concerned.organisation_ids}).all():
        holders[row.organisation_id, row.role].append(Held(row.person_id, row.from_day, row.to_day))
        wanted.add(row.person_id)
    pair_ids = concerned.pair_ids
    for row in tx.execute(_MEMBERS, {"pairs": pair_ids}).all() if pair_ids else ():
        members[row.pair_id, row.role].append(Held(row.person_id, row.from_day, row.to_day))
        wanted.add(row.person_id)
    formed = frozenset(tx.execute(_FORMED, {"pairs": pair_ids}).scalars()) if pair_ids else frozenset[int]()
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
    for row in tx.execute(_STAND_INS, {"people": wanted}).all() if wanted else ():
        held = Held(row.person_id, row.from_day, row.to_day)
        found.add(row.person_id)
        if row.deputy_of_id is not None:
            deputies[row.deputy_of_id].append(held)
        else:
            representatives[row.for_person_id].append(held)
    return _frozen(deputies), _frozen(representatives), found


def _contacts(tx: Connection, wanted: Iterable[int], *, day: date) -> dict[int, Contact]:
    ids = sorted(wanted)
    if not ids:
        return {}
    consented = set(tx.execute(_CONSENTS, {"people": ids}).scalars())
    return {row.id: _contact(row, row.id in consented, day) for row in tx.execute(_PEOPLE, {"people": ids}).all()}


def _contact(row: Row[Any], consented: bool, day: date) -> Contact:
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
