"""What the tests of PostgreSQL stand on: a database that another test has used is as good as a new one."""

import psycopg
import pytest
from sqlalchemy import func, select

from storage.database import Database
from storage.schema import MODELS
from tests.support import postgres
from tests.support.cast import district
from tests.support.spare_databases import SpareDatabases


@pytest.fixture
def spare(postgresql_server: postgres.Server, spare_databases: SpareDatabases) -> SpareDatabases:
    return SpareDatabases(postgresql_server, spare_databases.template)


def test_what_is_given_back_is_empty_and_counts_from_one(spare: SpareDatabases) -> None:
    taken = spare.take()
    lived = Database(taken)
    with lived.write() as tx:
        first = district(tx)
    spare.give_back(taken)  # while it is still open: the connection is cut
    lived.dispose()

    assert spare.take() == taken
    again = Database(taken)
    with again.write() as tx:
        assert [table for table in MODELS.tables.values() if tx.scalar(select(func.count()).select_from(table))] == []
        assert district(tx) == first
    again.dispose()
    spare.give_back(taken)
    spare.close()


@pytest.mark.parametrize(
    "change",
    [
        "DROP INDEX obligation_due_look",
        "ALTER TABLE person ADD COLUMN shoe integer",
        "ALTER TABLE person ALTER COLUMN name DROP NOT NULL",
        "CREATE TABLE theirs (id integer)",
        "ALTER SEQUENCE person_id_seq INCREMENT 7",
        "INSERT INTO heartbeat VALUES ('tick', now()); ANALYZE heartbeat",
    ],
)
def test_a_database_of_another_shape_is_not_given_again(spare: SpareDatabases, change: str) -> None:
    taken = spare.take()
    with psycopg.connect(taken) as tx:
        tx.execute(change.encode())
    spare.give_back(taken)
    following = spare.take()
    assert following != taken
    spare.give_back(following)
    spare.close()


def test_a_database_that_grew_is_not_given_again(postgresql_server: postgres.Server, spare: SpareDatabases) -> None:
    strict = SpareDatabases(postgresql_server, spare.template, largest=1)
    taken = strict.take()
    lived = Database(taken)
    with lived.write() as tx:
        district(tx)
    lived.dispose()
    strict.give_back(taken)
    following = strict.take()
    assert following != taken
    strict.give_back(following)
    strict.close()
