"""What a letter about a meeting or an event says, and the calendar entry that goes with it."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from engine.lifecycle.needs.meetings import MEETING_TITLES
from engine.words import Language, Words
from notifications.calendar_entries import Entry, Repeats, calendar_part
from notifications.content import Appointment, AppointmentOff, Occasion, Pair
from notifications.message import CalendarPart
from storage.events import EventRow
from storage.outbox import Claimed
from storage.planned_meetings import PlannedRow
from workflows.letter_desk import Desk


def appointment(
    letter: Claimed, desk: Desk, common: dict[str, Any], *, pair: Pair | None
) -> Appointment | AppointmentOff:
    """`pair` as its people see it; None for an event."""
    language: Language = common["to"].language
    facts, off = letter.facts, letter.kind == "appointment_off"
    if "event" in facts:
        event = desk.events[facts["event"]]
        occasion = _of_event(event)
        if off:
            return AppointmentOff(**common, occasion=occasion, why=event.note if event.called_off_on else "")
        return Appointment(**common, occasion=occasion, moved_from=_day(facts.get("moved_from")))
    planned = desk.planned[facts["planned"]]
    days = _days(facts)
    occasion = _of_meeting(planned, days[0] if days else planned.planned_on, pair, language)
    if off:
        return AppointmentOff(**common, occasion=occasion, why=planned.note)
    return Appointment(**common, occasion=occasion, moved_from=_day(facts.get("moved_from")), days=days)


def calendar_entry(
    letter: Claimed,
    desk: Desk,
    content: Appointment | AppointmentOff,
    *,
    base_url: str,
    organizer: str,
    attendee: str,
) -> CalendarPart:
    """The entry names the number of a pair and no people: calendars are shared more freely than letters."""
    occasion, facts = content.occasion, letter.facts
    repeats, coming = None, None
    if "event" in facts:
        event = desk.events[facts["event"]]
        name, organisation_id, page, summary = event.uid, event.organisation_id, "/", event.title
        mine = desk.invited[event.id].get(letter.recipient_id)
        coming = None if mine is None else desk.coming.get((event.id, mine.ward_id or mine.person_id))
    else:
        planned = desk.planned[facts["planned"]]
        pair = desk.pairs[planned.pair_id]
        name, organisation_id, page = planned.entry, pair.organisation_id, f"/pairs/{pair.id}"
        title = MEETING_TITLES[planned.kind]  # type: ignore[index]  # stored kinds are meeting kinds
        numbered = Words(f"Пара № {pair.number}: {title.ru}", f"Pair No {pair.number}: {title.en}")
        summary = numbered.in_(content.to.language)
        if "series" in facts:
            told, name = facts["series"], planned.series
            repeats = Repeats(weekdays=tuple(told["weekdays"]), every=told["every"], days=_days(facts))
    return calendar_part(
        Entry(
            entry=name,
            host=urlsplit(base_url).hostname or "localhost",
            sequence=facts["sequence"],
            zone=desk.lives[organisation_id].zone,
            day=occasion.day,
            at_time=occasion.at_time,
            minutes=occasion.minutes,
            summary=summary,
            place=occasion.place,
            url=f"{base_url}{page}",
            repeats=repeats,
        ),
        method="CANCEL" if isinstance(content, AppointmentOff) else "REQUEST",
        organizer=organizer,
        attendee=attendee,
        stamp=desk.at,
        coming=coming,
    )


def _of_event(event: EventRow) -> Occasion:
    return Occasion(
        title=event.title,
        day=event.planned_on,
        at_time=event.at_time,
        minutes=event.minutes,
        place=event.place,
    )


def _of_meeting(planned: PlannedRow, day: date, pair: Pair | None, language: Language) -> Occasion:
    title = MEETING_TITLES[planned.kind].in_(language)  # type: ignore[index]  # stored kinds are meeting kinds
    return Occasion(
        title=title[:1].upper() + title[1:],
        day=day,
        at_time=planned.at_time,
        minutes=planned.minutes,
        place=planned.place,
        topic=planned.topic,
        pair=pair,
    )


def _days(facts: Any) -> tuple[date, ...]:
    return tuple(date.fromisoformat(one) for one in facts["series"]["days"]) if "series" in facts else ()


def _day(said: str | None) -> date | None:
    return None if said is None else date.fromisoformat(said)
