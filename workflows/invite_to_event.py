"""People are put on the list of an event, or taken off it; those with an address get an invitation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.events import EVENT_ROLES, INVITED
from engine.refusals import BadInput, Refused
from storage import events
from storage.events import EventRow
from workflows.access import sees, unknown
from workflows.announce_appointment import announce_event, announce_no_event
from workflows.event_at_hand import take_event, write_event
from workflows.plain_text import one_of

MOST = 2000


@dataclass(frozen=True, slots=True)
class Invited:
    """`added` were not on the list yet; `listed` stand on it now."""

    id: int
    added: tuple[int, ...]
    listed: int


def invite_to_event(
    tx: Connection, *, by: By, event_id: int, whom: str = "chosen", person_ids: Sequence[int] = (), role: str = ""
) -> Invited | Refused:
    """`whom`: everybody of the event's programme (of the organisation, when it has none), all the staff, all mentors,
    all mentees, or the chosen ones. Whoever is on the list already stays as he is.

    Raises BadInput for people the actor may not see, for an empty choice and for an event that was called off.
    """
    hand = take_event(tx, by=by, event_id=event_id, right="event.plan")
    if hand.refused is not None:
        return hand.refused
    if hand.event.called_off_on is not None:
        raise BadInput("event", "event: событие отменено", "event: the event is called off")
    as_whom = one_of(role or "participant", EVENT_ROLES, "--role")
    wanted = _meant(tx, by, hand.event, one_of(whom, INVITED, "--invite"), person_ids, hand.today)
    added = events.invite(tx, event_id, [(one, as_whom) for one in wanted])
    if added:
        facts = {"whom": whom, "role": as_whom, "added": len(added)}
        write_event(tx, by=by, event=hand.event, verb="event.invite", facts=facts, people={"people": added})
    if added and hand.event.held_on is None and hand.event.planned_on >= hand.today:
        announce_event(tx, hand.event, at=by.at, only=added)
    return Invited(event_id, tuple(added), len(events.guests(tx, [event_id]).get(event_id, ())))


def uninvite(tx: Connection, *, by: By, event_id: int, person_ids: Sequence[int]) -> Invited | Refused:
    """Take people off the list; those who had an invitation hear that it no longer holds."""
    hand = take_event(tx, by=by, event_id=event_id, right="event.plan")
    if hand.refused is not None:
        return hand.refused
    there = {one.person_id for one in events.guests(tx, [event_id]).get(event_id, ())}
    off = sorted(there & set(person_ids))
    if off and hand.event.held_on is None and hand.event.called_off_on is None:
        announce_no_event(tx, hand.event, at=by.at, only=off)
    events.uninvite(tx, event_id, off)
    if off:
        write_event(tx, by=by, event=hand.event, verb="event.uninvite", people={"people": off})
    return Invited(event_id, (), len(there) - len(off))


def _meant(tx: Connection, by: By, event: EventRow, whom: str, person_ids: Sequence[int], today: date) -> list[int]:
    roles = {"mentors": ("mentor",), "mentees": ("mentee",)}.get(whom, ("mentor", "mentee"))
    match whom:
        case "chosen":
            found = _chosen(tx, by, person_ids)
        case "staff":
            found = events.staff(tx, event.organisation_id)
        case _ if event.programme_id is not None:
            found = events.of_programme(tx, event.programme_id, roles=roles, day=today)
        case _:
            found = events.of_organisation(tx, event.organisation_id, roles=roles, day=today)
    if not found:
        raise BadInput("--invite", "--invite: приглашать некого", "--invite: there is nobody to invite")
    return found[:MOST]


def _chosen(tx: Connection, by: By, person_ids: Sequence[int]) -> list[int]:
    homes = events.homes_of(tx, person_ids)
    for person_id in person_ids:
        if person_id not in homes or not sees(tx, by, homes[person_id]):
            raise unknown("--person", person_id)
    return sorted(set(person_ids))
