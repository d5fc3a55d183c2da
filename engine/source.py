"""A document before anybody understood it: its lines and tables in order, each with the place it came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.words import Words


@dataclass(frozen=True, slots=True)
class Spot:
    """Where words stand, counted from 1; None where the format knows no such thing.

    `line` is a line of a text file, a paragraph of a DOCX or a row of a sheet outside its table, `row` a row of the
    table `table` (of its sheet in a workbook, across its pages in a PDF), `page` a page of a PDF.

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

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Spot":
        """The place `document()` told of.

        >>> Spot.from_document({"page": 2, "row": 7}) == Spot(page=2, row=7)
        True
        """
        return cls(**document)


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

    def document(self) -> dict[str, Any]:
        """As JSON: how it comes out of the process that parsed the file, and how the database keeps it."""
        return {
            "kind": self.kind,
            "notes": [[note.ru, note.en] for note in self.notes],
            "blocks": [
                {"line": block.text, "at": block.at.document()} if isinstance(block, SourceLine) else _table(block)
                for block in self.blocks
            ],
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Source":
        """The source `document()` was made of.

        >>> source = Source("text", (SourceLine("План", Spot(line=1)),), (Words("Заметка", "A note"),))
        >>> Source.from_document(source.document()) == source
        True
        """
        return cls(
            document["kind"],
            tuple(_block(block) for block in document["blocks"]),
            tuple(Words(ru, en) for ru, en in document["notes"]),
        )


def _table(table: SourceTable) -> dict[str, Any]:
    return {"at": table.at.document(), "rows": [[_cell(cell) for cell in row] for row in table.rows]}


def _cell(cell: SourceCell) -> dict[str, Any]:
    """Only what differs from the usual: a file of thousands of rows is kept so."""
    told: dict[str, Any] = {"text": cell.text, "column": cell.column, "at": cell.at.document()}
    if cell.width != 1:
        told["width"] = cell.width
    if cell.from_above:
        told["from_above"] = True
    return told


def _block(document: Mapping[str, Any]) -> SourceLine | SourceTable:
    at = Spot.from_document(document["at"])
    if "line" in document:
        return SourceLine(document["line"], at)
    return SourceTable(
        tuple(tuple(_cell_of(cell) for cell in row) for row in document["rows"]),
        at,
    )


def _cell_of(document: Mapping[str, Any]) -> SourceCell:
    return SourceCell(
        document["text"],
        document["column"],
        Spot.from_document(document["at"]),
        document.get("width", 1),
        document.get("from_above", False),
    )
