"""What figures will do at the next tick: for whoever asks which letters will go."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from storage import figures
from workflows.figures_at_hand import figures_of


def soon_closed(tx: Connection, organisation_ids: Iterable[int], *, at: datetime) -> frozenset[int]:
    """The obligations that are open yet and that a figure closes as soon as the clock looks at it.

    Only organisations where somebody has just decided something are computed.
    """
    return frozenset(
        one.id
        for organisation_id in figures.waiting(tx, organisation_ids, at=at)
        for row in figures_of(tx, organisation_id, at=at).rows
        if row.reached and row.decided
        for one in row.window.owed
        if one.status == "open"
    )
