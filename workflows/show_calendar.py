"""A person's own days, for the calendar programs of telephones: duties and agreed meetings, pairs by number only."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.words import Words
from storage import calendar_feed
from storage.visitors import OFFICES, held_today

_BACK = timedelta(days=60)  # what is late stays in sight for two months
_MEETINGS = {
    "acquaintance": Words("знакомство", "first meeting"),
    "trial": Words("пробная встреча", "trial meeting"),
    "planning": Words("встреча о плане", "planning meeting"),
    "work": Words("встреча", "meeting"),
    "final": Words("итоговая встреча", "final meeting"),
}


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One event of a day, a whole one without `starts`. `key` is stable for ever, `sequence` grows when the day moves;
    `address` is a path.
    """

    key: str
    day: date
    title: Words
    place: str
    address: str
    sequence: int
    made_at: datetime
    starts: datetime | None = None
    minutes: int = 0


def show_calendar(tx: Connection, *, person_id: int, timezone: str, at: datetime) -> list[CalendarDay]:
    """The days of two months back and all that is ahead, by day. `timezone` is the person's own."""
    today = at.astimezone(ZoneInfo(timezone)).date()
    in_pairs = calendar_feed.own_pairs(tx, person_id, day=today)
    offices: dict[str, set[int]] = {}
    for held in held_today(tx, person_id, at=at):
        if held.role in OFFICES and held.role != "observer":
            offices.setdefault(held.role, set()).add(held.organisation_id)
    since = today - _BACK
    seen = set().union(*offices.values())
    days = [
        CalendarDay(
            key=f"obligation-{row.id}",
            day=row.due_on,
            title=_named(row.title, row.pair_number, row.item_number),
            place=row.organisation,
            address=_address(row.pair_id, row.item_id),
            sequence=row.revision - 1,
            made_at=row.watched_from,
        )
        for row in calendar_feed.duties(tx, person_id, in_pairs=in_pairs, offices=offices, since=since)
    ]
    every = set().union(*in_pairs.values())
    days += [
        CalendarDay(
            key=(row.uid or f"meeting-{row.id}").replace("/", "-"),
            day=row.planned_on,
            title=_meeting(row.kind, row.pair_number),
            place=row.place or row.organisation,
            address=f"/pairs/{row.pair_id}",
            sequence=row.sequence,
            made_at=row.at,
            starts=_moment(row.planned_on, row.at_time, row.timezone),
            minutes=row.minutes,
        )
        for row in calendar_feed.meetings(tx, every, since=since)
    ]
    days += [
        CalendarDay(
            key=row.uid,
            day=row.planned_on,
            title=Words(row.title, row.title),
            place=row.place or row.organisation,
            address=f"/events/{row.id}" if row.organisation_id in seen else "/",
            sequence=row.sequence,
            made_at=at.replace(hour=0, minute=0, second=0, microsecond=0),
            starts=_moment(row.planned_on, row.at_time, row.timezone),
            minutes=row.minutes,
        )
        for row in calendar_feed.events_of(tx, person_id, since=since)
    ]
    return sorted(days, key=lambda one: (one.day, one.key))


def _moment(day: date, at_time: str, zone: str) -> datetime | None:
    return datetime.combine(day, time.fromisoformat(at_time), ZoneInfo(zone)) if at_time else None


def _named(title: str, pair_number: int | None, item_number: str | None) -> Words:
    row = f"п. {item_number}: {title}" if item_number else title
    row_en = f"row {item_number}: {title}" if item_number else title
    if pair_number is None:
        return Words(row, row_en)
    return Words(f"Пара № {pair_number}: {row}", f"Pair No {pair_number}: {row_en}")


def _meeting(kind: str, pair_number: int) -> Words:
    told = _MEETINGS.get(kind, _MEETINGS["work"])
    return Words(f"Пара № {pair_number}: {told.ru}", f"Pair No {pair_number}: {told.en}")


def _address(pair_id: int | None, item_id: int | None) -> str:
    if pair_id is not None:
        return f"/pairs/{pair_id}"
    return "/" if item_id is None else f"/roadmap/items/{item_id}"
