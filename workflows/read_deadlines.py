"""A deadline phrase is read aloud: what it means, and on which days it is due."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from engine.calendar import WorkCalendar
from engine.deadlines import occurrences
from engine.deadlines.reading import read
from engine.periods import Period
from engine.refusals import BadInput
from engine.words import Words

_HORIZON = relativedelta(years=5)
_MOST_PHRASES = 50_000
_COLUMNS = ("id", "phrase", "context_start", "context_end")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with the period of its plan. `id` is the file's own, None for a phrase typed by hand."""

    id: str | None
    text: str
    context: Period | None


@dataclass(frozen=True, slots=True)
class Understood:
    """`kind` and `value` are the meaning; `dates` the due days, without the reviews of what goes on all the time."""

    phrase: Phrase
    kind: str
    value: str
    dates: tuple[date, ...]
    warnings: tuple[Words, ...]
    suggestion: Words | None


def read_deadline(phrase: Phrase, *, window: Period | None, today: date, calendar: WorkCalendar) -> Understood:
    """The meaning of a phrase and its due days in `window`; None = the plan's period, else five years from today."""
    reading = read(phrase.text, phrase.context)
    shown = window or phrase.context or Period(today, today + _HORIZON)
    found = occurrences(reading.deadline, period=phrase.context, calendar=calendar, since=shown.start, until=shown.end)
    return Understood(
        phrase=phrase,
        kind=reading.deadline.kind,
        value=reading.deadline.value,
        dates=tuple(one.due_on for one in found if not one.review and one.due_on in shown),
        warnings=reading.warnings,
        suggestion=reading.suggestion,
    )


def phrases_of(text: str, file: str) -> Iterator[Phrase]:
    """The phrases of a TSV with the columns id, phrase, context_start, context_end (ISO days, may be empty).

    A line break inside a phrase is written `\\n`. Raises BadInput with `file:line` for a line that does not fit.
    """
    lines = csv.reader(text.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE)
    heading = next(lines, [])
    missing = [column for column in _COLUMNS if column not in heading]
    if missing:
        raise _bad(f"{file}:1", f"нет столбцов: {', '.join(missing)}", f"columns are missing: {', '.join(missing)}")
    places = [heading.index(column) for column in _COLUMNS]
    for number, line in enumerate(lines, start=2):
        cells = [cell.rstrip("\r") for cell in line]
        if not any(cells):
            continue
        if number > _MOST_PHRASES:
            raise _bad(file, f"больше {_MOST_PHRASES} строк", f"more than {_MOST_PHRASES} lines")
        cells += [""] * (len(heading) - len(cells))
        name, phrase, start, end = (cells[place] for place in places)
        yield Phrase(name, phrase.replace("\\n", "\n"), _context(start, end, f"{file}:{number}"))


def _context(start: str, end: str, place: str) -> Period | None:
    if not start and not end:
        return None
    try:
        return Period(date.fromisoformat(start), date.fromisoformat(end))
    except ValueError:
        raise _bad(
            place,
            "context_start и context_end: два дня ГГГГ-ММ-ДД по порядку или оба пусты",
            "context_start and context_end: two days YYYY-MM-DD in order, or both empty",
        ) from None


def _bad(place: str, ru: str, en: str) -> BadInput:
    return BadInput("batch", f"{place}: {ru}", f"{place}: {en}")
