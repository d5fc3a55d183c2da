"""Whom a survey asks: people of the programme's pairs, holders of a role waiting for a pair, staff, curators."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from storage.given import among
from storage.tables.events import event_people
from storage.tables.organisations import consents, people, role_grants
from storage.tables.programmes import memberships, pairs


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is to answer. `pair_id` with its number where the person is asked as a member of that pair."""

    person_id: int
    name: str
    role: str
    pair_id: int | None = None
    pair_number: int | None = None
    suspended: bool = False


def in_pairs(
    tx: Connection, *, programme_id: int, roles: Collection[str], only: Collection[int] | None = None
) -> list[Asked]:
    """The members of live pairs in these roles, pair by pair. `only`: none but these people."""
    wanted = (
        select(people.c.id, people.c.name, memberships.c.role, pairs.c.id, pairs.c.number, pairs.c.suspended_from)
        .join_from(memberships, pairs, pairs.c.id == memberships.c.pair_id)
        .join(people, people.c.id == memberships.c.person_id)
        .where(
            pairs.c.programme_id == programme_id,
            pairs.c.closed_on.is_(None),
            memberships.c.to_day.is_(None),
            memberships.c.role.in_(sorted(roles)),
        )
        .order_by(pairs.c.number, memberships.c.id)
    )
    return [Asked(row[0], row[1], row[2], row[3], row[4], row[5] is not None) for row in _found(tx, wanted, only)]


def holding(
    tx: Connection,
    *,
    organisation_id: int,
    roles: Collection[str],
    kinds: Mapping[str, Collection[str]],
    day: date,
    only: Collection[int] | None = None,
) -> list[Asked]:
    """Who holds the role of a mentor or mentee in the organisation on a day: people who wait for a pair.

    `kinds`: which kinds of people count for a role; a role that is not named there counts whoever holds it.
    """
    wanted = (
        select(people.c.id, people.c.name, role_grants.c.role, people.c.kind)
        .join(people, people.c.id == role_grants.c.person_id)
        .where(
            role_grants.c.organisation_id == organisation_id,
            role_grants.c.role.in_(sorted(roles)),
            role_grants.c.deputy_of_id.is_(None),
            or_(role_grants.c.from_day.is_(None), role_grants.c.from_day <= day),
            or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= day),
            people.c.disabled.is_(False),
        )
        .order_by(people.c.name, people.c.id)
    )
    return [
        Asked(row.id, row.name, row.role)
        for row in _found(tx, wanted, only)
        if row.role not in kinds or row.kind in kinds[row.role]
    ]


def staff(tx: Connection, organisation_id: int, *, only: Collection[int] | None = None) -> list[Asked]:
    """The staff of the organisation itself."""
    wanted = (
        select(people.c.id, people.c.name)
        .where(people.c.organisation_id == organisation_id, people.c.kind == "staff", people.c.disabled.is_(False))
        .order_by(people.c.name, people.c.id)
    )
    return [Asked(row.id, row.name, "staff") for row in _found(tx, wanted, only)]


def at_event(tx: Connection, event_id: int) -> set[int]:
    """Who was at an event: everybody on its list who is not marked as absent."""
    came = or_(event_people.c.came.is_(None), event_people.c.came.is_(True))
    return set(tx.scalars(select(event_people.c.person_id).where(event_people.c.event_id == event_id, came)))


def consented(tx: Connection, person_ids: Collection[int], *, day: date) -> set[int]:
    """Those of these people whose consent to the processing of personal data stands on a day."""
    stands = and_(
        consents.c.kind == "personal-data",
        or_(consents.c.withdrawn_on.is_(None), consents.c.withdrawn_on > day),
        or_(consents.c.valid_to.is_(None), consents.c.valid_to >= day),
    )
    wanted = select(consents.c.person_id).where(among(consents.c.person_id, "people"), stands)
    return set(tx.scalars(wanted, {"people": set(person_ids)}))


def names(tx: Connection, person_ids: Collection[int]) -> dict[int, str]:
    """The full names of people by id."""
    wanted = select(people.c.id, people.c.name).where(among(people.c.id, "people"))
    return {row.id: row.name for row in tx.execute(wanted, {"people": set(person_ids)})}


def pair_numbers(tx: Connection, pair_ids: Collection[int]) -> dict[int, int]:
    """The numbers of pairs by id."""
    wanted = select(pairs.c.id, pairs.c.number).where(among(pairs.c.id, "pairs"))
    return {row.id: row.number for row in tx.execute(wanted, {"pairs": set(pair_ids)})}


def _found(tx: Connection, wanted: Any, only: Collection[int] | None) -> Sequence[Any]:
    """Rows of a selection of any number of columns of people. `only`: none but these."""
    return tx.execute(wanted if only is None else wanted.where(people.c.id.in_(sorted(only)))).all()
