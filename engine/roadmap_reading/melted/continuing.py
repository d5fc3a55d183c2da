"""What a new page's first lines continue: cells of the row that the page before broke off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.roadmap_reading.melted.scoring import Run, Scorer
from engine.roadmap_reading.melted.visual import balance, begins, ends

# how much a cell that ended like this waits for more words
_WAITS = {"hyphen": 6.0, "joint": 4.0, "comma": 3.5, "semicolon": 3.0, "colon": 3.0, "word": 0.0, "stop": -2.5}
_STARTS = {"lower": 1.5, "upper": -1.0, "short": -0.5, "name": -1.0, "digit": 0.0, "bullet": 0.5, "other": 0.0}
_PIECE = -1.0
_SHALLOW, _MOST_SHALLOW = -1.5, -6.0
_OPENED, _AT_FOOT = 3.0, 1.2
_AFTER_HEADING = -8.0


@dataclass(frozen=True, slots=True)
class Open:
    """The last row of the page before: its cells' lines there; `waits`: the first column it had no room for.

    `waits` is None when all its cells began on that page: a cell that goes on must have reached the page's foot,
    so it has as many lines there as the longest one.
    """

    cells: Mapping[int, Sequence[str]]
    waits: int | None
    heading: bool = False

    def fresh(self, column: int) -> bool:
        """Whether this column's cell begins on the new page."""
        return self.waits is not None and column >= self.waits

    def shallow(self, column: int) -> float:
        if self.waits is not None:
            return 0.0 if column == self.waits - 1 else -20.0
        depth = max((len(lines) for lines in self.cells.values()), default=0)
        return max(_MOST_SHALLOW, _SHALLOW * (depth - len(self.cells.get(column, ()))))

    def unfinished(self, column: int) -> float:
        """How much the cell asks for more words; below 0 when it is complete."""
        lines = self.cells.get(column)
        if not lines:
            return -2.0
        opened = _OPENED if balance("".join(lines)) > 0 else 0.0
        return _WAITS[ends(lines[-1])] + opened


def continued(scorer: Scorer, row: Open, column: int, run: Run) -> float:
    """These lines continue the column's cell."""
    first = scorer.lines(run)[0]
    how = begins(first)
    waits = row.unfinished(column)
    start = _STARTS[how]
    if how in {"upper", "short", "name"} and waits > 0:
        start = 0.0
    waits += _AT_FOOT if row.shallow(column) == 0 and waits == 0 else 0.0
    score = _PIECE + waits + start + row.shallow(column) + (_AFTER_HEADING if row.heading else 0.0)
    return score + scorer.middle(column, run) + scorer.end(column, run) + scorer.placed(run, last=True)


def skipped(scorer: Scorer, row: Open, column: int) -> float:
    """The column's cell has no words on the new page."""
    if row.fresh(column):
        return scorer.empty(column)
    return -max(0.0, row.unfinished(column) + 1.0) if column in row.cells else 0.0
