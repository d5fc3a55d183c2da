"""One event with its list of people, and lists of events and articles, as a reader may see them."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.events import share_came
from storage import articles, events, pair_records, programmes, roadmaps
from storage.articles import ArticleRow
from storage.events import EventRow, GuestRow, ListedEvent
from storage.scope import Scope
from workflows.access import sees, unknown
from workflows.local_life import local_life

MOST = 500


@dataclass(frozen=True, slots=True)
class EventShown:
    """`item` and `programme` are their words; `invited` and `came` as they count; `meetings` of pairs went with it.

    Guests have no names for a reader who sees none.
    """

    event: EventRow
    path: str
    today: date
    guests: tuple[GuestRow, ...]
    invited: int
    came: int
    percent: int | None
    programme: str
    item: str
    meetings: int


def show_event(tx: Connection, *, by: By, event_id: int, named: bool = True) -> EventShown:
    """Raises BadInput for an event the actor may not see."""
    event = events.get(tx, event_id)
    if event is None or not sees(tx, by, event.organisation_id):
        raise unknown("event", event_id)
    life = local_life(tx, event.organisation_id)
    guests = events.guests(tx, [event_id]).get(event_id, [])
    invited = len(guests) if event.invited is None else event.invited
    came = sum(one.came is True for one in guests) if event.came is None else event.came
    programme = None if event.programme_id is None else programmes.get(tx, event.programme_id)
    item = None if event.item_id is None else roadmaps.item(tx, event.item_id)
    return EventShown(
        event=event,
        path=life.path,
        today=life.today(by.at),
        guests=tuple(guests) if named else tuple(replace(one, name="", position="", result="") for one in guests),
        invited=invited,
        came=came,
        percent=share_came(invited, came),
        programme="" if programme is None else programme.title,
        item="" if item is None else f"{item.number}. {item.title}",
        meetings=len(pair_records.meetings_of_event(tx, event_id)),
    )


def list_events(
    tx: Connection,
    scope: Scope,
    *,
    kind: str = "",
    organisation_id: int | None = None,
    item_id: int | None = None,
    before: tuple[date, int] | None = None,
    most: int = MOST,
) -> list[ListedEvent]:
    """The events of a scope, the latest first; those after the one of day and id `before`."""
    return events.listing(
        tx, scope, kind=kind, organisation_id=organisation_id, item_id=item_id, before=before, limit=most
    )


def list_articles(
    tx: Connection,
    scope: Scope,
    *,
    organisation_id: int | None = None,
    item_id: int | None = None,
    before: tuple[date, int] | None = None,
    most: int = MOST,
) -> list[tuple[ArticleRow, str]]:
    """What was published and counts, the newest first, each with its organisation's path; those after `before`."""
    return articles.listing(tx, scope, organisation_id=organisation_id, item_id=item_id, before=before, limit=most)
