"""Backups: taken while others write, portable between the databases, restored all or nothing."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from engine.actors import By
from engine.refusals import BadInput
from storage import journal, outbox
from storage.backup import HELD_BY_RESTORE, backup, restore
from storage.copying import copy_rows
from storage.database import Database, DatabaseFailed
from storage.schema import MODELS, at_head
from storage.tables.letters import letters
from storage.tables.organisations import organisations
from storage.tables.roadmaps import Item, Roadmap
from tests.support import rows

NOW = rows.MORNING


@pytest.fixture
def target(empty_url: str) -> Iterator[Database]:
    """Another database of either kind, still empty."""
    opened = Database(empty_url)
    yield opened
    opened.dispose()


def life(tx: Connection) -> int:
    """A little of everything: nested organisations, JSON with and without a value, bytes, instants, a journal."""
    district = rows.organisation(tx, "district")
    school = rows.organisation(tx, "district/school-1", parent_id=district)
    reader = rows.person(tx, school, "Соколова Вера", email="vera@school.test", born=rows.DAY)
    pair = rows.pair(tx, school, members=(reader,))
    for state, key in (("queued", "q"), ("claimed", "c"), ("in_data", "d"), ("sent", "s")):
        rows.letter(
            tx,
            school,
            reader,
            key=key,
            state=state,
            message=b"\x00\xff",
            pair_id=pair,
            facts={"stage": "work"},
            next_attempt_at=NOW if state == "queued" else None,
            lease_until=5.0 if state in ("claimed", "in_data") else None,
        )
    journal.append(tx, organisation_id=school, by=By(at=NOW), verb="v", subject="s", facts={}, words={"reason": "да"})
    roadmap = Roadmap(organisation_id=school, title="Карта")
    rows.add(tx, Item(roadmap_id=rows.add(tx, roadmap), organisation_id=school, title="Приказ"))
    return school


def content(database: Database) -> dict[str, list[Any]]:
    with database.read() as tx:
        return {
            table.name: [tuple(row) for row in tx.execute(select(table).order_by(*table.primary_key))]
            for table in MODELS.sorted_tables
        }


def test_everything_comes_back_in_either_database(database: Database, target: Database, tmp_path: Path) -> None:
    with database.write() as tx:
        school = life(tx)
    before = content(database)
    assert backup(database, tmp_path / "copy.db") > 0
    restore(tmp_path / "copy.db", target, hold_outbox=False)
    assert content(target) == before
    assert at_head(target)
    with target.write() as tx:
        assert journal.verify_chain(tx, school) == ()
        rows.organisation(tx, "district/school-2")  # numbering goes on after the restored rows


def test_what_was_there_before_is_gone(database: Database, tmp_path: Path) -> None:
    with database.write() as tx:
        life(tx)
    backup(database, tmp_path / "copy.db")
    before = content(database)
    with database.write() as tx:
        rows.organisation(tx, "later")
        tx.execute(update(organisations).values(name="переименована"))
    restore(tmp_path / "copy.db", database, hold_outbox=False)
    assert content(database) == before


def test_unsent_letters_wait_for_a_person_when_asked(database: Database, tmp_path: Path) -> None:
    with database.write() as tx:
        life(tx)
    backup(database, tmp_path / "copy.db")
    assert restore(tmp_path / "copy.db", database, hold_outbox=True).held == 3
    with database.write() as tx:
        assert {row.key: row.state for row in tx.execute(select(letters.c.key, letters.c.state))} == {
            "q": "held",
            "c": "held",
            "d": "held",
            "s": "sent",
        }
        reasons = set(tx.scalars(select(letters.c.reason).where(letters.c.state == "held")))
        assert reasons == {HELD_BY_RESTORE.ru}
        doubtful = select(letters.c.ambiguous).where(letters.c.key == "d")
        assert tx.scalar(doubtful) == 1  # it may have arrived: when released, one more copy and no third
        assert outbox.claim(tx, owner="a", now=NOW + timedelta(days=9), lease_until=9e9, limit=9) == ()


def test_a_backup_is_one_private_sound_file(database: Database, tmp_path: Path) -> None:
    with database.write() as tx:
        life(tx)
    folder = tmp_path / "backups"
    folder.mkdir()
    file = folder / "copy.db"
    assert backup(database, file) == file.stat().st_size
    assert sorted(found.name for found in folder.iterdir()) == ["copy.db", "copy.db.sha256"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert copy.execute("SELECT count(*) FROM v_letter").fetchone() == (4,)


def test_a_backup_shows_one_moment_while_others_write(database: Database, tmp_path: Path) -> None:
    with database.write() as tx:
        rows.organisation(tx, "before")
    with database.write() as tx:
        rows.organisation(tx, "unfinished")
        backup(database, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT path FROM organisation").fetchall() == [("before",)]


def test_an_unsound_database_gives_no_backup_and_keeps_the_old_one(sqlite_database: Database, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    file.write_bytes(b"yesterday")
    with closing(sqlite3.connect(str(sqlite_database.url.database))) as other:  # foreign keys are off here
        other.execute("INSERT INTO breaker (organisation_id, tripped_at, waiting, \"limit\") VALUES (404, '', 1, 1)")
        other.commit()
    with pytest.raises(DatabaseFailed, match="check"):
        backup(sqlite_database, file)
    assert file.read_bytes() == b"yesterday"


@pytest.mark.parametrize("kind", ["missing", "text", "other"])
def test_what_is_no_backup_is_refused_and_nothing_changes(database: Database, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "copy.db"
    if kind == "text":
        file.write_text("не база", encoding="utf-8")
    if kind == "other":
        with closing(sqlite3.connect(file)) as other:
            other.execute("CREATE TABLE somebody_else (id)")
    with database.write() as tx:
        life(tx)
    before = content(database)
    with pytest.raises(BadInput):
        restore(file, database, hold_outbox=False)
    assert content(database) == before


def test_a_backup_from_the_future_is_refused(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    backup(database, file)
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("UPDATE alembic_version SET version_num = 'of-next-year'")
        copy.commit()
    (tmp_path / "copy.db.sha256").unlink()  # it is meant to be another
    with pytest.raises(DatabaseFailed, match="newer"):
        restore(file, database, hold_outbox=False)


def test_a_folder_that_is_not_there_is_bad_input(sqlite_database: Database, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        backup(sqlite_database, tmp_path / "nowhere" / "copy.db")


def test_a_database_in_use_is_not_replaced(sqlite_url: str, sqlite_database: Database, tmp_path: Path) -> None:
    with sqlite_database.write() as tx:
        life(tx)
    backup(sqlite_database, tmp_path / "copy.db")
    before = content(sqlite_database)
    other = Database(sqlite_url)
    with sqlite_database.read() as tx:
        tx.execute(select(organisations))
        with pytest.raises(DatabaseFailed, match="busy"):
            restore(tmp_path / "copy.db", other, hold_outbox=False)
    assert content(sqlite_database) == before
    other.dispose()


def test_a_restore_that_breaks_off_leaves_the_old_data(postgresql_database: Database, tmp_path: Path) -> None:
    with postgresql_database.write() as tx:
        life(tx)
    before = content(postgresql_database)
    file = tmp_path / "copy.db"
    backup(postgresql_database, file)
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("UPDATE letter SET created_at = 'once'")
        copy.commit()
    (tmp_path / "copy.db.sha256").unlink()  # it is meant to be another
    with pytest.raises(ValueError, match="once"):
        restore(file, postgresql_database, hold_outbox=False)
    assert content(postgresql_database) == before


def test_rows_are_counted(sqlite_database: Database, target: Database, tmp_path: Path) -> None:
    with sqlite_database.write() as tx:
        life(tx)
    backup(sqlite_database, tmp_path / "copy.db")
    restore(tmp_path / "copy.db", target, hold_outbox=False)
    wanted = sum(len(found) for found in content(target).values())
    empty = Database(f"sqlite:///{tmp_path}/counted.db")
    with empty.schema_change() as tx:
        MODELS.create_all(tx)
    with target.read(one_moment=True) as source, empty.schema_change() as tx:
        assert copy_rows(source, tx) == wanted > 10
    empty.dispose()


def test_a_backup_that_was_changed_is_known_by_its_checksum(sqlite_database: Database, tmp_path: Path) -> None:
    with sqlite_database.write() as tx:
        life(tx)
    file, sums = tmp_path / "copy.db", tmp_path / "copy.db.sha256"
    for _ in range(2):  # a newer backup has its own
        backup(sqlite_database, file)
        assert sums.read_text() == f"{sha256(file.read_bytes()).hexdigest()}  copy.db\n"
    assert stat.S_IMODE(sums.stat().st_mode) == 0o600
    assert restore(file, sqlite_database, hold_outbox=False).held == 0
    name = "Соколова".encode()
    assert name in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(name, "Соловьёв".encode()))  # sound for SQLite, but not what was written
    with pytest.raises(BadInput, match=r"copy\.db\.sha256"):
        restore(file, sqlite_database, hold_outbox=False)
    sums.unlink()
    assert restore(file, sqlite_database, hold_outbox=False).held == 0
