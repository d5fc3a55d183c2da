"""Who was mentor, mentee or curator of a pair, and when: dated intervals, both days included."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from engine.actors import Role
from storage.given import among
from storage.hot import Hot
from storage.tables.organisations import people, role_grants
from storage.tables.programmes import memberships, pairs

MemberRole = Literal["mentor", "mentee", "curator"]


@dataclass(frozen=True, slots=True)
class Member:
    """One stay of one person. `to_day` None: still; a `to_day` before `from_day`: it never took place."""

    id: int
    pair_id: int
    person_id: int
    role: MemberRole
    from_day: date
    to_day: date | None
    name: str


_COLUMNS = [*(memberships.c[field.name] for field in fields(Member) if field.name != "name"), people.c.name]
_OF_PAIR = (
    select(*_COLUMNS)
    .join(people, people.c.id == memberships.c.person_id)
    .where(memberships.c.pair_id == bindparam("pair_id"))
    .order_by(memberships.c.id)
)
_LIVE = _OF_PAIR.where(memberships.c.to_day.is_(None))
_ON_DAY = _OF_PAIR.where(
    memberships.c.from_day <= bindparam("day"),
    or_(memberships.c.to_day.is_(None), memberships.c.to_day >= bindparam("day")),
)
_OF_PAIRS = Hot(
    select(*_COLUMNS)
    .join(people, people.c.id == memberships.c.person_id)
    .join(pairs, pairs.c.id == memberships.c.pair_id)
    .where(
        among(memberships.c.pair_id, "pair_ids"),
        or_(memberships.c.to_day.is_(None), memberships.c.to_day == pairs.c.closed_on),
    )
    .order_by(memberships.c.pair_id, memberships.c.id)
)
_OWN_ROLES = Hot(
    select(memberships.c.role).where(
        memberships.c.pair_id == bindparam("pair_id"),
        memberships.c.person_id == bindparam("person_id"),
        memberships.c.from_day <= bindparam("day"),
        or_(memberships.c.to_day.is_(None), memberships.c.to_day >= bindparam("day")),
    )
)
_REPRESENTED = Hot(
    select(role_grants.c.id)
    .join(memberships, memberships.c.person_id == role_grants.c.for_person_id)
    .where(
        memberships.c.pair_id == bindparam("pair_id"),
        memberships.c.to_day.is_(None),
        role_grants.c.role == "representative",
        role_grants.c.person_id == bindparam("person_id"),
        or_(role_grants.c.from_day.is_(None), role_grants.c.from_day <= bindparam("day")),
        or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= bindparam("day")),
    )
)
_LOAD = (
    select(func.count(func.distinct(memberships.c.pair_id)))
    .join(pairs, pairs.c.id == memberships.c.pair_id)
    .where(
        memberships.c.person_id == bindparam("person_id"),
        memberships.c.role == "mentor",
        memberships.c.to_day.is_(None),
        pairs.c.closed_on.is_(None),
    )
)
_ADD = insert(memberships).returning(memberships.c.id, sort_by_parameter_order=True)
_STARTS = select(memberships.c.id, memberships.c.from_day).where(memberships.c.id.in_(bindparam("ids", expanding=True)))
_SET_END = update(memberships).where(memberships.c.id == bindparam("member_id")).values(to_day=bindparam("day"))


def of_pair(tx: Connection, pair_id: int) -> list[Member]:
    """Everybody who ever belonged to the pair, in the order they joined."""
    return [Member(*row) for row in tx.execute(_OF_PAIR, {"pair_id": pair_id})]


def live(tx: Connection, pair_id: int) -> list[Member]:
    """Those whose membership has no end."""
    return [Member(*row) for row in tx.execute(_LIVE, {"pair_id": pair_id})]


def on_day(tx: Connection, pair_id: int, day: date) -> list[Member]:
    """Those who belonged to the pair on that day."""
    return [Member(*row) for row in tx.execute(_ON_DAY, {"pair_id": pair_id, "day": day})]


def roles_of(tx: Connection, *, pair_id: int, person_id: int, day: date) -> set[Role]:
    """What the person is to the pair on that day: a member's role, or representative of one of its members."""
    asked = {"pair_id": pair_id, "person_id": person_id, "day": day}
    roles: set[Role] = {role for (role,) in _OWN_ROLES.all(tx, asked)}
    if _REPRESENTED.first(tx, asked) is not None:
        roles.add("representative")
    return roles


def of_pairs(tx: Connection, pair_ids: Iterable[int]) -> list[Member]:
    """For lists: those who belong to these pairs, or belonged on the day theirs closed."""
    return [Member(*row) for row in _OF_PAIRS.all(tx, {"pair_ids": pair_ids})]


def mentor_load(tx: Connection, person_id: int) -> int:
    """How many live pairs the person mentors."""
    return int(tx.execute(_LOAD, {"person_id": person_id}).scalar_one())


def begin(tx: Connection, *, pair_id: int, people: Iterable[tuple[int, MemberRole]], from_day: date) -> list[int]:
    """New memberships of (person, role), from that day on; returns their ids."""
    rows = [
        {"pair_id": pair_id, "person_id": person_id, "role": role, "from_day": from_day} for person_id, role in people
    ]
    return list(tx.execute(_ADD, rows).scalars())


def finish(tx: Connection, members: Iterable[Member], *, last_day: date) -> list[int]:
    """Ends memberships with that day included; returns their ids, which an undo needs."""
    ids = [member.id for member in members]
    if ids:
        tx.execute(_SET_END, [{"member_id": member_id, "day": last_day} for member_id in ids])
    return ids


def reopen(tx: Connection, member_ids: Iterable[int]) -> None:
    """Takes back `finish`."""
    ids = list(member_ids)
    if ids:
        tx.execute(_SET_END, [{"member_id": member_id, "day": None} for member_id in ids])


def annul(tx: Connection, member_ids: Iterable[int]) -> None:
    """Takes back `begin`: nothing is deleted, the interval ends before it started."""
    ids = list(member_ids)
    starts = {row.id: row.from_day for row in tx.execute(_STARTS, {"ids": ids})} if ids else {}
    if starts:
        tx.execute(_SET_END, [{"member_id": key, "day": day - timedelta(days=1)} for key, day in starts.items()])
