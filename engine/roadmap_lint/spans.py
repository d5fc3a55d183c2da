"""The days a deadline names by itself: when it begins and by when it is due."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain

from engine.deadlines.model import Deadline, Month, Multi, Part, Point, Range
from engine.periods import month_end


@dataclass(frozen=True, slots=True)
class Span:
    """`start` is None for «до …»; both are None where no day is named. `last` is the end of a deadline of parts."""

    start: date | None = None
    due: date | None = None
    last: date | None = None


@lru_cache(maxsize=2048)  # the same deadline is asked for by several rules
def span_of(deadline: Deadline) -> Span:
    """Repeating, endless and unknown deadlines name no day. Of several parts the first one counts as due.

    >>> span_of(Month(2022, 4)).due
    datetime.date(2022, 4, 30)
    """
    parts: tuple[Deadline | Part, ...] = deadline.parts if isinstance(deadline, Multi) else (deadline,)
    days = list(chain.from_iterable(_days(part) for part in parts))
    if not days:
        return Span()
    starts = [start for start, _ in days if start is not None]
    return Span(min(starts, default=None), min(end for _, end in days), max(end for _, end in days))


def _days(deadline: Deadline | Part) -> list[tuple[date | None, date]]:
    match deadline:
        case Point(day):
            return [(None, day)]
        case Month(year, month):
            return [(date(year, month, 1), month_end(year, month))]
        case Range(start, end):
            return [(start, end)]
        case _:
            return []
