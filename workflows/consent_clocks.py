"""What a consent leaves behind it in time: the question to destroy the data after a withdrawal, the one to renew."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.consents import DESTROY_WITHIN, ENDS_SOON
from storage import consents, roadmaps
from storage.consents import ClockKind, ConsentKind, ConsentRow
from storage.people import PersonRow
from workflows.derive_obligations import derive_task


def start_erasure(tx: Connection, *, by: By, person: PersonRow, consent_id: int, on: date) -> date:
    """Ask the curator to destroy the data within thirty days of the withdrawal; returns the last day."""
    due = on + DESTROY_WITHIN
    _ask(tx, by, person, kind="erase", consent_id=consent_id, opened_on=on, due_on=due)
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
    """The person's data are gone: every running clock of a withdrawal stops. For whoever erases; returns how many.

    Called in the transaction of the erasure, before the rows of the consents themselves go.
    """
    signed = [one for one in consents.of_person(tx, person_id) if one.destroy_by is not None]
    stopped = stop_clocks(tx, by=by, signed=signed, kind="erase", on=on)
    consents.destroyed(tx, [one.id for one in signed if one.destroyed_on is None], on=on)
    return stopped


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
