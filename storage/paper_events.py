"""What papers say of events and publications: who came to a council, who spoke, what was published."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, true

from storage.tables.events import articles, event_people, events
from storage.tables.organisations import people
from storage.today import columns


def event(tx: Connection, event_id: int) -> Row[Any] | None:
    """An event with those listed as having come."""
    came = func.count().filter(event_people.c.came.is_(True))
    return tx.execute(
        columns(
            events.c.id,
            events.c.organisation_id,
            events.c.kind,
            events.c.title,
            events.c.planned_on,
            events.c.held_on,
            events.c.at_time,
            events.c.place,
            events.c.invited,
            events.c.came,
            events.c.note,
            func.count(event_people.c.id).label("listed"),
            came.label("listed_came"),
        )
        .select_from(events.outerjoin(event_people, event_people.c.event_id == events.c.id))
        .where(events.c.id == event_id)
        .group_by(events.c.id)
    ).first()


def last_event(tx: Connection, organisation_id: int, kind: str) -> int | None:
    """The event of a kind planned or held last."""
    found: int | None = tx.execute(
        select(events.c.id)
        .where(events.c.organisation_id == organisation_id, events.c.kind == kind, events.c.called_off_on.is_(None))
        .order_by(events.c.planned_on.desc(), events.c.id.desc())
        .limit(1)
    ).scalar()
    return found


def events_to_name(tx: Connection, organisation_id: int, *, kind: str = "") -> Sequence[Row[Any]]:
    """The events of an organisation, only those of a kind where one is named, the latest first."""
    return tx.execute(
        columns(events.c.id, events.c.title, events.c.planned_on)
        .where(
            events.c.organisation_id == organisation_id,
            events.c.kind == kind if kind else true(),
            events.c.called_off_on.is_(None),
        )
        .order_by(events.c.planned_on.desc(), events.c.id.desc())
    ).all()


def speakers(tx: Connection, event_id: int) -> Sequence[Row[Any]]:
    """Who spoke at an event, and about what."""
    return tx.execute(
        columns(people.c.name, event_people.c.result)
        .join_from(event_people, people, people.c.id == event_people.c.person_id)
        .where(event_people.c.event_id == event_id, event_people.c.role == "speaker")
        .order_by(event_people.c.id)
    ).all()


def articles_of(tx: Connection, organisation_id: int, *, most: int) -> Sequence[Row[Any]]:
    """What was published about the programme and stands, by day."""
    return tx.execute(
        columns(articles.c.title, articles.c.url, articles.c.person_id, people.c.name.label("author"))
        .select_from(articles.outerjoin(people, people.c.id == articles.c.person_id))
        .where(
            articles.c.organisation_id == organisation_id,
            articles.c.kind != "rubric",
            articles.c.withdrawn_at.is_(None),
        )
        .order_by(articles.c.published_on, articles.c.id)
        .limit(most)
    ).all()


def published(tx: Connection, organisation_id: int, *, most: int) -> Sequence[Row[Any]]:
    """Everything published about the programme that stands, rubrics too, by day."""
    return tx.execute(
        columns(articles.c.kind, articles.c.title, articles.c.url, articles.c.published_on)
        .where(articles.c.organisation_id == organisation_id, articles.c.withdrawn_at.is_(None))
        .order_by(articles.c.published_on, articles.c.id)
        .limit(most)
    ).all()
