"""Reminding by hand: who would hear of which obligations now, who would not and why, and the letters themselves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.reminders.by_hand import rung_of
from engine.reminders.digesting import Waiting, letter_kind
from engine.reminders.ladder import at_local, next_open
from engine.reminders.recipients import recipients
from engine.words import Words
from storage import announcements, outbox, reminders
from storage.directory import Concerned, directory
from workflows.guard_flood import hold_floods
from workflows.local_life import LocalLife, local_lives
from workflows.plan_reminders import duty_of

BY_HAND = "напоминание вручную"
_NOBODY = Words("некому напоминать: ответственный не назначен", "nobody to remind: no one is responsible")
TODAY = Words("сегодня об этом уже напоминали", "a reminder about it went today already")
_SILENCES = {
    "участник отключён": "the participant is disabled",
    "нет адреса электронной почты": "no e-mail address",
    "нет представителя несовершеннолетнего": "the minor has no representative",
    "нет согласия на обработку персональных данных": "no consent to process personal data",
}


@dataclass(frozen=True, slots=True)
class Going:
    """One reminder to one person. `row` is the obligation as `storage.obligations.listed` gives it."""

    row: Row[Any]
    person_id: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An obligation, or one of its responsible, of which nothing would be sent, and why."""

    row: Row[Any]
    why: Words


@dataclass(frozen=True, slots=True)
class Sorted:
    """`lives`: of the obligations' organisations."""

    going: tuple[Going, ...]
    left_out: tuple[LeftOut, ...]
    lives: Mapping[int, LocalLife]


@dataclass(frozen=True, slots=True)
class HandLetter:
    """A letter queued by hand and the first moment it may go."""

    id: int
    person_id: int
    goes_at: datetime


def sort_out(tx: Connection, rows: Sequence[Row[Any]], *, at: datetime) -> Sorted:
    """Who would be reminded of these obligations now: their responsible, whoever asks. Nothing is stored."""
    lives = local_lives(tx, {row.organisation_id for row in rows})
    people = directory(tx, _concerned(rows), day=at)
    midnights = {key: at_local(life.today(at), time(), life.zone) for key, life in lives.items()}
    since = min(midnights.values(), default=at)
    told = reminders.told_since(tx, [row.id for row in rows], since=since)
    going: list[Going] = []
    left: list[LeftOut] = []
    for row in rows:
        life = lives[row.organisation_id]
        if (why := _not_now(row)) is not None:
            left.append(LeftOut(row, why))
            continue
        meant = recipients(people, duty_of(row, life), "responsible", on_due_day=False, day=life.today(at))
        if not meant:
            left.append(LeftOut(row, _NOBODY))
        for one in meant:
            last = told.get((row.id, one.person_id))
            if one.silence:
                left.append(LeftOut(row, _said(one.silence)))
            elif last is not None and last >= midnights[row.organisation_id]:
                left.append(LeftOut(row, TODAY))
            else:
                going.append(Going(row, one.person_id))
    return Sorted(tuple(going), tuple(left), lives)


def send(tx: Connection, found: Sorted, *, by: By) -> list[HandLetter]:
    """Write the reminders into the ledger and queue a letter for each person, for the first moment it may go.

    The week's budget does not hold these letters back, but they count in it; the breaker and the hourly cap hold for
    them as for any.
    """
    rungs = {key: rung_of(life.today(by.at)) for key, life in found.lives.items()}
    reminders.bear(tx, [_born(one, rungs[one.row.organisation_id], by) for one in found.going])
    ids = _ids(tx, found.going, rungs)
    by_person: dict[int, list[Going]] = defaultdict(list)
    for one in found.going:
        if (one.row.id, one.person_id) in ids:  # else another click was faster
            by_person[one.person_id].append(one)
    homes = announcements.homes_of(tx, by_person)
    lives = {**found.lives, **local_lives(tx, set(homes.values()) - set(found.lives))}
    letters = {
        person_id: _letter(person_id, carried, lives, lives[homes[person_id]], by.at)
        for person_id, carried in by_person.items()
    }
    made = outbox.enqueue_all(tx, list(letters.values()))
    reminders.lettered(
        tx,
        [
            (ids[one.row.id, person_id], made[letters[person_id]["key"]])
            for person_id, carried in by_person.items()
            for one in carried
        ],
    )
    hold_floods(tx, [lives[key] for key in sorted(set(homes.values()))], at=by.at)
    return [
        HandLetter(made[letter["key"]], person_id, letter["next_attempt_at"]) for person_id, letter in letters.items()
    ]


def responsible_for(tx: Connection, row: Row[Any], life: LocalLife, *, at: datetime) -> frozenset[int]:
    """The people who would hear as the responsible of an obligation now."""
    people = directory(tx, _concerned([row]), day=at)
    meant = recipients(people, duty_of(row, life), "responsible", on_due_day=False, day=life.today(at))
    return frozenset(one.person_id for one in meant)


def goes_at(life: LocalLife, at: datetime) -> datetime:
    """The first moment from `at` on when a letter of the organisation may go."""
    return next_open(at, policy=life.policy, calendar=life.calendar, zone=life.zone)


def _not_now(row: Row[Any]) -> Words | None:
    if row.status == "done":
        return Words("уже выполнено", "it is done already")
    if row.status == "cancelled":
        return Words("этого больше не требуется", "it is not owed any more")
    if row.due_on is None or row.status == "needs_date":
        return Words("сначала назначьте срок", "set the date first")
    if row.ladder == "review":
        return Words("идёт постоянно, срока нет", "goes on all the time, there is no date")
    if row.held:
        return Words("пара приостановлена", "the pair is suspended")
    return None


def _born(one: Going, rung: int, by: By) -> dict[str, Any]:
    return reminders.row(
        obligation=one.row,
        rung=rung,
        audience="responsible",
        recipient_id=one.person_id,
        due_at=by.at,
        state="waiting",
        reason=BY_HAND,
    )


def _ids(tx: Connection, going: Iterable[Going], rungs: Mapping[int, int]) -> dict[tuple[int, int], int]:
    """The ledger's rows just written: almost always all of one day, at most two days apart over Russia."""
    by_rung: dict[int, list[int]] = defaultdict(list)
    for one in going:
        by_rung[rungs[one.row.organisation_id]].append(one.row.id)
    found: dict[tuple[int, int], int] = {}
    for rung, ids in by_rung.items():
        found |= reminders.waiting_of(tx, ids, rung=rung)
    return found


def _letter(
    person_id: int, carried: Sequence[Going], lives: Mapping[int, LocalLife], home: LocalLife, at: datetime
) -> dict[str, Any]:
    first = carried[0].row
    waiting = [Waiting(_side(one.row, lives[one.row.organisation_id], at), "responsible") for one in carried]
    return {
        "key": f"by-hand/{person_id}/{first.id}/{first.revision}/{rung_of(lives[first.organisation_id].today(at))}",
        "kind": letter_kind(waiting),
        "organisation_id": home.organisation_id,
        "recipient_id": person_id,
        "pair_id": None,
        "facts": {},
        "created_at": at,
        "next_attempt_at": goes_at(home, at),
    }


def _side(row: Row[Any], life: LocalLife, at: datetime) -> int:
    """Before its day, on it or after it: what kind of letter a single reminder makes."""
    today = life.today(at)
    return int(today > row.due_on) - int(today < row.due_on)


def _concerned(rows: Sequence[Row[Any]]) -> Concerned:
    return Concerned(
        frozenset(row.organisation_id for row in rows),
        frozenset(row.pair_id for row in rows if row.pair_id is not None),
        frozenset(row.responsible_id for row in rows if row.responsible_id is not None),
    )


def _said(silence: str) -> Words:
    known = _SILENCES.get(silence)
    if known is not None:
        return Words(silence, known)
    return Words("адрес не принимает письма", "the address does not take letters")
