"""Changes taken from above are undone within a day: the rows say again what they said before."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import journal, publications, roadmaps
from workflows.access import forbidden, sees, unknown
from workflows.derive_obligations import derive_roadmap, derive_task
from workflows.take_changes import KEPT_FOR_UNDO
from workflows.undo_answer import UNDOABLE_FOR

_VERBS = ("roadmap.take", "roadmap.untake")


@dataclass(frozen=True, slots=True)
class ChangesUndone:
    roadmap_id: int
    rows: int


def undo_changes(tx: Connection, *, by: By, roadmap_id: int) -> ChangesUndone | Refused:
    """Undo the last taking. Refused after a day, or when there is nothing to undo."""
    roadmap = roadmaps.get(tx, roadmap_id)
    if roadmap is None or not sees(tx, by, roadmap.organisation_id):
        raise unknown("roadmap", roadmap_id)
    if (no := forbidden(tx, by, "roadmap.adopt", roadmap.organisation_id)) is not None:
        return no
    last = journal.entries(tx, roadmap.organisation_id, subject=f"roadmap:{roadmap_id}", verbs=_VERBS, limit=1)
    if not last or last[0].verb != "roadmap.take" or by.at - last[0].at > UNDOABLE_FOR:
        return _nothing()
    before: dict[str, dict[str, Any]] = last[0].words.get("before", {})
    now = publications.rows_of(tx, [int(key) for key in before])
    for key, stored in before.items():
        row = now[int(key)]
        _ask_again(tx, row, by)
        roadmaps.change_item(tx, row, dropped_on=None, **{name: stored[name] for name in KEPT_FOR_UNDO})
    derive_roadmap(tx, roadmap_id, at=by.at)
    journal.append(
        tx,
        organisation_id=roadmap.organisation_id,
        by=by,
        verb="roadmap.untake",
        subject=f"roadmap:{roadmap_id}",
        facts={"rows": sorted(int(key) for key in before)},
    )
    return ChangesUndone(roadmap_id, len(before))


def _ask_again(tx: Connection, row: Row[Any], by: By) -> None:
    """The questions that ended on the day the row was dropped, because it was."""
    if row.dropped_on is None:
        return
    for task_id in roadmaps.reopen_ended(tx, row.id, on=row.dropped_on):
        derive_task(tx, task_id, at=by.at)


def _nothing() -> Refused:
    return Refused(
        (
            Reason(
                "undo",
                Words("Отменять нечего: прошли сутки или изменений не принимали", "There is nothing to undo any more"),
                Words("Измените пункты по одному", "Change the rows one by one"),
            ),
        )
    )
