"""Letters with calendar entries: a meeting or an event is agreed, moves, or will not be.

Only what has a time of day is written about: a day without one stands in the calendars people read from here.
Whoever never had the invitation hears nothing of its end.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from engine.meetings import Series
from engine.reminders.recipients import Duty, Recipient, readers_by_invitation, readers_of_pair
from storage import announcements, events, pairs, planned_meetings
from storage.directory import Concerned, directory
from storage.events import EventRow, InviteeRow
from storage.planned_meetings import PlannedRow
from workflows.announce import READERS, News, queue_news
from workflows.local_life import LocalLife, local_life

SET, OFF = "appointment", "appointment_off"


def announce_meeting(
    tx: Connection,
    planned_id: int,
    *,
    moved_from: date | None,
    at: datetime,
    told_of: PlannedRow | None = None,
) -> None:
    """Invite mentor and mentees (or who reads for them). With `told_of` only those who heard of what is taken back."""
    one = _planned(tx, planned_id)
    told = announcements.told_of_entry(tx, one.entry)
    if not one.at_time and not told:
        return
    if told_of is not None and not told:
        return
    facts = {"planned": one.id, "sequence": one.sequence, "moved_from": None if moved_from is None else str(moved_from)}
    _tell_pair(tx, one, SET, f"{SET}/{one.entry}/{one.sequence}", facts, at=at)


def announce_series(tx: Connection, made: Collection[int], series: Series, *, at: datetime) -> None:
    """One invitation to all of them. `made` are the agreements in the order of their days."""
    rows = sorted(planned_meetings.by_ids(tx, made).values(), key=lambda one: one.planned_on)
    if not rows or not rows[0].at_time:
        return
    facts = {
        "planned": rows[-1].id,
        "sequence": rows[-1].sequence,
        "series": {
            "weekdays": sorted(series.weekdays),
            "every": series.every,
            "days": [str(one.planned_on) for one in rows],
        },
    }
    _tell_pair(tx, rows[-1], SET, f"{SET}/{rows[0].series}/*/{rows[0].sequence}", facts, at=at)


def announce_no_meeting(tx: Connection, planned_id: int, *, at: datetime) -> None:
    """Take the invitation back from those who had it; one that has not gone yet does not go."""
    one = _planned(tx, planned_id)
    told = announcements.told_of_entry(tx, one.entry)
    if not told:
        return
    planned_meetings.raise_sequence(tx, one.id, above=one.sequence)
    facts = {"planned": one.id, "sequence": one.sequence + 1}
    _tell_pair(tx, one, OFF, f"{OFF}/{one.entry}/{one.sequence + 1}", facts, at=at, only=told)


def announce_event(
    tx: Connection, event: EventRow, *, at: datetime, only: Collection[int] | None = None, moved: date | None = None
) -> None:
    """Invite everybody on the list, `only` those of them who were added; minors through who reads for them."""
    if not event.at_time and not announcements.told_of_entry(tx, event.uid):
        return
    facts = {"event": event.id, "sequence": event.sequence, "moved_from": None if moved is None else str(moved)}
    invited = [one for one in events.invitees(tx, [event.id]) if only is None or one.person_id in only]
    _tell_invited(tx, event, invited, SET, facts, at=at)


def announce_no_event(tx: Connection, event: EventRow, *, at: datetime, only: Collection[int] | None = None) -> None:
    """Take the invitations back from those who had them. `event.sequence` is the new one."""
    told = announcements.told_of_entry(tx, event.uid)
    if not told:
        return
    invited = [one for one in events.invitees(tx, [event.id]) if only is None or one.person_id in only]
    facts = {"event": event.id, "sequence": event.sequence}
    _tell_invited(tx, event, invited, OFF, facts, at=at, told=told)


def event_readers(
    tx: Connection, invited: Iterable[InviteeRow], life: LocalLife, *, at: datetime
) -> dict[int, Recipient]:
    """Who reads an invitation now, by reader."""
    people = list(invited)
    day = life.today(at)
    concerned = Concerned(frozenset({life.organisation_id}), frozenset(), frozenset(one.person_id for one in people))
    known = directory(tx, concerned, day=day)
    asked = {one.person_id: one.needs_consent for one in people}
    return {one.person_id: one for one in readers_by_invitation(known, asked, day)}


def _tell_pair(
    tx: Connection,
    one: PlannedRow,
    kind: str,
    key: str,
    facts: Mapping[str, Any],
    *,
    at: datetime,
    only: Collection[int] | None = None,
) -> None:
    pair = pairs.get(tx, one.pair_id)
    assert pair is not None  # noqa: S101  # a foreign key says so
    life = local_life(tx, pair.organisation_id)
    day = life.today(at)
    concerned = Concerned(frozenset({life.organisation_id}), frozenset({pair.id}), frozenset())
    duty = Duty(life.organisation_id, "pair", pair_id=pair.id)
    news = [
        News(f"{key}/{reader.person_id}", kind, reader, pair.id, dict(facts))
        for reader in readers_of_pair(directory(tx, concerned, day=day), duty, READERS[kind], day)
        if only is None or reader.person_id in only
    ]
    queue_news(tx, news, life=life, at=at)


def _tell_invited(
    tx: Connection,
    event: EventRow,
    invited: Iterable[InviteeRow],
    kind: str,
    facts: Mapping[str, Any],
    *,
    at: datetime,
    told: Collection[int] | None = None,
) -> None:
    life = local_life(tx, event.organisation_id)
    key = f"{kind}/{event.uid}/{event.sequence}"
    news = [
        News(f"{key}/{reader.person_id}", kind, reader, None, dict(facts))
        for reader in event_readers(tx, invited, life, at=at).values()
        if told is None or reader.person_id in told
    ]
    queue_news(tx, news, life=life, at=at)


def _planned(tx: Connection, planned_id: int) -> PlannedRow:
    found = planned_meetings.by_id(tx, planned_id)
    assert found is not None  # noqa: S101  # the caller has just stored it
    return found
