"""Somebody's reminders of one obligation rest until a day. Who stands above hears of it when the rules say so."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.refusals import BadInput, Refused
from engine.reminders.ladder import at_local
from storage import journal, obligations, reminders, snoozes
from workflows.access import unknown
from workflows.carry_out_move import refused
from workflows.local_life import LocalLife, local_life
from workflows.remind import responsible_for

LONGEST_REST = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Snoozed:
    """`until` is the first day reminders may come again; `before` what had been said earlier, None = nothing."""

    obligation_id: int
    until: date
    before: date | None = None


@dataclass(frozen=True, slots=True)
class Woken:
    obligation_id: int


def snooze_reminder(tx: Connection, *, by: By, obligation_id: int, until: date) -> Snoozed | Refused:
    """Let the actor's own reminders of an obligation rest. What comes due meanwhile goes on that day, in one letter.

    Only the responsible's reminders rest: the curator, the head and the municipality hear by the ladder as before.
    Raises BadInput of `--until` for a day that is not ahead or over fourteen days ahead, and when the actor is not
    responsible for it.
    """
    row, life = _mine(tx, by, obligation_id)
    today = life.today(by.at)
    if row.status != "open":
        return refused(
            "reminder",
            "Напоминать больше не о чем",
            "There is nothing to remind of",
            mend_ru="Делать ничего не нужно",
            mend_en="Nothing needs to be done",
        )
    if not today < until <= today + LONGEST_REST:
        last = today + LONGEST_REST
        raise BadInput(
            "--until",
            f"--until: отложить можно на срок до двух недель, не позже {last:%d.%m.%Y}",
            f"--until: it can rest for two weeks at most, until {last:%d.%m.%Y}",
        )
    assert by.person_id is not None  # noqa: S101  # `_mine` found a person
    before = snoozes.until(tx, obligation_id=obligation_id, person_id=by.person_id)
    snoozes.put(tx, obligation_id=obligation_id, person_id=by.person_id, day=until, at=by.at)
    comes = at_local(until, life.policy.window.moment, life.zone)
    reminders.rest(tx, obligation_id=obligation_id, person_id=by.person_id, until=comes, reason="отложено получателем")
    _note(tx, by, row, "reminder.snooze", until)
    return Snoozed(obligation_id, until, before)


def wake_reminder(tx: Connection, *, by: By, obligation_id: int, back_to: date | None = None) -> Woken | Refused:
    """Take the rest back, or return to the day said before: what waited goes with the next letter."""
    row, life = _mine(tx, by, obligation_id)
    assert by.person_id is not None  # noqa: S101  # `_mine` found a person
    if back_to is None:
        snoozes.drop(tx, obligation_id=obligation_id, person_id=by.person_id)
    else:
        snoozes.put(tx, obligation_id=obligation_id, person_id=by.person_id, day=back_to, at=by.at)
    comes = by.at if back_to is None else at_local(back_to, life.policy.window.moment, life.zone)
    reminders.wake(tx, obligation_id=obligation_id, person_id=by.person_id, at=max(comes, by.at))
    _note(tx, by, row, "reminder.wake", back_to)
    return Woken(obligation_id)


def _mine(tx: Connection, by: By, obligation_id: int) -> tuple[Row[Any], LocalLife]:
    rows = obligations.listed(tx, [obligation_id])
    if not rows or by.person_id is None:
        raise unknown("obligation", obligation_id)
    life = local_life(tx, rows[0].organisation_id)
    if by.person_id not in responsible_for(tx, rows[0], life, at=by.at):
        raise unknown("obligation", obligation_id)
    return rows[0], life


def _note(tx: Connection, by: By, row: Row[Any], verb: str, until: date | None) -> None:
    journal.append(
        tx,
        organisation_id=row.organisation_id,
        by=by,
        verb=verb,
        subject=f"{row.subject_kind}:{row.subject_id}",
        facts={"obligation": row.id, "until": until},
    )
