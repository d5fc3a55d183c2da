"""The school holidays of an organisation: its own, those of the nearest organisation above, else the recommended."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.refusals import BadInput
from engine.school_holidays import Holiday, SchoolYear, holiday_on, school_years, span_of
from storage import own_definitions
from workflows.definitions.holiday_files import built_in_year, holidays_from_json


@dataclass(frozen=True, slots=True)
class YearInForce:
    """`path` is whose word it is, "" = the recommended days; `own`: the newest version the organisation published.

    `year` None: nobody has said anything of this school year.
    """

    key: str
    year: SchoolYear | None
    path: str
    organisation: str
    own: SchoolYear | None


def checked_year(key: str, field: str) -> str:
    """The school year as it was written. Raises BadInput of the field for anything that is none."""
    if span_of(key) is None:
        raise BadInput(field, f"{field}: учебный год пишут так: 2025-2026", f"{field}: a school year is like 2025-2026")
    return key


def year_in_force(tx: Connection, path: str, key: str) -> YearInForce:
    """What holds for the organisation at `path` in the school year `key`."""
    return _years(tx, path, (key,))[0]


def holidays_between(tx: Connection, path: str, first: date, last: date) -> tuple[Holiday, ...]:
    """The holidays that touch these days, in their order, by one statement."""
    years = _years(tx, path, school_years(first, last))
    found = [one for each in years if each.year is not None for one in each.year.holidays]
    return tuple(one for one in found if one.first <= last and first <= one.last)


def holiday_of(tx: Connection, path: str, day: date) -> Holiday | None:
    """The holidays that a day falls into; None on a school day."""
    return holiday_on(holidays_between(tx, path, day, day), day)


def _years(tx: Connection, path: str, keys: tuple[str, ...]) -> list[YearInForce]:
    newest: dict[tuple[str, str], own_definitions.OwnDefinition] = {}
    for one in own_definitions.visible(tx, "holidays", path):  # the nearest first, each's newest version first
        newest.setdefault((one.path, one.key), one)
    return [_in_force(newest, path, key) for key in keys]


def _in_force(newest: dict[tuple[str, str], own_definitions.OwnDefinition], path: str, key: str) -> YearInForce:
    said = [(one, holidays_from_json(one.body)) for (_, known), one in newest.items() if known == key]
    own = next((year for one, year in said if one.path == path), None)
    for one, year in said:
        if not year.inherits:
            return YearInForce(key, year, one.path, one.organisation, own)
    return YearInForce(key, built_in_year(key), "", "", own)
