"""A pair agrees on a series of meetings: the same weekday and time up to a day, without days off and holidays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Connection

from engine.actors import By
from engine.meetings import MOST_OF_A_SERIES, Series, read_series
from engine.refusals import BadInput, Refused
from engine.school_holidays import Holiday, holiday_on
from engine.words import Words
from storage import planned_meetings
from workflows.access import unknown
from workflows.announce_appointment import announce_no_meeting, announce_series
from workflows.pair_at_hand import PairAtHand, take_pair, write_record
from workflows.plain_text import one_of
from workflows.plan_meeting import NOT_SAID, Details, check_ahead, check_details, over
from workflows.record_meeting import MEETING_KINDS
from workflows.school_holidays import holidays_between
from workflows.spoken_words import words_without_consent


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A day of the rhythm without a meeting, and why."""

    day: date
    why: Words


@dataclass(frozen=True, slots=True)
class SeriesPlanned:
    """`id` is the first meeting's; `skipped` are the days of the rhythm that are days off or holidays, `left_out` the
    same days with the reason of each.
    """

    id: int
    pair_id: int
    kind: str
    days: tuple[date, ...]
    skipped: tuple[date, ...]
    at_time: str
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesTakenBack:
    pair_id: int
    meetings: int


def plan_series(
    tx: Connection,
    *,
    by: By,
    pair_id: int,
    series: str,
    kind: str = "work",
    details: Details = NOT_SAID,
    without: Sequence[tuple[date, date]] = (),
    through_holidays: bool = False,
) -> SeriesPlanned | Refused:
    """Agree on all of them, beside what is agreed already; people get one invitation. Days off and, unless
    `through_holidays`, the organisation's school holidays are left out, and the spans of days in `without`. A time in
    `details` counts before the phrase's.

    Raises BadInput of `series` for a phrase that is not understood, has no day left or over sixty.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("meeting.plan") or over(hand)) is not None:
        return no
    known = one_of(kind, MEETING_KINDS, "--kind")
    meant = read_series(series, today=hand.today, field="series")
    if details.topic and (no := words_without_consent(tx, hand)) is not None:
        return no
    agreed = check_details(details)
    at_time = agreed.at_time or meant.at_time
    holidays = () if through_holidays else holidays_between(tx, hand.path, meant.since, meant.until)
    days = _days(meant, hand, without, holidays)
    made: list[int] = []
    for day in days:
        moment = datetime.combine(day, time.fromisoformat(at_time or "00:00"))
        uid = f"series-{made[0]}/{moment:%Y%m%dT%H%M%S}" if made else ""
        made.append(
            planned_meetings.add(
                tx,
                pair_id=pair_id,
                kind=known,
                planned_on=day,
                by_person_id=by.person_id,
                at=by.at,
                at_time=at_time,
                minutes=agreed.minutes,
                place=agreed.place,
                topic=agreed.topic,
                uid=uid,
            )
        )
    first = datetime.combine(days[0], time.fromisoformat(at_time or "00:00"))
    planned_meetings.name(tx, made[0], entry=f"series-{made[0]}/{first:%Y%m%dT%H%M%S}")
    facts = {"kind": known, "planned": made, "days": list(days), "time": at_time}
    write_record(tx, by=by, pair=hand.pair, verb="meeting.series", facts=facts)
    announce_series(tx, made, meant, at=by.at)
    skipped = tuple(day for day in meant.rhythm() if day not in set(days))
    why = tuple(LeftOut(day, _why(day, hand, holidays)) for day in skipped)
    return SeriesPlanned(made[0], pair_id, known, days, skipped, at_time, why)


def take_back_series(tx: Connection, *, by: By, planned_id: int) -> SeriesTakenBack | Refused:
    """Take back every meeting of the series that still stands as it was agreed. `planned_id` is any of them."""
    found = planned_meetings.by_id(tx, planned_id)
    if found is None or not found.series:
        raise unknown("planned", planned_id)
    hand = take_pair(tx, by=by, pair_id=found.pair_id)
    if (no := hand.may("meeting.plan") or over(hand)) is not None:
        return no
    standing = planned_meetings.all_standing(tx, pair_id=found.pair_id, kind=found.kind)
    mine = [one for one in standing if one.series == found.series]
    for one in mine:
        planned_meetings.turn(tx, one.id, state="withdrawn")
        announce_no_meeting(tx, one.id, at=by.at)
    facts = {"planned": [one.id for one in mine], "kind": found.kind}
    write_record(tx, by=by, pair=hand.pair, verb="meeting.plan-undo", facts=facts)
    return SeriesTakenBack(found.pair_id, len(mine))


def _why(day: date, hand: PairAtHand, holidays: Sequence[Holiday]) -> Words:
    if not hand.calendar.is_working(day):
        return Words("выходной день", "a day off")
    found = holiday_on(holidays, day)
    return Words("пропускаем по вашей просьбе", "left out as asked") if found is None else found.title


def _days(
    series: Series, hand: PairAtHand, without: Sequence[tuple[date, date]], holidays: Sequence[Holiday]
) -> tuple[date, ...]:
    for first, last in without:
        if last < first:
            raise BadInput("without", "Каникулы кончаются раньше, чем начались", "Holidays end before they begin")
    days = series.days(hand.calendar, without=[*without, *((one.first, one.last) for one in holidays)])
    if not days or len(days) > MOST_OF_A_SERIES:
        raise BadInput(
            "series",
            f"В серии от 1 до {MOST_OF_A_SERIES} встреч, сейчас {len(days)}: проверьте дни и каникулы",
            f"A series has from 1 to {MOST_OF_A_SERIES} meetings, this one has {len(days)}",
        )
    check_ahead(days[-1], hand, field="series")
    return days
