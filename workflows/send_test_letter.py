"""Somebody asks for a letter to himself, to see whether mail arrives; and where that letter stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from engine.actors import By
from engine.permissions import lacking
from engine.refusals import BadInput, Reason, Refused
from engine.reminders.ladder import next_open
from engine.words import Words
from storage import channel, journal, letters, outbox, people
from storage.channel import ChannelState
from storage.letters import LetterLine
from workflows.access import forbidden
from workflows.local_life import local_life

_SHOWN = 5
_PAUSE = timedelta(minutes=1)  # a second click says nothing new, and a hundred would spend the hour's letters


@dataclass(frozen=True, slots=True)
class TrialLetterQueued:
    """`goes_at`: the first instant at which letters of the organisation may go."""

    id: int
    goes_at: datetime


@dataclass(frozen=True, slots=True)
class MailShown:
    """The way to the mail server, and the newest test letters to whoever asks, newest first."""

    way: ChannelState
    tests: tuple[LetterLine, ...]


def send_test_letter(tx: Connection, *, by: By, organisation_id: int) -> TrialLetterQueued | Refused:
    """Queue a letter to the person who asks. Refused within a minute of the one before.

    Raises BadInput when the person has no address.
    """
    refused = forbidden(tx, by, "mail.test", organisation_id)
    if refused is not None:
        return refused
    if by.person_id is None:
        return Refused((lacking(["administrator", "head", "curator"]),))
    person = people.by_id(tx, by.person_id)
    if person is None or not person.email:
        raise BadInput("email", "email: у вас не указан адрес почты", "email: you have no mail address")
    before = letters.to_person(tx, person.id, "test", limit=1)
    if before and by.at - before[0].created_at < _PAUSE:
        return Refused((_TOO_SOON,))
    life = local_life(tx, person.organisation_id)
    goes_at = next_open(by.at, policy=life.policy, calendar=life.calendar, zone=life.zone)
    made = outbox.enqueue(
        tx,
        key=f"test/{person.id}/{int(by.at.timestamp())}",
        kind="test",
        organisation_id=person.organisation_id,
        recipient_id=person.id,
        at=by.at,
        ready_at=goes_at,
    )
    if made is None:
        return Refused((_TOO_SOON,))
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="mail.test",
        subject=f"letter:{made}",
        facts={"letter": made},
        people={"person": person.id},
    )
    return TrialLetterQueued(made, goes_at)


def show_mail(tx: Connection, *, person_id: int) -> MailShown:
    """What is known of the mail right now."""
    return MailShown(channel.state(tx), letters.to_person(tx, person_id, "test", limit=_SHOWN))


_TOO_SOON = Reason(
    "pause",
    Words("Пробное письмо только что отправлено", "A test letter was asked for a moment ago"),
    Words("Подождите минуту", "Wait a minute"),
)
