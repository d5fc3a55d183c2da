"""The period of a roadmap: what its title says, the years of its indicators, the dates of its rows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from engine.deadlines.model import Ambiguous, Continuous, Deadline, Month, Multi, Point, Range, Recurring
from engine.deadlines.reading import read
from engine.periods import Period, calendar_year, month_end, school_year_of

_SCHOOL = re.compile(r"(20\d\d)\s*[-–—/]\s*(20\d\d|\d\d)\s*(?:-?\s*(?:й|м|го|ый|ом))?\s*(?:\(?уч|учебн)", re.IGNORECASE)
_YEARS = re.compile(r"(20\d\d)\s*(?:г\.?\s*)?[-–—]\s*(20\d\d)\s*(?:гг?\b|год)?", re.IGNORECASE)
_DAYS = re.compile(
    r"с\s+(\d{1,2}\.\d{1,2}\.20\d\d)\s*(?:г\.?)?\s*(?:по|до)\s+(\d{1,2}\.\d{1,2}\.20\d\d)", re.IGNORECASE
)
_FROM_TO = re.compile(r"с\s+(20\d\d)\s*(?:г\.?|года)?\s*по\s+(20\d\d)", re.IGNORECASE)
_MONTHS = re.compile(r"([а-яё]{3,9}\s+20\d\d)\s*(?:г\.|года?)?\s*[-–—]\s*([а-яё]{3,9}\s+20\d\d)", re.IGNORECASE)
_HALF = re.compile(
    r"(?:\b[I1]{1,2}\b|перв\w+|втор\w+)\s*(?:-?[ое]е)?\s*полугоди\w+\s+[^,;.]{0,40}20\d\d[^,;]{0,30}", re.IGNORECASE
)
_SINGLE = re.compile(
    r"(?:на|в|за)?\s*(?:период\s+)?(20\d\d)\s*(?:-?\s*(?:й|м|го))?\s*(?:календарный\s+)?год", re.IGNORECASE
)
_UNTIL = re.compile(r"(?:до|по)\s*$", re.IGNORECASE)
_SIGNED = re.compile(r"от\s+[«\"]?\d{1,2}[^,;]{0,20}20\d\d\s*(?:г\.?|года?)?", re.IGNORECASE)
_FEWEST_DATES = 2


def of_title(title: str) -> Period | None:
    """What the title says.

    >>> str(of_title("План на 2025-2026 уч. год").end), of_title("Дорожная карта")
    ('2026-08-31', None)
    """
    text = _SIGNED.sub(" ", title)
    if school := _SCHOOL.search(text):
        first, last = int(school[1]), int(school[2])
        last += 2000 if last < 100 else 0
        half = _HALF.search(text)
        within = read(half[0], None).deadline if half else None
        if isinstance(within, Range):
            return Period(within.start, within.end)
        return Period(date(first, 9, 1), date(last, 8, 31)) if 0 < last - first < 12 else None
    for pattern in (_DAYS, _MONTHS):
        if found := pattern.search(text):
            told = read(f"{found[1]} – {found[2]}", None).deadline
            if isinstance(told, Range):
                return Period(told.start, told.end)
    if (half := _HALF.search(text)) and isinstance(told := read(half[0], None).deadline, Range):
        return Period(told.start, told.end)
    if years := _FROM_TO.search(text) or _YEARS.search(text):
        first, last = int(years[1]), int(years[2])
        return Period(date(first, 1, 1), date(last, 12, 31)) if first <= last else None
    single = _SINGLE.search(text)
    if single and not _UNTIL.search(text[: single.start(1)]):
        return calendar_year(int(single[1]))
    return None


def agreed(title: Period | None, rows: Period | None) -> Period | None:
    """Two years in a title («2023-2024») are one school year where all dates of the rows lie in it."""
    two = title is not None and title.end.year == title.start.year + 1 and not title.is_school_year
    if title and two and rows and rows.is_school_year and rows.start.year == title.start.year:
        return rows
    return title


def of_years(years: Iterable[int]) -> Period | None:
    """The calendar years that indicators have targets for."""
    known = sorted(set(years))
    return Period(date(known[0], 1, 1), date(known[-1], 12, 31)) if known else None


def of_rows(deadlines: Sequence[str]) -> Period | None:
    """From the first to the last date the rows write with a year; None when fewer than two do, or when some go on
    without an end."""
    spans: list[tuple[date, date]] = []
    for words in deadlines:
        meaning = read(words, None).deadline
        if _endless(meaning):
            return None
        spans += _spans(meaning)
    if len(spans) < _FEWEST_DATES:
        return None
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    school = school_year_of(start)
    if school.start.year < end.year and end <= school.end:
        return school
    if start.year == end.year:
        return calendar_year(start.year)
    return Period(start.replace(day=1), month_end(end.year, end.month))


def _spans(meaning: Deadline) -> Iterator[tuple[date, date]]:
    match meaning:
        case Point(day):
            yield day, day
        case Month(year, month):
            yield date(year, month, 1), month_end(year, month)
        case Range(start, end):
            yield start, end
        case Continuous(span) if span:
            yield span.start, span.end
        case Multi(parts):
            for part in parts:
                yield from _spans(part)
        case _:
            return


def _endless(meaning: Deadline) -> bool:
    """Whether it goes on for ever from a year it names («далее – ежегодно»)."""
    match meaning:
        case Recurring(rules):
            return any(rule.start and not rule.until for rule in rules)
        case Multi(parts):
            return any(_endless(part) for part in parts)
        case Ambiguous():
            return False
        case _:
            return False
