"""What a tick asks is answered by an index: its cost grows with what is due, not with what exists."""

import pytest
from sqlalchemy import Connection, Select, insert, select, text
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.tables import table
from storage.tables.letters import Letter, letters
from storage.tables.obligations import Obligation, obligations
from tests.support import rows

MANY = 3000
POLL = (
    select(obligations.c.id)
    .where(obligations.c.next_look_at <= rows.MORNING)
    .order_by(obligations.c.next_look_at)
    .limit(100)
)
READY = (
    select(letters.c.id).where(letters.c.next_attempt_at <= rows.MORNING).order_by(letters.c.next_attempt_at).limit(10)
)
LEASED = select(letters.c.id).where(letters.c.lease_until.is_not(None), letters.c.lease_until < 5.0)
OVERDUE = select(obligations.c.id).where(
    obligations.c.organisation_id == 1, obligations.c.status == "open", obligations.c.due_on < rows.DAY
)


def plan(tx: Connection, query: Select[int]) -> str:
    """How the database goes about a query, with the values written into it."""
    wanted = str(query.compile(dialect=tx.dialect, compile_kwargs={"literal_binds": True}))
    prefix = "EXPLAIN QUERY PLAN" if tx.dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(str(row[-1]) for row in tx.exec_driver_sql(f"{prefix} {wanted}"))


def crowd(tx: Connection) -> None:
    """Far more rows than are due, so that PostgreSQL too finds an index worth its while."""
    school = rows.organisation(tx)
    reader = rows.person(tx, school)
    duty = Obligation(
        organisation_id=school,
        subject_kind="item",
        subject_id=1,
        occurrence="",
        title="Приказ",
        watched_from=rows.MORNING,
        looked_at=rows.MORNING,
        due_on=rows.DAY,
    ).model_dump(exclude={"id"}, exclude_none=True)
    letter = Letter(
        key="", kind="reminder", organisation_id=school, recipient_id=reader, created_at=rows.MORNING
    ).model_dump(exclude={"id"}, exclude_none=True)
    tx.execute(insert(table(Obligation)), [duty | {"occurrence": f"{number}"} for number in range(MANY)])
    tx.execute(insert(table(Letter)), [letter | {"key": f"{number}"} for number in range(MANY)])
    tx.execute(text("ANALYZE"))


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (POLL, "obligation_due_look"),
        (READY, "letter_ready"),
        (LEASED, "letter_leased"),
        (OVERDUE, "obligation_open"),
    ],
    ids=["poll", "ready", "leased", "overdue"],
)
def test_the_index_is_used(database: Database, query: Select[int], index: str) -> None:
    with database.write() as tx:
        crowd(tx)
        assert index in plan(tx, query)


def test_without_the_index_the_plan_is_another(database: Database) -> None:
    with database.write() as tx:
        crowd(tx)
        tx.execute(text("DROP INDEX obligation_due_look"))
        assert "obligation_due_look" not in plan(tx, POLL)


@pytest.mark.parametrize("kind", ["obligation", "reminder", "letter", "pair"])
def test_what_must_be_unique_is(database: Database, kind: str) -> None:
    def make(tx: Connection, school: int, reader: int) -> None:
        match kind:
            case "obligation":
                rows.obligation(tx, school, subject_id=5)
            case "reminder":
                rows.reminder(tx, duty, school, reader)
            case "letter":
                rows.letter(tx, school, reader)
            case _:
                rows.pair(tx, school)

    with database.write() as tx:
        school = rows.organisation(tx)
        reader = rows.person(tx, school)
        duty = rows.obligation(tx, school)
        make(tx, school, reader)
    with pytest.raises(IntegrityError), database.write() as tx:
        make(tx, school, reader)
