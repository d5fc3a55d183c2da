"""The tick's second step: what waits for one person on one day travels in one letter."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from engine.reminders.digesting import Waiting, letter_kind, must_wait
from engine.reminders.ladder import at_local, next_open
from storage import organisation_mail, outbox, reminders
from workflows.guard_flood import hold_floods
from workflows.local_life import LocalLife, local_lives


@dataclass(frozen=True, slots=True)
class Composed:
    """What one batch came to. `more` says that further people have something ready."""

    letters: int
    more: bool


def compose_letters(tx: Connection, *, at: datetime, most: int = 500) -> Composed:
    """Put waiting reminders into letters: one reminder makes its own kind of letter, several make a digest.

    A person who had his week's letters waits for the next digest, except for due days and escalations.
    One transaction's worth; the caller repeats while `more`.
    """
    rows = reminders.waiting(tx, now=at, most=most)
    if not rows:
        return Composed(0, more=False)
    by_person: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_person[row.recipient_id].append(row)
    lives = local_lives(tx, {row.organisation_id for row in rows})
    spent = _spent(tx, by_person, lives, at)
    composed = 0
    touched: set[int] = set()
    for person_id, waiting in by_person.items():
        life = lives[waiting[0].organisation_id]
        if must_wait(_rungs(waiting), policy=life.policy, spent=spent.get(person_id, 0)):
            reminders.wait(tx, [row.id for row in waiting], until=_next_digest(life, at))
            continue
        letter_id = _letter(tx, person_id, waiting, life, at)
        reminders.lettered(tx, [(row.id, letter_id) for row in waiting])
        touched.add(life.organisation_id)
        composed += 1
    hold_floods(tx, [lives[one] for one in sorted(touched)], at=at)
    return Composed(composed, more=len(by_person) >= most)


def week_begins(life: LocalLife, at: datetime) -> datetime:
    """Midnight of the Monday of the organisation's ISO week."""
    today = life.today(at)
    return at_local(today - timedelta(days=today.weekday()), time(), life.zone)


def _letter(tx: Connection, person_id: int, waiting: Sequence[Row[Any]], life: LocalLife, at: datetime) -> int:
    """A new letter of the day; when one has gone already, the next in number."""
    ready_at = next_open(at, policy=life.policy, calendar=life.calendar, zone=life.zone)
    day = life.today(ready_at).isoformat()
    number = 1
    while True:
        letter_id = outbox.enqueue(
            tx,
            key=f"reminders/{person_id}/{day}" + (f"/{number}" if number > 1 else ""),
            kind=letter_kind(_rungs(waiting)),
            organisation_id=life.organisation_id,
            recipient_id=person_id,
            at=at,
            ready_at=ready_at,
        )
        if letter_id is not None:
            return letter_id
        number += 1


def _rungs(waiting: Sequence[Row[Any]]) -> list[Waiting]:
    return [Waiting(row.rung, row.audience) for row in waiting]


def _spent(
    tx: Connection, by_person: dict[int, list[Row[Any]]], lives: dict[int, LocalLife], at: datetime
) -> dict[int, int]:
    """Letters of each person in the ISO week of his own organisation."""
    groups: dict[datetime, list[int]] = defaultdict(list)
    for person_id, waiting in by_person.items():
        groups[week_begins(lives[waiting[0].organisation_id], at)].append(person_id)
    spent: dict[int, int] = {}
    for monday, people in groups.items():
        spent |= organisation_mail.of_people(tx, people, since=monday)
    return spent


def _next_digest(life: LocalLife, at: datetime) -> datetime:
    return at_local(life.calendar.add(life.today(at), 1), life.policy.window.moment, life.zone)
