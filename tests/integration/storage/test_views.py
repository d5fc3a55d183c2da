"""The read-only views: names, columns and words of the public contract."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, TableClause, inspect, select

from engine.actors import By
from storage import journal
from storage.database import Database
from storage.journal import PairStep
from storage.views import VIEWS, v_letter, v_obligation, v_pair, v_reminder, v_transition
from tests.support import rows


def only(tx: Connection, view: TableClause) -> dict[str, Any]:
    return dict(tx.execute(select(view)).mappings().one())


def as_instant(found: object) -> datetime:
    """SQLite's views show ISO text, PostgreSQL's an instant."""
    if isinstance(found, str):
        return datetime.fromisoformat(found).astimezone(UTC)
    assert isinstance(found, datetime)
    return found


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_names_and_columns_are_those_of_the_contract(database: Database, view: TableClause) -> None:
    with database.read() as tx:
        assert [column["name"] for column in inspect(tx).get_columns(view.name)] == [one.name for one in view.columns]
        assert view.name in inspect(tx).get_view_names()


def test_a_pair(database: Database) -> None:
    with database.write() as tx:
        school = rows.organisation(tx)
        pair = rows.pair(tx, school)
        found = only(tx, v_pair)
    assert (found["id"], found["org_path"], found["version"]) == (pair, "district/school-1", 1)
    assert (found["stage"], str(found["stage_since"]), found["outcome"]) == ("formed", "2025-09-25", None)


@pytest.mark.parametrize(
    ("who", "actor"),
    [("person", "curator@school.test"), ("operator", "operator"), ("clock", "clock"), ("erased", "erased")],
)
def test_a_transition_tells_who_and_why(database: Database, who: str, actor: str) -> None:
    with database.write() as tx:
        school = rows.organisation(tx)
        curator = rows.person(tx, school, email="curator@school.test")
        by = By(at=rows.MORNING, person_id=curator if who in ("person", "erased") else None, clock=who == "clock")
        step = PairStep(
            pair_id=rows.pair(tx, school), pair_seq=1, move="acquaint", from_stage="formed", to_stage="work"
        )
        made = journal.append(
            tx,
            organisation_id=school,
            by=by,
            verb="advance",
            subject="pair:1",
            facts={},
            words={"reason": "пора"},
            pair=step,
        )
        if who == "erased":
            journal.erase_person(tx, curator)
        found = only(tx, v_transition)
    assert (found["actor"], found["reason"]) == (actor, "" if who == "erased" else "пора")
    assert (found["seq"], found["move"], found["hash"]) == (1, "acquaint", made.hash)
    assert as_instant(found["at"]) == rows.MORNING


def test_what_is_no_move_is_no_transition(database: Database) -> None:
    with database.write() as tx:
        school = rows.organisation(tx)
        step = PairStep(pair_id=rows.pair(tx, school), pair_seq=1)
        journal.append(
            tx, organisation_id=school, by=By(at=rows.MORNING), verb="meet", subject="pair:1", facts={}, pair=step
        )
        assert tx.execute(select(v_transition)).all() == []


def test_an_obligation_names_its_subject(database: Database) -> None:
    with database.write() as tx:
        rows.obligation(tx, rows.organisation(tx), subject_id=12, due_on=rows.DAY, done_at=rows.MORNING)
        found = only(tx, v_obligation)
    assert (found["subject"], str(found["due_on"]), found["status"]) == ("item:12", "2025-09-25", "open")
    assert as_instant(found["done_at"]) == rows.MORNING


def test_reminders_and_letters_name_an_address_or_nobody(database: Database) -> None:
    with database.write() as tx:
        school = rows.organisation(tx)
        reader = rows.person(tx, school, email="reader@school.test")
        duty = rows.obligation(tx, school)
        letter = rows.letter(tx, school, reader)
        rows.reminder(tx, duty, school, reader, letter_id=letter, state="lettered")
        rows.reminder(tx, duty, school, 0, rung=1, state="suppressed", reason="некому")
        assert only(tx, v_letter)["recipient"] == "reader@school.test"
        found = {row.rung: (row.recipient, row.state, row.letter_id) for row in tx.execute(select(v_reminder))}
    assert found == {-7: ("reader@school.test", "lettered", letter), 1: ("", "suppressed", None)}


def test_instants_are_readable_and_in_order_as_text(sqlite_database: Database) -> None:
    with sqlite_database.write() as tx:
        school = rows.organisation(tx)
        rows.letter(tx, school, rows.person(tx, school))
        assert only(tx, v_letter)["created_at"] == "2025-09-25T06:00:00.000000Z"
