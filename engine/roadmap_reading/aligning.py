"""Rows with fewer or more cells than the header has: which cell stands under which column."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from engine.roadmap_reading.columns import Layout
from engine.roadmap_reading.evidence import average
from engine.roadmap_reading.headings import Meaning

_MOST_COLUMNS = 12  # more would make the count of ways to choose explode; such tables are read from the left
_KEPT: dict[Meaning, float] = {"activity": 0.6, "deadline": 0.4, "responsible": 0.3, "result": 0.2, "number": 0.1}


def aligned(columns: Sequence[Sequence[str]], layout: Layout) -> tuple[int, ...]:
    """For each column of such rows the index of its column in the layout, growing from left to right.

    `columns` are the cells' words, column by column. Where there are more columns than headings, some share one.
    """
    meanings: tuple[Meaning, ...] = tuple(column.meaning for column in layout.columns)
    have, want = len(columns), len(meanings)
    if have == want or max(have, want) > _MOST_COLUMNS:
        return tuple(min(place, want - 1) for place in range(have))
    if have < want:
        ways = combinations(range(want), have)
        return max(ways, key=lambda way: _fit(columns, meanings, way))
    ways = combinations(range(have), want)
    best = max(ways, key=lambda way: _fit([columns[place] for place in way], meanings, range(want)))
    return _shared(best, have)


def _fit(columns: Sequence[Sequence[str]], meanings: Sequence[Meaning], way: Sequence[int]) -> float:
    """How well the columns read under these headings; what nobody would leave out counts when it is kept."""
    fit = sum(average(cells, meanings[place]) for cells, place in zip(columns, way, strict=True))
    return fit + sum(_KEPT.get(meanings[place], 0.0) for place in way)


@lru_cache(maxsize=64)
def _shared(best: tuple[int, ...], have: int) -> tuple[int, ...]:
    """Columns between two chosen ones belong to the left one."""
    places: list[int] = []
    for place in range(have):
        places.append(sum(1 for chosen in best if chosen <= place) - 1)
    return tuple(max(place, 0) for place in places)
