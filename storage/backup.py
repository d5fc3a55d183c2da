"""Backups: one portable SQLite file, whatever database it comes from and goes to."""

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import case, update

from engine.refusals import BadInput
from engine.words import Words
from storage.copying import copy_rows, empty
from storage.database import Database, DatabaseFailed, as_failure
from storage.schema import migrate
from storage.tables.letters import letters

HELD_BY_RESTORE = Words(
    "база восстановлена из копии: письмо могло уже уйти, проверьте и отпустите",
    "restored from a backup: the letter may have gone already, check it and release it",
)


@dataclass(frozen=True, slots=True)
class Restored:
    """How many letters wait until a person releases them."""

    held: int


def backup(database: Database, file: Path) -> int:
    """Write everything as it is at this moment, while others go on working; returns the size in bytes.

    An existing file is replaced only by a checked one. Beside it stands its checksum, FILE.sha256, as `sha256sum`
    writes and reads it. Raises DatabaseFailed, BadInput when the folder is not there.
    """
    if file.is_dir():
        raise BadInput("file", f"{file}: это папка, назовите файл.", f"{file} is a folder, name a file.")
    if not file.parent.is_dir():
        raise BadInput("file", f"Папки {file.parent} нет.", f"There is no folder {file.parent}.")
    with _told(), _beside(file) as draft:
        if database.dialect == "sqlite":
            with database.read() as tx, closing(sqlite3.connect(draft)) as copy:
                driver: Any = tx.connection.dbapi_connection
                driver.backup(copy)
        else:
            _copy_out(database, draft)
        _check(draft)
        told = f"{_sum_of(draft)}  {file.name}\n"
        _sums(file).unlink(missing_ok=True)  # an old checksum beside a new backup would call it damaged
        _install(draft, file)
        draft.write_text(told, encoding="utf-8")
        _install(draft, _sums(file))
    return file.stat().st_size


def restore(file: Path, database: Database, *, hold_outbox: bool) -> Restored:
    """Replace everything in `database` by a backup, made by this version or an older one; all or nothing.

    `hold_outbox` keeps letters that had not left until a person releases them: they may have gone after the backup.
    A checksum beside the file (FILE.sha256) is compared. The database must not be in use. Raises BadInput for a file
    that is no backup or another than it was, DatabaseFailed.
    """
    if not file.is_file() or not _is_ours(file):
        raise BadInput("file", f"{file.name}: это не резервная копия.", f"{file.name} is no backup.")
    _compare_sum(file)
    with _told(), tempfile.TemporaryDirectory(dir=_near(database)) as folder:
        draft = Path(folder) / "restored.db"
        with closing(_reading(file)) as kept, closing(sqlite3.connect(draft)) as copy:
            kept.backup(copy)
        if not _sound(draft):
            raise BadInput("file", f"{file.name}: копия повреждена.", f"{file.name}: the backup is damaged.")
        work = Database(f"sqlite:///{draft}")
        migrate(work)
        held = _hold(work) if hold_outbox else 0
        if database.dialect == "postgresql":
            _copy_in(work, database)
            work.dispose()
        else:
            work.dispose()
            _check(draft)
            _replace(draft, database)
    return Restored(held=held)


def _sums(file: Path) -> Path:
    return file.with_name(f"{file.name}.sha256")


def _sum_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _compare_sum(file: Path) -> None:
    """SQLite's own check sees broken pages, not a letter that became another one."""
    with _told():
        kept = _sums(file).read_text(encoding="utf-8", errors="replace").split() if _sums(file).is_file() else []
        if kept and kept[0] != _sum_of(file):
            raise BadInput(
                "file",
                f"{file.name}: копия не та, что была записана: сумма в {_sums(file).name} другая.",
                f"{file.name} is not what was written: its sum in {_sums(file).name} is another.",
            )


def _copy_out(database: Database, draft: Path) -> None:
    copy = Database(f"sqlite:///{draft}")
    migrate(copy)
    with database.read(one_moment=True) as source, copy.schema_change() as target:
        copy_rows(source, target)
    copy.dispose()


def _copy_in(work: Database, database: Database) -> None:
    migrate(database)
    with work.read() as source, database.schema_change() as target:
        empty(target)
        copy_rows(source, target)


def _hold(work: Database) -> int:
    """What was being sent when the backup was made may have arrived: at most one more copy of it may go."""
    held = {"state": "held", "next_attempt_at": None, "lease_until": None, "owner": "", "reason": HELD_BY_RESTORE.ru}
    doubtful = case((letters.c.state == "in_data", 1), else_=letters.c.ambiguous)
    unsent = update(letters).where(letters.c.state.in_(("queued", "claimed", "in_data")))
    with work.write() as tx:
        return tx.execute(unsent.values(held | {"ambiguous": doubtful})).rowcount


def _check(draft: Path) -> None:
    """A backup that cannot be read back is none. Ends as one single file without a log beside it."""
    if not _sound(draft):
        raise DatabaseFailed(_UNSOUND)


def _sound(draft: Path) -> bool:
    try:
        with closing(sqlite3.connect(draft)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")
            whole = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return whole and copy.execute("PRAGMA foreign_key_check").fetchone() is None
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if isinstance(error, sqlite3.OperationalError):  # a full disk is no damage
            raise
        return False


def _is_ours(file: Path) -> bool:
    try:
        with closing(_reading(file)) as kept:
            names = {name for (name,) in kept.execute("SELECT name FROM sqlite_master")}
    except (sqlite3.Error, UnicodeDecodeError):  # the second one when a flipped byte stands in the schema itself
        return False
    return {"alembic_version", "obligation", "journal_entry"} <= names


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)


def _replace(draft: Path, database: Database) -> None:
    """Put the file in place of the old one, which must be free: leaving WAL mode succeeds only for its last reader."""
    target = Path(str(database.url.database))
    database.dispose()
    if target.exists():
        with closing(sqlite3.connect(target)) as old:
            old.execute("PRAGMA journal_mode=DELETE")
    _install(draft, target)


def _near(database: Database) -> str | None:
    """A rename is atomic only within one file system."""
    return str(Path(str(database.url.database)).resolve().parent) if database.dialect == "sqlite" else None


@contextmanager
def _beside(file: Path) -> Generator[Path]:
    """A private name in the same folder, gone afterwards whatever happens."""
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
        yield Path(folder) / file.name


def _install(draft: Path, file: Path) -> None:
    """The rename comes after the bytes are on the disk, and is itself made durable."""
    draft.chmod(0o600)
    _to_disk(draft)
    draft.replace(file)
    _to_disk(file.parent)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _told() -> Generator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if failure := as_failure(error):
            raise failure from error
        raise
    except OSError as error:
        raise DatabaseFailed(_NOT_WRITTEN) from error


_UNSOUND = Words(
    "Копия не прошла проверку и не сохранена: проверьте базу командой nastavnik verify.",
    "The copy did not pass its check and was not kept: look at the database with nastavnik verify.",
)
_NOT_WRITTEN = Words(
    "Файл не записан: проверьте место на диске и права на папку.",
    "The file was not written: check the space on the disk and the rights of the folder.",
)
