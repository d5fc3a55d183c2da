"""Roadmaps imported in a story: drafts, live rows, what they owe and what they ask."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from engine.roadmap_mending import MendedRow
from engine.roadmap_reading.model import ReadRoadmap
from storage import roadmaps
from storage.tables.obligations import obligations
from storage.tables.roadmaps import tasks
from tests.support.pair_life import Story
from tests.support.readings import lines
from workflows.accept_import import Accepted
from workflows.complete_item import Proof
from workflows.import_roadmap import import_roadmap
from workflows.roadmap_import_at_hand import take_import
from workflows.start_import import FileRead, start_import

PROOF = Proof("link", "https://school.test/proof")


def file_of(read: ReadRoadmap, name: str = "a") -> FileRead:
    source = lines(*(item.activity.text for item in read.items))
    return FileRead("text", name * 64, 1000, source.document(), read)


def started(told: Story, read: ReadRoadmap, *, name: str = "a", into: int | None = None) -> int:
    made = told.done(start_import, organisation_id=told.cast.school.id, found=file_of(read, name), into=into)
    return int(made.import_id)


def imported(told: Story, read: ReadRoadmap, **more: Any) -> Accepted:
    made = told.done(
        import_roadmap, organisation_id=told.cast.school.id, found=file_of(read, more.pop("name", "a")), **more
    )
    accepted: Accepted = made.accepted
    return accepted


def rows_of(told: Story, import_id: int) -> Sequence[MendedRow]:
    return told.read(lambda tx: take_import(tx, by=told.by, import_id=import_id, verb="roadmap.mend").review.rows)


def stored(told: Story, roadmap_id: int) -> dict[str, Any]:
    found = told.read(lambda tx: roadmaps.live_items(tx, roadmap_id))
    return {one.row.number: one.row for one in found}


def open_tasks(told: Story) -> list[tuple[str, int]]:
    wanted = select(tasks.c.kind, tasks.c.item_id).where(tasks.c.done_on.is_(None)).order_by(tasks.c.id)
    return [tuple(one) for one in told.read(lambda tx: tx.execute(wanted).all())]


def owed(told: Story, item_id: int) -> list[tuple[str, str, int]]:
    wanted = (
        select(obligations.c.due_on, obligations.c.status, obligations.c.revision)
        .where(obligations.c.item_id == item_id)
        .order_by(obligations.c.due_on)
    )
    return [(str(one[0]), one[1], one[2]) for one in told.read(lambda tx: tx.execute(wanted).all())]
