"""The same questions asked again: how the answers to scales moved from period to period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.indicators.small_cells import SMALLEST_SHOWN
from engine.questionnaires.middle import median
from engine.questionnaires.model import Question


@dataclass(frozen=True, slots=True)
class Point:
    """One number somebody gave. `pair_id` None where people were not asked about a pair."""

    period: str
    question: str
    person_id: int
    pair_id: int | None
    value: int


@dataclass(frozen=True, slots=True)
class Cell:
    """The median of a period and how many answered; `middle` None: nobody did, or too few to be told (`veiled`)."""

    middle: float | None
    answered: int | None
    veiled: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A question over the periods. `change` is from the first to the last period with a number, None = only one."""

    question: Question
    cells: tuple[Cell, ...]
    change: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`periods` from the earliest."""

    periods: tuple[str, ...]
    lines: tuple[Line, ...]


def compare(questions: Iterable[Question], points: Sequence[Point], *, veiled: bool = False) -> Comparison:
    """The medians of each scale by period. `veiled`: medians of fewer than five people are hidden.

    >>> from engine.words import Words
    >>> asked = Question("lesson", "scale", Words("Урок", "Lesson"))
    >>> told = [Point("2025-Q3", "lesson", 1, 7, 2), Point("2025-Q4", "lesson", 1, 7, 4)]
    >>> compare([asked], told).lines[0].change
    2.0
    """
    periods = tuple(sorted({one.period for one in points}))
    lines: list[Line] = []
    for question in questions:
        if question.kind != "scale":
            continue
        mine = [one for one in points if one.question == question.key]
        cells = tuple(_cell([one.value for one in mine if one.period == period], veiled) for period in periods)
        known = [cell.middle for cell in cells if cell.middle is not None]
        lines.append(Line(question, cells, known[-1] - known[0] if len(known) > 1 else None))
    return Comparison(periods, tuple(lines))


def deltas(cells: Sequence[Cell]) -> tuple[float | None, ...]:
    """How each period differs from the last one before it with a number; None for the first.

    >>> deltas([Cell(2.0, 1), Cell(None, 0), Cell(4.0, 1)])
    (None, None, 2.0)
    """
    found: list[float | None] = []
    before: float | None = None
    for cell in cells:
        found.append(None if before is None or cell.middle is None else cell.middle - before)
        before = before if cell.middle is None else cell.middle
    return tuple(found)


def _cell(values: Sequence[int], veiled: bool) -> Cell:
    if veiled and 0 < len(values) < SMALLEST_SHOWN:
        return Cell(None, None, veiled=True)
    return Cell(median(values) if values else None, len(values))
