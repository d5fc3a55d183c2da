"""What the page behind a letter's link shows of one obligation."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from storage import plans, snoozes
from workflows.open_letter_link import OpenLink
from workflows.postpone_by_link import wishes_of


@dataclass(frozen=True, slots=True)
class DutyShown:
    """`proof_asked`: the row of a roadmap closes by a link to what shows it. `position`: the line of the pair's plan it
    is, None = it is none.
    """

    id: int
    number: str
    title: str
    organisation: str
    due_on: date | None
    late_days: int
    pair_id: int | None
    pair_number: int | None
    status: str
    proof_asked: bool
    position: int | None
    rests_until: date | None
    wished: date | None = None


def show_obligation_link(tx: Connection, opened: OpenLink) -> DutyShown:
    """The obligation of a link that `open_letter_link` opened."""
    row: Any = opened.row
    today = opened.life.today(opened.at)
    rests = snoozes.until(tx, obligation_id=row.id, person_id=opened.link.person_id)
    due_on: date | None = row.due_on
    late = due_on is not None and due_on < today and row.ladder != "review"
    return DutyShown(
        id=row.id,
        number=row.item_number or "",
        title=row.title,
        organisation=row.org_name,
        due_on=due_on,
        late_days=opened.life.calendar.between(due_on, today) if due_on is not None and late else 0,
        pair_id=row.pair_id,
        pair_number=row.pair_number,
        status=row.status,
        proof_asked=row.subject_kind == "item",
        position=_position(tx, row),
        wished=wishes_of(tx, row.pair_id).get(row.subject_id) if row.subject_kind == "plan-item" else None,
        rests_until=rests if rests is not None and rests > today else None,
    )


def _position(tx: Connection, row: Any) -> int | None:
    if (row.subject_kind, row.occurrence) != ("plan-item", "1") or row.pair_id is None:
        return None
    lines = plans.items(tx, row.pair_id)
    return next((line.position for line in lines if line.id == row.subject_id), None)
