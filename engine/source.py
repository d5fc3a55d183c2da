"""A document before anybody understood it: its lines and tables in order, each with the place it came from."""

from dataclasses import dataclass

from engine.words import Words


@dataclass(frozen=True, slots=True)
class Spot:
    """Where words stand, counted from 1; None where the format knows no such thing.

    `line` is a line of a text file, `row` a row of the table `table` (of its sheet in a workbook, across its pages
    in a PDF), `page` a page of a PDF.

    >>> Spot(page=2, row=7).document()
    {'page': 2, 'row': 7}
    """

    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    line: int | None = None

    def document(self) -> dict[str, int | str]:
        """Only what is known, as commands print and the database keeps it."""
        named = (
            ("page", self.page),
            ("sheet", self.sheet),
            ("table", self.table),
            ("row", self.row),
            ("line", self.line),
        )
        return {name: value for name, value in named if value is not None}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of running text (a paragraph of a DOCX, a physical line of a text file or of a PDF outside tables)."""

    text: str
    at: Spot


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell of a table: the first column it takes (from 0), how many, its text with line breaks kept.

    `from_above`: it continues a cell merged downwards; `text` then repeats the words of the upper one.
    """

    text: str
    column: int
    at: Spot
    width: int = 1
    from_above: bool = False


@dataclass(frozen=True, slots=True)
class SourceTable:
    """Rows from above; cells of a row from the left, without gaps and overlaps where the format tells columns."""

    rows: tuple[tuple[SourceCell, ...], ...]
    at: Spot


@dataclass(frozen=True, slots=True)
class Source:
    """The whole file. `notes` say what the reader did about it: a hidden sheet left out, tracked changes accepted."""

    kind: str  # docx | xlsx | pdf | text | doc
    blocks: tuple[SourceLine | SourceTable, ...]
    notes: tuple[Words, ...] = ()
