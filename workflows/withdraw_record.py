"""Takes back within a day what was told by mistake: a meeting, words about the pair; marks: `unmark_plan`."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import pair_records, pair_reports, planned_meetings
from workflows.access import unknown
from workflows.carry_out_move import refused
from workflows.close_by_report import free_of_report, point_anew
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import PairAtHand, take_pair, write_record
from workflows.spoken_words import check_speaker

UNDOABLE_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """`what` it was and its id."""

    what: Literal["meeting", "feedback", "plan-item"]
    id: int
    pair_id: int


def withdraw_meeting(tx: Connection, *, by: By, meeting_id: int) -> Withdrawn | Refused:
    """The meeting counts for nothing any more; the agreement it kept stands again.

    Refused a day after it was recorded, and when the pair has gone on to another stage, which may rest on it.
    """
    meeting = pair_records.meeting(tx, meeting_id)
    if meeting is None:
        raise unknown("meeting", meeting_id)
    hand = take_pair(tx, by=by, pair_id=meeting.pair_id)
    no = hand.may("meeting.record") or _moved_on(hand, meeting.visit)
    if no is None and by.at - meeting.recorded_at > UNDOABLE_FOR:
        no = _too_late()
    if no is not None:
        return no
    pair_records.withdraw_meeting(tx, meeting_id, at=by.at)
    if (agreed := planned_meetings.of_meeting(tx, pair_id=meeting.pair_id, meeting_id=meeting_id)) is not None:
        planned_meetings.turn(tx, agreed.id, state="planned")
    facts = {"meeting": meeting_id, "kind": meeting.kind, "held": meeting.held_on}
    write_record(tx, by=by, pair=hand.pair, verb="meeting.withdraw", facts=facts)
    derive_pair(tx, meeting.pair_id, at=by.at)
    return Withdrawn("meeting", meeting_id, meeting.pair_id)


def withdraw_feedback(tx: Connection, *, by: By, feedback_id: int) -> Withdrawn | Refused:
    """The words are forgotten; a report that they corrected counts again. Refused from the day after next on, and when
    the pair has gone on.
    """
    words = pair_records.feedback(tx, feedback_id)
    if words is None:
        raise unknown("feedback", feedback_id)
    hand = take_pair(tx, by=by, pair_id=words.pair_id)
    check_speaker(tx, hand, words.person_id, field="feedback")
    no = hand.may("feedback.record") or _moved_on(hand, words.visit)
    if no is None and hand.today - words.given_on > timedelta(days=1):
        no = _too_late()
    if no is not None:
        return no
    pair_records.withdraw_feedback(tx, feedback_id, at=by.at)
    if words.replaces_id is not None:
        pair_reports.bring_back(tx, words.replaces_id)
        point_anew(tx, feedback_id, words.replaces_id)
    elif words.period_to is not None:
        free_of_report(tx, by=by, report_id=feedback_id)
    write_record(
        tx,
        by=by,
        pair=hand.pair,
        verb="feedback.withdraw",
        facts={"feedback": feedback_id},
        people={"person": words.person_id},
    )
    derive_pair(tx, words.pair_id, at=by.at)
    return Withdrawn("feedback", feedback_id, words.pair_id)


def _moved_on(hand: PairAtHand, visit: int) -> Refused | None:
    if hand.pair.visit == visit and hand.pair.closed_on is None:
        return None
    return refused(
        "stage",
        "Пара уже на другом этапе",
        "The pair is in another stage by now",
        mend_ru="Попросите куратора сначала отменить переход",
        mend_en="Ask the curator to undo the move first",
    )


def _too_late() -> Refused:
    return refused(
        "time",
        "Отменить можно в течение суток",
        "It can be undone within a day",
        mend_ru="Попросите куратора исправить запись",
        mend_en="Ask the curator to mend the record",
    )
