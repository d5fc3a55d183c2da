"""What is recorded about a pair as it lives: meetings held, feedback given, and what of it was taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from storage.given import among
from storage.tables.programmes import feedbacks, meeting_words, meetings, memberships

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
    topic: str
    notes: str
    next_step: str
    event_id: int | None

    def verdict(self, side: Side) -> str | None:
        return self.mentor_verdict if side == "mentor" else self.mentee_verdict


@dataclass(frozen=True, slots=True)
class WordRow:
    """What somebody of the pair says of a recorded meeting."""

    meeting_id: int
    person_id: int
    held: bool
    side: str


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """Words that count; the text itself stays in the table. A `period_to` makes them a report; `replaces_id` is the
    report they correct.
    """

    id: int
    pair_id: int
    person_id: int
    visit: int
    given_on: date
    period_to: date | None
    replaces_id: int | None


_ADD_MEETING = insert(meetings).returning(meetings.c.id)
_ADD_FEEDBACK = insert(feedbacks).returning(feedbacks.c.id)
_MEETINGS = select(*(meetings.c[field.name] for field in fields(MeetingRow))).where(meetings.c.withdrawn_at.is_(None))
_MEETING = _MEETINGS.where(meetings.c.id == bindparam("key"))
_OF_VISIT = _MEETINGS.where(
    meetings.c.pair_id == bindparam("pair"),
    meetings.c.visit == bindparam("stay"),
    meetings.c.kind == bindparam("sort"),
).order_by(meetings.c.held_on, meetings.c.id)
_WORDS = (
    select(meeting_words.c.meeting_id, meeting_words.c.person_id, meeting_words.c.held, memberships.c.role)
    .join(meetings, meetings.c.id == meeting_words.c.meeting_id)
    .join(
        memberships,
        (memberships.c.pair_id == meetings.c.pair_id) & (memberships.c.person_id == meeting_words.c.person_id),
    )
    .where(memberships.c.role.in_(("mentor", "mentee")), among(meeting_words.c.meeting_id, "ids"))
    .distinct()
    .order_by(meeting_words.c.meeting_id, meeting_words.c.person_id)
)
_LOG = _MEETINGS.where(meetings.c.pair_id == bindparam("pair")).order_by(meetings.c.held_on, meetings.c.id)
_OF_EVENT = _MEETINGS.where(meetings.c.event_id == bindparam("event")).order_by(meetings.c.id)
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


def meetings_of_pair(tx: Connection, pair_id: int) -> list[MeetingRow]:
    """Every meeting of the pair that counts, by day."""
    return [MeetingRow(*row) for row in tx.execute(_LOG, {"pair": pair_id})]


def meetings_of_event(tx: Connection, event_id: int) -> list[MeetingRow]:
    """The meetings of pairs that a common event counted as."""
    return [MeetingRow(*row) for row in tx.execute(_OF_EVENT, {"event": event_id})]


def words_of(tx: Connection, meeting_ids: Iterable[int]) -> dict[int, list[WordRow]]:
    """What participants themselves say of each meeting; of a mentee's representative under the mentee's name."""
    found: dict[int, list[WordRow]] = {}
    for row in tx.execute(_WORDS, {"ids": meeting_ids}):
        found.setdefault(row.meeting_id, []).append(WordRow(*row))
    return found


def participants(tx: Connection, meeting: MeetingRow) -> list[int]:
    """Who was mentor or mentee of the pair on the day of the meeting."""
    stay = memberships.c
    return list(
        tx.scalars(
            select(stay.person_id)
            .where(
                stay.pair_id == meeting.pair_id,
                stay.role.in_(("mentor", "mentee")),
                stay.from_day <= meeting.held_on,
                or_(stay.to_day.is_(None), stay.to_day >= meeting.held_on),
            )
            .order_by(stay.id)
        )
    )


def say(tx: Connection, *, meeting_id: int, person_id: int, held: bool | None, at: datetime) -> bool | None:
    """Keep somebody's word in place of the one before, which is returned; None forgets it."""
    mine = (meeting_words.c.meeting_id == meeting_id) & (meeting_words.c.person_id == person_id)
    before = tx.execute(select(meeting_words.c.held).where(mine)).scalar_one_or_none()
    tx.execute(delete(meeting_words).where(mine))
    if held is not None:
        told = {"meeting_id": meeting_id, "person_id": person_id, "held": held, "at": at}
        tx.execute(insert(meeting_words).values(told))
    return before


def describe(tx: Connection, meeting_id: int, *, topic: str, notes: str, next_step: str) -> None:
    """What the meeting was about, what was done, what comes next."""
    told = {"topic": topic, "notes": notes, "next_step": next_step}
    tx.execute(update(meetings).where(meetings.c.id == meeting_id).values(told))


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
    forgotten = {"withdrawn_at": at, "text": "", "problems": "", "advice": ""}
    tx.execute(update(feedbacks).where(feedbacks.c.id == feedback_id).values(forgotten))


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
    topic: str = "",
    notes: str = "",
    next_step: str = "",
    event_id: int | None = None,
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
        "topic": topic,
        "notes": notes,
        "next_step": next_step,
        "event_id": event_id,
    }
    return int(tx.execute(_ADD_MEETING, values).scalar_one())


def add_feedback(
    tx: Connection, *, pair_id: int, person_id: int, visit: int, text: str, on: date, wish: str = ""
) -> int:
    """Stores somebody's words about the pair, and the wish of a next cycle, and returns their id."""
    values = {"pair_id": pair_id, "person_id": person_id, "visit": visit, "text": text, "given_on": on, "wish": wish}
    return int(tx.execute(_ADD_FEEDBACK, values).scalar_one())
