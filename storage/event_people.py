"""People of events across a place: who was trained and has which certificate, who is an expert."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, case, exists, func, or_, select

from storage.scope import Scope, visible
from storage.tables.events import event_people, events
from storage.tables.organisations import organisations, people
from storage.tables.participants import profiles
from storage.today import columns

_LESSONS = ("training", "seminar")
_event, _guest = events.c, event_people.c


def trained(tx: Connection, scope: Scope, *, most: int) -> Sequence[Row[Any]]:
    """Who came to trainings and seminars, the latest first: event, hours, certificate."""
    return tx.execute(
        columns(
            _guest.person_id,
            people.c.name,
            people.c.position,
            _event.id.label("event_id"),
            _event.title,
            _event.held_on,
            _event.hours,
            _guest.role,
            _guest.certificate,
            _guest.certified_on,
            organisations.c.path.label("org_path"),
        )
        .select_from(event_people.join(events, _event.id == _guest.event_id))
        .join(people, people.c.id == _guest.person_id)
        .join(organisations, organisations.c.id == _event.organisation_id)
        .where(
            visible(scope, _event.organisation_id),
            _event.held_on.is_not(None),
            _event.kind.in_(_LESSONS),
            _guest.came.is_(True),
        )
        .order_by(_event.held_on.desc(), _event.id.desc(), people.c.search_key, people.c.id)
        .limit(most)
    ).all()


def experts(tx: Connection, scope: Scope, *, most: int) -> Sequence[Row[Any]]:
    """The bank of experts: who is one by what is kept about the person, or was one at an event; how often."""
    as_expert = exists().where(_guest.person_id == people.c.id, _guest.role == "expert")
    times = (
        select(func.count())
        .select_from(event_people.join(events, _event.id == _guest.event_id))
        .where(_guest.person_id == people.c.id, _guest.role.in_(("expert", "speaker")), _event.held_on.is_not(None))
        .correlate(people)
        .scalar_subquery()
    )
    field = case((profiles.c.expert_in.is_(None), ""), else_=profiles.c.expert_in)
    return tx.execute(
        columns(
            people.c.id,
            people.c.name,
            people.c.position,
            field.label("expert_in"),
            times.label("times"),
            organisations.c.path.label("org_path"),
            organisations.c.name.label("organisation"),
        )
        .select_from(people.outerjoin(profiles, profiles.c.person_id == people.c.id))
        .join(organisations, organisations.c.id == people.c.organisation_id)
        .where(
            visible(scope, people.c.organisation_id),
            people.c.disabled.is_(False),
            or_(as_expert, profiles.c.expert_in != ""),
        )
        .order_by(people.c.search_key, people.c.id)
        .limit(most)
    ).all()
