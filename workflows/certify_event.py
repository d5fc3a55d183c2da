"""Those who came to a training get certificates: a number each, `7/2025`, in one row per organisation and year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.events import EVENT_ROLES, LESSONS
from engine.refusals import BadInput, Refused
from storage import events
from storage.events import GuestRow
from workflows.access import unknown
from workflows.consent_gate import has_consent, refused_before_consent
from workflows.event_at_hand import take_event, write_event
from workflows.plain_text import one_of, plain_text

LONGEST_NUMBER = 50
LONGEST_RESULT = 300


@dataclass(frozen=True, slots=True)
class Certified:
    """`given` are the new numbers by person; who had one keeps it."""

    id: int
    given: dict[int, str]


@dataclass(frozen=True, slots=True)
class GuestTold:
    """What was said of one person of the list; `before`: how it stood."""

    id: int
    person_id: int
    before: GuestRow


def certify_event(
    tx: Connection, *, by: By, event_id: int, on: date | None = None, person_ids: Sequence[int] | None = None
) -> Certified | Refused:
    """Number the certificates of those who came (`person_ids`: of these only) and have none, in the order of names.

    Raises BadInput for an event that was not held or teaches nothing, and for one without hours.
    """
    hand = take_event(tx, by=by, event_id=event_id, right="event.record")
    if hand.refused is not None:
        return hand.refused
    event = hand.event
    if event.held_on is None or event.kind not in LESSONS:
        raise BadInput(
            "event",
            "event: удостоверения дают за проведённое обучение или семинар",
            "event: certificates are given for a training or a seminar that was held",
        )
    if event.hours is None:
        raise BadInput("--hours", "--hours: укажите часы обучения", "--hours: say the hours of the training")
    dated = on or event.held_on
    if not event.held_on <= dated <= hand.today:
        raise BadInput("--on", "--on: день между обучением и сегодня", "--on: a day between the training and today")
    guests = [one for one in events.guests(tx, [event_id]).get(event_id, ()) if one.came and not one.certificate]
    if person_ids is not None:
        guests = [one for one in guests if one.person_id in set(person_ids)]
    last = events.last_certificate(tx, event.organisation_id, year=dated.year)
    given = {one.person_id: f"{last + at}/{dated.year}" for at, one in enumerate(guests, start=1)}
    for one in guests:
        events.tell(tx, one.id, certificate=given[one.person_id], certified_on=dated)
    if given:
        facts = {"on": dated, "numbers": sorted(given.values())}
        write_event(tx, by=by, event=event, verb="event.certify", facts=facts, people={"people": sorted(given)})
    return Certified(event_id, given)


def tell_of_guest(
    tx: Connection,
    *,
    by: By,
    event_id: int,
    person_id: int,
    role: str | None = None,
    result: str | None = None,
    certificate: str | None = None,
    certified_on: date | None = None,
) -> GuestTold | Refused:
    """The role, the result (a place in a contest, a theme) or the number of somebody's certificate given elsewhere;
    None leaves it. Raises BadInput for somebody who is not on the list.
    """
    hand = take_event(tx, by=by, event_id=event_id, right="event.record")
    if hand.refused is not None:
        return hand.refused
    guest = next((one for one in events.guests(tx, [event_id]).get(event_id, ()) if one.person_id == person_id), None)
    if guest is None:
        raise unknown("--person", person_id)
    # A place in a contest is more than a name and a post.
    no = refused_before_consent({"result": (result or "").strip()})
    if no is not None and not has_consent(tx, person_id, day=hand.today):
        return no
    values: dict[str, object] = {}
    if role is not None:
        values["role"] = one_of(role, EVENT_ROLES, "--role")
    if result is not None:
        values["result"] = plain_text(result, "--result", longest=LONGEST_RESULT) if result.strip() else ""
    if certificate is not None:
        number = plain_text(certificate, "--certificate", longest=LONGEST_NUMBER) if certificate.strip() else ""
        values["certificate"] = number
        values["certified_on"] = (certified_on or hand.today) if number else None
    if values:
        events.tell(tx, guest.id, **values)
        facts = {"role": values.get("role"), "certificate": "certificate" in values}
        words = {"result": values["result"]} if values.get("result") else None
        write_event(
            tx, by=by, event=hand.event, verb="event.attend", facts=facts, people={"people": [person_id]}, words=words
        )
    return GuestTold(event_id, person_id, guest)
