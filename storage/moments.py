"""What the clock's work waits for, in one question: a tick with nothing to do should cost next to nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from storage.hot import Hot
from storage.tables.journal import heartbeats, journal_heads
from storage.tables.letters import channels, letters
from storage.tables.obligations import marks, obligations, reminders
from storage.tables.programmes import pairs


@dataclass(frozen=True, slots=True)
class Moments:
    """The earliest of everything, None where nothing waits.

    `ends_on` is the local day of an announced end, past ones that still stand included. `look_at`: an obligation,
    `ready_at`: a waiting reminder, `letter_at`: a queued letter. `lease_until` is in real epoch seconds. `mark_id`: a
    change that is not derived yet. `held_until`: the mail channel rests. `ticked_at`: the last tick's heartbeat.
    `figures_at`: the figures of an organisation.
    """

    ends_on: date | None
    mark_id: int | None
    look_at: datetime | None
    ready_at: datetime | None
    letter_at: datetime | None
    lease_until: float | None
    held_until: datetime | None
    ticked_at: datetime | None
    figures_at: datetime | None


def moments(tx: Connection) -> Moments:
    """The earliest of everything the clock does."""
    found = _MOMENTS.first(tx, {})
    assert found is not None  # noqa: S101  # a question without FROM has one row
    return Moments(*found)


def _first(column: Any, *where: Any) -> Any:
    """The least value of an index; the conditions are those of the partial index."""
    return select(column).where(*(where or (column.is_not(None),))).order_by(column).limit(1).scalar_subquery()


# Scalar subqueries: each reads one entry of one index.
_MOMENTS = Hot(
    select(
        _first(pairs.c.ending_on, pairs.c.ending_on.is_not(None), pairs.c.closed_on.is_(None)),
        _first(marks.c.id),
        _first(obligations.c.next_look_at),
        _first(reminders.c.ready_at, reminders.c.state == "waiting"),
        _first(letters.c.next_attempt_at),
        _first(letters.c.lease_until),
        select(channels.c.held_until).where(channels.c.id == 1).scalar_subquery(),
        select(heartbeats.c.at).where(heartbeats.c.name == "tick").scalar_subquery(),
        _first(journal_heads.c.figures_at),
    )
)
