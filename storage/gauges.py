"""Numbers for those who watch an installation: counts without names, each read from an index and never from rows."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, case, func, literal_column, select

from storage.tables.letters import letters
from storage.tables.obligations import obligations
from storage.tables.outward import webhook_deliveries

_TROUBLED = ("failed", "uncertain", "held")
# Literals: a partial index answers only a question that spells its condition.
_UNDELIVERED = letters.c.state.in_([literal_column(f"'{state}'") for state in _TROUBLED])


@dataclass(frozen=True, slots=True)
class OpenDuties:
    """Open obligations with a date, and those of them whose day has passed."""

    open: int
    overdue: int


def letters_by_state(tx: Connection) -> dict[str, int]:
    """Every letter by its state; `cancelled` is what no other state explains."""
    queued = select(func.count()).select_from(letters).where(letters.c.next_attempt_at.is_not(None))
    leased = select(letters.c.state, func.count()).where(letters.c.lease_until.is_not(None)).group_by(letters.c.state)
    troubled = select(letters.c.state, func.count()).where(_UNDELIVERED).group_by(letters.c.state)
    sent = select(func.count()).select_from(letters).where(letters.c.sent_at.is_not(None))
    found = dict.fromkeys(("queued", "claimed", "in_data", "sent", *_TROUBLED), 0)
    found["queued"] = int(tx.scalar(queued) or 0)
    found["sent"] = int(tx.scalar(sent) or 0)
    for state, count in [*tx.execute(leased), *tx.execute(troubled)]:
        found[state] = count
    every = int(tx.scalar(select(func.count()).select_from(letters)) or 0)
    return found | {"cancelled": max(0, every - sum(found.values()))}


def open_duties(tx: Connection, *, today: date) -> OpenDuties:
    """`today` is one day for all: the difference between zones is within the hours of a scrape."""
    past = func.sum(case((obligations.c.due_on < today, 1), else_=0))
    wanted = select(func.count(), func.coalesce(past, 0)).where(
        obligations.c.status == "open", obligations.c.due_on.is_not(None), obligations.c.ladder != "review"
    )
    every, overdue = tx.execute(wanted).one()
    return OpenDuties(int(every), int(overdue))


def waiting_events(tx: Connection) -> int:
    """Events that webhooks have not taken yet."""
    wanted = select(func.count()).select_from(webhook_deliveries)
    return int(tx.scalar(wanted.where(webhook_deliveries.c.next_attempt_at.is_not(None))) or 0)
