"""What is recorded about a pair as it lives: meetings held, feedback given, and what of it was taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.tables.programmes import feedbacks, meetings

Side = Literal["mentor", "mentee"]


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting that counts."""

    id: int
    pair_id: int
    kind: str
    held_on: date
    visit: int
    mentor_verdict: str | None
    mentee_verdict: str | None
    recorded_at: datetime

    def verdict(self, side: Side) -> str | None:
        return self.mentor_verdict if side == "mentor" else self.mentee_verdict


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """Words that count; the text itself stays in the table."""

    id: int
    pair_id: int
    person_id: int
    visit: int
    given_on: date


_ADD_MEETING = insert(meetings).returning(meetings.c.id)
_ADD_FEEDBACK = insert(feedbacks).returning(feedbacks.c.id)
_MEETINGS = select(*(meetings.c[field.name] for field in fields(MeetingRow))).where(meetings.c.withdrawn_at.is_(None))
_MEETING = _MEETINGS.where(meetings.c.id == bindparam("key"))
_OF_VISIT = _MEETINGS.where(
    meetings.c.pair_id == bindparam("pair"),
    meetings.c.visit == bindparam("stay"),
    meetings.c.kind == bindparam("sort"),
).order_by(meetings.c.held_on, meetings.c.id)
_FEEDBACK = select(*(feedbacks.c[field.name] for field in fields(FeedbackRow))).where(
    feedbacks.c.withdrawn_at.is_(None), feedbacks.c.id == bindparam("key")
)


def meeting(tx: Connection, meeting_id: int) -> MeetingRow | None:
    """The meeting with this id, unless it was withdrawn."""
    row = tx.execute(_MEETING, {"key": meeting_id}).first()
    return None if row is None else MeetingRow(*row)


def meetings_of_visit(tx: Connection, *, pair_id: int, visit: int, kind: str) -> list[MeetingRow]:
    """The meetings of a kind that were recorded during one stay in a stage, by day."""
    return [MeetingRow(*row) for row in tx.execute(_OF_VISIT, {"pair": pair_id, "stay": visit, "sort": kind})]


def give_verdict(tx: Connection, meeting_id: int, *, side: Side, verdict: str | None) -> None:
    """What one side says after the meeting; None takes it back."""
    tx.execute(update(meetings).where(meetings.c.id == meeting_id).values({f"{side}_verdict": verdict}))


def withdraw_meeting(tx: Connection, meeting_id: int, *, at: datetime) -> None:
    """The meeting stays in the table and counts for nothing."""
    tx.execute(update(meetings).where(meetings.c.id == meeting_id).values(withdrawn_at=at))


def feedback(tx: Connection, feedback_id: int) -> FeedbackRow | None:
    """The words with this id, unless they were withdrawn."""
    row = tx.execute(_FEEDBACK, {"key": feedback_id}).first()
    return None if row is None else FeedbackRow(*row)


def withdraw_feedback(tx: Connection, feedback_id: int, *, at: datetime) -> None:
    """The words are forgotten at once; that they were said stays in the table and counts for nothing."""
    tx.execute(update(feedbacks).where(feedbacks.c.id == feedback_id).values(withdrawn_at=at, text=""))


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
