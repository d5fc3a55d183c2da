"""Transactions: all or nothing, one writer at a time, failures told in one sentence."""

import os
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, bindparam, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from engine.refusals import BadInput
from storage.database import Database, DatabaseFailed, unprepared
from storage.hot import Hot
from storage.tables.journal import heartbeats
from storage.tables.organisations import organisations
from tests.support import rows

BEAT = insert(heartbeats).values(name="tick", at=rows.MORNING)


def fill(tx: Connection) -> None:
    tx.execute(BEAT)
    for number in range(500):
        rows.organisation(tx, f"school-{number}", name="Школа " * 50)


def count(database: Database) -> int:
    with database.read() as tx:
        return len(tx.execute(select(heartbeats)).all())


def test_a_block_that_ends_is_stored(database: Database) -> None:
    with database.write() as tx:
        tx.execute(BEAT)
    assert count(database) == 1


def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    def half() -> None:
        with database.write() as tx:
            tx.execute(BEAT)
            raise KeyError

    with pytest.raises(KeyError):
        half()
    assert count(database) == 0


def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(DatabaseFailed, match="read-only"), database.read() as tx:
        tx.execute(BEAT)
    assert count(database) == 0


def test_a_reader_does_not_see_what_is_not_committed(database: Database) -> None:
    with database.write() as tx:
        tx.execute(BEAT)
        assert count(database) == 0
    assert count(database) == 1


def test_one_moment_stays_while_others_write(database: Database) -> None:
    with database.read(one_moment=True) as early:
        before = early.execute(select(heartbeats)).all()
        with database.write() as tx:
            tx.execute(BEAT)
        assert early.execute(select(heartbeats)).all() == before == []


def test_a_broken_rule_of_the_schema_stays_what_it_is(database: Database) -> None:
    with database.write() as tx:
        tx.execute(BEAT)
    with pytest.raises(IntegrityError), database.write() as tx:
        tx.execute(BEAT)
    with pytest.raises(IntegrityError), database.write() as tx:
        rows.person(tx, organisation_id=404)


def test_threads_write_one_after_another(database: Database) -> None:
    with database.write() as tx:
        place = rows.organisation(tx)

    def raise_version() -> None:
        for _ in range(10):
            with database.write() as tx:
                tx.execute(update(organisations).values(version=organisations.c.version + 1))

    threads = [threading.Thread(target=raise_version) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as tx:
        assert tx.scalar(select(organisations.c.version).where(organisations.c.id == place)) == 41


def test_a_write_inside_a_write_is_refused_at_once(sqlite_database: Database) -> None:
    with (
        sqlite_database.write(),
        pytest.raises(RuntimeError, match="inside a write"),
        sqlite_database.write(),
    ):
        pass
    with sqlite_database.write() as tx:  # and the lock is free again
        tx.execute(BEAT)


def test_sqlite_is_as_durable_and_as_forgetful_as_promised(sqlite_database: Database) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    with sqlite_database.write() as writer, sqlite_database.read() as reader:
        for tx in (writer, reader):
            assert {name: tx.execute(text(f"PRAGMA {name}")).scalar() for name in wanted} == wanted


def test_an_old_schema_is_told(database: Database) -> None:
    with pytest.raises(DatabaseFailed) as told, database.read() as tx:
        tx.execute(text("SELECT * FROM nowhere"))
    assert "nastavnik migrate" in told.value.words.ru


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/no/such/folder/x.db")
    with pytest.raises(DatabaseFailed, match="does not open"), database.write():
        pass
    database.dispose()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    file.write_text("Это письмо, а не база. " * 200, encoding="utf-8")
    database = Database(f"sqlite:///{file}")
    with pytest.raises(DatabaseFailed, match="no database"), database.write():
        pass
    database.dispose()


def test_a_full_database_is_told_and_nothing_is_half_written(sqlite_database: Database) -> None:
    with sqlite_database.write() as tx:
        pages = tx.execute(text("PRAGMA page_count")).scalar_one()
        tx.execute(text(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(DatabaseFailed, match="full"), sqlite_database.write() as tx:
        fill(tx)
    assert count(sqlite_database) == 0


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    database = Database(f"postgresql://postgres@/x?host={tmp_path}")
    with pytest.raises(DatabaseFailed, match="does not answer"), database.read() as tx:
        tx.execute(text("SELECT 1"))
    database.dispose()


@pytest.mark.parametrize("url", ["", "mysql://x", "sqlite://", "sqlite:///:memory:", "postgresql", "школа"])
def test_an_unknown_address_is_bad_input(url: str) -> None:
    with pytest.raises(BadInput):
        Database(url)


def test_no_value_stands_in_an_error(database: Database) -> None:
    with pytest.raises(IntegrityError) as told, database.write() as tx:
        rows.person(tx, organisation_id=404, name="Иванова")
    assert "Иванова" not in str(told.value)


def test_unprepared_statements_leave_no_plan_behind(postgresql_database: Database) -> None:
    prepared = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%heartbeat%'")
    with postgresql_database.write() as tx:
        with unprepared(tx):
            for _ in range(10):
                tx.execute(select(heartbeats))
        assert tx.scalar(prepared) == 0
        for _ in range(10):
            tx.execute(select(heartbeats))
        assert tx.scalar(prepared) == 1


@pytest.mark.parametrize("hot", [False, True], ids=["usual", "hot"])
def test_a_lost_connection_is_told_and_replaced(postgresql_url: str, postgresql_database: Database, hot: bool) -> None:
    moved = update(heartbeats).where(heartbeats.c.name == bindparam("asked")).values(at=bindparam("now"))
    values = {"asked": "tick", "now": rows.MORNING}
    other = Database(postgresql_url)
    with postgresql_database.write() as tx:
        lost = tx.scalar(select(func.pg_backend_pid()))
    with other.write() as tx:
        assert tx.scalar(select(func.pg_terminate_backend(lost, 5000)))
    with pytest.raises(DatabaseFailed), postgresql_database.write() as tx:
        _ = Hot(moved).run(tx, values) if hot else tx.execute(moved, values)
    with postgresql_database.write() as tx:
        tx.execute(BEAT)
    other.dispose()


def test_a_process_that_starts_finds_what_another_stored(sqlite_url: str) -> None:
    first, second = Database(sqlite_url), Database(sqlite_url)
    with first.write() as tx:
        tx.execute(BEAT)
    assert count(second) == 1
    for database in (first, second):
        database.dispose()
    assert not Path(f"{first.url.database}-wal").exists() or os.path.getsize(f"{first.url.database}-wal") == 0
