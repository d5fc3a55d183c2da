"""The days a figure of a row is about: the whole roadmap, or for a row that recurs the days of each occurrence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row

_IN_PARTS = frozenset({"recurring", "multi"})
_MOST_PAST = 4  # occurrences that stayed open so long are a person's business


@dataclass(frozen=True, slots=True)
class Window:
    """`owed`: the obligations it is about. `part`: of a row that recurs. `current`: its days are not over."""

    since: date
    until: date
    owed: tuple[Row[Any], ...]
    part: bool
    current: bool


def windows(row: Row[Any], owed: Sequence[Row[Any]], *, today: date) -> tuple[Window, ...]:
    """The windows that are open: the one of today, and earlier ones whose obligations are."""
    days = sorted({one.first_due_on for one in owed if one.first_due_on is not None})
    if row.deadline_kind not in _IN_PARTS or not days:
        # A row may be due before the roadmap's period begins (seed S1, row 1): its figure is looked at in time.
        since = min([row.period_start, *(one.starts_on or one.first_due_on for one in owed if one.first_due_on)])
        return (Window(since, row.period_end, tuple(owed), part=False, current=today <= row.period_end),)
    found: list[Window] = []
    since = row.period_start
    for day in days:
        here = tuple(one for one in owed if one.first_due_on == day)
        over = day < today
        open_here = any(one.status in ("open", "needs_date") for one in here)
        if since <= today and (not over or open_here):
            found.append(Window(since, day, here, part=True, current=not over))
        since = day + timedelta(days=1)
    return tuple(found[-_MOST_PAST - 1 :])
