"""What a consent leaves behind it in time: what a withdrawal asks for within thirty days, and the renewal."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.consents import ASKED_BY_WITHDRAWAL, DESTROY_WITHIN, ENDS_SOON
from storage import consents, leaving, roadmaps
from storage.consents import ClockKind, ConsentKind, ConsentRow
from storage.people import PersonRow
from workflows.derive_obligations import derive_task


def start_withdrawal(
    tx: Connection, *, by: By, person: PersonRow, kind: ConsentKind, consent_id: int, on: date
) -> date:
    """Ask the curator to do, within thirty days, what the withdrawal of a kind means; returns the last day."""
    due = on + DESTROY_WITHIN
    _ask(tx, by, person, kind=ASKED_BY_WITHDRAWAL[kind], consent_id=consent_id, opened_on=on, due_on=due)
    return due


def start_renewal(tx: Connection, *, by: By, person: PersonRow, consent_id: int, valid_to: date) -> None:
    """Ask the curator for a new consent by the last day of this one; the ladder reminds before it."""
    opened = max(valid_to - ENDS_SOON, date.min)
    _ask(tx, by, person, kind="renew", consent_id=consent_id, opened_on=opened, due_on=valid_to)


def stop_clocks(tx: Connection, *, by: By, signed: Iterable[ConsentRow], kind: ClockKind, on: date) -> int:
    """Close the open questions of a kind about these consents; returns how many there were."""
    running = consents.clocks(tx, [one.id for one in signed], kind=kind)
    for task_id, _, _ in running:
        roadmaps.finish_task(tx, task_id, on=on)
        derive_task(tx, task_id, at=by.at)
    return len(running)


def reopen_clocks(tx: Connection, *, by: By, signed: Iterable[ConsentRow], kind: ClockKind, closed_on: date) -> None:
    """Take up again the questions that were closed on a day: what closed them was a mistake."""
    alive = {one.id for one in signed if one.destroyed_on is None}
    for task_id, _, done_on in consents.clocks(tx, alive, kind=kind, running=False):
        if done_on == closed_on:
            consents.reopen_clock(tx, task_id)
            derive_task(tx, task_id, at=by.at)


def data_destroyed(tx: Connection, *, by: By, person_id: int, on: date) -> int:
    """The person's data are gone: every question about his consents is answered. For whoever erases; returns how many.

    Called in the transaction of the erasure.
    """
    asked = leaving.consent_tasks(tx, person_id)
    for task_id in asked:
        roadmaps.finish_task(tx, task_id, on=on)
        derive_task(tx, task_id, at=by.at)
    leaving.mark_destroyed(tx, person_id, on=on)
    return len(asked)


def of_kind(signed: Iterable[ConsentRow], kind: ConsentKind, *, but: Collection[int] = ()) -> list[ConsentRow]:
    """The signatures of one kind, without some."""
    return [one for one in signed if one.kind == kind and one.id not in but]


def _ask(
    tx: Connection, by: By, person: PersonRow, *, kind: ClockKind, consent_id: int, opened_on: date, due_on: date
) -> None:
    task_id = roadmaps.add_task(
        tx,
        {
            "organisation_id": person.organisation_id,
            "kind": kind,
            "consent_id": consent_id,
            "opened_on": opened_on,
            "due_on": due_on,
        },
    )
    derive_task(tx, task_id, at=by.at)
