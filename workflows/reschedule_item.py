"""A date is moved by a person: both dates and the reason stay, and the responsible hears of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import journal, roadmaps
from storage.roadmaps import postponement_row
from workflows.announce import announce_moved_dates
from workflows.answer_question import answer_question
from workflows.derive_obligations import derive_roadmap
from workflows.item_at_hand import meant_obligations, take_item


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """`from_day` None: the row had no date before."""

    postponement_id: int
    from_day: date | None
    to_day: date


def reschedule_item(
    tx: Connection,
    *,
    by: By,
    item_id: int,
    to_day: date,
    reason: str,
    occurrence: str | None = None,
    pair_id: int | None = None,
) -> Rescheduled | Refused:
    """Move one date of a row. A row owed by every pair moves for all of them.

    Raises BadInput for an empty reason, a day before today, the day it is already due on, or an unclear occurrence.
    """
    item = take_item(tx, by=by, item_id=item_id, verb="roadmap.reschedule")
    if item.refused is not None:
        return item.refused
    one = meant_obligations(tx, item, occurrence=occurrence, pair_id=pair_id)[0]
    today = item.life.today(by.at)
    if not reason.strip():
        raise BadInput("--reason", "--reason: напишите причину переноса", "--reason: say why the date is moved")
    if to_day < today:
        raise BadInput(
            "--to", f"--to: {to_day} уже прошло, сегодня {today}", f"--to: {to_day} is past, today is {today}"
        )
    if to_day == one.due_on:
        raise BadInput("--to", f"--to: срок уже {to_day}", f"--to: it is already due on {to_day}")
    moved_id = roadmaps.postpone(
        tx,
        postponement_row(
            item_id=item_id,
            occurrence=one.occurrence.partition("/")[0],
            from_day=one.due_on,
            to_day=to_day,
            reason=reason.strip(),
            actor_id=by.person_id,
            at=by.at,
        ),
    )
    if one.due_on is None:
        answer_question(tx, item, kind="set-date", by=by)
    moved = derive_roadmap(tx, item.row.roadmap_id, at=by.at)
    mine = [change for change in moved if change.to.item_id == item_id]
    announce_moved_dates(tx, mine, organisation_id=item.row.organisation_id, at=by.at)
    journal.append(
        tx,
        organisation_id=item.row.organisation_id,
        by=by,
        verb="roadmap.reschedule",
        subject=item.subject,
        facts={"occurrence": one.occurrence, "from": str(one.due_on), "to": str(to_day)},
        words={"reason": reason.strip()},
    )
    return Rescheduled(moved_id, one.due_on, to_day)
