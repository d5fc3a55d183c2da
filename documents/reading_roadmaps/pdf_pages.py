"""Pages into one document: a table that goes on overleaf is one table, page numbers do not stand in its way."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from documents.reading_roadmaps.pdf_columns import Placed, placed, tables_in
from documents.reading_roadmaps.pdf_lines import TextLine
from documents.reading_roadmaps.pdf_parts import Piece, PieceRow, Text
from engine.source import SourceCell, SourceLine, SourceTable, Spot

_NEAR = 4.0  # points: edges of columns closer than this are the same on both pages
_FOLIO = re.compile(
    r"(?:стр(?:аница|\.)?|лист|page)?\s*[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:из|of|/)\s*\d{1,4})?", re.IGNORECASE
)
_MARGIN = 0.12  # of the page's height above and below: what repeats there is furniture
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?")


@dataclass(slots=True)
class Page:
    """A page taken apart: ruled tables and lines outside them."""

    number: int
    height: float
    pieces: list[Piece]
    lines: list[TextLine]


def blocks_of(pages: Sequence[Page]) -> list[SourceLine | SourceTable]:
    """Everything in reading order; page numbers and running titles after the table they would cut in two."""
    parts = list(_parts(pages))
    joined: list[Text | list[Piece]] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, Text):
            joined.append(part)
        elif isinstance(last, list) and _goes_on(last, part):
            last.append(part)
        else:
            joined.append([part])
    blocks: list[SourceLine | SourceTable] = []
    tables = 0
    for one in joined:
        if isinstance(one, Text):
            blocks.append(SourceLine(one.text, Spot(page=one.page)))
        else:
            tables += 1
            blocks.append(_table(one, tables))
    return [*blocks, *(SourceLine(line.text, Spot(page=page)) for page, line in _furniture(pages))]


def _parts(pages: Sequence[Page]) -> Iterator[Text | Piece]:
    """Texts and tables of all pages; lines between two ruled tables are searched for unruled ones together."""
    furniture = {id(line) for _, line in _furniture(pages)}
    loose: list[Placed] = []
    for page in pages:
        own: list[tuple[float, Piece | TextLine]] = [(piece.top, piece) for piece in page.pieces]
        own += [(line.top, line) for line in page.lines if id(line) not in furniture]
        for _, part in sorted(own, key=lambda one: one[0]):
            if isinstance(part, Piece):
                yield from tables_in(loose)
                loose = []
                yield part
            else:
                loose.append(placed(page.number, part))
    yield from tables_in(loose)


def _furniture(pages: Sequence[Page]) -> list[tuple[int, TextLine]]:
    """Page numbers, and words that repeat at the upper or lower edge of pages: the outermost lines, until another."""
    edges = [(page, side) for page in pages for side in (_outermost(page, below=False), _outermost(page, below=True))]
    repeated = Counter(_mark(line) for _, side in edges for line in side)
    often = max(2, len(pages) // 3)
    found: list[tuple[int, TextLine]] = []
    for page, side in edges:
        for line in side:
            if not _FOLIO.fullmatch(line.text) and repeated[_mark(line)] < often:
                break
            found.append((page.number, line))
    return found


def _outermost(page: Page, *, below: bool) -> list[TextLine]:
    """The lines in the page's margin, from its edge to the first that has columns: a table's heading repeats, too."""
    ordered = sorted(page.lines, key=lambda line: line.top, reverse=below)
    lines: list[TextLine] = []
    for line in ordered:
        inside = line.top <= (1 - _MARGIN) * page.height if below else line.bottom >= _MARGIN * page.height
        columns = len(placed(page.number, line).groups) > 1
        if columns and lines and abs(lines[-1].top - line.top) < 1.5 * (line.bottom - line.top):
            lines.pop()  # the first line of that heading
        if inside or columns:
            break
        lines.append(line)
    return lines


def _mark(line: TextLine) -> tuple[str, int]:
    return line.text, round(line.top / 4)


def _goes_on(table: list[Piece], piece: Piece) -> bool:
    """Whether the piece on the next page has the columns of the table so far."""
    last = table[-1]
    if piece.page != last.rows[-1].page + 1 or abs(piece.edges[-1] - last.edges[-1]) > 2 * _NEAR:
        return False
    few, many = sorted((_edges(table), piece.edges), key=len)
    return all(min(abs(edge - other) for other in many) <= _NEAR for edge in few)


def _edges(table: Iterable[Piece]) -> list[float]:
    """The edges of all columns the pages show; a cell over two columns hides the edge between them on its page."""
    edges: list[float] = []
    for edge in sorted(edge for piece in table for edge in piece.edges):
        if not edges or edge - edges[-1] > _NEAR:
            edges.append(edge)
    return edges


def _table(pieces: list[Piece], number: int) -> SourceTable:
    edges = _edges(pieces)
    rows = _rows(pieces)
    made: list[tuple[SourceCell, ...]] = []
    for place, row in enumerate(rows, start=1):
        spot = Spot(page=row.page, table=number, row=place)
        cells: list[SourceCell] = []
        for cell in row.cells:
            start, end = _nearest(edges, cell.x0), _nearest(edges, cell.x1)
            cells.append(SourceCell(cell.text, start, spot, max(1, end - start), cell.from_above))
        made.append(tuple(cells))
    return SourceTable(tuple(made), Spot(page=pieces[0].page, table=number))


def _nearest(edges: Sequence[float], x: float) -> int:
    return min(range(len(edges)), key=lambda place: abs(edges[place] - x))


def _rows(pieces: list[Piece]) -> list[PieceRow]:
    """The rows of all pages; where no line closes the last row of a page, the next page goes on with it.

    A table that is open at its very end was never closed by a line: then nothing is told by that.
    """
    told = not pieces[-1].open_below
    rows = list(pieces[0].rows)
    for upper, lower in zip(pieces, pieces[1:], strict=False):  # noqa: RUF007  # neighbours of one list
        heading = _again(pieces[0].rows, lower.rows)
        rest = lower.rows[heading:]
        open_row = rows[-1]
        rows += lower.rows[:heading]
        if told and upper.open_below and rest and _continues(open_row, rest[0]):
            for have, more in zip(open_row.cells, rest[0].cells, strict=True):
                have.text = "\n".join(text for text in (have.text, more.text) if text)
            rest = rest[1:]
        rows += rest
    return rows


def _again(first: Sequence[PieceRow], rows: Sequence[PieceRow]) -> int:
    """How many rows at the head of the page repeat the table's heading."""
    count = 0
    while count < min(len(first), len(rows)) and _words(first[count]) == _words(rows[count]):
        count += 1
    return count


def _words(row: PieceRow) -> list[str]:
    return ["".join(cell.text.split()) for cell in row.cells]


def _continues(open_row: PieceRow, row: PieceRow) -> bool:
    if len(open_row.cells) != len(row.cells) or _NUMBER.fullmatch(row.cells[0].text.strip()):
        return False
    return all(abs(have.x0 - more.x0) <= _NEAR for have, more in zip(open_row.cells, row.cells, strict=True))
