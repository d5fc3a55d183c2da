"""What pages are made of before they are one document: lines of text and pieces of tables, with their places."""

from dataclasses import dataclass

from documents.reading_roadmaps.pdf_grid import Grid


@dataclass(frozen=True, slots=True)
class Text:
    """A line outside tables."""

    page: int
    text: str


@dataclass(slots=True)
class PieceCell:
    x0: float
    x1: float
    text: str
    from_above: bool = False


@dataclass(slots=True)
class PieceRow:
    page: int
    cells: list[PieceCell]


@dataclass(slots=True)
class Piece:
    """The part of a table that stands on one page. `edges`: where its columns begin and end, from its left side.

    `open_below`: the page ended before the last row did. `top`: its place on the page.
    """

    page: int
    top: float
    edges: list[float]
    rows: list[PieceRow]
    open_below: bool = False


def piece_of(grid: Grid, page: int) -> Piece:
    """A ruled table; rows in which nothing is written are left out."""
    left = grid.xs[0]
    rows: list[PieceRow] = []
    for row in range(len(grid.ys) - 1):
        boxes = [box for box in grid.boxes if box.row <= row < box.below]
        boxes.sort(key=lambda box: box.column)
        cells = [
            PieceCell(grid.xs[box.column] - left, grid.xs[box.right] - left, box.text, box.row < row) for box in boxes
        ]
        if any(cell.text and not cell.from_above for cell in cells):
            rows.append(PieceRow(page, cells))
    return Piece(page, grid.ys[0], [x - left for x in grid.xs], rows, grid.open_below)
