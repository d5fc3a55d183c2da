"""A hot statement answers exactly as SQLAlchemy would."""

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.hot import Hot
from storage.tables.journal import heartbeats
from storage.tables.letters import letters
from storage.tables.obligations import obligations
from tests.support import rows


def test_values_and_rows_are_converted_as_by_sqlalchemy(database: Database) -> None:
    wanted = select(letters).where(letters.c.id == bindparam("letter"))
    with database.write() as tx:
        school = rows.organisation(tx)
        facts = {"rungs": [-7, 1], "title": "Приказ"}
        one = rows.letter(tx, school, rows.person(tx, school), facts=facts, message="тело".encode())
        usual = tx.execute(wanted, {"letter": one}).one()
        assert Hot(wanted).first(tx, {"letter": one}) == tuple(usual)
        assert Hot(wanted).all(tx, {"letter": one}) == [tuple(usual)]
        assert usual.next_attempt_at == rows.MORNING
        assert usual.facts == facts


def test_dates_and_flags_come_back_as_such(database: Database) -> None:
    wanted = Hot(select(obligations.c.due_on, obligations.c.held).where(obligations.c.due_on == bindparam("due")))
    with database.write() as tx:
        rows.obligation(tx, rows.organisation(tx), due_on=rows.DAY, held=True)
        assert wanted.first(tx, {"due": rows.DAY}) == (rows.DAY, True)


def test_nothing_found_is_none(database: Database) -> None:
    wanted = Hot(select(letters.c.id).where(letters.c.key == bindparam("asked")))
    with database.read() as tx:
        assert wanted.first(tx, {"asked": "k"}) is None


def test_touched_rows_are_counted(database: Database) -> None:
    touch = Hot(update(heartbeats).where(heartbeats.c.name == bindparam("asked")).values(at=bindparam("now")))
    with database.write() as tx:
        tx.execute(insert(heartbeats).values(name="tick", at=rows.MORNING))
        assert touch.run(tx, {"asked": "tick", "now": rows.MORNING}) == 1
        assert touch.run(tx, {"asked": "tock", "now": rows.MORNING}) == 0


def test_errors_are_those_of_sqlalchemy_without_values(database: Database) -> None:
    beat = Hot(insert(heartbeats).values(name=bindparam("name"), at=bindparam("at")))
    with database.write() as tx:
        beat.run(tx, {"name": "tick", "at": rows.MORNING})
    with pytest.raises(IntegrityError) as told, database.write() as tx:
        beat.run(tx, {"name": "tick", "at": rows.MORNING})
    assert "2025" not in str(told.value)


def test_a_list_is_refused(sqlite_database: Database) -> None:
    listed = Hot(select(letters.c.id).where(letters.c.state.in_(("queued", "held"))))
    with sqlite_database.read() as tx, pytest.raises(RuntimeError, match="IN list"):
        listed.first(tx, {})
