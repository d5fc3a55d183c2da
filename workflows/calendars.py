"""The production calendar of Russia as a value: holidays and transfers from `holidays`, regional days as overrides.

A day off that stands for a Saturday concerns the five-day week only: in a six-day week that Saturday is no weekend,
so nothing is owed for it (Labour Code 112; checked against Government decree 24.09.2025 No 1466 for 2026).
"""

import csv
import io
import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays

from engine.calendar import Week, WorkCalendar
from engine.refusals import BadInput

_FIRST, _LAST = 2018, 2040
_SUBSTITUTED = re.compile(r"substituted from (\d\d)/(\d\d)/(\d{4})")
_OBSERVED = " (observed)"
_SATURDAY, _SUNDAY = 5, 6


def calendar_for(*, week: Week, overrides: Mapping[date, bool] | None = None) -> WorkCalendar:
    """The working days of an organisation with a five- or six-day week; `overrides` (day -> worked) win.

    Built once per week and cached, so a tick may ask each time. `known_until` of the result is the last year whose
    transfers are known; later years have weekends and fixed holidays only, which callers should say.
    """
    plain = _built_in(week)
    if not overrides:
        return plain
    off = {day for day, worked in overrides.items() if not worked}
    on = {day for day, worked in overrides.items() if worked}
    return WorkCalendar(week, (plain.days_off - on) | off, (plain.worked - off) | on, plain.known_until)


@lru_cache(maxsize=2)
def _built_in(week: Week) -> WorkCalendar:
    found = holidays.country_holidays("RU", years=range(_FIRST, _LAST + 1), language="en_US")
    off = {day for day, name in found.items() if week == 5 or not _only_for_five(day, name, found)}
    worked = {day for day in found.weekend_workdays if week == 5 or day.weekday() == _SUNDAY}
    # `holidays` writes a transfer only for years whose Government decree it knows
    known_until = max(day.year for day, name in found.items() if _SUBSTITUTED.search(name))
    return WorkCalendar(week, frozenset(off), frozenset(worked), known_until)


def _only_for_five(day: date, name: str, found: Mapping[date, str]) -> bool:
    """Whether a day off stands for a Saturday: «Day off (substituted from 01/03/2026)», month first, or
    «Victory Day (observed)» on the Monday after Saturday, 9 May."""
    if match := _SUBSTITUTED.search(name):
        month, of, year = (int(part) for part in match.groups())
        return date(year, month, of).weekday() == _SATURDAY
    two_before = day - timedelta(days=2)
    return name.endswith(_OBSERVED) and found.get(two_before) == name.removesuffix(_OBSERVED)


def read_overrides_csv(text: str, file: str) -> dict[date, bool]:
    """Days from a CSV of `date,working|off`; a heading line and empty lines are skipped.

    Raises BadInput that names file, line and word.
    """
    found: dict[date, bool] = {}
    for number, row in enumerate(csv.reader(io.StringIO(text)), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and not cells[0][:1].isdigit()):
            continue
        try:
            day = date.fromisoformat(cells[0])
            found[day] = {"working": True, "off": False}[cells[1].lower()]
        except (ValueError, KeyError, IndexError):
            raise BadInput(
                "--file",
                f"{file}:{number}: «{','.join(cells)}»: нужна строка вида 2026-03-20,off или 2026-03-28,working",
                f"{file}:{number}: `{','.join(cells)}`: a line like 2026-03-20,off or 2026-03-28,working is needed",
            ) from None
    return found
