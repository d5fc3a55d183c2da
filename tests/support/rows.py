"""Rows straight into the tables, for tests whose subject is the storage itself; flows have their own cast."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Date, Float, Integer, LargeBinary, insert
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

from storage.tables import table
from storage.tables.letters import Letter
from storage.tables.obligations import Obligation, Reminder
from storage.tables.organisations import Organisation, Person, RoleGrant
from storage.tables.programmes import Definition, Membership, Pair, Programme
from storage.types import Instant

MORNING = datetime(2025, 9, 25, 6, 0, tzinfo=UTC)
DAY = date(2025, 9, 25)


def add(tx: Connection, row: SQLModel) -> int:
    """Store a row with the defaults of its model, and something empty in every column that must not be; its id."""
    columns = table(type(row))
    return int(tx.execute(insert(columns).values(filled(row)).returning(columns.c.id)).scalar_one())


def filled(row: SQLModel) -> dict[str, Any]:
    """The values of a row with something empty wherever a test does not care but the table does."""
    given = row.model_dump(exclude={"id"}, exclude_none=True)
    needed = [column for column in table(type(row)).c if not column.nullable and column.name != "id"]
    return {column.name: _empty(column.type) for column in needed} | given


def _empty(kind: TypeEngine[Any]) -> object:
    match kind:
        case Integer() | Float():
            return 0
        case Boolean():
            return False
        case Date():
            return DAY
        case Instant():
            return MORNING
        case JSON():
            return {}
        case LargeBinary():
            return b""
        case _:
            return ""


def organisation(tx: Connection, path: str = "district/school-1", **more: Any) -> int:
    slug = path.rpartition("/")[2]
    told = {"kind": "school", "name": slug, "slug": slug, "path": path, "timezone": "Europe/Kirov", "search_key": slug}
    return add(tx, Organisation(**told | more))


def person(tx: Connection, organisation_id: int, name: str = "Белова Анна", **more: Any) -> int:
    told = {"organisation_id": organisation_id, "name": name, "search_key": name.casefold()}
    return add(tx, Person(**told | more))


def grant(tx: Connection, person_id: int, organisation_id: int, role: str = "curator", **more: Any) -> int:
    return add(tx, RoleGrant(person_id=person_id, organisation_id=organisation_id, role=role, **more))


def pair(tx: Connection, organisation_id: int, *, number: int = 1, members: tuple[int, ...] = ()) -> int:
    """A pair with a definition and programme of its own; `members` are its mentees."""
    definition = Definition(
        kind="lifecycle", key=f"k{organisation_id}-{number}", version=1, hash="h", body="{}", published_at=MORNING
    )
    definition_id = add(tx, definition)
    programme = Programme(
        organisation_id=organisation_id, title="П", definition_id=definition_id, period_start=DAY, period_end=DAY
    )
    made = Pair(
        programme_id=add(tx, programme),
        organisation_id=organisation_id,
        definition_id=definition_id,
        number=number,
        stage="formed",
        stage_since=DAY,
    )
    pair_id = add(tx, made)
    for member in members:
        add(tx, Membership(pair_id=pair_id, person_id=member, role="mentee", from_day=DAY))
    return pair_id


def obligation(tx: Connection, organisation_id: int, *, occurrence: str = "1", **more: Any) -> int:
    told: dict[str, Any] = {
        "organisation_id": organisation_id,
        "subject_kind": "item",
        "subject_id": 1,
        "occurrence": occurrence,
        "title": "Приказ",
        "watched_from": MORNING,
        "looked_at": MORNING,
    }
    return add(tx, Obligation(**told | more))


def letter(tx: Connection, organisation_id: int, recipient_id: int, *, key: str = "k", **more: Any) -> int:
    told: dict[str, Any] = {
        "key": key,
        "kind": "reminder",
        "organisation_id": organisation_id,
        "recipient_id": recipient_id,
        "created_at": MORNING,
        "next_attempt_at": MORNING,
    }
    return add(tx, Letter(**told | more))


def reminder(tx: Connection, obligation_id: int, organisation_id: int, recipient_id: int, **more: Any) -> int:
    told: dict[str, Any] = {
        "obligation_id": obligation_id,
        "organisation_id": organisation_id,
        "recipient_id": recipient_id,
        "revision": 1,
        "rung": -7,
        "audience": "responsible",
        "due_at": MORNING,
        "ready_at": MORNING,
        "state": "waiting",
    }
    return add(tx, Reminder(**told | more))
