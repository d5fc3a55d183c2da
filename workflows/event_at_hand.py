"""An event taken up by somebody: what every flow about one event reads first, and how a step of it is written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.permissions import Verb
from engine.refusals import BadInput, ChangedMeanwhile, Refused
from storage import events, journal, programmes, roadmaps, turns
from storage.events import EventRow
from workflows.access import forbidden, sees, unknown
from workflows.local_life import LocalLife, local_life


@dataclass(frozen=True, slots=True)
class EventAtHand:
    """The stored event with the local life of its organisation; `refused`: why the actor may not."""

    event: EventRow
    life: LocalLife
    refused: Refused | None
    today: date


def take_event(tx: Connection, *, by: By, event_id: int, right: Verb, version: int | None = None) -> EventAtHand:
    """The event as `by` finds it. Raises BadInput when there is none that this person may see, ChangedMeanwhile when
    it is no longer of the `version` that was looked at.
    """
    turns.take_of(tx, "event", event_id)
    event = events.get(tx, event_id)
    if event is None or not sees(tx, by, event.organisation_id):
        raise unknown("event", event_id)
    if version is not None and version != event.version:
        raise ChangedMeanwhile(event.subject)
    life = local_life(tx, event.organisation_id)
    return EventAtHand(event, life, forbidden(tx, by, right, event.organisation_id), life.today(by.at))


def write_event(
    tx: Connection,
    *,
    by: By,
    event: EventRow,
    verb: str,
    facts: Mapping[str, object] | None = None,
    people: Mapping[str, object] | None = None,
    words: Mapping[str, object] | None = None,
) -> None:
    """A journal line about the event."""
    journal.append(
        tx,
        organisation_id=event.organisation_id,
        by=by,
        verb=verb,
        subject=event.subject,
        facts={"kind": event.kind, **(facts or {})},
        people=people,
        words=words,
    )


def check_places(tx: Connection, *, organisation_id: int, programme_id: int | None, item_id: int | None) -> None:
    """Raises BadInput for a programme or a roadmap row of another organisation."""
    if programme_id is not None:
        programme = programmes.get(tx, programme_id)
        if programme is None or programme.organisation_id != organisation_id:
            raise unknown("--programme", programme_id)
    if item_id is not None:
        item = roadmaps.item(tx, item_id)
        if item is None or item.organisation_id != organisation_id:
            raise unknown("--item", item_id)


def closed_event(event: EventRow, field: str = "event") -> None:
    """Raises BadInput when it was called off or is over: then its plan changes no more."""
    if event.called_off_on is not None:
        raise BadInput(field, f"{field}: событие отменено", f"{field}: the event is called off")
    if event.held_on is not None:
        raise BadInput(field, f"{field}: событие уже проведено", f"{field}: the event was held")
