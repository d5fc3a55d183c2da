"""The day of an event or of another plan becomes known: the row that waited for it gets its date."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import journal, roadmaps
from workflows.announce import announce_moved_dates
from workflows.answer_question import answer_question
from workflows.derive_obligations import derive_roadmap
from workflows.item_at_hand import WAITING_FOR_A_DAY, take_item


@dataclass(frozen=True, slots=True)
class Bound:
    item_id: int
    on: date


def bind_item(tx: Connection, *, by: By, item_id: int, on: date) -> Bound | Refused:
    """Bind a row to a day: the event's own day (its offset is applied) or the day itself for any other kind.

    Raises BadInput for a row that says its date itself: that one is rescheduled.
    """
    item = take_item(tx, by=by, item_id=item_id, verb="roadmap.bind")
    if item.refused is not None:
        return item.refused
    if item.row.deadline_kind not in WAITING_FOR_A_DAY:
        raise BadInput(
            "item",
            f"item: у пункта {item.row.number} есть свой срок («{item.row.deadline_text}»); перенесите его: reschedule",
            f"item: row {item.row.number} has a date of its own; move it with reschedule",
        )
    roadmaps.change_item(tx, item.row, bound_on=on)
    answer_question(tx, item, kind="set-date", by=by)
    moved = derive_roadmap(tx, item.row.roadmap_id, at=by.at)
    mine = [change for change in moved if change.to.item_id == item_id]
    announce_moved_dates(tx, mine, organisation_id=item.row.organisation_id, at=by.at)
    journal.append(
        tx,
        organisation_id=item.row.organisation_id,
        by=by,
        verb="roadmap.bind",
        subject=item.subject,
        facts={"on": str(on)},
    )
    return Bound(item_id, on)
