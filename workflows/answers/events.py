"""Events and articles as documents of the command line and the API."""

from collections.abc import Mapping
from typing import Any

from engine.events import share_came
from storage.articles import ArticleRow
from storage.events import EventRow, ListedEvent
from workflows.show_event import EventShown


def event_state(event: EventRow) -> str:
    """planned | held | called_off"""
    if event.called_off_on is not None:
        return "called_off"
    return "planned" if event.held_on is None else "held"


def listed_event(one: ListedEvent) -> Mapping[str, Any]:
    return {
        **_plan(one.event),
        "org": one.path,
        "invited": one.invited,
        "came": one.came,
        "percent": share_came(one.invited, one.came),
    }


def event_document(shown: EventShown) -> Mapping[str, Any]:
    """The event with its people."""
    return {
        **_plan(shown.event),
        "org": shown.path,
        "invited": shown.invited,
        "came": shown.came,
        "percent": shown.percent,
        "meetings": shown.meetings,
        "people": [
            {
                "person": one.person_id,
                "name": one.name,
                "role": one.role,
                "coming": one.coming,
                "came": one.came,
                "result": one.result,
                "certificate": one.certificate,
            }
            for one in shown.guests
        ],
    }


def article_document(row: ArticleRow, path: str) -> Mapping[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "link": row.url,
        "published_on": row.published_on.isoformat(),
        "item": row.item_id,
        "author": row.person_id,
        "org": path,
    }


def _plan(event: EventRow) -> dict[str, Any]:
    return {
        "id": event.id,
        "kind": event.kind,
        "level": event.level,
        "title": event.title,
        "on": event.planned_on.isoformat(),
        "time": event.at_time,
        "minutes": event.minutes,
        "place": event.place,
        "hours": event.hours,
        "programme": event.programme_id,
        "item": event.item_id,
        "state": event_state(event),
        "held_on": None if event.held_on is None else event.held_on.isoformat(),
        "version": event.version,
    }
