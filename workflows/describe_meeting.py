"""What a recorded meeting was about, what was done and what comes next, written or mended afterwards."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import pair_records
from workflows.access import unknown
from workflows.pair_at_hand import take_pair, write_record
from workflows.record_meeting import Notes, as_words, checked_notes
from workflows.spoken_words import words_without_consent


@dataclass(frozen=True, slots=True)
class MeetingDescribed:
    """`before`: the words that stood there."""

    id: int
    pair_id: int
    before: Notes


def describe_meeting(tx: Connection, *, by: By, meeting_id: int, notes: Notes) -> MeetingDescribed | Refused:
    """Keep the words in place of those before. Raises BadInput for an unknown meeting and for words too long."""
    meeting = pair_records.meeting(tx, meeting_id)
    if meeting is None:
        raise unknown("meeting", meeting_id)
    hand = take_pair(tx, by=by, pair_id=meeting.pair_id)
    told = checked_notes(notes)
    if (no := hand.may("meeting.record") or (words_without_consent(tx, hand) if told else None)) is not None:
        return no
    pair_records.describe(tx, meeting_id, topic=told.topic, notes=told.done, next_step=told.next_step)
    facts = {"meeting": meeting_id, "kind": meeting.kind}
    write_record(tx, by=by, pair=hand.pair, verb="meeting.describe", facts=facts, words=as_words(told))
    return MeetingDescribed(meeting_id, meeting.pair_id, Notes(meeting.topic, meeting.notes, meeting.next_step))
