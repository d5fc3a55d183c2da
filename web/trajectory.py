"""Where everything of a yearly indicator lies on its drawing: the plan, what came of it, where it is heading."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from engine.indicators.trajectory import planned
from workflows.show_indicators import SeriesCard

WIDTH, HEIGHT = 640, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 628, 14, 208
_FULL = 100
_STEPS = (5, 10, 20, 25, 50, 100)
_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid with its words."""

    at: float
    told: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Trajectory:
    """`plan`, `fact` and `ahead` are the points of lines; `targets` and `now` are marked on them."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    years: tuple[Tick, ...]
    percents: tuple[Tick, ...]
    plan: str
    fact: str
    ahead: str
    targets: tuple[Dot, ...]
    now: Dot | None


def drawn(card: SeriesCard) -> Trajectory | None:
    """None where there is no target to draw."""
    targets = card.figure.targets
    if not targets:
        return None
    first, last = date(min(targets), 1, 1), date(max(targets), 12, 31)
    known = [point for point in card.points if point.share.percent is not None and first <= point.on <= last]
    highest = max([*targets.values(), *(float(point.share.percent or 0) for point in known), 1.0])
    top = next((step for step in range(10, _FULL + 1, 10) if step >= highest), highest)

    def x(day: date) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (day - first).days / max((last - first).days, 1), 1)

    def y(percent: float | Fraction) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * float(percent) / float(top), 1)

    ends = [date(year, 12, 31) for year in sorted(targets)]
    plan = [Dot(x(first), y(0)), *(Dot(x(day), y(planned(targets, day) or 0)) for day in ends)]
    fact = [Dot(x(point.on), y(point.share.percent or 0)) for point in known]
    return Trajectory(
        WIDTH,
        HEIGHT,
        _LEFT,
        _RIGHT,
        _BOTTOM,
        tuple(Tick(x(date(year, 1, 1)), str(year)) for year in sorted(targets)),
        tuple(Tick(y(step), f"{step} %") for step in _grid(top)),
        _line(plan),
        _line(fact),
        _line([fact[-1], *_ahead(card, x, y)]) if fact else "",
        tuple(plan[1:]),
        fact[-1] if fact else None,
    )


def _ahead(card: SeriesCard, x: Callable[[date], float], y: Callable[[Fraction], float]) -> Iterator[Dot]:
    ahead = card.foretold.ahead.ahead
    if ahead is not None and ahead.percent is not None and not card.foretold.ahead.why:
        yield Dot(x(card.foretold.ahead.until), y(min(ahead.percent, Fraction(_FULL))))


def _grid(top: float) -> Iterator[int]:
    step = next((one for one in _STEPS if top / one <= _MOST_LINES), _FULL)
    yield from range(0, int(top) + 1, step)


def _line(dots: Sequence[Dot]) -> str:
    return " ".join(f"{dot.x},{dot.y}" for dot in dots)
