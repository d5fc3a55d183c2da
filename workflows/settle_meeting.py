"""The two sides tell a recorded meeting differently: the curator, having asked them, says how it was."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import pair_records
from workflows.access import unknown
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import take_pair, write_record


@dataclass(frozen=True, slots=True)
class MeetingSettled:
    """`changed` are those whose «no» was put right, empty when the record was withdrawn."""

    id: int
    pair_id: int
    kind: str
    held: bool
    changed: tuple[int, ...]


def settle_meeting(tx: Connection, *, by: By, meeting_id: int, held: bool) -> MeetingSettled | Refused:
    """Held: whoever said it was not is noted as having confirmed it. Not held: the record counts for nothing any more,
    however old it is. Raises BadInput for an unknown meeting and for one that nobody disputes.
    """
    meeting = pair_records.meeting(tx, meeting_id)
    if meeting is None:
        raise unknown("meeting", meeting_id)
    hand = take_pair(tx, by=by, pair_id=meeting.pair_id)
    if (no := hand.may("call.answer")) is not None:
        return no
    against = [one.person_id for one in pair_records.words_of(tx, [meeting_id]).get(meeting_id, []) if not one.held]
    if not against:
        raise BadInput("meeting", "meeting: об этой встрече не спорят", "meeting: nobody disputes this meeting")
    if held:
        for person_id in against:
            pair_records.say(tx, meeting_id=meeting_id, person_id=person_id, held=True, at=by.at)
    else:
        pair_records.withdraw_meeting(tx, meeting_id, at=by.at)
    facts = {"meeting": meeting_id, "kind": meeting.kind, "held": held}
    verb = "meeting.confirm" if held else "meeting.withdraw"
    write_record(tx, by=by, pair=hand.pair, verb=verb, facts=facts, people={"by": against})
    derive_pair(tx, meeting.pair_id, at=by.at)
    return MeetingSettled(meeting_id, meeting.pair_id, meeting.kind, held, tuple(against) if held else ())
