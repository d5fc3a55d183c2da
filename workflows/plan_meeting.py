"""A pair agrees on the day of a meeting, moves it, or calls it off. The stage's own deadline does not move."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import planned_meetings
from workflows.access import unknown
from workflows.carry_out_move import refused
from workflows.local_life import local_life
from workflows.pair_at_hand import PairAtHand, take_pair, write_record
from workflows.plain_text import one_of, plain_text
from workflows.record_meeting import MEETING_KINDS

FARTHEST = timedelta(days=366)
LONGEST_REASON = 500
_UNDOABLE_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class MeetingPlanned:
    """`moved_from`: the day agreed before, None = there was none. `same`: it had been agreed for this day already."""

    id: int
    pair_id: int
    kind: str
    planned_on: date
    moved_from: date | None = None
    same: bool = False


@dataclass(frozen=True, slots=True)
class MeetingCalledOff:
    """`planned_on`: the day it was agreed for; of a meeting nobody had agreed on, the day it was called off."""

    id: int
    pair_id: int
    kind: str
    planned_on: date


def plan_meeting(
    tx: Connection, *, by: By, pair_id: int, kind: str, on: date, reason: str = ""
) -> MeetingPlanned | Refused:
    """Agree on a day; what was agreed before about a meeting of this kind becomes `moved`, with the reason.

    Raises BadInput of `--on` for a day that is past or more than a year ahead.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("meeting.plan") or _over(hand)) is not None:
        return no
    known = one_of(kind, MEETING_KINDS, "--kind")
    said = plain_text(reason, "--reason", longest=LONGEST_REASON) if reason.strip() else ""
    _check_ahead(on, hand)
    before = planned_meetings.standing(tx, pair_id=pair_id, kind=known)
    if before is not None and before.planned_on == on:
        return MeetingPlanned(before.id, pair_id, known, on, same=True)
    if before is not None:
        planned_meetings.turn(tx, before.id, state="moved", note=said)
    made = planned_meetings.add(tx, pair_id=pair_id, kind=known, planned_on=on, by_person_id=by.person_id, at=by.at)
    moved_from = None if before is None else before.planned_on
    write_record(
        tx,
        by=by,
        pair=hand.pair,
        verb="meeting.plan",
        facts={"planned": made, "kind": known, "on": on, "from": moved_from},
        words={"reason": said} if said else None,
    )
    return MeetingPlanned(made, pair_id, known, on, moved_from)


def call_off_meeting(tx: Connection, *, by: By, pair_id: int, kind: str, reason: str) -> MeetingCalledOff | Refused:
    """Say that a meeting did not or will not take place, and why."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("meeting.plan") or _over(hand)) is not None:
        return no
    known = one_of(kind, MEETING_KINDS, "--kind")
    said = plain_text(reason, "--reason", longest=LONGEST_REASON)
    standing = planned_meetings.standing(tx, pair_id=pair_id, kind=known)
    if standing is not None:
        made, day = standing.id, standing.planned_on
        planned_meetings.turn(tx, made, state="called_off", note=said)
    else:
        day = hand.today
        made = planned_meetings.add(
            tx,
            pair_id=pair_id,
            kind=known,
            planned_on=day,
            state="called_off",
            note=said,
            by_person_id=by.person_id,
            at=by.at,
        )
    write_record(
        tx,
        by=by,
        pair=hand.pair,
        verb="meeting.call-off",
        facts={"planned": made, "kind": known, "on": day},
        words={"reason": said},
    )
    return MeetingCalledOff(made, pair_id, known, day)


def take_back_plan(tx: Connection, *, by: By, planned_id: int) -> MeetingPlanned | MeetingCalledOff | Refused:
    """Undo `plan_meeting` (within a day) or `call_off_meeting`: what stood before stands again.

    Refused when the meeting was held or moved on meanwhile.
    """
    found = planned_meetings.by_id(tx, planned_id)
    if found is None:
        raise unknown("planned", planned_id)
    hand = take_pair(tx, by=by, pair_id=found.pair_id)
    if (no := hand.may("meeting.plan") or _over(hand)) is not None:
        return no
    standing = planned_meetings.standing(tx, pair_id=found.pair_id, kind=found.kind)
    replaced = standing is not None and standing.id != found.id
    if found.state not in ("planned", "called_off") or replaced:
        return _too_late("С тех пор о встрече сказали другое", "Something else was said of the meeting since")
    if found.state == "planned":
        if by.at - found.at > _UNDOABLE_FOR:
            return _too_late("Прошло больше суток", "More than a day has passed")
        planned_meetings.turn(tx, found.id, state="withdrawn")
        before = planned_meetings.before(tx, found)
        if before is not None and before.state == "moved":
            planned_meetings.turn(tx, before.id, state="planned")
    else:
        # Called off without ever having been agreed on: there is nothing to return to.
        fresh = found.planned_on == local_life(tx, hand.pair.organisation_id).today(found.at)
        planned_meetings.turn(tx, found.id, state="withdrawn" if fresh else "planned")
    write_record(tx, by=by, pair=hand.pair, verb="meeting.plan-undo", facts={"planned": found.id, "kind": found.kind})
    if found.state == "planned":
        return MeetingPlanned(found.id, found.pair_id, found.kind, found.planned_on)
    return MeetingCalledOff(found.id, found.pair_id, found.kind, found.planned_on)


def _check_ahead(on: date, hand: PairAtHand) -> None:
    if on < hand.today:
        raise BadInput(
            "--on",
            "--on: день встречи уже прошёл; если она была, отметьте её состоявшейся",
            "--on: the day is past; if the meeting took place, record it",
        )
    if on - hand.today > FARTHEST:
        raise BadInput("--on", "--on: больше года вперёд, проверьте год", "--on: over a year ahead, check the year")


def _over(hand: PairAtHand) -> Refused | None:
    if hand.pair.closed_on is None:
        return None
    return refused(
        "closed",
        "Пара завершена",
        "The pair is closed",
        mend_ru="Новая работа начинается новой парой",
        mend_en="New work begins with a new pair",
    )


def _too_late(ru: str, en: str) -> Refused:
    return refused(
        "time",
        ru,
        en,
        mend_ru="Назначьте новую дату или отметьте встречу",
        mend_en="Agree on a new day or record the meeting",
    )
