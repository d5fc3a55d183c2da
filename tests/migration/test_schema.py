"""The scripts end in the tables of the program, on both databases, whatever happened before."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import inspect, text

from storage.database import Database
from storage.schema import at_head, differences, migrate


@pytest.fixture
def empty(empty_url: str) -> Iterator[Database]:
    opened = Database(empty_url)
    yield opened
    opened.dispose()


def test_all_scripts_end_in_the_tables_of_the_program(empty: Database) -> None:
    assert migrate(empty)
    with empty.read() as tx:
        assert differences(tx) == []


def test_differences_are_noticed(database: Database) -> None:
    with database.schema_change() as tx:
        tx.execute(text("ALTER TABLE pair ADD COLUMN forgotten INTEGER"))
    with database.read() as tx:
        assert "forgotten" in str(differences(tx))


def test_migrating_twice_does_nothing_the_second_time(empty: Database) -> None:
    assert not at_head(empty)
    first = migrate(empty)
    assert first[0] == "Create all tables."
    assert at_head(empty)
    assert migrate(empty) == []


def test_two_processes_that_start_at_once_migrate_once(empty_url: str, empty: Database) -> None:
    program = (
        "import sys; from storage.database import Database; from storage.schema import migrate;"
        "print(len(migrate(Database(sys.argv[1]))))"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", program, empty_url], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    ran = sorted(int(process.communicate()[0]) for process in both)
    assert ran[0] == 0
    assert ran[1] > 0
    assert at_head(empty)


def test_a_failed_script_leaves_the_schema_as_it_was(empty: Database) -> None:
    def half_way() -> None:
        with empty.schema_change() as tx:
            tx.execute(text("CREATE TABLE half (id INTEGER)"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half_way()
    with empty.read() as tx:
        assert inspect(tx).get_table_names() == []
