"""Who may become mentor, mentee or curator of a pair: people of an organisation and below, and of its partners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from engine.search_keys import search_key
from storage.scope import below
from storage.surroundings import line_of
from storage.tables.organisations import consents, organisations, people, role_grants
from storage.tables.programmes import memberships, pairs, programmes


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to choose. `leads` and `learns` count the live pairs he is mentor and mentee of.

    `consented`: the personal-data consent stands; `duty`: the consent to the duty of mentoring does.
    """

    id: int
    name: str
    kind: str
    position: str
    organisation: str
    path: str
    leads: int
    learns: int
    consented: bool
    duty: bool


@dataclass(frozen=True, slots=True)
class OtherPair:
    """A live pair that somebody leads. `ending_on`: its end is announced for that day."""

    id: int
    number: int
    stage: str
    programme: str
    programme_id: int
    organisation_id: int
    definition_id: int
    ending_on: date | None


def _in_pairs(role: str) -> ColumnElement[int]:
    found = (
        select(func.count())
        .select_from(memberships.join(pairs, pairs.c.id == memberships.c.pair_id))
        .where(
            memberships.c.person_id == people.c.id,
            memberships.c.role == role,
            memberships.c.to_day.is_(None),
            pairs.c.closed_on.is_(None),
        )
    )
    return found.scalar_subquery()


def _signed(kind: str) -> ColumnElement[bool]:
    return exists().where(
        consents.c.person_id == people.c.id, consents.c.kind == kind, consents.c.withdrawn_on.is_(None)
    )


_CANDIDATES = (
    select(
        people.c.id,
        people.c.name,
        people.c.kind,
        people.c.position,
        organisations.c.name.label("organisation"),
        organisations.c.path,
        _in_pairs("mentor").label("leads"),
        _in_pairs("mentee").label("learns"),
        _signed("personal-data").label("consented"),
        _signed("mentoring-duty").label("duty"),
    )
    .join(organisations, organisations.c.id == people.c.organisation_id)
    .where(people.c.disabled.is_(False))
)


def candidates(tx: Connection, path: str, *, search: str = "", most: int = 500) -> list[Candidate]:
    """People whom the organisation at `path` may put into a pair, its own first, by name; at most `most`."""
    region = path.split("/", maxsplit=1)[0]
    partners = and_(organisations.c.kind == "partner", below([region]))
    wanted = _CANDIDATES.where(or_(below([path]), partners))
    if search.strip():
        wanted = wanted.where(people.c.search_key.contains(search_key(search), autoescape=True))
    ordered = wanted.order_by(organisations.c.path != path, people.c.search_key, people.c.id).limit(most)
    return [Candidate(*row) for row in tx.execute(ordered)]


def curators(tx: Connection, path: str, *, day: date) -> list[tuple[int, str]]:
    """(id, name) of the curators of the organisation and of those above it."""
    wanted = (
        select(people.c.id, people.c.name)
        .join(role_grants, role_grants.c.person_id == people.c.id)
        .join(organisations, organisations.c.id == role_grants.c.organisation_id)
        .where(
            role_grants.c.role == "curator",
            organisations.c.path.in_(line_of(path)),
            people.c.disabled.is_(False),
            or_(role_grants.c.from_day.is_(None), role_grants.c.from_day <= day),
            or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= day),
        )
        .order_by(people.c.search_key, people.c.id)
        .distinct()
    )
    wanted = wanted.add_columns(people.c.search_key)
    return [(row.id, row.name) for row in tx.execute(wanted)]


def led_by(tx: Connection, person_id: int) -> Sequence[OtherPair]:
    """The live pairs this person is the mentor of."""
    wanted = (
        select(
            pairs.c.id,
            pairs.c.number,
            pairs.c.stage,
            programmes.c.title,
            pairs.c.programme_id,
            pairs.c.organisation_id,
            pairs.c.definition_id,
            pairs.c.ending_on,
        )
        .join(memberships, memberships.c.pair_id == pairs.c.id)
        .join(programmes, programmes.c.id == pairs.c.programme_id)
        .where(
            memberships.c.person_id == person_id,
            memberships.c.role == "mentor",
            memberships.c.to_day.is_(None),
            pairs.c.closed_on.is_(None),
        )
        .order_by(pairs.c.id)
    )
    return [OtherPair(*row) for row in tx.execute(wanted)]
