"""A pair's meetings as documents of the command line and the API."""

from collections.abc import Mapping
from typing import Any

from workflows.list_meetings import MARKS, MeetingLog


def meeting_documents(log: MeetingLog) -> list[Mapping[str, Any]]:
    """Agreed ones first, then those held; `id` of an agreement is what `--planned` names."""
    ahead = [
        {
            "id": one.id,
            "kind": one.kind,
            "day": one.planned_on.isoformat(),
            "time": one.at_time,
            "minutes": one.minutes,
            "place": one.place,
            "topic": one.topic,
            "state": "planned",
        }
        for one in log.ahead
    ]
    held = [
        {
            "id": one.meeting.id,
            "kind": one.meeting.kind,
            "day": one.meeting.held_on.isoformat(),
            "time": "",
            "state": "held",
            "confirmed": MARKS[one.stands],
            "mentor_verdict": one.meeting.mentor_verdict,
            "mentee_verdict": one.meeting.mentee_verdict,
            "absent": list(one.absent),
            "topic": one.meeting.topic,
            "notes": one.meeting.notes,
            "next": one.meeting.next_step,
            "event": one.meeting.event_id,
        }
        for one in log.held
    ]
    return [*ahead, *held]
