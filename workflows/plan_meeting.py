"""A pair agrees on the day of a meeting, moves it, or calls it off. The stage's own deadline does not move."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection

from engine.actors import By
from engine.meetings import check_minutes, read_time
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import planned_meetings
from storage.planned_meetings import PlannedRow
from workflows.access import unknown
from workflows.announce_appointment import announce_meeting, announce_no_meeting
from workflows.carry_out_move import refused
from workflows.local_life import local_life
from workflows.pair_at_hand import PairAtHand, take_pair, write_record
from workflows.plain_text import one_of, plain_text
from workflows.record_meeting import MEETING_KINDS
from workflows.school_holidays import holiday_of
from workflows.spoken_words import words_without_consent

FARTHEST = timedelta(days=366)
LONGEST_REASON = 500
LONGEST_PLACE = 200
LONGEST_TOPIC = 300
_UNDOABLE_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Details:
    """When in the day, for how long, where and what about; None leaves what was agreed before, "" empties it."""

    at_time: str | None = None
    minutes: int | None = None
    place: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingPlanned:
    """`moved_from`: the day agreed before, None = there was none. `same`: it had been agreed so already. `holiday`:
    the school holidays the day falls into, a warning and no refusal.
    """

    id: int
    pair_id: int
    kind: str
    planned_on: date
    moved_from: date | None = None
    same: bool = False
    at_time: str = ""
    holiday: Words | None = None


@dataclass(frozen=True, slots=True)
class MeetingCalledOff:
    """`planned_on`: the day it was agreed for; of a meeting nobody had agreed on, the day it was called off."""

    id: int
    pair_id: int
    kind: str
    planned_on: date


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is agreed now, checked."""

    at_time: str = ""
    minutes: int = 60
    place: str = ""
    topic: str = ""


NOT_SAID = Details()


def plan_meeting(
    tx: Connection,
    *,
    by: By,
    pair_id: int,
    kind: str,
    on: date,
    reason: str = "",
    details: Details = NOT_SAID,
    planned_id: int | None = None,
    beside: bool = False,
) -> MeetingPlanned | Refused:
    """Agree on a day. What was agreed before (`planned_id`, else the nearest meeting of this kind) becomes `moved`,
    with the reason; `beside`: nothing does, it is one meeting more. With a time people get an invitation.

    Raises BadInput of `--on` for a day that is past or more than a year ahead, of `planned` for no such agreement.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("meeting.plan") or over(hand)) is not None:
        return no
    known = one_of(kind, MEETING_KINDS, "--kind")
    said = plain_text(reason, "--reason", longest=LONGEST_REASON) if reason.strip() else ""
    check_ahead(on, hand)
    before = None if beside else _meant(tx, hand, known, planned_id)
    if details.topic and (no := words_without_consent(tx, hand)) is not None:
        return no
    agreed = check_details(details, before)
    if before is not None and before.planned_on == on and _agreed(before) == agreed:
        return MeetingPlanned(before.id, pair_id, before.kind, on, same=True, at_time=before.at_time)
    if before is not None:
        planned_meetings.turn(tx, before.id, state="moved", note=said)
    made = planned_meetings.add(
        tx,
        pair_id=pair_id,
        kind=known if before is None else before.kind,
        planned_on=on,
        by_person_id=by.person_id,
        at=by.at,
        at_time=agreed.at_time,
        minutes=agreed.minutes,
        place=agreed.place,
        topic=agreed.topic,
        uid="" if before is None else before.entry,
        sequence=0 if before is None else before.sequence + 1,
    )
    moved_from = None if before is None else before.planned_on
    write_record(
        tx,
        by=by,
        pair=hand.pair,
        verb="meeting.plan",
        facts={"planned": made, "kind": known, "on": on, "from": moved_from, "time": agreed.at_time},
        words={"reason": said} if said else None,
    )
    announce_meeting(tx, made, moved_from=moved_from, at=by.at)
    holiday = holiday_of(tx, hand.path, on)
    told = None if holiday is None else holiday.title
    return MeetingPlanned(made, pair_id, known, on, moved_from, at_time=agreed.at_time, holiday=told)


def call_off_meeting(
    tx: Connection, *, by: By, pair_id: int, kind: str, reason: str, planned_id: int | None = None
) -> MeetingCalledOff | Refused:
    """Say that a meeting (`planned_id`, else the nearest of this kind) did not or will not take place, and why."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("meeting.plan") or over(hand)) is not None:
        return no
    known = one_of(kind, MEETING_KINDS, "--kind")
    said = plain_text(reason, "--reason", longest=LONGEST_REASON)
    standing = _meant(tx, hand, known, planned_id)
    if standing is not None:
        made, day = standing.id, standing.planned_on
        planned_meetings.turn(tx, made, state="called_off", note=said)
        announce_no_meeting(tx, made, at=by.at)
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
    if (no := hand.may("meeting.plan") or over(hand)) is not None:
        return no
    if found.state not in ("planned", "called_off") or _replaced(tx, found):
        return _too_late("С тех пор о встрече сказали другое", "Something else was said of the meeting since")
    if found.state == "planned":
        if by.at - found.at > _UNDOABLE_FOR:
            return _too_late("Прошло больше суток", "More than a day has passed")
        planned_meetings.turn(tx, found.id, state="withdrawn")
        before = planned_meetings.before(tx, found)
        if before is not None and before.state == "moved":
            planned_meetings.turn(tx, before.id, state="planned")
            planned_meetings.raise_sequence(tx, before.id, above=found.sequence)
            announce_meeting(tx, before.id, moved_from=found.planned_on, at=by.at, told_of=found)
        else:
            announce_no_meeting(tx, found.id, at=by.at)
    else:
        # Called off without ever having been agreed on: there is nothing to return to.
        fresh = found.planned_on == local_life(tx, hand.pair.organisation_id).today(found.at) and not found.at_time
        planned_meetings.turn(tx, found.id, state="withdrawn" if fresh else "planned")
        if not fresh:
            planned_meetings.raise_sequence(tx, found.id, above=found.sequence)
            announce_meeting(tx, found.id, moved_from=None, at=by.at, told_of=found)
    write_record(tx, by=by, pair=hand.pair, verb="meeting.plan-undo", facts={"planned": found.id, "kind": found.kind})
    if found.state == "planned":
        return MeetingPlanned(found.id, found.pair_id, found.kind, found.planned_on)
    return MeetingCalledOff(found.id, found.pair_id, found.kind, found.planned_on)


def check_details(details: Details, before: PlannedRow | None = None) -> Agreed:
    """What is agreed now. Raises BadInput of `--time`, `--minutes`, `--place` or `--topic`."""
    known = Agreed() if before is None else _agreed(before)
    if details.at_time is not None:
        known = replace(known, at_time=read_time(details.at_time, field="--time"))
    if details.minutes is not None:
        known = replace(known, minutes=check_minutes(details.minutes, field="--minutes"))
    if details.place is not None:
        place = plain_text(details.place, "--place", longest=LONGEST_PLACE) if details.place.strip() else ""
        known = replace(known, place=place)
    if details.topic is not None:
        topic = plain_text(details.topic, "--topic", longest=LONGEST_TOPIC) if details.topic.strip() else ""
        known = replace(known, topic=topic)
    return known


def check_ahead(on: date, hand: PairAtHand, *, field: str = "--on") -> None:
    """Raises BadInput of the field for a day that is past or more than a year ahead."""
    if on < hand.today:
        raise BadInput(
            field,
            f"{field}: день встречи уже прошёл; если она была, отметьте её состоявшейся",
            f"{field}: the day is past; if the meeting took place, record it",
        )
    if on - hand.today > FARTHEST:
        raise BadInput(
            field, f"{field}: больше года вперёд, проверьте год", f"{field}: over a year ahead, check the year"
        )


def over(hand: PairAtHand) -> Refused | None:
    """The refusal of a pair that is closed."""
    if hand.pair.closed_on is None:
        return None
    return refused(
        "closed",
        "Пара завершена",
        "The pair is closed",
        mend_ru="Новая работа начинается новой парой",
        mend_en="New work begins with a new pair",
    )


def _meant(tx: Connection, hand: PairAtHand, kind: str, planned_id: int | None) -> PlannedRow | None:
    if planned_id is None:
        return planned_meetings.standing(tx, pair_id=hand.pair.id, kind=kind)
    found = planned_meetings.by_id(tx, planned_id)
    if found is None or found.pair_id != hand.pair.id or found.state != "planned":
        raise unknown("planned", planned_id)
    return found


def _agreed(row: PlannedRow) -> Agreed:
    return Agreed(row.at_time, row.minutes, row.place, row.topic)


def _replaced(tx: Connection, found: PlannedRow) -> bool:
    """Whether something newer stands in its place. Working meetings stand beside one another, others do not."""
    standing = planned_meetings.all_standing(tx, pair_id=found.pair_id, kind=found.kind)
    others = [one for one in standing if one.id != found.id]
    if found.kind == "work" and len(others) != 1:
        return any(one.entry == found.entry for one in others)
    return any(one.at != found.at for one in others)


def _too_late(ru: str, en: str) -> Refused:
    return refused(
        "time",
        ru,
        en,
        mend_ru="Назначьте новую дату или отметьте встречу",
        mend_en="Agree on a new day or record the meeting",
    )
