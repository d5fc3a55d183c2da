"""Where the medians of one question lie on its small drawing, period by period."""

from dataclasses import dataclass

from engine.questionnaires import Line
from engine.words import Words

WIDTH, HEIGHT = 320, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 24, 304, 14, 116


@dataclass(frozen=True, slots=True)
class Spot:
    x: float
    y: float
    told: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """`way` are the points of the line; `grid` the heights of the steps of the scale; `feet` the words below."""

    width: int
    height: int
    left: int
    right: int
    grid: tuple[Spot, ...]
    feet: tuple[tuple[float, Words], ...]
    way: str
    spots: tuple[Spot, ...]


def drawn(line: Line, headings: tuple[Words, ...]) -> Drawn | None:
    """None where there is nothing to follow: fewer than two periods with a number."""
    question = line.question
    span = max(question.highest - question.lowest, 1)
    count = max(len(headings) - 1, 1)

    def x(at: int) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * at / count, 1)

    def y(value: float) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * (value - question.lowest) / span, 1)

    spots = tuple(
        Spot(x(at), y(cell.middle), number(cell.middle))
        for at, cell in enumerate(line.cells)
        if cell.middle is not None
    )
    if len(spots) < 2:  # a line has two ends
        return None
    steps = range(question.lowest, question.highest + 1)
    return Drawn(
        width=WIDTH,
        height=HEIGHT,
        left=_LEFT,
        right=_RIGHT,
        grid=tuple(Spot(_LEFT, y(step), str(step)) for step in steps),
        feet=tuple((x(at), words) for at, words in enumerate(headings)),
        way=" ".join(f"{one.x},{one.y}" for one in spots),
        spots=spots,
    )


def number(value: float) -> str:
    """«4,5», «4».

    >>> number(4.5), number(4.0)
    ('4,5', '4')
    """
    return f"{value:g}".replace(".", ",")


def change(value: float | None) -> str:
    """«+1,5», «−0,5», «0»; "" where nothing can be compared.

    >>> change(1.5), change(-0.5), change(0.0), change(None)
    ('+1,5', '−0,5', '0', '')
    """
    if value is None:
        return ""
    return f"+{number(value)}" if value > 0 else number(value).replace("-", "\N{MINUS SIGN}")
