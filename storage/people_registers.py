"""What the registers of an organisation and everything below it are made of: a few statements, however many people."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, String, and_, bindparam, exists, func, or_, select

from storage.hot import Hot
from storage.tables.organisations import organisations, people, role_grants
from storage.tables.participants import profiles
from storage.tables.programmes import feedbacks, memberships, pairs


@dataclass(frozen=True, slots=True)
class Enlisted:
    """A person of the registers. `mentor`, `mentee`: holds that role on the day without regard to pairs."""

    id: int
    organisation: str
    path: str
    name: str
    email: str
    kind: str
    position: str
    born: date | None
    hired: date | None
    mentor: bool
    mentee: bool
    sex: str
    phone: str
    place: str
    category: str
    request: str
    needs: list[str]
    competences: list[str]
    interests: list[str]
    achievements: str
    wished_age: str
    time_resource: str
    expert_in: str
    capacity: int | None
    entered_on: date | None


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody's time in a pair as mentor or mentee; the partner may belong to another organisation."""

    pair_id: int
    number: int
    definition_id: int
    person_id: int
    name: str
    role: str
    from_day: date
    to_day: date | None
    closed_on: date | None
    outcome: str | None


_TOP = bindparam("top", type_=String)
_PREFIX = bindparam("prefix", type_=String)
_DAY = bindparam("day", type_=Date)
_HERE = or_(organisations.c.path == _TOP, func.substr(organisations.c.path, 1, func.length(_PREFIX)) == _PREFIX)


def _holds(role: str) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            role_grants.c.person_id == people.c.id,
            role_grants.c.role == role,
            or_(role_grants.c.from_day.is_(None), role_grants.c.from_day <= _DAY),
            or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= _DAY),
        )
        .label(role)
    )


_KEPT = (
    "sex",
    "phone",
    "place",
    "category",
    "request",
    "needs",
    "competences",
    "interests",
    "achievements",
    "wished_age",
    "time_resource",
    "expert_in",
    "capacity",
    "entered_on",
)
_EMPTY: dict[str, Any] = {"needs": [], "competences": [], "interests": [], "capacity": None, "entered_on": None}
_ENLISTED = Hot(
    select(
        people.c.id,
        organisations.c.name,
        organisations.c.path,
        people.c.name,
        people.c.email,
        people.c.kind,
        people.c.position,
        people.c.born,
        people.c.hired,
        _holds("mentor"),
        _holds("mentee"),
        *(profiles.c[name] for name in _KEPT),
    )
    .select_from(
        people.join(organisations, organisations.c.id == people.c.organisation_id).outerjoin(
            profiles, profiles.c.person_id == people.c.id
        )
    )
    .where(_HERE, people.c.disabled.is_(False))
    .order_by(organisations.c.path, people.c.search_key, people.c.id)
)
_STAYS = Hot(
    select(
        pairs.c.id,
        pairs.c.number,
        pairs.c.definition_id,
        memberships.c.person_id,
        people.c.name,
        memberships.c.role,
        memberships.c.from_day,
        memberships.c.to_day,
        pairs.c.closed_on,
        pairs.c.outcome,
    )
    .select_from(
        memberships.join(pairs, pairs.c.id == memberships.c.pair_id)
        .join(people, people.c.id == memberships.c.person_id)
        .join(organisations, organisations.c.id == pairs.c.organisation_id)
    )
    .where(
        _HERE,
        memberships.c.role != "curator",
        memberships.c.from_day <= _DAY,
        # A stay that ended before it began never took place.
        or_(memberships.c.to_day.is_(None), memberships.c.to_day >= memberships.c.from_day),
    )
    .order_by(pairs.c.id, memberships.c.id)
)
_REPRESENTATIVES = Hot(
    select(role_grants.c.for_person_id, people.c.name, people.c.email)
    .select_from(
        role_grants.join(people, people.c.id == role_grants.c.person_id).join(
            organisations, organisations.c.id == role_grants.c.organisation_id
        )
    )
    .where(
        _HERE,
        role_grants.c.role == "representative",
        or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= _DAY),
    )
    .order_by(role_grants.c.id.desc())
)
_FEEDBACK = Hot(
    select(feedbacks.c.pair_id, feedbacks.c.person_id)
    .select_from(
        feedbacks.join(pairs, pairs.c.id == feedbacks.c.pair_id).join(
            organisations, organisations.c.id == pairs.c.organisation_id
        )
    )
    .where(and_(_HERE, feedbacks.c.withdrawn_at.is_(None), feedbacks.c.given_on <= _DAY))
    .distinct()
)


def enlisted(tx: Connection, path: str, *, day: date) -> list[Enlisted]:
    """Everybody of the organisation and below who may act; a profile that is not there gives empty fields."""
    found: list[Enlisted] = []
    for row in _ENLISTED.all(tx, _of(path, day)):
        kept: list[Any] = [
            _EMPTY.get(name, "") if value is None else value for name, value in zip(_KEPT, row[11:], strict=True)
        ]
        values: tuple[Any, ...] = (*row[:9], bool(row[9]), bool(row[10]), *kept)
        found.append(Enlisted(*values))
    return found


def stays(tx: Connection, path: str, *, day: date) -> list[Stay]:
    """Stays in the pairs of the organisation and below that had begun by the day."""
    return [Stay(*row) for row in _STAYS.all(tx, _of(path, day))]


def representatives(tx: Connection, path: str, *, day: date) -> dict[int, tuple[str, str]]:
    """Name and address of the first representative of each minor."""
    return {minor: (name, email) for minor, name, email in _REPRESENTATIVES.all(tx, _of(path, day))}


def heard(tx: Connection, path: str, *, day: date) -> set[tuple[int, int]]:
    """(pair, person) who gave feedback by the day."""
    return {(pair, person) for pair, person in _FEEDBACK.all(tx, _of(path, day))}


def _of(path: str, day: date) -> dict[str, object]:
    return {"top": path, "prefix": f"{path}/", "day": day}
