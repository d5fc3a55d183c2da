"""What is recorded about a pair as it lives: meetings held, feedback given."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection, insert

from storage.tables.programmes import feedbacks, meetings

_ADD_MEETING = insert(meetings).returning(meetings.c.id)
_ADD_FEEDBACK = insert(feedbacks).returning(feedbacks.c.id)


def add_meeting(
    tx: Connection,
    *,
    pair_id: int,
    kind: str,
    held_on: date,
    visit: int,
    mentor_verdict: str | None,
    mentee_verdict: str | None,
    absent: Iterable[int],
    at: datetime,
) -> int:
    """Stores a meeting and returns its id. `visit` is the pair's stay in a stage at the time of recording."""
    values = {
        "pair_id": pair_id,
        "kind": kind,
        "held_on": held_on,
        "visit": visit,
        "mentor_verdict": mentor_verdict,
        "mentee_verdict": mentee_verdict,
        "absent": list(absent),
        "recorded_at": at,
    }
    return int(tx.execute(_ADD_MEETING, values).scalar_one())


def add_feedback(tx: Connection, *, pair_id: int, person_id: int, visit: int, text: str, on: date) -> int:
    """Stores somebody's words about the pair and returns their id."""
    values = {"pair_id": pair_id, "person_id": person_id, "visit": visit, "text": text, "given_on": on}
    return int(tx.execute(_ADD_FEEDBACK, values).scalar_one())
