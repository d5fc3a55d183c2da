"""Meetings agreed for a day: what stands, and what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.given import among
from storage.tables.answers import planned_meetings

_planned = planned_meetings.c


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One agreement. `state`: planned, held (then `meeting_id` says which meeting), moved, called_off, withdrawn."""

    id: int
    pair_id: int
    kind: str
    planned_on: date
    state: str
    note: str
    by_person_id: int | None
    at: datetime
    meeting_id: int | None


_ROWS = select(*(_planned[field.name] for field in fields(PlannedRow)))
_BY_ID = _ROWS.where(_planned.id == bindparam("key"))
_OF_PAIRS = _ROWS.where(among(_planned.pair_id, "pairs"), _planned.state == "planned").order_by(
    _planned.planned_on, _planned.id
)
_STANDING = (
    _ROWS.where(_planned.pair_id == bindparam("pair"), _planned.kind == bindparam("sort"), _planned.state == "planned")
    .order_by(_planned.id.desc())
    .limit(1)
)
_ADD = insert(planned_meetings).returning(_planned.id)
_TURN = (
    update(planned_meetings)
    .where(_planned.id == bindparam("key"))
    .values(state=bindparam("becomes"), note=bindparam("said"), meeting_id=bindparam("meeting"))
)
_BEFORE = (
    _ROWS.where(
        _planned.pair_id == bindparam("pair"),
        _planned.kind == bindparam("sort"),
        _planned.id < bindparam("key"),
        _planned.state != "withdrawn",
    )
    .order_by(_planned.id.desc())
    .limit(1)
)
_OF_MEETING = _ROWS.where(_planned.pair_id == bindparam("pair"), _planned.meeting_id == bindparam("meeting"))


def of_pairs(tx: Connection, pair_ids: Iterable[int]) -> dict[int, list[PlannedRow]]:
    """The agreements that stand, by pair, the nearest day first; a pair without any is absent."""
    found: dict[int, list[PlannedRow]] = {}
    for row in tx.execute(_OF_PAIRS, {"pairs": pair_ids}):
        found.setdefault(row.pair_id, []).append(PlannedRow(*row))
    return found


def by_id(tx: Connection, planned_id: int) -> PlannedRow | None:
    row = tx.execute(_BY_ID, {"key": planned_id}).first()
    return None if row is None else PlannedRow(*row)


def standing(tx: Connection, *, pair_id: int, kind: str) -> PlannedRow | None:
    """The agreement about a meeting of this kind that stands now."""
    row = tx.execute(_STANDING, {"pair": pair_id, "sort": kind}).first()
    return None if row is None else PlannedRow(*row)


def before(tx: Connection, one: PlannedRow) -> PlannedRow | None:
    """What was said of such a meeting right before this agreement."""
    row = tx.execute(_BEFORE, {"pair": one.pair_id, "sort": one.kind, "key": one.id}).first()
    return None if row is None else PlannedRow(*row)


def of_meeting(tx: Connection, *, pair_id: int, meeting_id: int) -> PlannedRow | None:
    """The agreement that this meeting of the pair kept."""
    row = tx.execute(_OF_MEETING, {"pair": pair_id, "meeting": meeting_id}).first()
    return None if row is None else PlannedRow(*row)


def add(
    tx: Connection,
    *,
    pair_id: int,
    kind: str,
    planned_on: date,
    state: str = "planned",
    note: str = "",
    by_person_id: int | None,
    at: datetime,
) -> int:
    """Store an agreement (or, `called_off`, that a meeting will not be) and return its id."""
    values = {
        "pair_id": pair_id,
        "kind": kind,
        "planned_on": planned_on,
        "state": state,
        "note": note,
        "by_person_id": by_person_id,
        "at": at,
    }
    return int(tx.execute(_ADD, values).scalar_one())


def turn(tx: Connection, planned_id: int, *, state: str, note: str = "", meeting_id: int | None = None) -> None:
    """What became of an agreement. Back to `planned` forgets the meeting and the note."""
    tx.execute(_TURN, {"key": planned_id, "becomes": state, "said": note, "meeting": meeting_id})
