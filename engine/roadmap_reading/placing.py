"""The cells of a table's rows put under its columns, furniture of pages laid aside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from engine.roadmap_reading.aligning import aligned
from engine.roadmap_reading.columns import Layout, Row, extent_of, filled, is_numbering, same_heading
from engine.roadmap_reading.headings import Meaning
from engine.roadmap_reading.model import Unused
from engine.source import SourceCell, Spot
from engine.words import Words

HEADER_AGAIN = Words("Заголовок таблицы повторён", "The header of the table once more")
COLUMN_NUMBERS = Words("Номера колонок", "Numbers of the columns")
_WIDE = 0.6


@dataclass(frozen=True, slots=True)
class Patch:
    """Words of one cell and where they stand. `from_above`: they belong to a cell merged downwards."""

    text: str
    at: tuple[Spot, ...]
    from_above: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A row under its columns: index of a column → its words, blank cells left out.

    `wide`: one cell over the whole row. `torn`: a page or a table ended just above it.
    """

    patches: dict[int, Patch]
    layout: Layout
    at: Spot
    wide: bool = False
    torn: bool = False

    def own(self, *meanings: Meaning) -> str:
        """The row's own words in these columns."""
        return "\n".join(self.patches[i].text for i in self.own_places(*meanings))

    def any(self, *meanings: Meaning) -> str:
        """The words in these columns, merged cells counted."""
        return "\n".join(self.patches[i].text for i in self.layout.places(*meanings) if i in self.patches)

    def own_places(self, *meanings: Meaning) -> tuple[int, ...]:
        return tuple(
            i
            for i in (self.layout.places(*meanings) if meanings else range(len(self.layout.columns)))
            if i in self.patches and not self.patches[i].from_above
        )


def placed(rows: Sequence[Row], layout: Layout, *, torn: bool) -> Iterator[Placed | Unused]:
    """Rows below a header, from above; blank ones are left out."""
    broken = torn
    previous: Spot | None = None
    for _, strip in groupby(rows, key=extent_of):
        alike = list(strip)
        way = _way(alike, layout)
        for row in alike:
            cells = filled(row)
            if not cells:
                continue
            why = _furniture(row, layout)
            if why:
                yield from (Unused(cell.text, cell.at, why) for cell in cells)
                broken = True
                continue
            made = _under(row, layout, way)
            yield Placed(made, layout, cells[0].at, _is_wide(row, layout), broken or _gap(previous, row))
            previous, broken = _last(row), False


def _furniture(row: Row, layout: Layout) -> Words | None:
    if layout.guessed:
        return COLUMN_NUMBERS if is_numbering(row) and len(filled(row)) == len(layout.columns) else None
    if same_heading(row, layout):
        return HEADER_AGAIN
    if is_numbering(row) and len(filled(row)) * 2 > len(layout.columns):
        return COLUMN_NUMBERS
    return None


def _way(rows: Sequence[Row], layout: Layout) -> tuple[int, ...] | None:
    """How columns of rows that are narrower or wider than the header stand under it; None: as they are."""
    extent = extent_of(rows[0])
    if extent == layout.extent or extent <= 1:
        return None
    columns = [[_words(row, place) for row in rows] for place in range(extent)]
    return aligned(columns, layout)


def _words(row: Row, place: int) -> str:
    return next((cell.text for cell in row if cell.column == place), "")


def _under(row: Row, layout: Layout, way: tuple[int, ...] | None) -> dict[int, Patch]:
    made: dict[int, Patch] = {}
    for cell in row:
        if not cell.text.strip():
            continue
        place = way[min(cell.column, len(way) - 1)] if way else _nearest(cell, layout)
        before = made.get(place)
        if before is None or (before.from_above and not cell.from_above):
            made[place] = Patch(cell.text, (cell.at,), cell.from_above)
        elif not cell.from_above:
            at = before.at if cell.at in before.at else (*before.at, cell.at)
            made[place] = Patch(f"{before.text}\n{cell.text}", at)
    return made


def _nearest(cell: SourceCell, layout: Layout) -> int:
    """The column a cell overlaps most, of equals the left one."""
    end = cell.column + cell.width
    shared = [min(end, column.end) - max(cell.column, column.start) for column in layout.columns]
    return max(range(len(shared)), key=lambda place: (shared[place], -place))


def _is_wide(row: Row, layout: Layout) -> bool:
    cells = filled(row)
    if len(cells) != 1 or any(cell.from_above and cell.text.strip() for cell in row):
        return False
    return len(row) == 1 or (len(layout.columns) > 2 and cells[0].width >= layout.extent * _WIDE)


def _gap(previous: Spot | None, row: Row) -> bool:
    """Whether a page ended between two rows, as far as the format can tell."""
    if previous is None:
        return False
    at = row[0].at
    if at.page != previous.page or at.table != previous.table:
        return True
    return at.line is not None and previous.line is not None and at.line - previous.line > 1


def _last(row: Row) -> Spot:
    """Where a row ends: a cell of several lines ends below its first one."""
    at = row[0].at
    if at.line is None:
        return at
    more = max(cell.text.count("\n") for cell in row)
    return Spot(at.page, at.sheet, at.table, at.row, at.line + more)
