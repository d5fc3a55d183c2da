"""The cells of one sheet, streamed: what is hidden stays out and is counted."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from documents.reading_roadmaps.limits import Account
from documents.reading_roadmaps.package import Element, Package, attribute, child, local, number
from documents.reading_roadmaps.sheet_cells import Book

_WANTED = frozenset({"row", "col", "mergeCell"})
_ON = ("1", "true", "on")
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
LAST_COLUMN = 16_384
LAST_ROW = 1_048_576
_MOST_MERGES = 100_000


@dataclass(frozen=True, slots=True)
class Merge:
    """Rows and columns from 1, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Read:
    """Filled cells by their row and column (from 1), merged areas, how much was left out."""

    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def rows_of(package: Package, path: str, book: Book, progress: Callable[[int], None]) -> Read:
    """`progress` is told the bytes behind it. Raises BadInput for what is broken or too big."""
    read = Read()
    account = Account()
    kept: dict[tuple[int, int], str] = {}  # words of hidden corners: a merged area may show them
    last = 0
    for element, done in package.elements(path, _WANTED):
        match local(element):
            case "row":
                last = number(attribute(element, "r"), last + 1, most=LAST_ROW)
                _row(element, last, book, read, kept, account)
                progress(done)
            case "col":
                _column(element, read)
            case _:
                if len(read.merges) < _MOST_MERGES and (merge := area(attribute(element, "ref"))) is not None:
                    read.merges.append(merge)
    _uncover(read, kept)
    read.seen["columns"] = len({column for _, column in kept if column in read.hidden_columns})
    read.seen["rows"] = len({row for row, _ in kept if row in read.hidden_rows})
    return read


def _row(element: Element, at: int, book: Book, read: Read, kept: dict[tuple[int, int], str], account: Account) -> None:
    hidden = attribute(element, "hidden") in _ON or attribute(element, "ht") == "0"
    if hidden:
        read.hidden_rows.add(at)
    column = 0
    said: dict[int, str] = {}
    for cell in element:
        if local(cell) != "c":
            continue
        place = _PLACE.fullmatch(attribute(cell, "r"))
        column = column_number(place[1]) if place is not None else column + 1
        if not 0 < column <= LAST_COLUMN:
            continue
        text = book.seen(cell)
        if not text:
            read.seen["formulas"] += child(cell, "f") is not None and child(cell, "v") is None
            continue
        account.text(text)
        if hidden or column in read.hidden_columns:
            kept[at, column] = text
        else:
            said[column] = text
    if said:
        account.row(())
        read.cells[at] = said


def _column(element: Element, read: Read) -> None:
    if attribute(element, "hidden") in _ON:
        first, last = number(attribute(element, "min")), number(attribute(element, "max"))
        read.hidden_columns.update(range(max(first, 1), min(last, LAST_COLUMN) + 1))


def _uncover(read: Read, kept: dict[tuple[int, int], str]) -> None:
    """A merged area whose first row or column is hidden shows its words in what is left of it."""
    for at, merge in enumerate(read.merges):
        top, left = merge.top, merge.left
        while top <= merge.bottom and top in read.hidden_rows:
            top += 1
        while left <= merge.right and left in read.hidden_columns:
            left += 1
        if top > merge.bottom or left > merge.right:
            continue
        if (top, left) != (merge.top, merge.left):
            text = kept.pop((merge.top, merge.left), "") or read.cells.get(merge.top, {}).pop(merge.left, "")
            if text:
                read.cells.setdefault(top, {})[left] = text
            read.merges[at] = Merge(top, left, merge.bottom, merge.right)


def area(reference: str) -> Merge | None:
    """A merged area; None for a single cell and for what is no area.

    >>> area("B2:D2")
    Merge(top=2, left=2, bottom=2, right=4)
    """
    first, _, last = reference.partition(":")
    one, other = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
    if one is None or other is None:
        return None
    rows = sorted((int(one[2]), int(other[2])))
    columns = sorted((column_number(one[1]), column_number(other[1])))
    if rows[1] > LAST_ROW or columns[1] > LAST_COLUMN or rows[0] < 1:
        return None
    return Merge(rows[0], columns[0], rows[1], columns[1])


def column_number(letters: str) -> int:
    """
    >>> column_number("A"), column_number("AA")
    (1, 27)
    """
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - 64
    return value
