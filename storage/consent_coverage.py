"""Who takes part in a programme and must have signed: members of its live pairs, role holders without a pair yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Date, Integer, bindparam, exists, or_, select

from engine.consents import ASKED_BY_WITHDRAWAL
from storage.consents import ConsentKind
from storage.given import among
from storage.hot import Hot
from storage.scope import Scope, visible
from storage.tables.organisations import consents, organisations, people, role_grants
from storage.tables.programmes import memberships, pairs, programmes
from storage.tables.roadmaps import tasks

_SIDES = ("mentor", "mentee")


@dataclass(frozen=True, slots=True)
class Taking:
    """One person in one role. `pair_id` None: holds the role and has no pair yet."""

    person_id: int
    name: str
    kind: str
    position: str
    email: str
    born: date | None
    role: str
    pair_id: int | None
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A withdrawal whose clock runs: what it asks for is to be done by `destroy_by`."""

    consent_id: int
    kind: ConsentKind
    person_id: int
    name: str
    withdrawn_on: date
    destroy_by: date
    organisation: str
    path: str


_PROGRAMME = bindparam("programme", type_=Integer)
_ORGANISATION = bindparam("organisation", type_=Integer)
_DAY = bindparam("day", type_=Date)
_WHO = [people.c[name] for name in ("id", "name", "kind", "position", "email", "born")]
_IN_PAIRS = Hot(
    select(*_WHO, memberships.c.role, pairs.c.id, pairs.c.stage)
    .select_from(
        memberships.join(pairs, pairs.c.id == memberships.c.pair_id).join(
            people, people.c.id == memberships.c.person_id
        )
    )
    .where(
        pairs.c.programme_id == _PROGRAMME,
        pairs.c.closed_on.is_(None),
        memberships.c.to_day.is_(None),
        or_(*(memberships.c.role == one for one in _SIDES)),
        people.c.disabled.is_(False),
    )
    .order_by(people.c.search_key, people.c.id, pairs.c.id)
)
_HAS_PAIR = exists(
    select(memberships.c.id)
    .join(pairs, pairs.c.id == memberships.c.pair_id)
    .where(
        memberships.c.person_id == people.c.id,
        memberships.c.to_day.is_(None),
        memberships.c.role == role_grants.c.role,
        pairs.c.closed_on.is_(None),
    )
)
_BY_ROLE = Hot(
    select(*_WHO, role_grants.c.role)
    .join(role_grants, role_grants.c.person_id == people.c.id)
    .where(
        role_grants.c.organisation_id == _ORGANISATION,
        or_(*(role_grants.c.role == one for one in _SIDES)),
        role_grants.c.deputy_of_id.is_(None),
        or_(role_grants.c.from_day.is_(None), role_grants.c.from_day <= _DAY),
        or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= _DAY),
        people.c.disabled.is_(False),
        ~_HAS_PAIR,
    )
    .order_by(people.c.search_key, people.c.id, role_grants.c.id)
)
_SPEAKERS = Hot(
    select(role_grants.c.for_person_id, people.c.id, people.c.name)
    .join(people, people.c.id == role_grants.c.person_id)
    .where(
        among(role_grants.c.for_person_id, "people"),
        role_grants.c.role == "representative",
        or_(role_grants.c.from_day.is_(None), role_grants.c.from_day <= _DAY),
        or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= _DAY),
    )
    .order_by(role_grants.c.id)
)
_LED = memberships.alias("led")
_MENTEES = Hot(
    select(_LED.c.person_id, people.c.name)
    .select_from(
        _LED.join(pairs, pairs.c.id == _LED.c.pair_id)
        .join(memberships, memberships.c.pair_id == pairs.c.id)
        .join(people, people.c.id == memberships.c.person_id)
    )
    .where(
        among(_LED.c.person_id, "people"),
        _LED.c.role == "mentor",
        _LED.c.to_day.is_(None),
        memberships.c.role == "mentee",
        memberships.c.to_day.is_(None),
        pairs.c.closed_on.is_(None),
    )
    .order_by(people.c.search_key, people.c.id)
)
_HEADS = Hot(
    select(people.c.name)
    .join(role_grants, role_grants.c.person_id == people.c.id)
    .where(
        role_grants.c.organisation_id == _ORGANISATION,
        role_grants.c.role == "head",
        role_grants.c.deputy_of_id.is_(None),
        or_(role_grants.c.from_day.is_(None), role_grants.c.from_day <= _DAY),
        or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= _DAY),
    )
    .order_by(role_grants.c.id)
    .limit(1)
)


def taking_part(tx: Connection, *, programme_id: int, organisation_id: int, day: date) -> list[Taking]:
    """By name; somebody in two pairs or roles stands there twice."""
    found = [Taking(*row) for row in _IN_PAIRS.all(tx, {"programme": programme_id})]
    for person_id, name, kind, position, email, born, role in _BY_ROLE.all(
        tx, {"organisation": organisation_id, "day": day}
    ):
        found.append(Taking(person_id, name, kind, position, email, born, role, None))
    return found


def representatives(tx: Connection, person_ids: Collection[int], *, day: date) -> dict[int, tuple[int, str]]:
    """The first representative of each minor: id and name."""
    found: dict[int, tuple[int, str]] = {}
    for ward, person_id, name in _SPEAKERS.all(tx, {"people": list(person_ids), "day": day}) if person_ids else ():
        found.setdefault(ward, (person_id, name))
    return found


def mentees_of(tx: Connection, mentor_ids: Collection[int]) -> dict[int, list[str]]:
    """Whom these people lead in live pairs."""
    found: dict[int, list[str]] = {}
    for mentor_id, name in _MENTEES.all(tx, {"people": list(mentor_ids)}) if mentor_ids else ():
        if name not in found.setdefault(mentor_id, []):
            found[mentor_id].append(name)
    return found


def head_of(tx: Connection, organisation_id: int, *, day: date) -> str:
    """Who heads the organisation; "" when nobody is named."""
    row = _HEADS.first(tx, {"organisation": organisation_id, "day": day})
    return str(row[0]) if row else ""


def withdrawn(tx: Connection, scope: Scope) -> list[Withdrawn]:
    """Withdrawals whose clock runs, the nearest day first."""
    wanted = (
        select(
            consents.c.id,
            consents.c.kind,
            people.c.id,
            people.c.name,
            consents.c.withdrawn_on,
            consents.c.destroy_by,
            organisations.c.name,
            organisations.c.path,
        )
        .join(people, people.c.id == consents.c.person_id)
        .join(organisations, organisations.c.id == people.c.organisation_id)
        .join(tasks, tasks.c.consent_id == consents.c.id)
        .where(
            visible(scope, people.c.organisation_id),
            tasks.c.kind.in_(ASKED_BY_WITHDRAWAL.values()),
            tasks.c.done_on.is_(None),
            consents.c.destroy_by.is_not(None),
        )
        .order_by(consents.c.destroy_by, consents.c.id)
    )
    return [Withdrawn(*row) for row in tx.execute(wanted)]


def programmes_in(tx: Connection, scope: Scope, *, day: date) -> list[tuple[int, str, str, str]]:
    """(id, title, name and path of the organisation) of programmes that are not over, by organisation."""
    wanted = (
        select(programmes.c.id, programmes.c.title, organisations.c.name, organisations.c.path)
        .join(organisations, organisations.c.id == programmes.c.organisation_id)
        .where(visible(scope, programmes.c.organisation_id), programmes.c.period_end >= day)
        .order_by(organisations.c.path, programmes.c.id)
        .limit(500)
    )
    return [(row[0], row[1], row[2], row[3]) for row in tx.execute(wanted)]
