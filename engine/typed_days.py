"""A day as people type it into a field: «25.09.2026», «25.9.26», «25 сентября», «сегодня»."""

import re
from datetime import date, timedelta

from engine.refusals import BadInput

_MONTHS = (
    ("янв", "jan"),
    ("фев", "feb"),
    ("мар", "mar"),
    ("апр", "apr"),
    ("ма", "may"),
    ("июн", "jun"),
    ("июл", "jul"),
    ("авг", "aug"),
    ("сен", "sep"),
    ("окт", "oct"),
    ("ноя", "nov"),
    ("дек", "dec"),
)
_NEAR = {
    "сегодня": 0,
    "today": 0,
    "вчера": -1,
    "yesterday": -1,
    "завтра": 1,
    "tomorrow": 1,
    "позавчера": -2,
    "послезавтра": 2,
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[./,\s-](\d{1,2})(?:[./,\s-](\d{4}|\d{2}))?")
_WORDS = re.compile(r"(\d{1,2})\s+([а-яa-z]+)\.?(?:\s+(\d{4}|\d{2}))?(?:\s*(?:г\.?|года?))?")
_LONGEST = 40


def read_day(text: str, *, today: date, field: str) -> date:
    """The day meant by a text; without a year the nearest such day to `today`, the coming one of two as near.

    Raises BadInput of `field` with an example when it is no day.

    >>> read_day("25 сентября", today=date(2026, 11, 21), field="held").isoformat()
    '2026-09-25'
    """
    said = " ".join(text.replace("\u00a0", " ").lower().split()).removesuffix(" г.").removesuffix(" г").rstrip(".")
    if said in _NEAR:
        return today + timedelta(days=_NEAR[said])
    try:
        found = _read(said, today) if len(said) <= _LONGEST else None
    except ValueError:
        found = None
    if found is None or not 1900 <= found.year <= 2200:
        raise BadInput(
            field,
            "Дата не понята: напишите ДД.ММ.ГГГГ, например 25.09.2026 или 25 сентября",
            "The date is not understood: write DD.MM.YYYY, such as 25.09.2026 or 25 September",
        )
    return found


def _read(said: str, today: date) -> date | None:
    if match := _ISO.fullmatch(said):
        year, month, day = match.groups()
        return date(int(year), int(month), int(day))
    if match := _NUMBERS.fullmatch(said):
        day, month, year = match.groups()
        return _dated(int(day), int(month), year, today)
    if match := _WORDS.fullmatch(said):
        day, word, year = match.groups()
        number = _month(word)
        return None if number is None else _dated(int(day), number, year, today)
    return None


def _month(word: str) -> int | None:
    for number, (ru, en) in enumerate(_MONTHS, 1):
        # «мая» is not «марта», and «ма» alone is neither.
        if word.startswith(en) or (word in ("май", "мая") if number == 5 else word.startswith(ru)):
            return number
    return None


def _dated(day: int, month: int, year: str | None, today: date) -> date:
    if year is not None:
        return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    near = [found for each in (today.year + 1, today.year, today.year - 1) if (found := _valid(each, month, day))]
    if not near:
        raise ValueError("no such day in these years")
    return min(near, key=lambda found: abs(found - today))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
