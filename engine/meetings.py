"""Meetings of a pair ahead: the time of day, a series in words, and what both sides say of one that was held."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from engine.calendar import WorkCalendar
from engine.refusals import BadInput
from engine.typed_days import read_day

SHORTEST, LONGEST = 5, 600  # minutes
MOST_OF_A_SERIES = 60

_TIME = re.compile(r"(\d{1,2})(?:[:.\-](\d{2}))?(?:\s*(?:ч|час\w*|h))?\.?")
_WEEKDAYS: Sequence[re.Pattern[str]] = tuple(
    re.compile(rf"(?<![а-яa-z])(?:{stem})", re.IGNORECASE)
    for stem in (
        r"понедельник|пн(?![а-я])|monday",
        r"вторник|вт(?![а-я])|tuesday",
        r"сред[ауые]|ср(?![а-я])|wednesday",
        r"четверг|чт(?![а-я])|thursday",
        r"пятниц|пт(?![а-я])|friday",
        r"суббот|сб(?![а-я])|saturday",
        r"воскресень|вс(?![а-я])|sunday",
    )
)
_FORTNIGHT = re.compile(
    r"(?:раз\s+в|кажды[ех])\s+(?:две|2)\s+недели|через\s+недел|every\s+(?:other|second|two|2)\b", re.IGNORECASE
)
_DAY = r"[\w.\s/\-]{1,30}?"
_SINCE = re.compile(
    rf"(?<!\w)(?:с|со|from)\s+(?={_DAY}\d|\d)(.+?)(?=\s+(?:до|по|until|till|в|at)\s|$|,)", re.IGNORECASE
)
_UNTIL = re.compile(r"(?<!\w)(?:до|по|until|till)\s+(\d.+?)(?=\s+(?:в|at|с|from)\s|$|,)", re.IGNORECASE)
_AT = re.compile(
    r"(?<!\w)(?:в|at)\s+(\d{1,2}(?:[:.\-]\d{2})?(?:\s*(?:ч|час\w*|h)\b)?)(?!\s*(?:недел|раз))", re.IGNORECASE
)

Confirmation = Literal["both", "mentor", "mentee", "nobody", "disputed"]
"""`both` said it was held; only the mentor or only the mentee's side did; nobody has said a word; somebody says no."""


@dataclass(frozen=True, slots=True)
class Series:
    """Days of a repeated meeting. `weekdays` count from Monday = 0; `every` is in weeks."""

    weekdays: frozenset[int]
    since: date
    until: date
    every: int = 1
    at_time: str = ""

    def days(self, calendar: WorkCalendar, *, without: Iterable[tuple[date, date]] = ()) -> tuple[date, ...]:
        """The days in order, without days off and without the spans (school holidays) that are left out.

        >>> tuesdays = Series(frozenset({1}), date(2025, 10, 27), date(2025, 11, 18))
        >>> autumn = [(date(2025, 10, 27), date(2025, 11, 4))]
        >>> [day.isoformat() for day in tuesdays.days(WorkCalendar(), without=autumn)]
        ['2025-11-11', '2025-11-18']
        """
        spans = tuple(without)
        return tuple(
            day
            for day in self.rhythm()
            if calendar.is_working(day) and not any(first <= day <= last for first, last in spans)
        )

    def rhythm(self) -> tuple[date, ...]:
        """The days as they would be if nothing were left out."""
        monday = self.since - timedelta(days=self.since.weekday())
        every = (self.since + timedelta(days=at) for at in range((self.until - self.since).days + 1))
        return tuple(
            day for day in every if day.weekday() in self.weekdays and ((day - monday).days // 7) % self.every == 0
        )


def read_time(text: str, *, field: str) -> str:
    """A time of day as `HH:MM`; "" for an empty text, which means the whole day. Raises BadInput of `field`.

    >>> read_time("9.30", field="time"), read_time("15", field="time"), read_time("", field="time")
    ('09:30', '15:00', '')
    """
    said = text.strip().lower()
    if not said:
        return ""
    found = _TIME.fullmatch(said)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hour > 23 or minute > 59:
        raise BadInput(
            field,
            "Время не понято: напишите ЧЧ:ММ, например 15:00",
            "The time is not understood: write HH:MM, such as 15:00",
        )
    return f"{hour:02}:{minute:02}"


def check_minutes(minutes: int, *, field: str) -> int:
    """The length itself. Raises BadInput of `field` for one no meeting has."""
    if SHORTEST <= minutes <= LONGEST:
        return minutes
    raise BadInput(field, f"От {SHORTEST} до {LONGEST} минут", f"From {SHORTEST} to {LONGEST} minutes")


def read_series(text: str, *, today: date, field: str) -> Series:
    """What a phrase like «каждый вторник в 15:00 до 25.12» means; without «с …» it begins today.

    Raises BadInput of `field` when no weekday or no end is said, or the end lies over a year ahead.

    >>> read_series("каждый вторник в 15:00 до 25.12", today=date(2025, 11, 21), field="series")
    Series(weekdays=frozenset({1}), since=datetime.date(2025, 11, 21), until=datetime.date(2025, 12, 25), every=1, \
at_time='15:00')
    """
    said = " ".join(text.replace("\u00a0", " ").split())
    weekdays = frozenset(at for at, pattern in enumerate(_WEEKDAYS) if pattern.search(said))
    until = _UNTIL.search(said)
    if not weekdays or until is None:
        raise BadInput(
            field,
            "Серия не понята: напишите день недели и до какого дня, например «каждый вторник в 15:00 до 25.12»",
            "The series is not understood: say a weekday and the last day: “every tuesday at 15:00 until 25.12”",
        )
    since = _SINCE.search(said)
    first = max(today, read_day(since[1], today=today, field=field)) if since else today
    last = _ahead(read_day(until[1], today=today, field=field), today, until[1])
    if last < first or last - today > timedelta(days=366):
        raise BadInput(
            field,
            "Серия не понята: последний день должен быть впереди, не дальше года",
            "The series is not understood: its last day lies ahead, within a year",
        )
    at = _AT.search(said)
    return Series(
        weekdays, first, last, 2 if _FORTNIGHT.search(said) else 1, read_time(at[1], field=field) if at else ""
    )


def confirmation(words: Iterable[tuple[str, bool]]) -> Confirmation:
    """What the words of participants, (side, held), come to. One «no» makes it disputed.

    >>> confirmation([("mentor", True)]), confirmation([("mentor", True), ("mentee", False)])
    ('mentor', 'disputed')
    """
    said = list(words)
    if any(not held for _, held in said):
        return "disputed"
    sides = {side for side, _ in said}
    if {"mentor", "mentee"} <= sides:
        return "both"
    if "mentor" in sides:
        return "mentor"
    return "mentee" if "mentee" in sides else "nobody"


def _ahead(day: date, today: date, said: str) -> date:
    """A last day without its year is meant ahead of today, however near the one that is past."""
    if day >= today or re.search(r"\d{4}", said):
        return day
    return day.replace(year=day.year + 1)
