"""Do the stored obligations equal what the data derive? Asked by `verify`, stores nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.words import Words
from storage import obligations
from workflows.derive_obligations import Owed, owed_by_pair, owed_by_roadmap, owed_by_task


@dataclass(frozen=True, slots=True)
class Difference:
    """One subject whose obligations are not what the data ask for."""

    subject: str
    words: Words


def differences(tx: Connection, *, at: datetime) -> Iterator[Difference]:
    """Every difference, by roadmap, pair and task. What the next tick is about to settle is not a difference."""
    for roadmap_id in obligations.roadmaps_owing(tx):
        yield from _told(tx, f"roadmap:{roadmap_id}", owed_by_roadmap(tx, roadmap_id, at=at), at)
    for pair_id in obligations.pairs_owing(tx):
        yield from _told(tx, f"pair:{pair_id}", owed_by_pair(tx, pair_id, at=at), at)
    for task_id in obligations.tasks_owing(tx):
        yield from _told(tx, f"task:{task_id}", owed_by_task(tx, task_id, at=at), at)


def _told(tx: Connection, subject: str, owed: Owed, at: datetime) -> Iterator[Difference]:
    changes = owed.changes
    due = obligations.awaiting_look(tx, [one.id for one in changes.vanished], now=at)
    vanished = [one for one in changes.vanished if one.id not in due]
    if changes.born:
        names = ", ".join(f"{one.subject_kind}:{one.subject_id} {one.occurrence}" for one in changes.born)
        yield Difference(subject, Words(f"нет обязательств: {names}", f"obligations are missing: {names}"))
    if changes.moved:
        names = ", ".join(str(one.standing.id) for one in changes.moved)
        yield Difference(subject, Words(f"обязательства отличаются: {names}", f"obligations differ: {names}"))
    if vanished:
        names = ", ".join(str(one.id) for one in vanished)
        yield Difference(subject, Words(f"лишние обязательства: {names}", f"obligations nobody owes: {names}"))
