"""Counting the statements that reach the driver: those of `storage.hot` go past SQLAlchemy's own events."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from storage.database import Database


@contextmanager
def traced(database: Database) -> Iterator[list[str]]:
    """The texts of the statements on every connection that is opened meanwhile: of a server's threads, too."""
    seen: list[str] = []

    def watch(connection: Any, _record: object) -> None:
        connection.set_trace_callback(seen.append)

    event.listen(database._pool, "connect", watch)
    try:
        yield seen
    finally:
        event.remove(database._pool, "connect", watch)


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
