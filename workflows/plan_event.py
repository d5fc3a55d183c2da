"""A common event is planned, moved, called off; what stood before can be put back within a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.events import EVENT_KINDS, EVENT_LEVELS
from engine.meetings import check_minutes, read_time
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import event_answers, events, roadmaps
from storage.events import EventRow
from workflows.access import forbidden
from workflows.announce_appointment import announce_event, announce_no_event
from workflows.bind_item import bind_item
from workflows.event_at_hand import check_places, closed_event, take_event, write_event
from workflows.item_at_hand import WAITING_FOR_A_DAY
from workflows.local_life import local_life
from workflows.plain_text import one_of, plain_text
from workflows.school_holidays import holiday_of

FARTHEST = timedelta(days=3 * 366)  # what was held before the product came is planned and recorded, too
LONGEST_NOTE = 1000
MOST_HOURS = 1000


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What is planned. `bind`: a row without a day of its own gets the event's day."""

    kind: str
    title: str
    on: date
    at_time: str = ""
    minutes: int = 60
    place: str = ""
    level: str = "school"
    programme_id: int | None = None
    item_id: int | None = None
    hours: int | None = None
    bind: bool = True


@dataclass(frozen=True, slots=True)
class EventPlanned:
    """`bound`: the roadmap row got this day. `holiday`: the school holidays the day falls into, a warning only."""

    id: int
    title: str
    planned_on: date
    version: int
    bound: bool = False
    holiday: Words | None = None


@dataclass(frozen=True, slots=True)
class EventChanged:
    """`before`: the columns as they were, for putting them back. `holiday`: what its new day falls into."""

    id: int
    planned_on: date
    version: int
    before: dict[str, Any]
    holiday: Words | None = None


def plan_event(tx: Connection, *, by: By, organisation_id: int, plan: EventPlan) -> EventPlanned | Refused:
    """Store the event; nobody is invited yet. Raises BadInput of the field that does not fit."""
    if (no := forbidden(tx, by, "event.plan", organisation_id)) is not None:
        return no
    values = _checked(tx, organisation_id, plan, today=by.at.date())
    event_id = events.add(tx, organisation_id=organisation_id, **values)
    event = _event(tx, event_id)
    write_event(tx, by=by, event=event, verb="event.plan", facts=_facts(event), words={"title": event.title})
    bound = plan.bind and _bind(tx, by, event)
    return EventPlanned(event_id, event.title, event.planned_on, event.version, bound, _holiday(tx, event))


def change_event(
    tx: Connection, *, by: By, event_id: int, plan: EventPlan, version: int | None = None
) -> EventChanged | Refused:
    """Move it or plan it otherwise; the invited hear of another day, time or place. Another day or hour asks them anew.

    Raises BadInput as `plan_event`, and for an event that is over or called off; ChangedMeanwhile.
    """
    hand = take_event(tx, by=by, event_id=event_id, right="event.plan", version=version)
    if hand.refused is not None:
        return hand.refused
    closed_event(hand.event)
    values = _checked(tx, hand.event.organisation_id, plan, today=hand.today)
    before = {name: getattr(hand.event, name) for name in values}
    if values == before:
        return EventChanged(event_id, hand.event.planned_on, hand.event.version, before)
    told = any(values[name] != before[name] for name in ("title", "planned_on", "at_time", "minutes", "place"))
    event = events.change(tx, hand.event, **values, sequence=hand.event.sequence + (1 if told else 0))
    moved = any(values[name] != before[name] for name in ("planned_on", "at_time"))
    facts = {**_facts(event), "from": hand.event.planned_on}
    if moved and (forgotten := event_answers.forget(tx, event_id)):
        facts["answers_forgotten"] = forgotten
    write_event(tx, by=by, event=event, verb="event.change", facts=facts, words={"title": event.title})
    if told:
        announce_event(tx, event, at=by.at, moved=hand.event.planned_on)
    if plan.bind and event.planned_on != hand.event.planned_on:
        _bind(tx, by, event)
    return EventChanged(event_id, event.planned_on, event.version, before, _holiday(tx, event))


def call_off_event(tx: Connection, *, by: By, event_id: int, reason: str) -> EventChanged | Refused:
    """It will not take place; those who had an invitation hear of it."""
    hand = take_event(tx, by=by, event_id=event_id, right="event.plan")
    if hand.refused is not None:
        return hand.refused
    closed_event(hand.event)
    said = plain_text(reason, "--reason", longest=LONGEST_NOTE)
    event = events.change(tx, hand.event, called_off_on=hand.today, note=said, sequence=hand.event.sequence + 1)
    write_event(tx, by=by, event=event, verb="event.call-off", words={"reason": said})
    announce_no_event(tx, event, at=by.at)
    return EventChanged(event_id, event.planned_on, event.version, {"note": hand.event.note})


def restore_event(tx: Connection, *, by: By, event_id: int) -> EventChanged | Refused:
    """An event called off by mistake stands again."""
    hand = take_event(tx, by=by, event_id=event_id, right="event.plan")
    if hand.refused is not None:
        return hand.refused
    if hand.event.called_off_on is None:
        raise BadInput("event", "event: событие не отменено", "event: the event is not called off")
    event = events.change(tx, hand.event, called_off_on=None, note="", sequence=hand.event.sequence + 1)
    write_event(tx, by=by, event=event, verb="event.restore")
    announce_event(tx, event, at=by.at)
    return EventChanged(event_id, event.planned_on, event.version, {})


def as_plan(event: EventRow) -> EventPlan:
    """What is planned now, to change a part of it."""
    return EventPlan(
        kind=event.kind,
        title=event.title,
        on=event.planned_on,
        at_time=event.at_time,
        minutes=event.minutes,
        place=event.place,
        level=event.level,
        programme_id=event.programme_id,
        item_id=event.item_id,
        hours=event.hours,
    )


def _checked(tx: Connection, organisation_id: int, plan: EventPlan, *, today: date) -> dict[str, Any]:
    if abs(plan.on - today) > FARTHEST:
        raise BadInput("--on", "--on: проверьте год", "--on: check the year")
    if plan.hours is not None and not 1 <= plan.hours <= MOST_HOURS:
        raise BadInput("--hours", f"--hours: от 1 до {MOST_HOURS}", f"--hours: from 1 to {MOST_HOURS}")
    check_places(tx, organisation_id=organisation_id, programme_id=plan.programme_id, item_id=plan.item_id)
    return {
        "kind": one_of(plan.kind, EVENT_KINDS, "--kind"),
        "level": one_of(plan.level, EVENT_LEVELS, "--level"),
        "title": plain_text(plan.title, "--title"),
        "planned_on": plan.on,
        "at_time": read_time(plan.at_time, field="--time"),
        "minutes": check_minutes(plan.minutes, field="--minutes"),
        "place": plain_text(plan.place, "--place") if plan.place.strip() else "",
        "programme_id": plan.programme_id,
        "item_id": plan.item_id,
        "hours": plan.hours,
    }


def _holiday(tx: Connection, event: EventRow) -> Words | None:
    found = holiday_of(tx, local_life(tx, event.organisation_id).path, event.planned_on)
    return None if found is None else found.title


def _bind(tx: Connection, by: By, event: EventRow) -> bool:
    """A row that waits for somebody to say its day waits for this event."""
    row = None if event.item_id is None else roadmaps.item(tx, event.item_id)
    if row is None or row.deadline_kind not in WAITING_FOR_A_DAY or row.bound_on == event.planned_on:
        return False
    return not isinstance(bind_item(tx, by=by, item_id=row.id, on=event.planned_on), Refused)


def _facts(event: EventRow) -> dict[str, object]:
    return {
        "on": event.planned_on,
        "time": event.at_time,
        "level": event.level,
        "programme": event.programme_id,
        "item": event.item_id,
    }


def _event(tx: Connection, event_id: int) -> EventRow:
    found = events.get(tx, event_id)
    assert found is not None  # noqa: S101  # it has just been stored
    return found
