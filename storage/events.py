"""Common events: what is planned, who is invited, who came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from engine.refusals import ChangedMeanwhile
from storage.given import among
from storage.scope import Scope, visible
from storage.tables.events import event_people, events
from storage.tables.organisations import organisations, people, role_grants
from storage.tables.programmes import memberships, pairs, programmes
from storage.tables.roadmaps import items, roadmaps

_event, _guest = events.c, event_people.c


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event. `invited` and `came` are told numbers, None = the list counts; `uid` is its calendar entry."""

    id: int
    organisation_id: int
    programme_id: int | None
    item_id: int | None
    kind: str
    level: str
    title: str
    planned_on: date
    at_time: str
    minutes: int
    place: str
    note: str
    hours: int | None
    invited: int | None
    came: int | None
    held_on: date | None
    called_off_on: date | None
    uid: str
    sequence: int
    version: int

    @property
    def subject(self) -> str:
        return f"event:{self.id}"


@dataclass(frozen=True, slots=True)
class GuestRow:
    """Somebody on the list. `coming`: the answer to the invitation, None = none yet. `came` None: nobody has said."""

    id: int
    event_id: int
    person_id: int
    role: str
    coming: bool | None
    came: bool | None
    result: str
    certificate: str
    certified_on: date | None
    name: str
    position: str
    kind: str
    organisation_id: int


@dataclass(frozen=True, slots=True)
class InviteeRow:
    """`needs_consent`: a participant of mentoring or somebody from outside the staff, who hears nothing before it."""

    event_id: int
    person_id: int
    needs_consent: bool
    coming: bool | None = None


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """An event in a list, with numbers of its list of people."""

    event: EventRow
    path: str
    organisation: str
    listed: int
    listed_came: int

    @property
    def invited(self) -> int:
        return self.listed if self.event.invited is None else self.event.invited

    @property
    def came(self) -> int:
        return self.listed_came if self.event.came is None else self.event.came


_COLUMNS = [_event[field.name] for field in fields(EventRow)]
_BY_ID = select(*_COLUMNS).where(_event.id == bindparam("key"))
_BY_IDS = select(*_COLUMNS).where(among(_event.id, "ids"))
_GUEST_COLUMNS = [
    *(_guest[name] for name in ("id", "event_id", "person_id", "role", "coming", "came", "result", "certificate")),
    _guest.certified_on,
    people.c.name,
    people.c.position,
    people.c.kind,
    people.c.organisation_id,
]
_GUESTS = (
    select(*_GUEST_COLUMNS)
    .join(people, people.c.id == _guest.person_id)
    .where(among(_guest.event_id, "ids"))
    .order_by(people.c.search_key, people.c.id)
)


def get(tx: Connection, event_id: int) -> EventRow | None:
    row = tx.execute(_BY_ID, {"key": event_id}).first()
    return None if row is None else EventRow(*row)


def by_ids(tx: Connection, event_ids: Iterable[int]) -> dict[int, EventRow]:
    return {row.id: EventRow(*row) for row in tx.execute(_BY_IDS, {"ids": event_ids})}


def add(tx: Connection, **values: Any) -> int:
    """Store an event and return its id; its calendar entry goes by it."""
    made = int(tx.execute(insert(events).values(uid="", **values).returning(_event.id)).scalar_one())
    tx.execute(update(events).where(_event.id == made).values(uid=f"event-{made}"))
    return made


def change(tx: Connection, event: EventRow, **values: Any) -> EventRow:
    """Save what changed. Raises ChangedMeanwhile when somebody saved it after `event` was read."""
    made = tx.execute(
        update(events)
        .where(_event.id == event.id, _event.version == event.version)
        .values(version=event.version + 1, **values)
        .returning(*_COLUMNS)
    ).first()
    if made is None:
        raise ChangedMeanwhile(event.subject)
    return EventRow(*made)


def guests(tx: Connection, event_ids: Iterable[int]) -> dict[int, list[GuestRow]]:
    """The people of events, by name."""
    found: dict[int, list[GuestRow]] = {}
    for row in tx.execute(_GUESTS, {"ids": event_ids}):
        found.setdefault(row.event_id, []).append(GuestRow(*row))
    return found


def invite(tx: Connection, event_id: int, roles: Iterable[tuple[int, str]]) -> list[int]:
    """Put people, (id, role), on the list; the ids of those who were not on it yet."""
    wanted = dict(roles)
    there = {
        row.person_id: row.role
        for row in tx.execute(select(_guest.person_id, _guest.role).where(_guest.event_id == event_id))
    }
    new = [person_id for person_id in wanted if person_id not in there]
    if new:
        told = [{"event_id": event_id, "person_id": one, "role": wanted[one], "came": None} for one in new]
        tx.execute(insert(event_people).values([{"result": "", "certificate": "", **row} for row in told]))
    return new


def uninvite(tx: Connection, event_id: int, person_ids: Iterable[int]) -> None:
    tx.execute(
        delete(event_people).where(_guest.event_id == event_id, among(_guest.person_id, "ids")), {"ids": person_ids}
    )


def mark(tx: Connection, event_id: int, person_ids: Iterable[int], *, came: bool | None) -> None:
    """Whether these people of the list came; None = nobody has said."""
    wanted = update(event_people).where(_guest.event_id == event_id, among(_guest.person_id, "ids"))
    tx.execute(wanted.values(came=came), {"ids": person_ids})


def tell(tx: Connection, guest_id: int, **values: Any) -> None:
    """A role, a result or a certificate of somebody on the list."""
    tx.execute(update(event_people).where(_guest.id == guest_id).values(**values))


def listing(
    tx: Connection,
    scope: Scope,
    *,
    organisation_id: int | None = None,
    kind: str = "",
    item_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
    before: tuple[date, int] | None = None,
    limit: int = 500,
) -> list[ListedEvent]:
    """The events of a scope, the latest day first; those after the one of day and id `before`."""
    counted = (
        select(
            _guest.event_id,
            func.count().label("listed"),
            func.count().filter(_guest.came.is_(True)).label("came"),
        )
        .group_by(_guest.event_id)
        .subquery()
    )
    wanted = (
        select(
            *_COLUMNS,
            organisations.c.path,
            organisations.c.name,
            func.coalesce(counted.c.listed, 0),
            func.coalesce(counted.c.came, 0),
        )
        .join(organisations, organisations.c.id == _event.organisation_id)
        .outerjoin(counted, counted.c.event_id == _event.id)
        .where(visible(scope, _event.organisation_id))
    )
    for clause in _wanted(organisation_id, kind, item_id, since, until):
        wanted = wanted.where(clause)
    if before is not None:
        wanted = wanted.where(tuple_(_event.planned_on, _event.id) < before)
    wide = len(_COLUMNS)
    rows = tx.execute(wanted.order_by(_event.planned_on.desc(), _event.id.desc()).limit(limit))
    return [ListedEvent(EventRow(*row[:wide]), *row[wide:]) for row in rows]


def invitees(tx: Connection, event_ids: Iterable[int]) -> list[InviteeRow]:
    """Who is on the lists. Staff who take no part in mentoring need no consent to hear of a council."""
    in_pairs = exists().where(
        memberships.c.person_id == people.c.id,
        memberships.c.role.in_(("mentor", "mentee")),
        memberships.c.to_day.is_(None),
    )
    by_role = exists().where(
        role_grants.c.person_id == people.c.id,
        role_grants.c.role.in_(("mentor", "mentee")),
        role_grants.c.to_day.is_(None),
    )
    rows = tx.execute(
        select(_guest.event_id, _guest.person_id, or_(people.c.kind != "staff", in_pairs, by_role), _guest.coming)
        .join(people, people.c.id == _guest.person_id)
        .where(among(_guest.event_id, "ids"), people.c.disabled.is_(False))
        .order_by(_guest.id),
        {"ids": event_ids},
    )
    return [InviteeRow(event_id, person_id, bool(needs), coming) for event_id, person_id, needs, coming in rows]


def of_programme(tx: Connection, programme_id: int, *, roles: Sequence[str], day: date) -> list[int]:
    """Mentors and mentees of the programme's pairs that are not closed."""
    rows = tx.execute(
        _members(roles, day).where(pairs.c.programme_id == programme_id).order_by(memberships.c.person_id)
    )
    return [person_id for (person_id,) in rows]


def of_organisation(tx: Connection, organisation_id: int, *, roles: Sequence[str], day: date) -> list[int]:
    """Mentors and mentees of every pair of the organisation that is not closed."""
    rows = tx.execute(
        _members(roles, day).where(pairs.c.organisation_id == organisation_id).order_by(memberships.c.person_id)
    )
    return [person_id for (person_id,) in rows]


def staff(tx: Connection, organisation_id: int) -> list[int]:
    rows = tx.execute(
        select(people.c.id)
        .where(people.c.organisation_id == organisation_id, people.c.kind == "staff", people.c.disabled.is_(False))
        .order_by(people.c.id)
    )
    return [person_id for (person_id,) in rows]


def homes_of(tx: Connection, person_ids: Iterable[int]) -> dict[int, int]:
    """The organisation of each of these people who are not disabled."""
    wanted = select(people.c.id, people.c.organisation_id).where(
        among(people.c.id, "ids"), people.c.disabled.is_(False)
    )
    return {row.id: row.organisation_id for row in tx.execute(wanted, {"ids": person_ids})}


def pairs_at(tx: Connection, event: EventRow, *, day: date) -> dict[int, list[tuple[int, str]]]:
    """Live pairs with somebody on the event's list: mentors and mentees of each, (person, role)."""
    here = select(memberships.c.pair_id).join(event_people, _guest.person_id == memberships.c.person_id)
    rows = tx.execute(
        select(memberships.c.pair_id, memberships.c.person_id, memberships.c.role)
        .join(pairs, pairs.c.id == memberships.c.pair_id)
        .where(
            memberships.c.pair_id.in_(here.where(_guest.event_id == event.id)),
            memberships.c.role.in_(("mentor", "mentee")),
            memberships.c.from_day <= day,
            or_(memberships.c.to_day.is_(None), memberships.c.to_day >= day),
            pairs.c.closed_on.is_(None),
            pairs.c.suspended_from.is_(None),
            pairs.c.organisation_id == event.organisation_id,
        )
        .order_by(memberships.c.pair_id, memberships.c.id)
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for pair_id, person_id, role in rows:
        found.setdefault(pair_id, []).append((person_id, role))
    return found


def last_certificate(tx: Connection, organisation_id: int, *, year: int) -> int:
    """The highest number of the certificates given in a year that are numbered `N/YYYY`; 0 = none."""
    rows = tx.execute(
        select(_guest.certificate)
        .join(events, _event.id == _guest.event_id)
        .where(_event.organisation_id == organisation_id, _guest.certificate.like(f"%/{year}"))
    )
    numbers = [number.partition("/")[0] for (number,) in rows]
    return max((int(one) for one in numbers if one.isascii() and one.isdigit()), default=0)


def _members(roles: Sequence[str], day: date) -> Select[Any]:
    return (
        select(memberships.c.person_id)
        .join(pairs, pairs.c.id == memberships.c.pair_id)
        .join(programmes, programmes.c.id == pairs.c.programme_id)
        .where(
            memberships.c.role.in_(roles),
            memberships.c.from_day <= day,
            or_(memberships.c.to_day.is_(None), memberships.c.to_day >= day),
            pairs.c.closed_on.is_(None),
        )
        .distinct()
    )


def _wanted(
    organisation_id: int | None, kind: str, item_id: int | None, since: date | None, until: date | None
) -> Iterable[ColumnElement[bool]]:
    if organisation_id is not None:
        yield _event.organisation_id == organisation_id
    if kind:
        yield _event.kind == kind
    if item_id is not None:
        yield _event.item_id == item_id
    if since is not None:
        yield _event.planned_on >= since
    if until is not None:
        yield _event.planned_on <= until


def programmes_of(tx: Connection, organisation_id: int, *, most: int) -> list[tuple[int, str]]:
    """(id, title) of the organisation's programmes, the newest first: what an event may be for."""
    wanted = select(programmes.c.id, programmes.c.title).where(programmes.c.organisation_id == organisation_id)
    rows = tx.execute(wanted.order_by(programmes.c.period_end.desc(), programmes.c.id.desc()).limit(most))
    return [(row.id, row.title) for row in rows]


def items_of(tx: Connection, organisation_id: int, *, most: int) -> list[tuple[int, str, str]]:
    """(id, number, title) of the rows of the organisation's live roadmaps, the newest roadmap first."""
    wanted = (
        select(items.c.id, items.c.number, items.c.title)
        .join(roadmaps, roadmaps.c.id == items.c.roadmap_id)
        .where(
            items.c.organisation_id == organisation_id,
            items.c.dropped_on.is_(None),
            roadmaps.c.dropped_on.is_(None),
        )
    )
    rows = tx.execute(wanted.order_by(roadmaps.c.period_start.desc(), roadmaps.c.id.desc(), items.c.id).limit(most))
    return [(row.id, row.number, row.title) for row in rows]


def people_of(tx: Connection, organisation_id: int, *, most: int) -> list[tuple[int, str, str]]:
    """(id, name, position) of the organisation's people, by name: whom to choose from."""
    wanted = select(people.c.id, people.c.name, people.c.position).where(
        people.c.organisation_id == organisation_id, people.c.disabled.is_(False)
    )
    rows = tx.execute(wanted.order_by(people.c.search_key, people.c.id).limit(most))
    return [(row.id, row.name, row.position) for row in rows]
