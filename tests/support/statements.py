"""Counting the statements that reach the driver: those of `storage.hot` go past SQLAlchemy's own events."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection


@contextmanager
def counted(tx: Connection) -> Iterator[list[str]]:
    """The texts of the statements that SQLite runs on this connection meanwhile."""
    driver: Any = tx.connection.dbapi_connection
    seen: list[str] = []
    driver.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        driver.set_trace_callback(None)
