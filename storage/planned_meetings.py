"""Meetings agreed for a day: what stands, and what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import Connection, Text, bindparam, cast, insert, literal, or_, select, update

from storage.given import among
from storage.tables.answers import planned_meetings

_planned = planned_meetings.c


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One agreement. `state`: planned, held (then `meeting_id` says which meeting), moved, called_off, withdrawn.

    `at_time` is local, "" = the whole day. `uid` stays the same through every move, `sequence` rises with each.
    """

    id: int
    pair_id: int
    kind: str
    planned_on: date
    state: str
    note: str
    by_person_id: int | None
    at: datetime
    meeting_id: int | None
    at_time: str
    minutes: int
    place: str
    topic: str
    uid: str
    sequence: int

    @property
    def entry(self) -> str:
        """The calendar entry it is; agreements of before they had entries of their own go by their number.

        Of a series it is the series' and, behind a slash, the local moment the meeting was first agreed for.
        """
        return self.uid or f"meeting-{self.id}"

    @property
    def series(self) -> str:
        """The entry of the series it belongs to, "" for a meeting by itself."""
        first, slash, _ = self.entry.partition("/")
        return first if slash else ""


_ROWS = select(*(_planned[field.name] for field in fields(PlannedRow)))
_BY_ID = _ROWS.where(_planned.id == bindparam("key"))
_OF_PAIRS = _ROWS.where(among(_planned.pair_id, "pairs"), _planned.state == "planned").order_by(
    _planned.planned_on, _planned.id
)
_STANDING = _ROWS.where(
    _planned.pair_id == bindparam("pair"), _planned.kind == bindparam("sort"), _planned.state == "planned"
).order_by(_planned.planned_on, _planned.at_time, _planned.id)
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
        or_(_planned.uid == bindparam("entry"), literal("meeting-") + cast(_planned.id, Text) == bindparam("entry")),
        _planned.state != "withdrawn",
    )
    .order_by(_planned.id.desc())
    .limit(1)
)
_NAME = update(planned_meetings).where(_planned.id == bindparam("key")).values(uid=bindparam("entry"))
_RAISE = update(planned_meetings).where(_planned.id == bindparam("key")).values(sequence=bindparam("number"))
_OF_IDS = _ROWS.where(among(_planned.id, "ids"))
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


def by_ids(tx: Connection, planned_ids: Iterable[int]) -> dict[int, PlannedRow]:
    """Agreements by their ids, whatever became of them."""
    return {row.id: PlannedRow(*row) for row in tx.execute(_OF_IDS, {"ids": planned_ids})}


def all_standing(tx: Connection, *, pair_id: int, kind: str) -> list[PlannedRow]:
    """The agreements about meetings of this kind that stand now, the nearest day first."""
    return [PlannedRow(*row) for row in tx.execute(_STANDING, {"pair": pair_id, "sort": kind})]


def standing(tx: Connection, *, pair_id: int, kind: str) -> PlannedRow | None:
    """The nearest of them."""
    return next(iter(all_standing(tx, pair_id=pair_id, kind=kind)), None)


def before(tx: Connection, one: PlannedRow) -> PlannedRow | None:
    """What had been agreed about the same meeting right before this agreement."""
    row = tx.execute(_BEFORE, {"pair": one.pair_id, "sort": one.kind, "key": one.id, "entry": one.entry}).first()
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
    at_time: str = "",
    minutes: int = 60,
    place: str = "",
    topic: str = "",
    uid: str = "",
    sequence: int = 0,
) -> int:
    """Store an agreement (or, `called_off`, that a meeting will not be) and return its id. Without `uid` it begins a
    calendar entry of its own.
    """
    values = {
        "pair_id": pair_id,
        "kind": kind,
        "planned_on": planned_on,
        "state": state,
        "note": note,
        "by_person_id": by_person_id,
        "at": at,
        "at_time": at_time,
        "minutes": minutes,
        "place": place,
        "topic": topic,
        "uid": uid,
        "sequence": sequence,
    }
    made = int(tx.execute(_ADD, values).scalar_one())
    if not uid:
        name(tx, made, entry=f"meeting-{made}")
    return made


def name(tx: Connection, planned_id: int, *, entry: str) -> None:
    """The calendar entry the agreement goes by."""
    tx.execute(_NAME, {"key": planned_id, "entry": entry})


def raise_sequence(tx: Connection, planned_id: int, *, above: int) -> None:
    """The calendar entry says something newer than `above`."""
    tx.execute(_RAISE, {"key": planned_id, "number": above + 1})


def turn(tx: Connection, planned_id: int, *, state: str, note: str = "", meeting_id: int | None = None) -> None:
    """What became of an agreement. Back to `planned` forgets the meeting and the note."""
    tx.execute(_TURN, {"key": planned_id, "becomes": state, "said": note, "meeting": meeting_id})
