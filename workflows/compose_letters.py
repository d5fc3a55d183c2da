"""The tick's second step: what waits for one person on one day travels in one letter."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from engine.reminders.by_hand import is_by_hand
from engine.reminders.digesting import Waiting, letter_kind, must_wait
from engine.reminders.ladder import at_local, next_gathering
from storage import mutes, organisation_mail, outbox, reminders, snoozes
from workflows.guard_flood import hold_floods
from workflows.local_life import LocalLife, local_lives
from workflows.mute_letters import MUTED


@dataclass(frozen=True, slots=True)
class Composed:
    """What one batch came to. `more` says that further people have something ready."""

    letters: int
    more: bool


def compose_letters(tx: Connection, *, at: datetime, most: int = 500) -> Composed:
    """Put waiting reminders into letters: one reminder makes its own kind of letter, several make a digest.

    What the reader lets rest waits for his day; early reminders of somebody who does not want them go only along with
    something pressing. A person who had his week's letters waits for the next digest, except for due days and
    escalations; at night and on days off everybody waits for the next morning's.
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
    letters: list[_Letter] = []
    later: dict[datetime, list[int]] = defaultdict(list)
    wishes = Wishes(snoozes.of_people(tx, by_person), mutes.of_people(tx, by_person))
    for person_id, found in by_person.items():
        life = lives[found[0].organisation_id]
        waiting = _wanted(tx, person_id, found, wishes, life, at, later)
        if not waiting:
            continue
        gathered_at = next_gathering(at, policy=life.policy, calendar=life.calendar, zone=life.zone)
        if gathered_at > at:
            later[gathered_at] += [row.id for row in waiting]
        elif must_wait(_rungs(waiting), policy=life.policy, spent=spent.get(person_id, 0)):
            later[_next_digest(life, at)] += [row.id for row in waiting]
        else:
            letters.append(_letter(person_id, waiting, life, at))
    for until, ids in later.items():
        reminders.wait(tx, ids, until=until)
    _queue(tx, letters)
    hold_floods(tx, [lives[one] for one in sorted({letter.organisation_id for letter in letters})], at=at)
    return Composed(len(letters), more=len(rows) >= most)


def week_begins(life: LocalLife, at: datetime) -> datetime:
    """Midnight of the Monday of the organisation's ISO week."""
    today = life.today(at)
    return at_local(today - timedelta(days=today.weekday()), time(), life.zone)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What readers asked for: `rests`, by (obligation, person) the first day it may come again; `muted`: (person, kind)
    that somebody does without.
    """

    rests: Mapping[tuple[int, int], date]
    muted: frozenset[tuple[int, str]]

    def rests_until(self, obligation_id: int, person_id: int, audience: str) -> date | None:
        """Escalations above the responsible never rest."""
        return self.rests.get((obligation_id, person_id)) if audience == "responsible" else None

    def silences(self, person_id: int, rungs: Iterable[int]) -> bool:
        """Whether nothing of this is worth a letter to him: early reminders alone, and he does not want them."""
        return (person_id, "reminder") in self.muted and all(rung < 0 for rung in rungs)


def _wanted(
    tx: Connection,
    person_id: int,
    found: Sequence[Row[Any]],
    wishes: Wishes,
    life: LocalLife,
    at: datetime,
    later: dict[datetime, list[int]],
) -> list[Row[Any]]:
    """What may travel now; the rest is put off or gets its final state."""
    waiting: list[Row[Any]] = []
    latest: dict[int, Row[Any]] = {}
    for row in sorted(found, key=lambda row: row.rung):
        until = wishes.rests_until(row.obligation_id, person_id, row.audience)
        if until is None:
            waiting.append(row)
            continue
        if (earlier := latest.get(row.obligation_id)) is not None:
            reminders.settle(tx, [earlier.id], state="superseded", reason="наступила более поздняя ступень")
        latest[row.obligation_id] = row
    for row in latest.values():
        until = wishes.rests[row.obligation_id, person_id]
        if until > life.today(at) and not is_by_hand(row.rung):
            later[at_local(until, life.policy.window.moment, life.zone)].append(row.id)
        else:
            waiting.append(row)
    if waiting and wishes.silences(person_id, [row.rung for row in waiting]):
        reminders.settle(tx, [row.id for row in waiting], state="suppressed", reason=MUTED)
        return []
    return sorted(waiting, key=lambda row: row.id)


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter of the day with the reminders it carries. `key` is that of the day's first."""

    key: str
    organisation_id: int
    row: dict[str, Any]
    reminder_ids: tuple[int, ...]


def _letter(person_id: int, waiting: Sequence[Row[Any]], life: LocalLife, at: datetime) -> _Letter:
    row = {
        "kind": letter_kind(_rungs(waiting)),
        "organisation_id": life.organisation_id,
        "recipient_id": person_id,
        "pair_id": None,
        "facts": {},
        "created_at": at,
        "next_attempt_at": at,
    }
    key = f"reminders/{person_id}/{life.today(at).isoformat()}"
    return _Letter(key, life.organisation_id, row, tuple(one.id for one in waiting))


def _queue(tx: Connection, letters: Sequence[_Letter]) -> None:
    """Queue the letters; whoever had one of the day already gets the next in number."""
    carried: list[tuple[int, int]] = []
    number, left = 1, list(letters)
    while left:
        keys = [letter.key + (f"/{number}" if number > 1 else "") for letter in left]
        made = outbox.enqueue_all(tx, [letter.row | {"key": key} for key, letter in zip(keys, left, strict=True)])
        carried += [
            (one, made[key])
            for key, letter in zip(keys, left, strict=True)
            if key in made
            for one in letter.reminder_ids
        ]
        left = [letter for key, letter in zip(keys, left, strict=True) if key not in made]
        number += 1
    reminders.lettered(tx, carried)


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
