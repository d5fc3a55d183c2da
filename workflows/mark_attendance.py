"""Who of an event's list came: marked one by one, for everybody, or by a sheet of the whole list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import events
from workflows.access import unknown
from workflows.event_at_hand import take_event, write_event

Came = bool | None
"""True came, False did not, None: nobody has said."""


@dataclass(frozen=True, slots=True)
class Attended:
    """How many marks changed, and what they had been before, by person."""

    id: int
    marked: int
    before: Mapping[int, Came]


def mark_attendance(tx: Connection, *, by: By, event_id: int, marks: Mapping[int, Came]) -> Attended | Refused:
    """Mark people of the list by their ids, before or after the event is recorded; who is not named stays as marked.

    Raises BadInput for people not on the list and for an event that was called off.
    """
    hand = take_event(tx, by=by, event_id=event_id, right="event.record")
    if hand.refused is not None:
        return hand.refused
    if hand.event.called_off_on is not None:
        raise BadInput("event", "event: событие отменено", "event: the event is called off")
    there = {one.person_id: one.came for one in events.guests(tx, [event_id]).get(event_id, ())}
    check_listed(there, marks)
    before = {person_id: there[person_id] for person_id, came in marks.items() if there[person_id] is not came}
    for came in (True, False, None):
        changed = [person_id for person_id in sorted(before) if marks[person_id] is came]
        if not changed:
            continue
        events.mark(tx, event_id, changed, came=came)
        facts = {"came": came, "marked": len(changed)}
        write_event(tx, by=by, event=hand.event, verb="event.attend", facts=facts, people={"people": changed})
    return Attended(event_id, len(before), before)


def check_listed(there: Mapping[int, Came], person_ids: Iterable[int]) -> None:
    """Raises BadInput for somebody who is not on the list."""
    for person_id in person_ids:
        if person_id not in there:
            raise unknown("--person", person_id)


def sheet_marks(there: Mapping[int, Came], *, shown: Iterable[int], ticked: Iterable[int]) -> Mapping[int, Came]:
    """The marks of a sheet. `shown`: the ticks it came with, `ticked`: those it has now.

    Whose tick nobody touched and who is marked already stays so: two may mark at the doors of one hall.

    >>> sheet_marks({1: None, 2: None, 3: True, 4: False}, shown=[1], ticked=[1, 4])
    {1: True, 2: False, 4: True}
    """
    was, now = set(shown), set(ticked)
    return {
        person_id: person_id in now
        for person_id, came in there.items()
        if came is None or (person_id in was) != (person_id in now)
    }
