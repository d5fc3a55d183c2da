"""Cells of a sheet → a table without empty rows and columns, and lines for what stands above and below it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from documents.reading_roadmaps.limits import CELLS, Account
from documents.reading_roadmaps.sentences import too_big
from documents.reading_roadmaps.sheet_rows import Merge
from engine.source import SourceCell, SourceLine, SourceTable, Spot

_NUMBERED = re.compile(r"[1-9][0-9]?,[0-9]{1,2}")  # a row's number 1.1 that was stored as a fraction


@dataclass(frozen=True, slots=True)
class Sheet:
    """Its name, filled cells by row and column, merged areas."""

    title: str
    cells: dict[int, dict[int, str]]
    merges: list[Merge]


def laid_out(sheet: Sheet, account: Account) -> Iterator[SourceLine | SourceTable]:
    """What stands above the first wide row, and after a gap below the last one, are lines of text.

    Rows keep the numbers they have on the sheet.
    """
    rows = sorted(row for row, cells in sheet.cells.items() if cells)
    columns = _columns(sheet)
    if len(rows) * len(columns) > CELLS:
        raise too_big()
    # Two words side by side are a stamp of approval or a signature where other rows have three and more.
    least = min(3, max((len(sheet.cells[row]) for row in rows), default=0))
    wide = [row for row in rows if len(sheet.cells[row]) >= least]
    if least < 2:
        for row in rows:
            yield from _lines(sheet, row)
        return
    first, last = wide[0], _end(rows, wide[-1])
    for row in rows:
        if row < first:
            yield from _lines(sheet, row)
    yield _table(sheet, [row for row in rows if first <= row <= last], columns, account)
    for row in rows:
        if row > last:
            yield from _lines(sheet, row)


def _end(rows: list[int], last_wide: int) -> int:
    """The last row of the table: single cells right under the last wide row belong to it."""
    filled = set(rows)
    while last_wide + 1 in filled:
        last_wide += 1
    return last_wide


def _columns(sheet: Sheet) -> list[int]:
    """Columns in which anything stands, from the left."""
    return sorted({column for cells in sheet.cells.values() for column in cells})


def _lines(sheet: Sheet, row: int) -> Iterator[SourceLine]:
    for _, text in sorted(sheet.cells[row].items()):
        for line in text.split("\n"):
            yield SourceLine(line, Spot(sheet=sheet.title, line=row))


def _table(sheet: Sheet, rows: list[int], columns: list[int], account: Account) -> SourceTable:
    covered = _covered(sheet, rows, columns)
    made: list[tuple[SourceCell, ...]] = []
    for row in rows:
        at = Spot(sheet=sheet.title, table=1, row=row)
        cells = tuple(_cells(sheet.cells[row], covered.get(row, {}), columns, at))
        account.row(cells)
        made.append(cells)
    return SourceTable(tuple(made), Spot(sheet=sheet.title, table=1))


def _cells(
    filled: dict[int, str], covered: dict[int, tuple[int, str | None]], columns: list[int], at: Spot
) -> Iterator[SourceCell]:
    place = 0
    while place < len(columns):
        width, above = covered.get(columns[place], (1, None))
        text = filled.get(columns[place], "")
        if place == 0 and _NUMBERED.fullmatch(text):
            text = text.replace(",", ".")
        yield SourceCell(text if above is None else above, place, at, width, from_above=above is not None)
        place += width


def _covered(sheet: Sheet, rows: list[int], columns: list[int]) -> dict[int, dict[int, tuple[int, str | None]]]:
    """For merged cells by row and first column: their width, and the words from above (None in their first row).

    Only rows and columns where anything stands are looked at, whatever area the file names.
    """
    found: dict[int, dict[int, tuple[int, str | None]]] = {}
    taken: set[tuple[int, int]] = set()
    for merge in sheet.merges:
        left, right = bisect_left(columns, merge.left), bisect_right(columns, merge.right)
        top, bottom = bisect_left(rows, merge.top), bisect_right(rows, merge.bottom)
        if (bottom - top) * (right - left) < 2 or len(taken) + (bottom - top) * (right - left) > CELLS:
            continue
        places = {(row, column) for row in rows[top:bottom] for column in columns[left:right]}
        if taken & places:  # areas that overlap: a broken file; the first one holds
            continue
        taken |= places
        text = sheet.cells.get(merge.top, {}).get(merge.left, "")
        for row in rows[top:bottom]:
            above = None if row == merge.top else text
            found.setdefault(row, {})[columns[left]] = (right - left, above)
    return found
