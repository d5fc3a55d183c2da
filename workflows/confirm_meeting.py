"""A participant says of a recorded meeting that it was held, or that it was not: both sides confirm it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.meetings import Confirmation, confirmation
from engine.refusals import BadInput, Refused
from storage import pair_records
from workflows.access import unknown
from workflows.pair_at_hand import take_pair, write_record
from workflows.spoken_words import speaks_as


@dataclass(frozen=True, slots=True)
class MeetingConfirmed:
    """`stands`: what the words of all come to now. `before`: what the speaker had said, None = nothing."""

    id: int
    pair_id: int
    kind: str
    held: bool | None
    before: bool | None
    stands: Confirmation


def confirm_meeting(
    tx: Connection, *, by: By, meeting_id: int, held: bool | None, person_id: int | None = None
) -> MeetingConfirmed | Refused:
    """Keep the word of the actor, or of the minor he represents; None takes it back. The operator and the office write
    down the word of `person_id`, a member of the pair.

    Raises BadInput for an unknown meeting, and of `--by` when it is not clear whose word it is.
    """
    meeting = pair_records.meeting(tx, meeting_id)
    if meeting is None:
        raise unknown("meeting", meeting_id)
    hand = take_pair(tx, by=by, pair_id=meeting.pair_id)
    own = speaks_as(tx, hand)
    if (no := hand.may("meeting.confirm" if own else "meeting.record")) is not None:
        return no
    if person_id is not None and not own:
        own = tuple(one for one in pair_records.participants(tx, meeting) if one == person_id)
    elif person_id is not None:
        own = tuple(one for one in own if one == person_id)
    if not own:
        raise BadInput("--by", "--by: чьё это слово, участника пары", "--by: whose word it is, of somebody of the pair")
    before = [pair_records.say(tx, meeting_id=meeting_id, person_id=one, held=held, at=by.at) for one in own]
    write_record(
        tx,
        by=by,
        pair=hand.pair,
        verb="meeting.confirm",
        facts={"meeting": meeting_id, "kind": meeting.kind, "held": held},
        people={"by": list(own)},
    )
    words = pair_records.words_of(tx, [meeting_id]).get(meeting_id, [])
    stands = confirmation((one.side, one.held) for one in words)
    return MeetingConfirmed(meeting_id, meeting.pair_id, meeting.kind, held, before[0], stands)
