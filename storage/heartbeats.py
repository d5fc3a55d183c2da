"""When a recurring work was last finished."""

from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables.journal import heartbeats


def beat(tx: Connection, name: str, *, at: datetime) -> None:
    """Note that the work `name` (`tick`, `worker`) was finished at this instant."""
    fresh = (postgresql if tx.dialect.name == "postgresql" else sqlite).insert(heartbeats)
    tx.execute(
        fresh.on_conflict_do_update(index_elements=["name"], set_={"at": fresh.excluded.at}), {"name": name, "at": at}
    )


def last_beat(tx: Connection, name: str) -> datetime | None:
    """None = it never was."""
    found: datetime | None = tx.scalar(select(heartbeats.c.at).where(heartbeats.c.name == name))
    return found
