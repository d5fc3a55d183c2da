"""The log of a pair's meetings: those ahead and those held, with what both sides say of them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection

from engine.actors import By
from engine.meetings import Confirmation, confirmation
from storage import memberships, pair_records, pair_sheet, planned_meetings
from storage.pair_records import MeetingRow, WordRow
from storage.planned_meetings import PlannedRow
from workflows.pair_at_hand import take_pair


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A meeting that was held. `came` are names of those who were there, empty where people have none."""

    meeting: MeetingRow
    stands: Confirmation
    words: tuple[WordRow, ...]
    came: tuple[str, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingLog:
    """`ahead`: the agreements that stand, by day; `held`: by day, the latest first. `today` is the local day."""

    pair_id: int
    number: int
    path: str
    today: date
    ahead: tuple[PlannedRow, ...]
    held: tuple[HeldLine, ...]


Mark = Literal["both", "waits_mentor", "waits_mentee", "waits", "disputed"]
MARKS: dict[Confirmation, Mark] = {
    "both": "both",
    "mentor": "waits_mentee",
    "mentee": "waits_mentor",
    "nobody": "waits",
    "disputed": "disputed",
}


def list_meetings(tx: Connection, *, by: By, pair_id: int, named: bool = True) -> MeetingLog:
    """The log of one pair. Raises BadInput for a pair the actor may not see."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    rows = pair_records.meetings_of_pair(tx, pair_id)
    words = pair_records.words_of(tx, [one.id for one in rows])
    stays = [one for one in memberships.of_pair(tx, pair_id) if one.role in ("mentor", "mentee")]
    absent = {one.id: frozenset(one.absent) for one in pair_sheet.meetings_of(tx, pair_id)}

    def line(row: MeetingRow) -> HeldLine:
        there = [
            one for one in stays if one.from_day <= row.held_on and (one.to_day is None or one.to_day >= row.held_on)
        ]
        said = tuple(words.get(row.id, ()))
        missing = absent.get(row.id, frozenset())
        return HeldLine(
            row,
            confirmation((one.side, one.held) for one in said),
            said,
            tuple(one.name for one in there if named and one.person_id not in missing),
            tuple(one.name for one in there if named and one.person_id in missing),
        )

    return MeetingLog(
        pair_id,
        hand.pair.number,
        hand.path,
        hand.today,
        tuple(planned_meetings.of_pairs(tx, [pair_id]).get(pair_id, ())),
        tuple(line(row) for row in reversed(rows)),
    )
