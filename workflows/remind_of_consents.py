"""Whoever still has to sign in a programme is asked by letter: it is the only letter somebody without consent gets."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from engine.reminders.recipients import readers_by_invitation
from storage import journal
from storage.directory import Concerned, directory
from workflows.access import forbidden
from workflows.announce import News, queue_news
from workflows.local_life import local_life
from workflows.show_consents import show_consents

KIND = "consent_wanted"


@dataclass(frozen=True, slots=True)
class ConsentsAsked:
    """`letters` were queued (who was asked today already is not asked again); `left_out`: nobody can be written to."""

    id: int
    letters: int
    left_out: int


def remind_of_consents(tx: Connection, *, by: By, programme_id: int) -> ConsentsAsked | Refused:
    """Queue a letter for each participant who lacks a consent, a minor's for who signs for the minor.

    Raises BadInput for a programme the actor may not know of.
    """
    page = show_consents(tx, by=by, programme_id=programme_id)
    refused = forbidden(tx, by, "reminder.send", page.organisation.id)
    if refused is not None:
        return refused
    life = local_life(tx, page.organisation.id)
    concerned = Concerned(
        frozenset({page.organisation.id}), frozenset(), frozenset(one.person_id for one in page.missing)
    )
    known = directory(tx, concerned, day=page.today)
    news: list[News] = []
    left = 0
    for one in page.missing:
        readers = [
            reader for reader in readers_by_invitation(known, {one.person_id: False}, page.today) if not reader.silence
        ]
        left += not readers
        facts = {"person": one.person_id, "programme": programme_id, "wanted": list(one.lacks)}
        news += [
            News(f"consent-wanted/{one.person_id}/{reader.person_id}/{_day(by.at)}", KIND, reader, None, facts)
            for reader in readers
        ]
    made = queue_news(tx, news, life=life, at=by.at, settled=True)
    journal.append(
        tx,
        organisation_id=page.organisation.id,
        by=by,
        verb="consent.remind",
        subject=f"programme:{programme_id}",
        facts={"letters": made},
        people={"to": sorted({one.reader.person_id for one in news})},
    )
    return ConsentsAsked(programme_id, made, left)


def _day(at: datetime) -> str:
    return at.date().isoformat()
