"""What the invited answer to an event's invitation, and the events somebody is invited to."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, update

from storage.given import among
from storage.tables.events import event_people, events
from storage.tables.organisations import organisations
from storage.today import columns

_event, _guest = events.c, event_people.c
_MOST = 50


def note(tx: Connection, event_id: int, person_id: int, *, coming: bool | None) -> None:
    """Whether somebody on the list is coming; None = no answer."""
    tx.execute(
        update(event_people).where(_guest.event_id == event_id, _guest.person_id == person_id).values(coming=coming)
    )


def forget(tx: Connection, event_id: int) -> int:
    """The answers were to another day or hour: nobody has answered any more. How many had."""
    answered = update(event_people).where(_guest.event_id == event_id, _guest.coming.is_not(None))
    return tx.execute(answered.values(coming=None)).rowcount


def ahead(tx: Connection, person_ids: Iterable[int], *, since: date) -> Sequence[Row[Any]]:
    """The events from that day on which these people are invited to, the nearest first: a row for each of them."""
    return tx.execute(
        columns(
            _event.id,
            _event.title,
            _event.kind,
            _event.planned_on,
            _event.at_time,
            _event.place,
            organisations.c.name.label("organisation"),
            _guest.person_id,
            _guest.coming,
        )
        .select_from(event_people.join(events, _event.id == _guest.event_id))
        .join(organisations, organisations.c.id == _event.organisation_id)
        .where(
            among(_guest.person_id, "people"),
            _event.planned_on >= since,
            _event.held_on.is_(None),
            _event.called_off_on.is_(None),
        )
        .order_by(_event.planned_on, _event.at_time, _event.id, _guest.person_id)
        .limit(_MOST),
        {"people": person_ids},
    ).all()


def guests_of(tx: Connection, event_id: int, person_ids: Iterable[int]) -> Sequence[Row[Any]]:
    """Those of these people who stand on the event's list: (person_id, coming), by id."""
    wanted = columns(_guest.person_id, _guest.coming).where(
        _guest.event_id == event_id, among(_guest.person_id, "people")
    )
    return tx.execute(wanted.order_by(_guest.person_id), {"people": person_ids}).all()
