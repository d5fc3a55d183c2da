"""The way to the mail server (one row), and the breakers of organisations about to send far too much."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.delivery import next_channel_hold
from engine.words import Words
from storage.tables.letters import breakers, channels


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelState:
    """`failures` in a row; `held_since` the first of them and `held_until` the next try, None while the way is open."""

    failures: int = 0
    held_since: datetime | None = None
    held_until: datetime | None = None
    reason: str = ""

    def open_at(self, now: datetime) -> bool:
        return self.held_until is None or self.held_until <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class Tripped:
    """An organisation whose letters stopped: `waiting` of them against a `limit`; a person releases it."""

    organisation_id: int
    tripped_at: datetime
    waiting: int
    limit: int


def state(tx: Connection) -> ChannelState:
    row = tx.execute(select(channels).where(channels.c.id == 1)).one_or_none()
    if row is None:
        return ChannelState()
    return ChannelState(failures=row.failures, held_since=row.held_since, held_until=row.held_until, reason=row.reason)


def hold(tx: Connection, *, now: datetime, reason: Words) -> ChannelState:
    """Close the channel after another failure, for 1, 5, 15, 30, then 60 minutes."""
    before = state(tx)
    failures = before.failures + 1
    after = ChannelState(
        failures=failures,
        held_since=before.held_since or now,
        held_until=now + next_channel_hold(failures),
        reason=reason.ru,
    )
    _store(tx, after)
    return after


def open_again(tx: Connection) -> None:
    """The server answered as it should. Costs one read when the channel was open."""
    if state(tx).failures:
        _store(tx, ChannelState())


def trip(tx: Connection, *, organisation_id: int, at: datetime, waiting: int, limit: int) -> None:
    """Stop an organisation's letters until somebody releases them."""
    row = {"tripped_at": at, "waiting": waiting, "limit": limit, "released_at": None}
    fresh = postgresql.insert if tx.dialect.name == "postgresql" else sqlite.insert
    made = fresh(breakers).values(organisation_id=organisation_id, **row)
    tx.execute(made.on_conflict_do_update(index_elements=["organisation_id"], set_=row))


def tripped(tx: Connection) -> tuple[Tripped, ...]:
    """The stopped organisations, oldest first."""
    stopped = select(breakers).where(breakers.c.released_at.is_(None))
    rows = tx.execute(stopped.order_by(breakers.c.tripped_at, breakers.c.organisation_id))
    return tuple(
        Tripped(organisation_id=row.organisation_id, tripped_at=row.tripped_at, waiting=row.waiting, limit=row.limit)
        for row in rows
    )


def reset_breaker(tx: Connection, organisation_id: int, *, at: datetime) -> bool:
    """A person lets the organisation's letters go, for the rest of the day too; False = it had not tripped."""
    reset = update(breakers).where(breakers.c.organisation_id == organisation_id, breakers.c.released_at.is_(None))
    return tx.execute(reset.values(released_at=at)).rowcount == 1


def released_since(tx: Connection, organisation_id: int, *, since: datetime) -> bool:
    """Whether a person released the organisation's breaker at or after an instant."""
    found = select(breakers.c.organisation_id).where(
        breakers.c.organisation_id == organisation_id, breakers.c.released_at >= since
    )
    return tx.execute(found).first() is not None


def _store(tx: Connection, wanted: ChannelState) -> None:
    row = {
        "failures": wanted.failures,
        "held_since": wanted.held_since,
        "held_until": wanted.held_until,
        "reason": wanted.reason,
    }
    if tx.execute(update(channels).where(channels.c.id == 1).values(row)).rowcount == 0:
        fresh = postgresql.insert if tx.dialect.name == "postgresql" else sqlite.insert
        made = fresh(channels).values(id=1, **row)
        tx.execute(made.on_conflict_do_update(index_elements=["id"], set_=row))
