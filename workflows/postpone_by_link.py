"""A line of the plan is asked to be moved by the link of a letter; the curator answers on the pair's page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from engine.refusals import Refused
from storage import plan_moves
from workflows.open_letter_link import OpenLink
from workflows.postpone_plan_item import postpone_plan_item


def postpone_by_link(
    tx: Connection, opened: OpenLink, *, pair_id: int, position: int, to_day: date, reason: str
) -> Mapping[str, Any] | Refused:
    """What undoing needs."""
    made = postpone_plan_item(tx, by=opened.by, pair_id=pair_id, position=position, to_day=to_day, reason=reason)
    return made if isinstance(made, Refused) else {"move": made.id, "day": made.to_day.isoformat()}


def still_asked(tx: Connection, kept: Mapping[str, Any]) -> bool:
    """Whether the wish still waits: one that was answered may be uttered again."""
    move = plan_moves.get(tx, kept["move"])
    return move is not None and move.state == "asked"


def wishes_of(tx: Connection, pair_id: int) -> dict[int, date]:
    """The day each line, by its id, is wished to move to and nobody has answered yet."""
    return {one.item_id: one.to_day for one in plan_moves.of_pair(tx, pair_id) if one.state == "asked"}
