"""Where a roadmap row stands: one of five words from everything it owes, and the stretches of time it takes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from engine.deadlines.status import Standing, standing
from engine.periods import Period

_DAY = timedelta(days=1)
# A thing whose start nobody named is drawn as the fortnight before its day: from the first reminder on.
_UNNAMED_START = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Share:
    """So many obligations of one row that are alike. `review`: the quarterly look at a continuous row."""

    status: str
    due_on: date | None
    starts_on: date | None = None
    review: bool = False
    count: int = 1

    def standing(self, today: date) -> Standing | None:
        """None: nobody owes it any more. A continuous row is under way until its last review."""
        if self.status == "cancelled":
            return None
        if self.review and self.status == "open":
            return Standing.UNDERWAY
        return standing(
            due_on=self.due_on,
            today=today,
            starts_on=self.starts_on,
            done=self.status == "done",
            review=self.review,
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """A row on a day. `standing` None: it asks for nothing (any more). `next_due` is the nearest open day, late or not.

    `total` counts what is not cancelled; a row owed by pairs counts each of them.
    """

    standing: Standing | None
    next_due: date | None
    done: int
    late: int
    total: int


def progress(shares: Iterable[Share], *, today: date) -> Progress:
    """The worst comes first: overdue, then a missing date, then what is under way, ahead, done.

    Something done while something else lies ahead is under way.

    >>> shares = [Share("done", date(2025, 12, 31)), Share("open", date(2026, 3, 31))]
    >>> progress(shares, today=date(2026, 1, 15)).standing.words.ru
    'идёт'
    """
    owed = [(one, found) for one in shares if (found := one.standing(today)) is not None]
    counts: dict[Standing, int] = {}
    for one, found in owed:
        counts[found] = counts.get(found, 0) + one.count
    open_days = [one.due_on for one, _ in owed if one.status == "open" and one.due_on is not None]
    return Progress(
        standing=_worst(counts),
        next_due=min(open_days, default=None),
        done=counts.get(Standing.DONE, 0),
        late=counts.get(Standing.OVERDUE, 0),
        total=sum(counts.values()),
    )


def _worst(counts: Mapping[Standing, int]) -> Standing | None:
    for found in (Standing.OVERDUE, Standing.NEEDS_DATE, Standing.UNDERWAY):
        if found in counts:
            return found
    if Standing.UPCOMING in counts:
        return Standing.UNDERWAY if Standing.DONE in counts else Standing.UPCOMING
    return Standing.DONE if Standing.DONE in counts else None


class Paint(StrEnum):
    """How a stretch of the timeline looks. `REST` is what remains of a thing under way, `TAIL` grows behind a late
    one until today.
    """

    AHEAD = "ahead"
    TAIL = "tail"
    REST = "rest"
    DONE = "done"
    DOING = "doing"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of days of one paint; both days belong to it."""

    start: date
    end: date
    paint: Paint


def bars(shares: Iterable[Share], *, period: Period, today: date) -> tuple[Bar, ...]:
    """What a line of the timeline shows, cut to the period, without overlaps: of two things on a day the more urgent.

    What goes on all the time lies beneath everything that has a day.

    >>> autumn, late = Period(date(2025, 9, 1), date(2025, 11, 30)), Share("open", date(2025, 9, 25))
    >>> [(bar.paint.value, bar.end.isoformat()) for bar in bars([late], period=autumn, today=date(2025, 10, 1))]
    [('overdue', '2025-09-25'), ('tail', '2025-10-01')]
    """
    painted: dict[date, Paint] = {}
    for one in sorted(_stretches(shares, period, today), key=lambda one: (one.dated, _STRENGTH[one.bar.paint])):
        day = max(one.bar.start, period.start)
        while day <= min(one.bar.end, period.end):
            painted[day] = one.bar.paint
            day += _DAY
    found: list[Bar] = []
    for day in sorted(painted):
        if found and found[-1].paint == painted[day] and found[-1].end + _DAY == day:
            found[-1] = Bar(found[-1].start, day, painted[day])
        else:
            found.append(Bar(day, day, painted[day]))
    return tuple(found)


_STRENGTH = {paint: place for place, paint in enumerate(Paint)}


@dataclass(frozen=True, slots=True)
class _Stretch:
    bar: Bar
    dated: bool


def _stretches(shares: Iterable[Share], period: Period, today: date) -> Iterator[_Stretch]:
    for one in shares:
        found = one.standing(today)
        if found is None or one.due_on is None:
            continue
        start = period.start if one.review else one.starts_on or one.due_on - _UNNAMED_START
        for bar in _painted(found, start, one.due_on, today):
            yield _Stretch(bar, dated=not one.review)


def _painted(found: Standing, start: date, due_on: date, today: date) -> Iterator[Bar]:
    match found:
        case Standing.DONE:
            yield Bar(start, due_on, Paint.DONE)
        case Standing.OVERDUE:
            yield Bar(start, due_on, Paint.OVERDUE)
            yield Bar(due_on + _DAY, today, Paint.TAIL)
        case Standing.UNDERWAY:
            yield Bar(start, min(today, due_on), Paint.DOING)
            yield Bar(max(start, today + _DAY), due_on, Paint.REST)
        case _:
            yield Bar(start, due_on, Paint.AHEAD)
