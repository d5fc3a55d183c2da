"""Ruled tables of a page: lines that meet make a grid, boxes without a line between them one merged cell."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from documents.reading_roadmaps.pdf_ink import Ink, Ruling, Word
from documents.reading_roadmaps.pdf_lines import text_of

_NEAR = 3.0  # points: lines closer than this are one, drawn twice or for each cell apart
_BEGINNING = 1.5  # points
_DRAWING = 2_000_000  # crossings of lines: so many make a drawing, not a table
_FULL_ROW = 80.0  # points: no higher is a row over the whole width
_COVERED = 0.6  # of a box's side a line must run along to part it from its neighbour

_Lines = tuple[list[Ruling], list[Ruling]]  # level ones, upright ones


@dataclass(slots=True)
class Box:
    """A cell: from which line to which, counted in the edges of its table."""

    row: int
    column: int
    below: int  # the first row after it
    right: int  # the first column after it
    words: list[Word] = field(default_factory=list)

    @property
    def text(self) -> str:
        return text_of(self.words)


@dataclass(slots=True)
class Grid:
    """A ruled table: its edges, its cells, whether the page ends (begins) before its last (first) line is drawn."""

    xs: list[float]
    ys: list[float]
    boxes: list[Box]
    open_above: bool
    open_below: bool


def grids_of(ink: Ink) -> tuple[list[Grid], list[Word]]:
    """The page's ruled tables from above, and the words outside them."""
    level, upright = _merged(ink.level), _merged(ink.upright)
    if len(level) * len(upright) > _DRAWING:
        level = upright = []
    grids = [grid for lines in _stacked(_meeting(level, upright)) if (grid := _grid(*lines)) is not None]
    grids.sort(key=lambda grid: (grid.ys[0], grid.xs[0]))
    grids = [grid for grid in grids if not any(_within(grid, other) for other in grids if other is not grid)]
    outside: list[Word] = []
    for word in ink.words:
        # A long word may stick out of its cell to the right, so its beginning tells the cell.
        x, y = word.x0 + min((word.x1 - word.x0) / 2, _BEGINNING), (word.top + word.bottom) / 2
        for grid in grids:
            if grid.xs[0] <= x <= grid.xs[-1] and grid.ys[0] <= y <= grid.ys[-1]:
                _put(grid, word, x, y)
                break
        else:
            outside.append(word)
    return [grid for grid in grids if any(box.words for box in grid.boxes)], outside


def _put(grid: Grid, word: Word, x: float, y: float) -> None:
    column, row = bisect_right(grid.xs, x) - 1, bisect_right(grid.ys, y) - 1
    for box in grid.boxes:
        if box.row <= row < box.below and box.column <= column < box.right:
            box.words.append(word)
            return


def _within(inner: Grid, outer: Grid) -> bool:
    """A table inside a cell of another one, or a frame inside a frame: its words belong to the outer cell."""
    return (
        outer.xs[0] - _NEAR <= inner.xs[0]
        and inner.xs[-1] <= outer.xs[-1] + _NEAR
        and outer.ys[0] - _NEAR <= inner.ys[0]
        and inner.ys[-1] <= outer.ys[-1] + _NEAR
        and (inner.xs[-1] - inner.xs[0]) < (outer.xs[-1] - outer.xs[0])
    )


def _merged(lines: Iterable[Ruling]) -> list[Ruling]:
    """Pieces of one line (dots, dashes, one piece per cell) as one; lines beside each other as one."""
    rows: list[list[Ruling]] = []
    for line in sorted(lines):
        if rows and line.at - rows[-1][0].at <= _NEAR:
            rows[-1].append(line)
        else:
            rows.append([line])
    made: list[Ruling] = []
    for row in rows:
        at = sum(line.at for line in row) / len(row)
        start, end = float("inf"), float("-inf")
        for line in sorted(row, key=lambda line: line.start):
            if line.start > end + _NEAR:
                if end > start:
                    made.append(Ruling(at, start, end))
                start, end = line.start, line.end
            else:
                end = max(end, line.end)
        made.append(Ruling(at, start, end))
    return [line for line in made if line.end - line.start > _NEAR]


def _meeting(level: Sequence[Ruling], upright: Sequence[Ruling]) -> list[_Lines]:
    """Groups of lines that touch one another, each a table."""
    parent = list(range(len(level) + len(upright)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for place, line in enumerate(level):
        for other, post in enumerate(upright, start=len(level)):
            if line.start - _NEAR <= post.at <= line.end + _NEAR and post.start - _NEAR <= line.at <= post.end + _NEAR:
                parent[root(place)] = root(other)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for place, line in enumerate(level):
        groups.setdefault(root(place), ([], []))[0].append(line)
    for place, line in enumerate(upright, start=len(level)):
        groups.setdefault(root(place), ([], []))[1].append(line)
    return list(groups.values())


def _stacked(groups: list[_Lines]) -> list[_Lines]:
    """Groups one under another as one table: without lines at its sides, a full-width row cuts a table in two."""
    made: list[_Lines] = []
    for level, upright in sorted(groups, key=_top):
        last = made[-1] if made else None
        if last is not None and _open_sided(*last) and _open_sided(level, upright):
            sides = [(min(line.start for line in one), max(line.end for line in one)) for one in (last[0], level)]
            gap = min(line.at for line in level) - max(line.at for line in last[0])
            alike = all(abs(a - b) <= _NEAR for a, b in zip(*sides, strict=True))
            if alike and gap <= _FULL_ROW and _same_columns(last[1], upright):
                made[-1] = ([*last[0], *level], [*last[1], *upright])
                continue
        made.append((level, upright))
    return made


def _same_columns(upper: Sequence[Ruling], lower: Sequence[Ruling]) -> bool:
    few, many = sorted(({round(line.at) for line in upper}, {round(line.at) for line in lower}), key=len)
    return all(any(abs(x - other) <= _NEAR for other in many) for x in few)


def _top(group: _Lines) -> float:
    return min([line.at for line in group[0]] + [line.start for line in group[1]])


def _open_sided(level: list[Ruling], upright: list[Ruling]) -> bool:
    if not level or not upright:
        return bool(level)  # a bare line: the edge of a full-width row at the top of a page
    inside = min(line.start for line in level) < min(line.at for line in upright) - _NEAR
    return inside and max(line.end for line in level) > max(line.at for line in upright) + _NEAR


def _grid(level: list[Ruling], upright: list[Ruling]) -> Grid | None:
    if not upright or not level:
        return None
    xs = _edges([line.at for line in upright], [end for line in level for end in (line.start, line.end)])
    ys = _edges([line.at for line in level], [end for line in upright for end in (line.start, line.end)])
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _DRAWING // 20:
        return None
    boxes = _boxes(xs, ys, _walls(ys, xs, level), _walls(xs, ys, upright))
    drawn = [line.at for line in level]
    return Grid(xs, ys, boxes, ys[0] < min(drawn) - _NEAR, ys[-1] > max(drawn) + _NEAR)


def _edges(lines: Iterable[float], ends: Iterable[float]) -> list[float]:
    """Where lines lie, and the outermost ends of those across: many tables have no line at their sides."""
    edges = sorted(lines)
    lowest, highest = min(ends := list(ends)), max(ends)
    if lowest < edges[0] - _NEAR:
        edges.insert(0, lowest)
    if highest > edges[-1] + _NEAR:
        edges.append(highest)
    kept = [edges[0]]
    for edge in edges[1:]:
        if edge - kept[-1] > _NEAR:
            kept.append(edge)
    return kept


def _walls(along: list[float], across: list[float], lines: Sequence[Ruling]) -> set[tuple[int, int]]:
    """(edge, gap): this edge of `along` is drawn over that gap between two edges of `across`."""
    walls: set[tuple[int, int]] = set()
    for line in lines:
        edge = min(range(len(along)), key=lambda place: abs(along[place] - line.at))
        for gap in range(len(across) - 1):
            start, end = across[gap], across[gap + 1]
            if min(end, line.end) - max(start, line.start) >= _COVERED * (end - start):
                walls.add((edge, gap))
    return walls


def _boxes(xs: list[float], ys: list[float], level: set[tuple[int, int]], upright: set[tuple[int, int]]) -> list[Box]:
    """Each box grows to the right while no wall is in its way, then downwards over its whole width."""
    columns, rows = len(xs) - 1, len(ys) - 1
    taken: set[tuple[int, int]] = set()
    boxes: list[Box] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < columns and (right, row) not in upright and (row, right) not in taken:
                right += 1
            below = row + 1
            while below < rows and _open(below, column, right, level, upright, columns):
                below += 1
            boxes.append(Box(row, column, below, right))
            taken |= {(y, x) for y in range(row, below) for x in range(column, right)}
    return boxes


def _open(
    row: int, column: int, right: int, level: set[tuple[int, int]], upright: set[tuple[int, int]], columns: int
) -> bool:
    """Whether a box over these columns goes on into this row: no line above it, its sides where the box has them."""
    if any((row, place) in level for place in range(column, right)):
        return False
    sides = all((side, row) in upright or side in (0, columns) for side in (column, right))
    return sides and not any((side, row) in upright for side in range(column + 1, right))
