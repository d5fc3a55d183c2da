"""A person's own days for calendar programs, behind a secret address."""

from collections.abc import Iterable
from datetime import UTC, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from icalendar import Calendar, Event, vDuration

from engine.words import Language, Words
from storage import api_tokens
from web import cookies
from web.parts import Parts
from web.refusing import Missing
from workflows.show_calendar import CalendarDay, show_calendar

router = APIRouter()

_NAME = Words("Наставник: мои сроки", "Nastavnik: my dates")
_OFTEN = timedelta(hours=4)


@router.get("/calendar/{token}.ics")
def feed(request: Request, token: str) -> Response:
    """iCalendar. Whoever has the address sees dates and numbers of pairs, never the names of children.

    A token that is unknown, old or revoked answers like any page that does not exist.
    """
    parts: Parts = request.app.state.parts
    now = parts.now()
    with parts.database.read() as tx:
        found = api_tokens.find(tx, cookies.hashed(token), at=now, kind="calendar")
        if found is None:
            raise Missing
        days = show_calendar(tx, person_id=found.person_id, timezone=found.timezone, at=now)
    if found.unused(now):
        with parts.database.write() as tx:
            api_tokens.touch(tx, found, at=now)
    body = calendar_of(days, base_url=parts.base_url, language="en" if found.language == "en" else "ru")
    headers = {"ETag": f'"{sha256(body).hexdigest()[:32]}"', "Cache-Control": "private, no-cache"}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


def calendar_of(days: Iterable[CalendarDay], *, base_url: str, language: Language) -> bytes:
    """The same days are the same bytes. What was done or cancelled is no longer in it, so programs drop it."""
    host = urlsplit(base_url).hostname or "localhost"
    made = Calendar()
    made.add("prodid", "-//Nastavnik//RU")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _NAME.in_(language))
    made.add("refresh-interval", vDuration(_OFTEN), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(_OFTEN))
    for day in days:
        event = Event()
        event.add("uid", f"{day.key}@{host}")
        event.add("dtstamp", day.made_at)
        event.add("sequence", day.sequence)
        starts = None if day.starts is None else day.starts.astimezone(UTC)
        event.add("dtstart", day.day if starts is None else starts)
        event.add("dtend", day.day + timedelta(days=1) if starts is None else starts + timedelta(minutes=day.minutes))
        event.add("summary", day.title.in_(language))
        event.add("location", day.place)
        event.add("url", base_url.rstrip("/") + day.address)
        event.add("transp", "TRANSPARENT" if starts is None else "OPAQUE")
        made.add_component(event)
    body: bytes = made.to_ical()
    return body
