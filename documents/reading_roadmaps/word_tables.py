"""Rows and columns of a DOCX table: cells merged across and down, rows that begin late, columns that nearly meet."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from documents.reading_roadmaps import limits, sentences
from documents.reading_roadmaps.package import Element, attribute, child, local, number
from documents.reading_roadmaps.word_paragraphs import DELETED

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
_NEARLY = 113  # twentieths of a point (2 mm): edges this near were meant to meet, a hand dragged one of them
_WIDEST_SPAN = 64  # Word itself draws no more columns
_UNKNOWN_WIDTH = 1_000


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell between two edges of the grid. `filler`: nothing stands there, the row begins further right."""

    start: int
    end: int
    text: str
    from_above: bool = False
    filler: bool = False


def rows_of(node: Element) -> Iterator[Element]:
    """The `w:tr` of a table, those inside content controls and tracked insertions, too."""
    return _inside(node, "tr")


def cells_of(row: Element) -> Iterator[Element]:
    return _inside(row, "tc")


def _inside(node: Element, wanted: str) -> Iterator[Element]:
    for inner in node:
        name = local(inner)
        if name == wanted:
            yield inner
        elif name in _WRAPPERS:
            yield from _inside(inner, wanted)


def row_gone(row: Element) -> bool:
    properties = child(row, "trPr")
    return properties is not None and any(local(inner) in DELETED for inner in properties)


def frames_its_content(table: Element) -> bool:
    """Whether it is a table of one column with a table in it: a frame for the page, as web editors make."""
    inside = False
    for row in rows_of(table):
        cells = list(cells_of(row))
        if len(cells) != 1:
            return False
        inside = inside or any(local(inner) == "tbl" for inner in cells[0])
    return inside


class Grid:
    """Places the cells of a table, row by row from above."""

    def __init__(self, table: Element) -> None:
        grid = child(table, "tblGrid")
        self._widths = [
            number(attribute(column, "w"))
            for column in (grid if grid is not None else ())
            if local(column) == "gridCol"
        ][: limits.COLUMNS]
        self._above: list[Placed] = []

    def placed(self, row: Element, cells: list[tuple[Element, str | None]]) -> list[Placed]:
        """Where the cells of this row stand. The text of a cell is None when it goes on from above."""
        at = _span(child(row, "trPr"), "gridBefore", least=0)
        made = [Placed(0, at, "", filler=True)] if at else []
        for cell, text in cells:
            properties = child(cell, "tcPr")
            width = _span(properties, "gridSpan", least=1)
            if _goes_on(properties, "hMerge") and made:
                made[-1] = replace(made[-1], end=at + width)
            elif text is None:
                upper = self._upper(at)
                made.append(Placed(at, at + width, upper.text if upper else "", from_above=upper is not None))
            else:
                made.append(Placed(at, at + width, text))
            at += width
            if at > limits.COLUMNS:
                raise sentences.too_big()
        self._above = made
        return made

    def _upper(self, at: int) -> Placed | None:
        return next((cell for cell in self._above if cell.start <= at < cell.end and not cell.filler), None)

    def levelled(self, rows: list[list[Placed]]) -> list[list[Placed]]:
        """The same cells with columns counted by the edges that rows really have, nearly equal ones as one."""
        edges = sorted({edge for row in rows for cell in row for edge in (cell.start, cell.end)})
        filled = {(cell.start, cell.end) for row in rows for cell in row if not cell.filler}
        positions = self._positions(edges)
        column: dict[int, int] = {}
        group: list[int] = []
        count = -1
        for edge in edges:
            near = positions is not None and bool(group) and positions[edge] - positions[group[-1]] <= _NEARLY
            if near and not any((other, edge) in filled for other in group):
                group.append(edge)
            else:
                count += 1
                group = [edge]
            column[edge] = count
        return [
            [
                replace(cell, start=column[cell.start], end=column[cell.end])
                for cell in row
                if column[cell.end] > column[cell.start]
            ]
            for row in rows
        ]

    def _positions(self, edges: list[int]) -> dict[int, int] | None:
        """Distance of each edge from the left; None where the file does not tell widths worth believing."""
        if not self._widths or min(self._widths) <= 0:
            return None
        along = [0]
        for width in self._widths:
            along.append(along[-1] + width)
        known = len(along) - 1
        return {
            edge: along[edge] if edge <= known else along[known] + (edge - known) * _UNKNOWN_WIDTH for edge in edges
        }


def goes_on_from_above(cell: Element) -> bool:
    return _goes_on(child(cell, "tcPr"), "vMerge")


def _goes_on(properties: Element | None, name: str) -> bool:
    merge = child(properties, name)
    return merge is not None and attribute(merge, "val", "continue") != "restart"


def _span(properties: Element | None, name: str, *, least: int) -> int:
    found = child(properties, name)
    return least if found is None else min(max(number(attribute(found, "val"), least), least), _WIDEST_SPAN)
