"""Somebody invited to an event says whether he is coming; the office says it for him. Attendance is another thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import event_answers, events, own_day
from storage.events import EventRow
from workflows.access import forbidden, sees, unknown
from workflows.consent_gate import has_consent
from workflows.event_at_hand import closed_event, write_event
from workflows.local_life import local_life


@dataclass(frozen=True, slots=True)
class InvitationAnswered:
    """`before` is what had been answered until now."""

    id: int
    person_id: int
    coming: bool | None
    before: bool | None


def answer_invitation(
    tx: Connection, *, by: By, event_id: int, person_id: int, coming: bool | None
) -> InvitationAnswered | Refused:
    """True = he is coming, None takes the answer back. It can be changed until the event is recorded or called off.

    The invited answer for themselves, parents for their children, the office for everybody. Raises BadInput for
    somebody who is not on the list, and for an event that is over or that the actor may not know of.
    """
    event = events.get(tx, event_id)
    if event is None:
        raise unknown("event", event_id)
    mine = by.person_id is not None and person_id in speaks_for(tx, event, by.person_id, at=by.at)
    if not mine:
        if not sees(tx, by, event.organisation_id):
            raise unknown("event", event_id)
        if (no := forbidden(tx, by, "event.record", event.organisation_id)) is not None:
            return no
    listed = {row.person_id: row.coming for row in event_answers.guests_of(tx, event_id, [person_id])}
    if person_id not in listed:
        raise unknown("--person", person_id)
    closed_event(event)
    before: bool | None = listed[person_id]
    if before is not coming:
        event_answers.note(tx, event_id, person_id, coming=coming)
        write_event(
            tx, by=by, event=event, verb="event.answer", facts={"coming": coming}, people={"people": [person_id]}
        )
    return InvitationAnswered(event_id, person_id, coming, before)


def speaks_for(tx: Connection, event: EventRow, reader_id: int, *, at: datetime) -> Mapping[int, bool | None]:
    """For whom of the event's list this person answers, and what was answered: himself, the minors he represents.

    Who takes part in mentoring is asked after his consent only, as with the letter.
    """
    today: date = local_life(tx, event.organisation_id).today(at)
    wards = own_day.wards(tx, reader_id, day=today)
    there = {row.person_id: row.coming for row in event_answers.guests_of(tx, event.id, [reader_id, *wards])}
    if not there:
        return {}
    asked = {one.person_id: one.needs_consent for one in events.invitees(tx, [event.id]) if one.person_id in there}
    return {
        person_id: there[person_id]
        for person_id, needs in asked.items()
        if not needs or has_consent(tx, person_id, day=today)
    }


def check_coming(word: str, field: str) -> bool | None:
    """The answer of a word. Raises BadInput for any other."""
    known: dict[str, bool | None] = {"yes": True, "no": False, "unsaid": None}
    if word not in known:
        raise BadInput(field, f"{field}: yes, no или unsaid", f"{field}: yes, no or unsaid")
    return known[word]
