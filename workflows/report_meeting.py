"""What became of a meeting, in one answer: it took place, it moves to another day, it will not be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from engine.words import Words
from storage import pair_records
from storage.pair_records import MeetingRow, Side
from workflows.access import unknown
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import take_pair, write_record
from workflows.plain_text import one_of
from workflows.plan_meeting import NOT_SAID, Details, call_off_meeting, plan_meeting
from workflows.record_meeting import MEETING_KINDS, NO_NOTES, VERDICTS, Notes, record_meeting
from workflows.spoken_words import check_side, speaks_as

SIDES: tuple[Side, ...] = ("mentor", "mentee")


@dataclass(frozen=True, slots=True)
class Held:
    """It took place on that day. Verdicts (`go`, `stop`) are asked after a trial meeting, of each side its own."""

    on: date
    mentor_verdict: str | None = None
    mentee_verdict: str | None = None
    absent: Sequence[int] = ()
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True)
class MovesTo:
    """It is to take place on another day. `planned_id`: which agreed meeting, None = the nearest of its kind; `beside`:
    none, it is one more.
    """

    day: date
    reason: str = ""
    details: Details = NOT_SAID
    planned_id: int | None = None
    beside: bool = False


@dataclass(frozen=True, slots=True)
class CalledOff:
    """It will not be, or was not."""

    reason: str
    planned_id: int | None = None


@dataclass(frozen=True, slots=True)
class MeetingReported:
    """`became`: held (`meeting_id` is it), verdict (only the word of `sides` was added to it), moved, called_off.

    `planned_id` is what `take_back_plan` undoes; None = it had been agreed so already. `holiday`: the school holidays
    that an agreed day falls into.
    """

    pair_id: int
    kind: str
    became: Literal["held", "verdict", "moved", "called_off"]
    day: date
    meeting_id: int | None = None
    planned_id: int | None = None
    sides: tuple[Side, ...] = ()
    holiday: Words | None = None


def report_meeting(
    tx: Connection, *, by: By, pair_id: int, kind: str, answer: Held | MovesTo | CalledOff
) -> MeetingReported | Refused:
    """Store the answer. A meeting of the same kind and day that is recorded already only takes the verdicts it lacks:
    both sides may tell of it. Raises BadInput like `record_meeting` and `plan_meeting`.
    """
    match answer:
        case Held():
            return _held(tx, by, pair_id, kind, answer)
        case MovesTo():
            planned = plan_meeting(
                tx,
                by=by,
                pair_id=pair_id,
                kind=kind,
                on=answer.day,
                reason=answer.reason,
                details=answer.details,
                planned_id=answer.planned_id,
                beside=answer.beside,
            )
            if isinstance(planned, Refused):
                return planned
            changed = None if planned.same else planned.id
            return MeetingReported(
                pair_id, kind, "moved", planned.planned_on, planned_id=changed, holiday=planned.holiday
            )
        case CalledOff():
            off = call_off_meeting(
                tx, by=by, pair_id=pair_id, kind=kind, reason=answer.reason, planned_id=answer.planned_id
            )
            if isinstance(off, Refused):
                return off
            return MeetingReported(pair_id, kind, "called_off", off.planned_on, planned_id=off.id)


def give_verdict(
    tx: Connection, *, by: By, meeting_id: int, side: Side, verdict: str | None
) -> MeetingReported | Refused:
    """Add what one side says after a meeting, or take it back (None)."""
    meeting = pair_records.meeting(tx, meeting_id)
    if meeting is None:
        raise unknown("meeting", meeting_id)
    hand = take_pair(tx, by=by, pair_id=meeting.pair_id)
    if (no := hand.may("meeting.record")) is not None:
        return no
    one_of(side, SIDES, "--side")
    check_side(hand, side, field=f"--{side}-verdict")
    if verdict is not None:
        one_of(verdict, VERDICTS, f"--{side}-verdict")
    pair_records.give_verdict(tx, meeting_id, side=side, verdict=verdict)
    write_record(
        tx,
        by=by,
        pair=hand.pair,
        verb="meeting.verdict",
        facts={"meeting": meeting_id, "kind": meeting.kind, "side": side, "verdict": verdict},
    )
    derive_pair(tx, meeting.pair_id, at=by.at)
    return MeetingReported(meeting.pair_id, meeting.kind, "verdict", meeting.held_on, meeting_id, sides=(side,))


def _held(tx: Connection, by: By, pair_id: int, kind: str, told: Held) -> MeetingReported | Refused:
    one_of(kind, MEETING_KINDS, "--kind")
    hand = take_pair(tx, by=by, pair_id=pair_id)
    known = _told_before(pair_records.meetings_of_visit(tx, pair_id=pair_id, visit=hand.pair.visit, kind=kind), told)
    if known is None:
        made = record_meeting(
            tx,
            by=by,
            pair_id=pair_id,
            kind=kind,
            held_on=told.on,
            mentor_verdict=told.mentor_verdict,
            mentee_verdict=told.mentee_verdict,
            absent=told.absent,
            notes=told.notes,
        )
        return made if isinstance(made, Refused) else MeetingReported(pair_id, kind, "held", made.held_on, made.id)
    for person_id in speaks_as(tx, hand):  # whoever tells of a meeting confirms it
        pair_records.say(tx, meeting_id=known.id, person_id=person_id, held=True, at=by.at)
    said: list[Side] = [side for side in SIDES if _verdict(told, side) is not None and known.verdict(side) is None]
    for side in said:
        given = give_verdict(tx, by=by, meeting_id=known.id, side=side, verdict=_verdict(told, side))
        if isinstance(given, Refused):
            return given
    return MeetingReported(pair_id, kind, "verdict", known.held_on, known.id, sides=tuple(said))


def _told_before(meetings: Sequence[MeetingRow], told: Held) -> MeetingRow | None:
    """The meeting that is meant, unless it already holds another verdict of the same side."""
    return next(
        (
            one
            for one in meetings
            if one.held_on == told.on
            and not told.absent
            and not told.notes
            and all(_verdict(told, side) in (None, one.verdict(side)) or one.verdict(side) is None for side in SIDES)
        ),
        None,
    )


def _verdict(told: Held, side: Side) -> str | None:
    return told.mentor_verdict if side == "mentor" else told.mentee_verdict
