"""A question to the curator (set a date, assign somebody) is answered by doing it."""

from typing import Literal

from sqlalchemy import Connection

from engine.actors import By
from storage import roadmaps
from workflows.derive_obligations import derive_task
from workflows.item_at_hand import ItemAtHand


def answer_question(
    tx: Connection, item: ItemAtHand, *, kind: Literal["set-date", "assign", "clarify"], by: By
) -> None:
    """Close the row's open question of this kind; nothing happens when there is none."""
    for task in roadmaps.open_tasks(tx, [item.row.id]):
        if task.kind == kind:
            roadmaps.finish_task(tx, task.id, on=item.life.today(by.at))
            derive_task(tx, task.id, at=by.at)
