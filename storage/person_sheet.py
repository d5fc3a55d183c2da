"""Everything about one person that the page shows beside roles and consents: pairs, wards, people around."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, Date, Integer, bindparam, or_, select

from storage.hot import Hot
from storage.tables.organisations import organisations, people, role_grants
from storage.tables.programmes import memberships, pairs, programmes


class PairLine(NamedTuple):
    """A stay in a pair. `closed_on`: the pair is over."""

    pair_id: int
    number: int
    programme: str
    path: str
    role: str
    from_day: date
    to_day: date | None
    closed_on: date | None


class Known(NamedTuple):
    """Somebody to choose from."""

    id: int
    name: str
    kind: str


_person = bindparam("person", type_=Integer)
_PAIRS = Hot(
    select(
        pairs.c.id,
        pairs.c.number,
        programmes.c.title,
        organisations.c.path,
        memberships.c.role,
        memberships.c.from_day,
        memberships.c.to_day,
        pairs.c.closed_on,
    )
    .select_from(
        memberships.join(pairs, pairs.c.id == memberships.c.pair_id)
        .join(programmes, programmes.c.id == pairs.c.programme_id)
        .join(organisations, organisations.c.id == pairs.c.organisation_id)
    )
    .where(memberships.c.person_id == _person)
    .order_by(memberships.c.id.desc())
    .limit(100)
)
_GROWN_UPS = Hot(
    select(people.c.id, people.c.name, people.c.kind)
    .where(
        people.c.organisation_id == bindparam("organisation", type_=Integer),
        people.c.disabled.is_(False),
        people.c.kind != "pupil",
        people.c.id != _person,
    )
    .order_by(people.c.search_key, people.c.id)
    .limit(bindparam("most", type_=Integer))
)
_WARDS = Hot(
    select(people.c.id, people.c.name, people.c.kind)
    .join(role_grants, role_grants.c.for_person_id == people.c.id)
    .where(
        role_grants.c.person_id == _person,
        or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= bindparam("day", type_=Date)),
    )
    .order_by(people.c.search_key, people.c.id)
)


def pairs_of(tx: Connection, person_id: int) -> list[PairLine]:
    """Every pair the person belonged to, the latest first, at most a hundred."""
    return [PairLine(*row) for row in _PAIRS.all(tx, {"person": person_id})]


def grown_ups(tx: Connection, organisation_id: int, *, but: int, most: int = 500) -> list[Known]:
    """Whom a form may offer: everybody of the organisation who is no pupil, by name."""
    given = {"organisation": organisation_id, "person": but, "most": most}
    return [Known(*row) for row in _GROWN_UPS.all(tx, given)]


def wards(tx: Connection, person_id: int, *, day: date) -> list[Known]:
    """The minors somebody represents."""
    return [Known(*row) for row in _WARDS.all(tx, {"person": person_id, "day": day})]
