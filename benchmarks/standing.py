"""A region standing in the database: seeded once per size and database, put back by everybody who changes it."""

from collections.abc import Iterable
from typing import Any

import psycopg
from sqlalchemy import make_url
from sqlalchemy.schema import CreateIndex, DropIndex

from benchmarks.databases import Files, Server
from benchmarks.region_rows import content
from storage.database import Database
from storage.schema import migrate
from storage.tables.obligations import obligations


class Region:
    """Hands out databases of a region with a number of open obligations, none of them due."""

    def __init__(self, files: Files, server: Server) -> None:
        self.files, self.server = files, server
        self._seeded: set[str] = set()

    def on_sqlite(self, size: int) -> str:
        """The name of a file of `size` open obligations."""
        name = f"region-{size}"
        if name not in self._seeded:
            self.files.open(name).close()  # WAL from the first page on
            _tables(self.files.url(name))
            _fill_file(self.files, name, size)
            self._seeded.add(name)
        return name

    def on_postgres(self, size: int) -> str:
        """The name of a PostgreSQL database of `size` open obligations."""
        name = f"pg-region-{size}"
        if name not in self._seeded:
            self.server.create(name)
            _tables(self.server.url(name))
            _fill_server(self.server, name, size)
            self._seeded.add(name)
        return name


def _tables(url: str) -> None:
    database = Database(url)
    migrate(database)
    database.dispose()


def _fill_file(files: Files, name: str, size: int) -> None:
    """Durability is off while seeding and comes back with the next connection; indexes are built at the end."""
    database = files.open(name)
    for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("BEGIN")
    _each(database, _ddl("sqlite", DropIndex))
    for table, columns, rows in content(size):
        marks = ", ".join("?" * len(columns))
        database.executemany(f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})", rows)
    _each(database, _ddl("sqlite", CreateIndex))
    database.execute("COMMIT")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _fill_server(server: Server, name: str, size: int) -> None:
    with psycopg.connect(server.dsn(name)) as database:
        database.execute("SET session_replication_role = replica")  # the foreign keys are right by construction
        database.execute("SET synchronous_commit = off")
        _each(database, _ddl("postgresql+psycopg", DropIndex))
        for table, columns, rows in content(size):
            with database.cursor().copy(f"COPY {table.name} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            database.execute(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"
            )
        _each(database, _ddl("postgresql+psycopg", CreateIndex))
    with psycopg.connect(server.dsn(name), autocommit=True) as database:
        database.execute("VACUUM ANALYZE")  # an autovacuum in the middle of the run would hit one contender only
        database.execute("CHECKPOINT")


def _each(database: Any, statements: Iterable[str]) -> None:
    for statement in statements:
        database.execute(statement)


def _ddl(database: str, make: type[CreateIndex] | type[DropIndex]) -> list[str]:
    dialect = make_url(f"{database}://").get_dialect()()
    named = sorted(obligations.indexes, key=lambda index: str(index.name))
    return [str(make(index).compile(dialect=dialect)) for index in named]
