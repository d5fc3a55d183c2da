"""A whole set or many rows as one parameter: the same answers as value by value, by the same indexes."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Row, select, text, update

from storage import obligations, outbox, reminders
from storage.database import Database
from storage.given import among
from storage.tables.letters import letters
from storage.tables.obligations import obligations as obligation_table
from storage.tables.obligations import reminders as reminder_table
from storage.tables.organisations import organisations
from tests.support import rows

LATER = rows.MORNING + timedelta(days=7)


def school(tx: Connection) -> tuple[int, int]:
    made = rows.organisation(tx)
    return made, rows.person(tx, made)


def queued(school_id: int, reader: int, key: str) -> dict[str, object]:
    return {
        "key": key,
        "kind": "digest",
        "organisation_id": school_id,
        "recipient_id": reader,
        "pair_id": None,
        "facts": {"пара": [1, None]},
        "created_at": rows.MORNING,
        "next_attempt_at": LATER,
    }


def letter(tx: Connection, letter_id: int) -> Row[tuple[object, ...]]:
    others = [column for column in letters.c if column.name not in ("id", "key")]
    return tx.execute(select(*others).where(letters.c.id == letter_id)).one()


def test_a_set_of_numbers_or_words(database: Database) -> None:
    with database.write() as tx:
        first, second, third = (rows.organisation(tx, f"district/school-{n}") for n in (1, 2, 3))
        by_id = select(organisations.c.id).where(among(organisations.c.id, "ids")).order_by(organisations.c.id)
        by_path = select(organisations.c.id).where(among(organisations.c.path, "paths"))
        assert tx.scalars(by_id, {"ids": {third, first, 999}}).all() == [first, third]
        assert tx.scalars(by_id, {"ids": ()}).all() == []
        assert tx.scalars(by_path, {"paths": ["district/school-2", "nowhere"]}).all() == [second]


def test_a_set_is_answered_by_the_index(sqlite_database: Database) -> None:
    wanted = update(obligation_table).where(among(obligation_table.c.id, "ids")).values(held=True)
    with sqlite_database.write() as tx:
        asked = f"EXPLAIN QUERY PLAN {wanted.compile(dialect=tx.dialect)}"
        plan = " ".join(str(row[-1]) for row in tx.exec_driver_sql(asked, (True, "[1]")))
    assert "SEARCH obligation USING INTEGER PRIMARY KEY" in plan


def test_letters_queued_together_are_those_queued_alone(database: Database) -> None:
    with database.write() as tx:
        school_id, reader = school(tx)
        alone = outbox.enqueue(
            tx,
            key="alone",
            kind="digest",
            organisation_id=school_id,
            recipient_id=reader,
            facts={"пара": [1, None]},
            at=rows.MORNING,
            ready_at=LATER,
        )
        together = outbox.enqueue_all(tx, [queued(school_id, reader, key) for key in ("a", "alone", "b")])
        assert alone is not None
        assert set(together) == {"a", "b"}
        assert letter(tx, together["a"]) == letter(tx, together["b"]) == letter(tx, alone)
        assert outbox.enqueue_all(tx, []) == {}


def test_reminders_get_their_letters_and_moments_at_once(database: Database) -> None:
    with database.write() as tx:
        school_id, reader = school(tx)
        duty = rows.obligation(tx, school_id)
        first, second, settled = (rows.reminder(tx, duty, school_id, reader, rung=n) for n in (-14, -7, -1))
        reminders.settle(tx, [settled], state="cancelled", reason="выполнено")
        posted = rows.letter(tx, school_id, reader)
        reminders.lettered(tx, [(first, posted), (settled, posted)])
        reminders.wait(tx, (one for one in [second]), until=LATER)
        found = select(reminder_table.c.state, reminder_table.c.letter_id, reminder_table.c.ready_at)
        assert [tuple(row) for row in tx.execute(found.order_by(reminder_table.c.id))] == [
            ("lettered", posted, rows.MORNING),
            ("waiting", None, LATER),
            ("cancelled", None, rows.MORNING),
        ]


def test_looks_are_noted_row_by_row(database: Database) -> None:
    with database.write() as tx:
        school_id, _ = school(tx)
        first, second, third = (rows.obligation(tx, school_id, occurrence=f"{n}") for n in (1, 2, 3))
        obligations.looked(tx, [(first, LATER, None), (second, rows.MORNING, LATER)])
        found = select(obligation_table.c.id, obligation_table.c.looked_at, obligation_table.c.next_look_at)
        assert {row.id: (row.looked_at, row.next_look_at) for row in tx.execute(found)} == {
            first: (LATER, None),
            second: (rows.MORNING, LATER),
            third: (rows.MORNING, None),
        }
        assert [one.id for one in obligations.due_for_look(tx, now=LATER, most=5)] == [second]


def test_a_wall_clock_is_no_instant(database: Database) -> None:
    with database.write() as tx:
        school_id, reader = school(tx)
        row = queued(school_id, reader, "k") | {"created_at": datetime(2025, 9, 25, 9, 0)}  # noqa: DTZ001  # what is refused
        with pytest.raises(ValueError, match="time zone"):
            outbox.enqueue_all(tx, [row])
        assert tx.execute(text("SELECT count(*) FROM letter")).scalar_one() == 0
