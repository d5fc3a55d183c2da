"""Who wants to talk to the curator, and whether somebody has answered."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.given import among
from storage.tables.answers import curator_calls
from storage.tables.organisations import people
from storage.tables.programmes import pairs

_call = curator_calls.c


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call with its pair's organisation and the caller's name. Open until `answered_at`."""

    id: int
    pair_id: int
    person_id: int
    text: str
    at: datetime
    answered_at: datetime | None
    answered_by_id: int | None
    organisation_id: int
    pair_number: int
    name: str


_COLUMNS = [
    *(_call[field.name] for field in fields(CallRow) if field.name in _call),
    pairs.c.organisation_id,
    pairs.c.number,
    people.c.name,
]
_ROWS = select(*_COLUMNS).join(pairs, pairs.c.id == _call.pair_id).join(people, people.c.id == _call.person_id)
_BY_ID = _ROWS.where(_call.id == bindparam("key"))
_OF = _ROWS.where(among(_call.id, "keys"))
_OPEN = _ROWS.where(
    _call.pair_id == bindparam("pair"), _call.person_id == bindparam("person"), _call.answered_at.is_(None)
).order_by(_call.id)
_ADD = insert(curator_calls).returning(_call.id)
_ANSWER = (
    update(curator_calls)
    .where(_call.id == bindparam("key"))
    .values(answered_at=bindparam("when"), answered_by_id=bindparam("who"))
)


def by_id(tx: Connection, call_id: int) -> CallRow | None:
    row = tx.execute(_BY_ID, {"key": call_id}).first()
    return None if row is None else CallRow(*row)


def open_of(tx: Connection, *, pair_id: int, person_id: int) -> CallRow | None:
    """The person's call about this pair that nobody has answered yet."""
    row = tx.execute(_OPEN, {"pair": pair_id, "person": person_id}).first()
    return None if row is None else CallRow(*row)


def of(tx: Connection, call_ids: Iterable[int]) -> dict[int, CallRow]:
    """These calls by id."""
    return {row.id: CallRow(*row) for row in tx.execute(_OF, {"keys": call_ids})}


def add(tx: Connection, *, pair_id: int, person_id: int, text: str, at: datetime) -> int:
    values = {"pair_id": pair_id, "person_id": person_id, "text": text, "at": at}
    return int(tx.execute(_ADD, values).scalar_one())


def answer(tx: Connection, call_id: int, *, at: datetime | None, by_person_id: int | None) -> None:
    """Close the call; `at` None opens it again."""
    tx.execute(_ANSWER, {"key": call_id, "when": at, "who": by_person_id})
