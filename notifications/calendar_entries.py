"""A calendar entry as iCalendar: the invitation to a meeting or an event, its moves, and its end (RFC 5545, RFC 5546).

It names the recipient's own address and nobody else; whom he meets he reads in the letter.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

from notifications.message import CalendarPart

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PARTSTAT: dict[bool | None, str] = {True: "ACCEPTED", False: "DECLINED", None: "NEEDS-ACTION"}
_MOMENT = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """The rhythm of a series: weekdays from Monday = 0, every so many weeks, and the days it really has."""

    weekdays: tuple[int, ...]
    every: int
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`entry` is what the product calls it: of one meeting of a series the series' name, a slash and the local moment
    it was first agreed for. `host` makes its UID the world's only one. `sequence` rises with every change.
    """

    entry: str
    host: str
    sequence: int
    zone: ZoneInfo
    day: date
    at_time: str
    minutes: int
    summary: str
    place: str = ""
    description: str = ""
    url: str = ""
    repeats: Repeats | None = None


def calendar_part(
    entry: Entry,
    *,
    method: Literal["REQUEST", "CANCEL"],
    organizer: str,
    attendee: str,
    stamp: datetime,
    coming: bool | None = None,
) -> CalendarPart:
    """The part of a letter; the same arguments give the same bytes. Addresses are plain.

    `coming` is what the attendee has answered already: an update of the place must not turn a yes into a question. A
    reply by mail is not asked for (RSVP=FALSE): the organizer's mailbox is read by nobody.
    """
    made = Calendar()
    made.add("prodid", "-//Nastavnik//RU")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    made.add_component(_event(entry, method, organizer, attendee, stamp, _PARTSTAT[coming]))
    last = max(entry.repeats.days) if entry.repeats else entry.day
    made.add_missing_timezones(first_date=entry.day, last_date=last + timedelta(days=1))
    data: bytes = made.to_ical()
    return CalendarPart(method, data)


def uid_of(entry: str, host: str) -> str:
    """The UID of an entry; all meetings of a series share the series' one."""
    return f"{entry.partition('/')[0]}@{host}"


def _event(entry: Entry, method: str, organizer: str, attendee: str, stamp: datetime, partstat: str) -> Event:
    event = Event()
    event.add("uid", uid_of(entry.entry, entry.host))
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    _when(event, entry)
    event.add("summary", entry.summary)
    if entry.place:
        event.add("location", entry.place)
    if entry.description:
        event.add("description", entry.description)
    if entry.url:
        event.add("url", entry.url)
    event.add("organizer", vCalAddress(f"mailto:{organizer}"))
    guest = vCalAddress(f"mailto:{attendee}")
    guest.params["ROLE"] = "REQ-PARTICIPANT"
    guest.params["PARTSTAT"] = partstat
    guest.params["RSVP"] = "FALSE"
    event.add("attendee", guest)
    return event


def _when(event: Event, entry: Entry) -> None:
    first = min(entry.repeats.days) if entry.repeats else entry.day
    moment = entry.entry.partition("/")[2]
    if not entry.at_time:
        event.add("dtstart", first)
        event.add("dtend", first + timedelta(days=1))
        if moment:
            event.add("recurrence-id", datetime.strptime(moment, _MOMENT).replace(tzinfo=entry.zone))
        return
    # One meeting says its instant; a rhythm needs the clock of the place, or a morning in Kamchatka changes weekday.
    zone = entry.zone if moment or entry.repeats else UTC
    starts = datetime.combine(first, time.fromisoformat(entry.at_time), entry.zone).astimezone(zone)
    event.add("dtstart", starts)
    event.add("dtend", starts + timedelta(minutes=entry.minutes))
    if entry.repeats is not None:
        _repeat(event, entry, entry.repeats)
    elif moment:
        event.add("recurrence-id", datetime.strptime(moment, _MOMENT).replace(tzinfo=entry.zone))


def _repeat(event: Event, entry: Entry, repeats: Repeats) -> None:
    at = time.fromisoformat(entry.at_time)
    first, last = min(repeats.days), max(repeats.days)
    until = datetime.combine(last, at, entry.zone).astimezone(UTC)
    days = [_WEEKDAYS[one] for one in repeats.weekdays]
    event.add("rrule", {"FREQ": "WEEKLY", "INTERVAL": repeats.every, "BYDAY": days, "UNTIL": until, "WKST": "MO"})
    left_out = [day for day in _rhythm(repeats, first, last) if day not in repeats.days]
    if left_out:
        event.add("exdate", [datetime.combine(day, at, entry.zone) for day in left_out])


def _rhythm(repeats: Repeats, first: date, last: date) -> list[date]:
    monday = first - timedelta(days=first.weekday())
    every = (first + timedelta(days=at) for at in range((last - first).days + 1))
    return [
        day for day in every if day.weekday() in repeats.weekdays and ((day - monday).days // 7) % repeats.every == 0
    ]
