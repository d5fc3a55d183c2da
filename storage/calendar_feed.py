"""What stands in a person's calendar: days of the own duties and of agreed meetings."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select

from storage.given import among
from storage.tables.answers import planned_meetings
from storage.tables.events import event_people, events
from storage.tables.obligations import obligations
from storage.tables.organisations import organisations, role_grants
from storage.tables.programmes import memberships, pairs
from storage.tables.roadmaps import items

_MOST = 1000

_OWN_PEOPLE = select(role_grants.c.for_person_id).where(
    role_grants.c.role == "representative", role_grants.c.for_person_id.is_not(None)
)


def own_pairs(tx: Connection, person_id: int, *, day: date) -> Mapping[str, set[int]]:
    """Live pairs by what the person is in them on a day; those of a represented minor count as `mentee`."""
    granted = role_grants.c
    wards = _OWN_PEOPLE.where(
        granted.person_id == person_id,
        or_(granted.from_day.is_(None), granted.from_day <= day),
        or_(granted.to_day.is_(None), granted.to_day >= day),
    )
    member = memberships.c
    wanted = (
        select(member.role, member.pair_id)
        .join(pairs, pairs.c.id == member.pair_id)
        .where(
            or_(member.person_id == person_id, and_(member.person_id.in_(wards), member.role == "mentee")),
            or_(member.to_day.is_(None), member.to_day >= day),
            pairs.c.closed_on.is_(None),
        )
    )
    found: dict[str, set[int]] = {"mentor": set(), "mentee": set(), "curator": set()}
    for role, pair_id in tx.execute(wanted):
        found.setdefault(role, set()).add(pair_id)
    return found


def duties(
    tx: Connection,
    person_id: int,
    *,
    in_pairs: Mapping[str, Collection[int]],
    offices: Mapping[str, Collection[int]],
    since: date,
) -> Sequence[Row[Any]]:
    """Open duties due on `since` or later, the nearest first. `offices`: organisations by the role held there."""
    duty = obligations.c
    of_role = [
        and_(
            duty.responsible_id.is_(None),
            duty.responsible_role.in_((role, "both")),
            duty.pair_id.in_(sorted(in_pairs[role])),
        )
        for role in ("mentor", "mentee")
    ]
    of_office = [
        and_(
            duty.responsible_id.is_(None),
            duty.pair_id.is_(None),
            duty.responsible_role == role,
            duty.organisation_id.in_(sorted(places)),
        )
        for role, places in offices.items()
    ]
    of_stage = and_(duty.subject_kind == "pair", among(duty.pair_id, "curated"))
    return tx.execute(
        select(
            obligations,
            organisations.c.name.label("organisation"),
            pairs.c.number.label("pair_number"),
            items.c.number.label("item_number"),
        )
        .join(organisations, organisations.c.id == duty.organisation_id)
        .outerjoin(pairs, pairs.c.id == duty.pair_id)
        .outerjoin(items, items.c.id == duty.item_id)
        .where(
            or_(duty.responsible_id == person_id, *of_role, *of_office, of_stage),
            duty.status == "open",
            duty.held.is_(False),
            duty.due_on >= since,
        )
        .order_by(duty.due_on, duty.id)
        .limit(_MOST),
        {"curated": in_pairs["curator"]},
    ).all()


def meetings(tx: Connection, pair_ids: Collection[int], *, since: date) -> Sequence[Row[Any]]:
    """Meetings agreed for `since` or later that stand."""
    planned = planned_meetings.c
    return tx.execute(
        select(
            planned_meetings,
            organisations.c.name.label("organisation"),
            organisations.c.timezone,
            pairs.c.number.label("pair_number"),
        )
        .join(pairs, pairs.c.id == planned.pair_id)
        .join(organisations, organisations.c.id == pairs.c.organisation_id)
        .where(among(planned.pair_id, "pairs"), planned.state == "planned", planned.planned_on >= since)
        .order_by(planned.planned_on, planned.id)
        .limit(_MOST),
        {"pairs": pair_ids},
    ).all()


def events_of(tx: Connection, person_id: int, *, since: date) -> Sequence[Row[Any]]:
    """Events planned for `since` or later that stand, to which the person or a represented minor is invited."""
    granted = role_grants.c
    wards = _OWN_PEOPLE.where(granted.person_id == person_id, or_(granted.to_day.is_(None), granted.to_day >= since))
    guest = event_people.c
    mine = select(guest.event_id).where(or_(guest.person_id == person_id, guest.person_id.in_(wards)))
    return tx.execute(
        select(events, organisations.c.name.label("organisation"), organisations.c.timezone)
        .join(organisations, organisations.c.id == events.c.organisation_id)
        .where(events.c.id.in_(mine), events.c.called_off_on.is_(None), events.c.planned_on >= since)
        .order_by(events.c.planned_on, events.c.id)
        .limit(_MOST)
    ).all()
