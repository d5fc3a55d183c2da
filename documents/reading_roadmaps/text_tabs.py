"""Rows written with tabs between their cells, as a table: what comes out of a PDF's table, of Word and of Excel."""

from collections.abc import Iterator
from dataclasses import dataclass

from documents.reading_roadmaps.text_markup import plain
from engine.source import SourceCell, SourceTable, Spot

_FEWEST = 3  # filled cells some row needs: with two it is a signature («Директор → Иванов И. И.»), not a table
_LONGEST_CELL = 40  # lines one cell may run over; a forgotten quotation mark must not swallow the file


@dataclass(slots=True)
class _Row:
    line: int  # its first one, from 0
    cells: list[str]

    @property
    def filled(self) -> int:
        return sum(bool(cell.strip()) for cell in self.cells)


def table(lines: list[str], start: int, number: int) -> tuple[SourceTable, int] | None:
    """The table that begins in `lines[start]` and where it ends; None when none begins there."""
    rows: list[_Row] = []
    at = start
    for row, at in _rows(lines, start):  # noqa: B007  # where the last row ended is the answer
        rows.append(row)
    if max((row.filled for row in rows), default=0) < _FEWEST:
        return None
    made = tuple(_made(row, place, number) for place, row in enumerate(rows, start=1))
    return SourceTable(made, Spot(table=number, line=start + 1)), at


def _made(row: _Row, place: int, number: int) -> tuple[SourceCell, ...]:
    spot = Spot(table=number, row=place, line=row.line + 1)
    return tuple(SourceCell(plain(text).strip(), column, spot) for column, text in enumerate(row.cells))


def _rows(lines: list[str], start: int) -> Iterator[tuple[_Row, int]]:
    """Each row and the index of the line after it."""
    if _cells(lines[start]) is None:
        return
    row, at = _row(lines, start)
    if row.filled < 2:
        return  # a paragraph with a tab before it, not a row
    columns = len(row.cells)
    filled = 0
    while True:
        while (following := _continued(lines, at, row, columns)) is not None:
            more, at = following
            row.cells = [*row.cells[:-1], row.cells[-1] + "\n" + more[0], *more[1:]]
        if not _ruler(row):
            yield row, at
        filled = max(filled, row.filled)
        found = _next(lines, at, columns)
        if found is None or (found[0].line > at and filled < _FEWEST):
            return  # what stands above a table with two words in a line is its stamp of approval
        row, at = found
        columns = max(columns, len(row.cells))


def _next(lines: list[str], at: int, columns: int) -> tuple[_Row, int] | None:
    near = at
    while at < len(lines) and not lines[at].strip():
        at += 1
    if at == len(lines):
        return None
    cells = _cells(lines[at])
    if cells is None:
        # A heading over the whole width has no tabs; it belongs to the table when rows touch it on both sides.
        inside = near == at and at + 1 < len(lines) and len(_cells(lines[at + 1]) or ()) > 1
        return (_Row(at, [lines[at]]), at + 1) if inside else None
    row, end = _row(lines, at)
    if near != at and not _fits(row, columns):
        return None
    return row, end


def _fits(row: _Row, columns: int) -> bool:
    """Whether after empty lines the row still belongs to the table: as wide, or one column poorer or richer."""
    return abs(len(row.cells) - columns) <= 1 and len(row.cells) > 2


def _continued(lines: list[str], at: int, row: _Row, columns: int) -> tuple[list[str], int] | None:
    """The next line when it goes on in the row's last cell: a cell of several paragraphs copied without quotes.

    Told by the count: the row is short, and with its next lines it has exactly the table's columns.
    """
    have = len(row.cells)
    if have == columns and row.filled > 1 and at < len(lines) and _small(lines[at]):
        return [lines[at]], at + 1
    if have >= columns:
        return None
    for line in lines[at : at + _LONGEST_CELL]:
        parts = line.split("\t")
        if not line.strip() or len(parts) >= columns:
            return None
        have += len(parts) - 1
        if have == columns:
            return lines[at].split("\t"), at + 1
        if have > columns:
            return None
    return None


def _small(line: str) -> bool:
    """Whether a line without tabs goes on with a sentence: headings begin with a number or a capital letter."""
    return "\t" not in line and line.lstrip()[:1].islower()


def _cells(line: str) -> list[str] | None:
    return line.split("\t") if "\t" in line and line.strip() else None


def _row(lines: list[str], at: int) -> tuple[_Row, int]:
    """The row of this line, with the lines its quoted cells run over (Excel quotes a cell with line breaks)."""
    text = lines[at]
    end = at + 1
    while _open_quote(text) and end < min(len(lines), at + _LONGEST_CELL):
        text += "\n" + lines[end]
        end += 1
    if _open_quote(text):  # it never closed: a mark of the text itself
        text, end = lines[at], at + 1
    return _Row(at, [_unquoted(cell) for cell in text.split("\t")]), end


def _open_quote(text: str) -> bool:
    last = text.rsplit("\t", 1)[-1]
    return last.startswith('"') and last.count('"') % 2 == 1


def _unquoted(cell: str) -> str:
    quoted = len(cell) > 1 and cell.startswith('"') and cell.endswith('"') and ("\n" in cell or '""' in cell)
    return cell[1:-1].replace('""', '"') if quoted else cell


def _ruler(row: _Row) -> bool:
    """A row of dashes under the last row: drawn, not said."""
    said = "".join(row.cells).strip()
    return bool(said) and not said.replace("\t", "").strip("-–—=_ ")
