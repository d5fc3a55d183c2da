"""The door to the database: one transaction per request or tick, on SQLite and PostgreSQL alike."""

import sqlite3
import threading
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolExhausted

from engine.refusals import BadInput
from engine.words import Words

Dialect = Literal["sqlite", "postgresql"]

_BUSY_SECONDS = 30  # another process may hold the write lock: a migration or a backup takes that long at most
_LOOKS_A_SECOND = 20
_SCHEMA_LOCK = 0x6E617374  # PostgreSQL's advisory lock: one process migrates
_SOON_WRITTEN = 256 * 1024 * 1024  # bytes PostgreSQL writes anew while others wait for the table
_IN_USE = "55P03"  # PostgreSQL: a lock was not to be had in time
_POOL = 8  # threads of one process that read at the same moment


class DatabaseFailed(Exception):  # noqa: N818  # a sentence in our words, like BadInput
    """The database could not do its work (exit 3): full disk, read-only file, no connection, old schema.

    `words` is one sentence for people; it never holds a parameter or a value from a row.
    """

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class Collided(DatabaseFailed):
    """Two transactions waited for one another and this one was given up: asked again it goes through."""


class Database:
    """One database, shared by all threads of a process.

    On SQLite the driver's implicit transactions are off, and ours begin straight on the driver: as a statement or as an
    event of SQLAlchemy the `BEGIN` would cost as much as a query.

    `url` is `sqlite:///FILE`, `postgresql://…` or `postgresql+psycopg://…`. Nothing is opened before the
    first transaction. Raises BadInput for any other URL.
    """

    def __init__(self, url: str) -> None:
        self.url = _understood(url)
        self.dialect: Dialect = "sqlite" if self.url.get_backend_name() == "sqlite" else "postgresql"
        self._pool = _sqlite_pool(self.url) if self.dialect == "sqlite" else _postgresql_pool(self.url)
        self._writers = threading.Lock()
        self._writing: int | None = None
        self._writer: Connection | None = None

    @contextmanager
    def write(self, *, _rebuilding: bool = False) -> Generator[Connection]:
        """A transaction that commits at the end of the block and rolls back when the block raises.

        On SQLite it takes the write lock at once, so that nothing read in it can be stale at commit; a second
        `write` inside the same thread is a programming error (RuntimeError), not a wait for ever.
        Raises DatabaseFailed.
        """
        try:
            if self.dialect == "sqlite":
                with self._sqlite_write(rebuilding=_rebuilding) as tx:
                    yield tx
            else:
                with self._pool.begin() as tx:
                    yield tx
        except _FAILURES as error:
            if failed := as_failure(error):
                raise failed from error
            raise

    @contextmanager
    def read(self, *, one_moment: bool = False) -> Generator[Connection]:
        """A transaction that can only read. Raises DatabaseFailed.

        `one_moment`: every statement sees the same state. SQLite always does so; on PostgreSQL it is asked for.
        """
        try:
            with self._pool.connect() as tx:
                if self.dialect == "postgresql":
                    tx = tx.execution_options(postgresql_readonly=True)
                if self.dialect == "postgresql" and one_moment:
                    tx = tx.execution_options(isolation_level="REPEATABLE READ")
                with tx.begin():
                    if self.dialect == "sqlite":
                        _driver(tx).execute("BEGIN")
                    yield tx
        except _FAILURES as error:
            if failed := as_failure(error):
                raise failed from error
            raise

    @contextmanager
    def schema_change(self) -> Generator[Connection]:
        """A write transaction that may rebuild tables; one process at a time.

        SQLite's foreign keys sleep in it, because rebuilding a table drops the old one; they are checked before the
        commit. Raises DatabaseFailed.
        """
        with self.write(_rebuilding=self.dialect == "sqlite") as tx:
            if self.dialect == "postgresql":
                tx.execute(select(func.pg_advisory_xact_lock(_SCHEMA_LOCK)))
            yield tx
            if self.dialect == "sqlite" and _driver(tx).execute("PRAGMA foreign_key_check").fetchone():
                raise DatabaseFailed(_BROKEN_LINKS)

    def overwrite_free_pages(self, tables: Iterable[str]) -> bool:
        """Write the database anew without what was deleted; whether it was done.

        SQLite: the whole file, and its log is emptied. PostgreSQL: these tables with their indexes and the samples its
        planner keeps of their values. A table of more than 256 MB is not locked for that long: its free room is used
        for new rows. False: a table was in use, ask again. Its own log and backups stay as long as its administrator
        keeps them. Raises DatabaseFailed.
        """
        if self.dialect == "postgresql":
            return self._rewrite(tables)
        with self._outside_transactions() as driver:
            driver.execute("VACUUM")
        self.empty_log()
        return True

    def empty_log(self) -> None:
        """SQLite's write-ahead log is written into the file and cut to nothing; PostgreSQL keeps its own."""
        if self.dialect == "sqlite":
            with self._outside_transactions() as driver:
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _rewrite(self, tables: Iterable[str]) -> bool:
        """PostgreSQL leaves the bytes of a deleted row in its page; a table written anew has none of them."""
        try:
            with self._pool.connect().execution_options(isolation_level="AUTOCOMMIT") as tx:
                tx.exec_driver_sql("SET lock_timeout = '3s'")
                try:
                    for name in sorted(tables):
                        size = tx.exec_driver_sql("SELECT pg_total_relation_size(%s)", (f'"{name}"',)).scalar_one()
                        how = "FULL, ANALYZE" if size <= _SOON_WRITTEN else "ANALYZE"
                        tx.exec_driver_sql(f'VACUUM ({how}) "{name}"')
                    tx.exec_driver_sql("VACUUM (FULL) pg_statistic")
                finally:
                    tx.exec_driver_sql("RESET lock_timeout")
        except _FAILURES as error:
            if getattr(getattr(error, "orig", None), "sqlstate", None) == _IN_USE:
                return False
            if failed := as_failure(error):
                raise failed from error
            raise
        return True

    @contextmanager
    def _outside_transactions(self) -> Generator[Any]:
        """SQLite's driver for what no transaction may hold; no other thread writes meanwhile."""
        try:
            with self._writers:
                yield _driver(self._open_writer())
        except _FAILURES as error:
            if failed := as_failure(error):
                raise failed from error
            raise

    def dispose(self) -> None:
        """Close every connection. The object may be used again and opens new ones."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self._pool.dispose()

    @contextmanager
    def _sqlite_write(self, *, rebuilding: bool) -> Generator[Connection]:
        """SQLite's own busy wait is unfair: the threads of a process queue at our lock for one connection."""
        if self._writing == threading.get_ident():
            raise RuntimeError("a write transaction inside a write transaction")
        with self._writers:
            self._writing = threading.get_ident()
            try:
                writer = self._open_writer()
                if rebuilding:
                    _sleep_foreign_keys(writer, sleep=True)
                with writer.begin():
                    _driver(writer).execute("BEGIN IMMEDIATE")
                    yield writer
            finally:
                if rebuilding and self._writer is not None:
                    _sleep_foreign_keys(self._writer, sleep=False)
                self._writing = None

    def _open_writer(self) -> Connection:
        if self._writer is None:
            opened = self._pool.connect()
            _driver(opened).execute("PRAGMA query_only=OFF")
            self._writer = opened
        return self._writer


@contextmanager
def unprepared(tx: Connection) -> Generator[None]:
    """Run the statements of the block without server-side preparation.

    A prepared `LIMIT` query may get PostgreSQL's generic plan, measured at 60 ms where a planned one takes
    0.2 ms. Nothing changes on SQLite.
    """
    if tx.dialect.name != "postgresql":
        yield
        return
    driver = _driver(tx)
    usual = driver.prepare_threshold
    driver.prepare_threshold = None
    try:
        yield
    finally:
        driver.prepare_threshold = usual


def as_failure(error: Exception) -> DatabaseFailed | None:
    """The sentence for a failure of the database; None for our own mistakes, which stay as they are."""
    if isinstance(error, IntegrityError | DataError | NotSupportedError):
        return None
    cause = error.orig if isinstance(error, DBAPIError) else error
    match getattr(cause, "sqlstate", None):
        case "42P01" | "42703":  # PostgreSQL: no such table, no such column
            return DatabaseFailed(_OLD_SCHEMA)
        case "40P01":  # a deadlock
            return Collided(_BUSY)
        case _:
            pass
    text = str(cause).lower()
    for part, words in _SENTENCES:
        if part in text:
            return DatabaseFailed(words)
    return None if isinstance(error, ProgrammingError) else DatabaseFailed(_UNREACHABLE)


def _understood(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise _unknown_url() from None
    match parsed.drivername:
        case "sqlite" | "sqlite+pysqlite" if parsed.database not in (None, "", ":memory:"):
            return parsed.set(drivername="sqlite+pysqlite")
        case "postgresql" | "postgres" | "postgresql+psycopg":
            return parsed.set(drivername="postgresql+psycopg")
        case _:
            raise _unknown_url()


def _unknown_url() -> BadInput:
    return BadInput(
        "DATABASE_URL",
        "Адрес базы данных не понят: нужен sqlite:///ФАЙЛ или postgresql://…",
        "The database address is not understood: use sqlite:///FILE or postgresql://…",
    )


def _sqlite_pool(url: URL) -> Engine:
    pool = create_engine(
        url,
        hide_parameters=True,
        pool_size=_POOL,
        max_overflow=_POOL,
        connect_args={"check_same_thread": False, "timeout": _BUSY_SECONDS, "isolation_level": None},
    )
    event.listen(pool, "connect", _prepare_sqlite)
    return pool


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Once per connection. Only the writer may write (`query_only`), everybody else reads a snapshot."""
    _keep_journal_ahead(connection)
    for pragma in (
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "temp_store=MEMORY",
        "query_only=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("sha256_hex", 1, _sha256_hex, deterministic=True)  # PostgreSQL has its own


def _keep_journal_ahead(connection: sqlite3.Connection) -> None:
    """Write ahead. Two processes that meet a new file at once both want to switch it over, and for this one thing
    SQLite does not wait for the other."""
    pause = threading.Event()
    for attempt in range(_BUSY_SECONDS * _LOOKS_A_SECOND, -1, -1):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not attempt:
                raise
            pause.wait(1 / _LOOKS_A_SECOND)
        else:
            return


def _sleep_foreign_keys(tx: Connection, *, sleep: bool) -> None:
    """SQLite's own recipe for rebuilding a table; works only between transactions."""
    _driver(tx).execute(f"PRAGMA foreign_keys={'OFF' if sleep else 'ON'}")
    _driver(tx).execute(f"PRAGMA legacy_alter_table={'ON' if sleep else 'OFF'}")


def _postgresql_pool(url: URL) -> Engine:
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=_POOL,
        max_overflow=_POOL,
        connect_args={"connect_timeout": 10, "options": "-c timezone=UTC"},
    )


def _sha256_hex(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _driver(tx: Connection) -> Any:
    return tx.connection.dbapi_connection


_FAILURES = (DBAPIError, PoolExhausted, sqlite3.Error)
_UNREACHABLE = Words(
    "База данных не отвечает: проверьте адрес и что сервер запущен.",
    "The database does not answer: check its address and that the server runs.",
)
_OLD_SCHEMA = Words(
    "Схема базы данных не та, что нужна программе: выполните nastavnik migrate.",
    "The database schema is not the one the program needs: run nastavnik migrate.",
)
_FULL = Words(
    "На диске базы данных кончилось место: освободите его и повторите; ничего не записано.",
    "The disk of the database is full: free some space and repeat; nothing was written.",
)
_READ_ONLY = Words(
    "База данных доступна только для чтения: проверьте права на файл и папку; ничего не записано.",
    "The database is read-only: check the rights of its file and folder; nothing was written.",
)
_CANNOT_OPEN = Words(
    "Файл базы данных не открывается: проверьте папку данных и права на неё.",
    "The database file does not open: check the data folder and its rights.",
)
_BUSY = Words(
    "База данных занята другой работой: повторите через минуту; ничего не записано.",
    "The database is busy with other work: repeat in a minute; nothing was written.",
)
_BROKEN_LINKS = Words(
    "После изменения схемы есть строки, ссылающиеся в пустоту: схема оставлена прежней.",
    "After the change of schema some rows point nowhere: the schema was left as it was.",
)
_DAMAGED = Words(
    "Файл базы данных повреждён или это не база: восстановите его из копии (nastavnik restore).",
    "The database file is damaged or is no database: restore it from a backup (nastavnik restore).",
)
_SENTENCES: tuple[tuple[str, Words], ...] = (
    ("no such table", _OLD_SCHEMA),
    ("no such column", _OLD_SCHEMA),
    ("has no column named", _OLD_SCHEMA),
    ("disk is full", _FULL),
    ("no space left", _FULL),
    ("could not extend", _FULL),
    ("readonly database", _READ_ONLY),
    ("read-only transaction", _READ_ONLY),
    ("unable to open", _CANNOT_OPEN),
    ("disk i/o error", _CANNOT_OPEN),
    ("database is locked", _BUSY),
    ("not a database", _DAMAGED),
    ("malformed", _DAMAGED),
)
