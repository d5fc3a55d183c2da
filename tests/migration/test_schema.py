"""The scripts end in the tables of the program, on both databases, whatever happened before."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import delete, inspect, select, text
from sqlalchemy.exc import IntegrityError

from storage.database import Database, DatabaseFailed
from storage.schema import at_head, config, differences, migrate
from storage.tables.organisations import people
from storage.views import v_letter
from tests.support import rows


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


def test_upgrading_a_database_in_use_keeps_its_rows(empty: Database) -> None:
    with empty.schema_change() as tx:
        command.upgrade(config(tx), "tables")
    assert not at_head(empty)
    with empty.write() as tx:
        school = rows.organisation(tx)
        rows.letter(tx, school, rows.person(tx, school))
    assert migrate(empty)
    with empty.read() as tx:
        assert differences(tx) == []
        assert tx.execute(select(v_letter.c.state)).scalars().all() == ["queued"]


def test_a_table_can_be_rebuilt_under_its_views_and_references(database: Database) -> None:
    """What the next script will do on SQLite: batch mode drops and renames a table that others point to."""
    with database.write() as tx:
        school = rows.organisation(tx)
        rows.letter(tx, school, rows.person(tx, school))
    with database.schema_change() as tx:
        operations = Operations(MigrationContext.configure(tx, opts={"render_as_batch": True}))
        with operations.batch_alter_table("person", recreate="auto") as person:
            person.alter_column("position", nullable=True)
    with database.write() as tx:
        assert tx.execute(select(v_letter.c.state)).scalars().all() == ["queued"]
        assert {column["name"]: column["nullable"] for column in inspect(tx).get_columns("person")}["position"]
    with pytest.raises(IntegrityError), database.write() as tx:
        tx.execute(delete(people))  # the letter still points to the rebuilt table, and foreign keys are awake again


def test_a_change_that_leaves_rows_pointing_nowhere_is_undone(sqlite_database: Database) -> None:
    with sqlite_database.write() as tx:
        school = rows.organisation(tx)
        rows.letter(tx, school, rows.person(tx, school))
    with pytest.raises(DatabaseFailed, match="point nowhere"), sqlite_database.schema_change() as tx:
        tx.execute(delete(people))
    with sqlite_database.read() as tx:
        assert tx.execute(select(people.c.id)).all()


def test_a_failed_script_leaves_the_schema_as_it_was(empty: Database) -> None:
    def half_way() -> None:
        with empty.schema_change() as tx:
            tx.execute(text("CREATE TABLE half (id INTEGER)"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half_way()
    with empty.read() as tx:
        assert inspect(tx).get_table_names() == []
