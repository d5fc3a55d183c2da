"""Who somebody is when they come to a page: the roles that hold today, and where an object belongs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    Table,
    bindparam,
    cast,
    null,
    select,
)

from engine.actors import Role
from storage.hot import Hot
from storage.scope import Scope
from storage.tables.events import events, practices
from storage.tables.imports import roadmap_imports
from storage.tables.letters import letters
from storage.tables.matching import match_proposals
from storage.tables.obligations import obligations
from storage.tables.organisations import organisations, people, role_grants
from storage.tables.outward import webhooks
from storage.tables.papers import paper_drafts, papers
from storage.tables.participants import erasures, people_imports
from storage.tables.programmes import memberships, pairs, programmes, surveys
from storage.tables.publications import publications
from storage.tables.roadmaps import evidences, items, roadmaps

OFFICES: frozenset[Role] = frozenset({"administrator", "head", "curator", "observer"})
"""Roles that open an organisation and everything below it; the others open only one's own pairs."""


@dataclass(frozen=True, slots=True)
class Held:
    """A role that holds today on an organisation. `deputy_of_id`: in place of that person."""

    role: Role
    organisation_id: int
    path: str
    name: str
    kind: str
    timezone: str
    deputy_of_id: int | None


@dataclass(frozen=True, slots=True)
class Home:
    """Where an object belongs. `pair_id` for what belongs to one pair."""

    organisation_id: int
    path: str
    timezone: str
    pair_id: int | None

    def today(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.timezone)).date()


_GRANTS = Hot(
    select(
        role_grants.c.role,
        role_grants.c.from_day,
        role_grants.c.to_day,
        role_grants.c.deputy_of_id,
        organisations.c.id,
        organisations.c.path,
        organisations.c.name,
        organisations.c.kind,
        organisations.c.timezone,
    )
    .join(organisations, organisations.c.id == role_grants.c.organisation_id)
    .where(role_grants.c.person_id == bindparam("person"))
    .order_by(organisations.c.path, role_grants.c.id)
)
_IN_PAIRS = Hot(
    select(memberships.c.role)
    .where(memberships.c.person_id == bindparam("person"), memberships.c.to_day.is_(None))
    .distinct()
)


def held_today(tx: Connection, person_id: int, *, at: datetime) -> tuple[Held, ...]:
    """The roles that hold on each organisation's own local day, from the top of the tree down."""
    found: list[Held] = []
    for role, since, until, deputy_of_id, organisation_id, path, name, kind, zone in _GRANTS.all(
        tx, {"person": person_id}
    ):
        day = at.astimezone(ZoneInfo(zone)).date()
        if (since is None or since <= day) and (until is None or day <= until):
            found.append(Held(role, organisation_id, path, name, kind, zone, deputy_of_id))
    return tuple(found)


def roles_in_pairs(tx: Connection, person_id: int) -> frozenset[Role]:
    """Mentor, mentee or curator of any live pair."""
    return frozenset(role for (role,) in _IN_PAIRS.all(tx, {"person": person_id}))


def office_scope(held: tuple[Held, ...]) -> Scope:
    """What the offices open: each its organisation and everything below; only the highest paths are kept."""
    tops: list[str] = []
    for path in sorted({one.path for one in held if one.role in OFFICES}, key=len):
        if not any(path == top or path.startswith(f"{top}/") for top in tops):
            tops.append(path)
    return Scope(paths=tuple(tops))


def home(tx: Connection, kind: str, object_id: int) -> Home | None:
    """Where the object of a path parameter belongs; None when there is none. KeyError for a kind without a home."""
    row = _HOMES[kind].first(tx, {"id": object_id})
    return None if row is None else Home(*row)


_WANTED: BindParameter[Any] = bindparam("id")
_PLACE: list[ColumnElement[Any]] = [organisations.c.id, organisations.c.path, organisations.c.timezone]
_NO_PAIR = cast(null(), Integer)
_OBLIGATION_OF = select(evidences.c.obligation_id).where(evidences.c.id == _WANTED).scalar_subquery()


def _at(table: Table, *, pair_id: ColumnElement[Any] = _NO_PAIR, among: FromClause | None = None) -> Select[Any]:
    """Objects of a table with `organisation_id`, or of a join whose `programmes` have it."""
    owner = programmes.c.organisation_id if among is not None else table.c.organisation_id
    asked: Select[Any] = select(*_PLACE, pair_id)
    return asked.select_from(table if among is None else among).join(organisations, organisations.c.id == owner)


_HOMES: Mapping[str, Hot] = MappingProxyType(
    {
        "organisation": Hot(select(*_PLACE, _NO_PAIR).where(organisations.c.id == _WANTED)),
        **{
            name: Hot(_at(table).where(table.c.id == _WANTED))
            for name, table in (
                ("person", people),
                ("item", items),
                ("event", events),
                ("roadmap", roadmaps),
                ("programme", programmes),
                ("letter", letters),
                ("paper", papers),
                ("draft", paper_drafts),
                ("practice", practices),
                ("publication", publications),
                ("import", roadmap_imports),
                ("erasure", erasures),
                ("people_import", people_imports),
                ("webhook", webhooks),
            )
        },
        "pair": Hot(_at(pairs, pair_id=pairs.c.id).where(pairs.c.id == _WANTED)),
        "obligation": Hot(_at(obligations, pair_id=obligations.c.pair_id).where(obligations.c.id == _WANTED)),
        "evidence": Hot(_at(obligations, pair_id=obligations.c.pair_id).where(obligations.c.id == _OBLIGATION_OF)),
        "match": Hot(
            _at(
                match_proposals,
                among=match_proposals.join(programmes, programmes.c.id == match_proposals.c.programme_id),
            ).where(match_proposals.c.id == _WANTED)
        ),
        "survey": Hot(
            _at(surveys, among=surveys.join(programmes, programmes.c.id == surveys.c.programme_id)).where(
                surveys.c.id == _WANTED
            )
        ),
    }
)
