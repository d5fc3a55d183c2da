"""What would go out on any future day, by the same rules as the tick."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from engine.reminders.digesting import Waiting, letter_kind, must_wait
from engine.reminders.ladder import Step, ahead, at_local, next_gathering, next_open, steps
from engine.reminders.looking import refused_look
from engine.reminders.recipients import Directory, Recipient, readers_of_pair, recipients
from storage import letter_desk, letters, mutes, obligations, organisation_mail, organisations, reminders, snoozes
from storage.directory import Concerned, directory
from storage.scope import Scope, visible
from storage.tables.obligations import obligations as table
from workflows.announce import READERS
from workflows.compose_letters import Wishes, week_begins
from workflows.figures_ahead import soon_closed
from workflows.local_life import LocalLife, Trial, local_lives
from workflows.plan_reminders import duty_of
from workflows.report_refusals import unmet_needs


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One letter that would go. `reminders`: (obligation, rung); empty for an announcement already queued.

    `person_id`: whose address `recipient` is, for pages that name people.
    """

    at: datetime
    recipient: str
    letter: str
    reminders: tuple[tuple[int, int], ...]
    person_id: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class _Rung:
    person_id: int
    obligation_id: int
    waiting: Waiting
    step: Step


@dataclass(frozen=True, slots=True)
class _News:
    reader: Recipient
    moment: datetime
    kind: str


def forecast_letters(
    tx: Connection, scope: Scope, *, now: datetime, since: datetime, until: datetime
) -> list[Foreseen]:
    """The letters of [since, until) if nothing is done, moved or handed over until then, by instant and address.

    Letters queued already are among them. Nothing is stored.
    """
    rows = obligations.open_ahead(tx, visible=visible(scope, table.c.organisation_id))
    closing = soon_closed(tx, {row.organisation_id for row in rows}, at=now)
    rows = [row for row in rows if row.id not in closing]
    lives = local_lives(tx, {row.organisation_id for row in rows})
    people = directory(tx, _concerned(rows, lives), day=now)
    marks = organisations.pending_marks(tx)
    rungs = [
        rung
        for row in rows
        for rung in _rungs(row, lives[row.organisation_id], people, after=_looked_at(row, marks), now=now, until=until)
    ]
    news = [one for row in rows for one in _news(tx, row, lives[row.organisation_id], people, now=now, until=until)]
    found = [*_composed(tx, rungs, now=now), *_announced(tx, news), *_queued(tx, scope)]
    return sorted(
        (one for one in found if since <= one.at < until), key=lambda one: (one.at, one.recipient, one.letter)
    )


def ladder_letters(
    tx: Connection,
    rows: Sequence[Row[Any]],
    *,
    now: datetime,
    until: datetime,
    trial: Trial | None = None,
) -> list[Foreseen]:
    """Only what the ladders of these obligations (of `open_ahead` or `open_on`) send in [now, until).

    `trial`: as if that policy had been published at `now`; what has passed by then is not told (law 5).
    """
    lives = local_lives(tx, {row.organisation_id for row in rows}, trial=trial)
    people = directory(tx, _concerned(rows, lives), day=now)
    marks = list(organisations.pending_marks(tx))
    if trial is not None:
        marks.append(("policy", trial.path, now))
    rungs = [
        rung
        for row in rows
        for rung in _rungs(row, lives[row.organisation_id], people, after=_looked_at(row, marks), now=now, until=until)
    ]
    # A rung is climbed once: with another moment of the day it comes due again, and the ledger has it already.
    climbed = reminders.born(tx, (row.id for row in rows))
    revisions = {row.id: row.revision for row in rows}
    fresh = [
        one
        for one in rungs
        if (one.obligation_id, revisions[one.obligation_id], one.waiting.offset, one.person_id) not in climbed
    ]
    return [one for one in _composed(tx, fresh, now=now, trial=trial) if now <= one.at < until]


def _concerned(rows: Sequence[Row[Any]], lives: Mapping[int, LocalLife]) -> Concerned:
    above = {life.municipality_id for life in lives.values() if life.municipality_id is not None}
    return Concerned(
        frozenset(lives) | above,
        frozenset(row.pair_id for row in rows if row.pair_id is not None),
        frozenset(row.responsible_id for row in rows if row.responsible_id is not None),
    )


def _looked_at(row: Row[Any], marks: Sequence[tuple[str, str, datetime]]) -> datetime:
    """Since when the rungs of an obligation count: a change still to be derived looks forward from its own instant."""
    watched: list[datetime] = [row.watched_from, row.looked_at]
    watched += [
        made_at
        for _, path, made_at in marks
        if (row.org_path == path or row.org_path.startswith(f"{path}/"))
        and (row.next_look_at is None or row.next_look_at > made_at)
    ]
    return max(watched)


def _rungs(
    row: Row[Any], life: LocalLife, people: Directory, *, after: datetime, now: datetime, until: datetime
) -> Iterator[_Rung]:
    ladder = steps(
        row.due_on, policy=life.policy, calendar=life.calendar, zone=life.zone, review=row.ladder == "review"
    )
    until = min(until, _ends_at(row, life) or until)
    for step in ahead(ladder, after=after, until=until):
        # Everything that has come due already goes with the next tick, which is now.
        day = life.today(max(step.at, now))
        for who in recipients(
            people, duty_of(row, life), step.rung.audience, on_due_day=step.rung.offset == 0, day=day
        ):
            if not who.silence:
                yield _Rung(who.person_id, row.id, Waiting(step.rung.offset, step.rung.audience), step)


def _news(
    tx: Connection, row: Row[Any], life: LocalLife, people: Directory, *, now: datetime, until: datetime
) -> Iterator[_News]:
    """What the clock itself will announce of a pair: an announced end, and a forward move refused for too long."""
    if row.subject_kind != "pair":
        return
    ends_at = _ends_at(row, life)
    if ends_at is not None:
        duty = duty_of(row, life)
        for who in readers_of_pair(people, duty, READERS["pair_closed"], life.today(ends_at)):
            yield _News(who, max(ends_at, now), "pair_closed")
    told_at = refused_look(
        row.due_on, policy=life.policy, calendar=life.calendar, zone=life.zone, after=row.watched_from
    )
    before = min(until, ends_at or until)
    if row.looked_at < told_at < before and unmet_needs(tx, row.subject_id, life=life, at=now):
        day = life.today(told_at)
        for who in recipients(people, duty_of(row, life), "curator", on_due_day=False, day=day):
            yield _News(who, max(told_at, now), "move_refused")


def _ends_at(row: Row[Any], life: LocalLife) -> datetime | None:
    """The midnight at which an announced end closes the obligation's pair; None = none is announced."""
    return None if row.pair_ends_on is None else at_local(row.pair_ends_on, time(), life.zone)


def _announced(tx: Connection, news: Sequence[_News]) -> Iterator[Foreseen]:
    homes = letter_desk.people_of(tx, {one.reader.person_id for one in news})
    lives = local_lives(tx, {row.organisation_id for row in homes.values()})
    for one in news:
        if one.reader.silence:
            continue
        home = homes[one.reader.person_id]
        life = lives[home.organisation_id]
        settled = one.moment + timedelta(minutes=life.policy.settle_minutes)
        ready_at = next_open(settled, policy=life.policy, calendar=life.calendar, zone=life.zone)
        yield Foreseen(ready_at, home.email, one.kind, (), home.id)


def _composed(
    tx: Connection, rungs: Sequence[_Rung], *, now: datetime, trial: Trial | None = None
) -> Iterator[Foreseen]:
    homes = letter_desk.people_of(tx, {rung.person_id for rung in rungs})
    lives = local_lives(tx, {row.organisation_id for row in homes.values()}, trial=trial)
    days: dict[tuple[int, datetime], list[_Rung]] = defaultdict(list)
    wishes = Wishes(snoozes.of_people(tx, homes), mutes.of_people(tx, homes))
    for rung in rungs:
        life = lives[homes[rung.person_id].organisation_id]
        came_due = max(rung.step.at, now)
        rests = wishes.rests_until(rung.obligation_id, rung.person_id, rung.waiting.audience)
        if rests is not None and rests > life.today(came_due):
            came_due = at_local(rests, life.policy.window.moment, life.zone)
        moment = next_gathering(came_due, policy=life.policy, calendar=life.calendar, zone=life.zone)
        days[rung.person_id, moment].append(rung)
    weeks = {key: week_begins(lives[homes[key[0]].organisation_id], key[1]) for key in days}
    spent = _spent(tx, weeks, now=now)
    waiting: dict[int, list[_Rung]] = defaultdict(list)
    for person_id, moment in sorted(days, key=lambda key: (key[1], key[0])):
        life = lives[homes[person_id].organisation_id]
        key = (person_id, weeks[person_id, moment])
        together = _latest(waiting.pop(person_id, []) + days[person_id, moment], wishes)
        if wishes.silences(person_id, [rung.waiting.offset for rung in together]):
            continue
        rows = [rung.waiting for rung in together]
        if must_wait(rows, policy=life.policy, spent=spent[key]):
            waiting[person_id] = together
            continue
        spent[key] += 1
        yield Foreseen(
            at=moment,
            recipient=homes[person_id].email,
            letter=letter_kind(rows),
            reminders=tuple(sorted((rung.obligation_id, rung.waiting.offset) for rung in together)),
            person_id=person_id,
        )


def _latest(together: Sequence[_Rung], wishes: Wishes) -> list[_Rung]:
    """Of an obligation that rested the latest rung goes alone."""
    last: dict[int, _Rung] = {}
    for rung in sorted(together, key=lambda one: one.waiting.offset):
        if wishes.rests_until(rung.obligation_id, rung.person_id, rung.waiting.audience) is not None:
            last[rung.obligation_id] = rung
    return [rung for rung in together if last.get(rung.obligation_id, rung) is rung]


def _spent(
    tx: Connection, weeks: Mapping[tuple[int, datetime], datetime], *, now: datetime
) -> dict[tuple[int, datetime], int]:
    """Letters each person has had in each week that has begun: one query a week and zone, however many people."""
    people: dict[datetime, set[int]] = defaultdict(set)
    for (person_id, _), week in weeks.items():
        people[week].add(person_id)
    spent: dict[tuple[int, datetime], int] = defaultdict(int)
    for week, ids in people.items():
        if week <= now:
            found = organisation_mail.of_people(tx, sorted(ids), since=week)
            spent |= {(person_id, week): count for person_id, count in found.items()}
    return spent


def _queued(tx: Connection, scope: Scope) -> Iterator[Foreseen]:
    for line in letters.listing(tx, scope, state="queued"):
        if line.next_attempt_at is not None:
            carried = tuple((one.obligation_id, one.rung) for one in line.reminders if one.state == "lettered")
            yield Foreseen(line.next_attempt_at, line.recipient, line.kind, carried, line.recipient_id)
