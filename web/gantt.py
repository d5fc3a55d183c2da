"""Where everything of a timeline lies on its drawing: numbers for an SVG of a fixed width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from engine.obligations import Paint
from engine.periods import Period
from workflows.show_progress import Timeline, TimelineLine

WIDTH = 1120
LABELS = 330  # where the months begin
_RIGHT = WIDTH - 6
_TOP, _ROW, _BAR = 58, 34, 17
_MOST_MONTHS = 13
_THINNEST = 3.0
_LONGEST_TITLE = 44


@dataclass(frozen=True, slots=True)
class Month:
    """A month's line; `titled` ones have room for their name. `edge`: where the next begins."""

    x: float
    day: date
    titled: bool


@dataclass(frozen=True, slots=True)
class DrawnBar:
    x: float
    width: float
    paint: Paint


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line at `y` (its top). `short` fits beside the bars, `title` is whole."""

    y: int
    title: str
    short: str
    late: int
    bars: tuple[DrawnBar, ...]

    @property
    def bar_y(self) -> int:
        return self.y + (_ROW - _BAR) // 2

    @property
    def text_y(self) -> int:
        return self.y + _ROW // 2 + 4


@dataclass(frozen=True, slots=True)
class Drawing:
    """`today_x` None: today lies outside the period."""

    width: int
    height: int
    top: int
    bar: int
    labels: int
    right: int
    months: tuple[Month, ...]
    lines: tuple[DrawnLine, ...]
    today: date
    today_x: float | None

    @property
    def flag_x(self) -> float:
        """The middle of the flag «сегодня», kept inside the drawing."""
        return min(max(self.today_x or 0, LABELS + 20), _RIGHT - 56)

    @property
    def late_x(self) -> float:
        return (self.today_x or 0) + 8

    @property
    def late_fits(self) -> bool:
        """Whether there is room for words right of today."""
        return self.today_x is not None and self.today_x < _RIGHT - 110


def drawing(timeline: Timeline, lines: Sequence[TimelineLine] | None = None) -> Drawing:
    """The drawing of a timeline, or of other lines on the same months."""
    shown = timeline.lines if lines is None else lines
    place = _Place(timeline.period)
    inside = timeline.today in timeline.period
    return Drawing(
        width=WIDTH,
        height=_TOP + _ROW * len(shown) + 6,
        top=_TOP,
        bar=_BAR,
        labels=LABELS,
        right=_RIGHT,
        months=tuple(_months(timeline.period, place)),
        lines=tuple(
            DrawnLine(_TOP + _ROW * at, line.title, _short(line.title), line.late, tuple(_bars(line, place)))
            for at, line in enumerate(shown)
        ),
        today=timeline.today,
        today_x=place.x(timeline.today, middle=True) if inside else None,
    )


class _Place:
    """Days as distances."""

    def __init__(self, period: Period) -> None:
        self._start = period.start
        self._per_day = (_RIGHT - LABELS) / ((period.end - period.start).days + 1)

    def x(self, day: date, *, middle: bool = False) -> float:
        return round(LABELS + ((day - self._start).days + (0.5 if middle else 0)) * self._per_day, 1)

    def width(self, start: date, end: date) -> float:
        return round(max(((end - start).days + 1) * self._per_day, _THINNEST), 1)


def _bars(line: TimelineLine, place: _Place) -> Iterator[DrawnBar]:
    for bar in line.bars:
        yield DrawnBar(place.x(bar.start), place.width(bar.start, bar.end), bar.paint)


def _months(period: Period, place: _Place) -> Iterator[Month]:
    firsts = [
        date(year, month, 1)
        for year in range(period.start.year, period.end.year + 1)
        for month in range(1, 13)
        if period.start.replace(day=1) <= date(year, month, 1) <= period.end
    ]
    step = -(-len(firsts) // _MOST_MONTHS)
    for at, first in enumerate(firsts):
        if step == 1 or at % step == 0:
            yield Month(place.x(max(first, period.start)), first, titled=True)


def _short(title: str) -> str:
    if len(title) <= _LONGEST_TITLE:
        return title
    cut = title[: _LONGEST_TITLE - 1].rsplit(" ", 1)[0]
    return f"{cut.rstrip(' ,.;:—–-')}…"
