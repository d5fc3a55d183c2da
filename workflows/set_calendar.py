"""An organisation says which days it works otherwise than the country."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import journal, organisations
from workflows.access import forbidden

_WORDS = {
    **dict.fromkeys(("working", "work", "yes", "1", "рабочий", "да"), True),
    **dict.fromkeys(("off", "no", "0", "выходной", "нет"), False),
}
_MOST_DAYS = 4_000  # ten years of every day: more is a mistake


@dataclass(frozen=True, slots=True)
class CalendarSet:
    """How many days the organisation now says itself, and how many of them this call changed."""

    organisation_id: int
    days: int
    changed: int


def set_calendar(tx: Connection, *, by: By, organisation_id: int, days: Mapping[date, bool]) -> CalendarSet | Refused:
    """Store days (True = worked) of an organisation and of everything below it that does not say otherwise.

    Days that are not named keep their say. A change leaves a mark: ticks move what it reaches, by batches.
    """
    refused = forbidden(tx, by, "calendar.change", organisation_id)
    if refused is not None:
        return refused
    before = organisations.overrides(tx, organisation_id)
    changed = {day: working for day, working in days.items() if before.get(day) is not working}
    if changed:
        organisations.set_overrides(tx, organisation_id, changed)
        organisations.mark(tx, kind="calendar", organisation_id=organisation_id, at=by.at)
        journal.append(
            tx,
            organisation_id=organisation_id,
            by=by,
            verb="calendar.change",
            subject=f"organisation:{organisation_id}",
            facts={"days": {day.isoformat(): working for day, working in sorted(changed.items())}},
        )
    return CalendarSet(organisation_id, days=len(before | changed), changed=len(changed))


def read_days(text: str, file: str) -> dict[date, bool]:
    """The days of a CSV: a date and `working` or `off` (рабочий, выходной) per line, split by comma, semicolon or tab.

    A first line `day,working` is a heading. Raises BadInput with `file:line` at the first line that does not fit.
    """
    delimiter = next((mark for mark in ";\t" if mark in text), ",")
    found: dict[date, bool] = {}
    for number, row in enumerate(csv.reader(text.splitlines(), delimiter=delimiter), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells[0].lower() in ("day", "date", "день", "дата")):
            continue
        day, working = _line(cells, f"{file}:{number}")
        if found.get(day, working) is not working:
            raise _bad(f"{file}:{number}", f"{day} назван дважды по-разному", f"{day} is named twice, differently")
        found[day] = working
    if not 0 < len(found) <= _MOST_DAYS:
        raise _bad(file, f"нужно от 1 до {_MOST_DAYS} дней", f"1 to {_MOST_DAYS} days are needed")
    return found


def _line(cells: list[str], place: str) -> tuple[date, bool]:
    try:
        day_text, word = cells
        return date.fromisoformat(day_text), _WORDS[word.lower()]
    except (ValueError, KeyError):
        raise _bad(
            place,
            "нужны дата и working или off, например 2026-03-20,off",
            "a date and working or off are needed, such as 2026-03-20,off",
        ) from None


def _bad(place: str, ru: str, en: str) -> BadInput:
    return BadInput("file", f"{place}: {ru}", f"{place}: {en}")
