"""Calendar entries, read back by icalendar."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from notifications.calendar_entries import Entry, Repeats, calendar_part, uid_of

STAMP = datetime(2025, 11, 20, 6, tzinfo=UTC)
GIVEN: dict[str, Any] = {
    "entry": "meeting-7",
    "host": "school.example",
    "sequence": 2,
    "zone": ZoneInfo("Europe/Kirov"),
    "day": date(2025, 11, 25),
    "at_time": "15:00",
    "minutes": 45,
    "summary": "Пара № 7: пробная встреча",
}


def made(*, method: Any = "REQUEST", **changes: Any) -> Any:
    entry = Entry(**{**GIVEN, **changes})
    part = calendar_part(entry, method=method, organizer="o@school.example", attendee="m@school.example", stamp=STAMP)
    assert part == calendar_part(
        entry, method=method, organizer="o@school.example", attendee="m@school.example", stamp=STAMP
    )
    calendar = Calendar.from_ical(part.data)
    assert str(calendar["method"]) == part.method == method
    [event] = calendar.walk("VEVENT")
    return event


def test_a_request_names_the_moment_and_the_recipient_only() -> None:
    event = made(place="кабинет 12")
    assert (event["dtstart"].dt, event["dtend"].dt) == (
        datetime(2025, 11, 25, 12, tzinfo=UTC),
        datetime(2025, 11, 25, 12, 45, tzinfo=UTC),
    )
    assert (str(event["uid"]), int(event["sequence"])) == ("meeting-7@school.example", 2)
    assert str(event["organizer"]) == "mailto:o@school.example"
    assert str(event["attendee"]) == "mailto:m@school.example"
    assert str(event["location"]) == "кабинет 12"


def test_a_cancel_keeps_the_uid() -> None:
    event = made(method="CANCEL", sequence=3)
    assert (str(event["uid"]), str(event["status"]), int(event["sequence"])) == (
        "meeting-7@school.example",
        "CANCELLED",
        3,
    )


def test_a_whole_day() -> None:
    event = made(at_time="")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2025, 11, 25), date(2025, 11, 26))


@pytest.mark.parametrize("zone", ["Europe/Kirov", "Asia/Kamchatka", "Europe/Kaliningrad"])
def test_a_series_has_its_days_by_the_clock_of_the_place(zone: str) -> None:
    days = (date(2025, 11, 25), date(2025, 12, 9))
    event = made(
        entry="series-7/20251125T080000",
        at_time="08:00",
        zone=ZoneInfo(zone),
        repeats=Repeats(weekdays=(1,), every=1, days=days),
    )
    assert event["dtstart"].dt.isoformat()[:16] == "2025-11-25T08:00"
    assert event["rrule"]["BYDAY"] == ["TU"]
    [left_out] = event["exdate"].dts
    assert left_out.dt.date() == date(2025, 12, 2)
    assert event["rrule"]["UNTIL"][0] == datetime(2025, 12, 9, 8, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert "recurrence-id" not in event


def test_one_meeting_of_a_series_says_which() -> None:
    event = made(entry="series-7/20251202T150000", day=date(2025, 12, 3), sequence=1)
    assert str(event["uid"]) == uid_of("series-7/20251125T150000", "school.example") == "series-7@school.example"
    assert event["recurrence-id"].dt.isoformat()[:16] == "2025-12-02T15:00"
    assert event["dtstart"].dt.date() - date(2025, 12, 2) == timedelta(days=1)


def test_hostile_words_stay_words() -> None:
    event = made(summary="a\r\nATTENDEE:mailto:evil@x.y", place="b\nMETHOD:CANCEL; c, d\\")
    assert str(event["attendee"]) == "mailto:m@school.example"
    assert str(event["location"]) == "b\nMETHOD:CANCEL; c, d\\"
