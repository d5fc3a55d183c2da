"""Notes a meeting of a pair that took place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle.facts import MeetingKind, Verdict
from engine.refusals import BadInput, Refused
from storage import memberships, pair_records, planned_meetings
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import began_on, take_pair, write_record
from workflows.plain_text import one_of
from workflows.spoken_words import check_side

MEETING_KINDS: tuple[MeetingKind, ...] = get_args(MeetingKind)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class MeetingRecorded:
    id: int
    pair_id: int
    kind: str
    held_on: date


def record_meeting(
    tx: Connection,
    *,
    by: By,
    pair_id: int,
    kind: str,
    held_on: date,
    mentor_verdict: str | None = None,
    mentee_verdict: str | None = None,
    absent: Sequence[int] = (),
) -> MeetingRecorded | Refused:
    """Stores it. Verdicts say whether each side wants to go on; `absent` are ids of members who did not come.
    The agreement about a meeting of this kind, when there is one, is kept by it.

    Raises BadInput for a day that has not come or lies before the pair, and for absent people who are not its members.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("meeting.record")) is not None:
        return no
    known = one_of(kind, MEETING_KINDS, "--kind")
    held = hand.past_day(held_on, field="--held", since=began_on(tx, hand))
    verdicts = {"mentor": mentor_verdict, "mentee": mentee_verdict}
    for side, verdict in verdicts.items():
        if verdict is not None:
            one_of(verdict, VERDICTS, f"--{side}-verdict")
            check_side(hand, side, field=f"--{side}-verdict")
    _check_absent(tx, pair_id, absent)
    meeting_id = pair_records.add_meeting(
        tx,
        pair_id=pair_id,
        kind=known,
        held_on=held,
        visit=hand.pair.visit,
        mentor_verdict=mentor_verdict,
        mentee_verdict=mentee_verdict,
        absent=sorted(set(absent)),
        at=by.at,
    )
    if (agreed := planned_meetings.standing(tx, pair_id=pair_id, kind=known)) is not None:
        planned_meetings.turn(tx, agreed.id, state="held", meeting_id=meeting_id)
    write_record(
        tx,
        by=by,
        pair=hand.pair,
        verb="meeting.record",
        facts={"meeting": meeting_id, "kind": known, "held": held, "verdicts": verdicts},
        people={"absent": sorted(set(absent))} if absent else None,
    )
    derive_pair(tx, pair_id, at=by.at)
    return MeetingRecorded(meeting_id, pair_id, known, held)


def _check_absent(tx: Connection, pair_id: int, absent: Sequence[int]) -> None:
    members = {member.person_id for member in memberships.of_pair(tx, pair_id)}
    for person_id in absent:
        if person_id not in members:
            raise BadInput(
                "--absent",
                f"--absent: участник {person_id} не состоит в этой паре",
                f"--absent: person {person_id} does not belong to this pair",
            )
