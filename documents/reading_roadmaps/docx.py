"""DOCX → lines and tables in the order of the document, read from its XML.

The API of python-docx asks the whole row about each cell, which is quadratic, and knows neither tracked changes nor
list numbers nor content controls; hence the walk is our own.
"""

from collections.abc import Callable, Iterator

from documents.reading_roadmaps import sentences
from documents.reading_roadmaps.limits import ROWS, Account
from documents.reading_roadmaps.package import Element, Package, child, local
from documents.reading_roadmaps.word_notes import notes_of
from documents.reading_roadmaps.word_numbering import Numbering, Styles
from documents.reading_roadmaps.word_paragraphs import DELETED, INSERTED, Paragraphs, chosen
from documents.reading_roadmaps.word_tables import (
    Grid,
    Placed,
    cells_of,
    frames_its_content,
    goes_on_from_above,
    row_gone,
    rows_of,
)
from documents.reading_roadmaps.word_tabs import with_tables
from engine.source import Source, SourceCell, SourceLine, SourceTable, Spot

_CONTAINERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag"}) | INSERTED
Progress = Callable[[int, int], None]


def read_docx(data: bytes, progress: Progress) -> Source:
    """`progress` counts rows of tables. Raises BadInput for what is broken or too big."""
    package = Package(data)
    main = next((path for kind, path in package.relations("").values() if kind == "officeDocument"), "")
    main = main if main in package else "word/document.xml"
    root = package.tree(main)
    body = child(root, "body")
    if body is None:
        raise sentences.broken()
    related = package.relations(main)
    styles = Styles(package.tree(_part(related, "styles")))
    paragraphs = Paragraphs(styles, Numbering(package.tree(_part(related, "numbering")), styles))
    total = sum(1 for _ in body.iter("{*}tr"))
    if total > ROWS:
        raise sentences.too_many_rows(ROWS)
    reading = _Reading(paragraphs, progress, total=total)
    reading.blocks_of(body)
    reading.ended()
    blocks = tuple(with_tables(reading.blocks, reading.tables))
    return Source("docx", blocks, notes_of(package, related, styles, paragraphs.seen))


def _part(related: dict[str, tuple[str, str]], wanted: str) -> str:
    return next((path for kind, path in related.values() if kind == wanted), f"word/{wanted}.xml")


class _Reading:
    """Walks the body once, from above; the lists of Word count along."""

    def __init__(self, paragraphs: Paragraphs, progress: Progress, *, total: int) -> None:
        self.blocks: list[SourceLine | SourceTable] = []
        self._paragraphs = paragraphs
        self._account = Account()
        self._progress = progress
        self._total = total
        self._rows = self.tables = self._lines = 0
        self._begun = ""  # of a paragraph that lost its end: the next one goes on

    def blocks_of(self, container: Element) -> None:
        for node in container:
            name = local(node)
            if name == "p":
                self._line(node)
            elif name == "tbl":
                self._table(node)
            elif name in _CONTAINERS:
                self.blocks_of(node)
            elif name == "AlternateContent":
                self.blocks_of(chosen(node))
            else:
                self._left_out(name)

    def ended(self) -> None:
        if self._begun:
            self._say(self._begun)
        self._begun = ""

    def _left_out(self, name: str) -> None:
        if name in DELETED:
            self._paragraphs.seen["deleted"] += 1
        elif name == "altChunk":
            self._paragraphs.seen["foreign"] += 1

    def _line(self, node: Element) -> None:
        self._lines += 1
        read = self._paragraphs.read(node)
        text = self._begun + "\n".join(read.lines)
        self._begun = ""
        if read.joins_next:
            self._begun = text
        else:
            self._say(text)
        for box in read.boxes:
            self.blocks_of(box)

    def _say(self, text: str) -> None:
        for line in text.split("\n"):
            self._account.text(line)
            self.blocks.append(SourceLine(line.rstrip(" "), Spot(line=self._lines)))

    def _table(self, node: Element) -> None:
        self.ended()
        if frames_its_content(node):
            for row in rows_of(node):
                for cell in cells_of(row):
                    self.blocks_of(cell)
            return
        self.tables += 1
        grid = Grid(node)
        rows: list[list[Placed]] = []
        numbers: list[int] = []
        for number, row in enumerate(rows_of(node), start=1):
            placed = self._row(grid, row)
            row.clear()  # a long table leaves the memory as it is read
            if any(cell.text and not cell.from_above for cell in placed):
                rows.append(placed)
                numbers.append(number)
        self._add(grid.levelled(rows), numbers)

    def _row(self, grid: Grid, row: Element) -> list[Placed]:
        self._rows += 1
        self._progress(self._rows, self._total)
        properties = child(row, "trPr")
        if row_gone(row):
            self._paragraphs.seen["deleted"] += 1
            return []
        if child(properties, "hidden") is not None:
            self._paragraphs.seen["hidden"] += 1
            return []
        cells = [(cell, None if goes_on_from_above(cell) else self._words(cell)) for cell in cells_of(row)]
        return grid.placed(row, cells)

    def _words(self, cell: Element) -> str:
        if child(child(cell, "tcPr"), "cellDel") is not None:
            self._paragraphs.seen["deleted"] += 1
            return ""
        return "\n".join(self._lines_of(cell))

    def _lines_of(self, container: Element) -> Iterator[str]:
        """The lines of a cell; of a table inside it a line for each row."""
        begun = ""
        for node in container:
            name = local(node)
            if name == "p":
                read = self._paragraphs.read(node)
                text = begun + "\n".join(read.lines)
                begun = text if read.joins_next else ""
                if not read.joins_next:
                    yield from _spoken(text)
                for box in read.boxes:
                    yield from self._lines_of(box)
            elif name == "tbl":
                for row in rows_of(node):
                    yield from self._inner_row(row)
            elif name in _CONTAINERS:
                yield from self._lines_of(node)
            elif name == "AlternateContent":
                yield from self._lines_of(chosen(node))
            else:
                self._left_out(name)
        yield from _spoken(begun)

    def _inner_row(self, row: Element) -> Iterator[str]:
        if row_gone(row):
            self._paragraphs.seen["deleted"] += 1
            return
        self._rows += 1
        cells = [list(self._lines_of(cell)) for cell in cells_of(row) if not goes_on_from_above(cell)]
        if all(len(lines) < 2 for lines in cells):
            yield from _spoken(" ".join(line for lines in cells for line in lines))
        else:
            for lines in cells:
                yield from lines

    def _add(self, rows: list[list[Placed]], numbers: list[int]) -> None:
        made: list[tuple[SourceCell, ...]] = []
        for number, row in zip(numbers, rows, strict=True):
            at = Spot(table=self.tables, row=number)
            cells = tuple(SourceCell(cell.text, cell.start, at, cell.end - cell.start, cell.from_above) for cell in row)
            self._account.row(cells)
            made.append(cells)
        if not made:
            return
        if all(len(row) == 1 for row in made):  # a frame around words, not a table
            for [framed] in made:
                for line in framed.text.split("\n"):
                    self._lines += 1
                    self.blocks.append(SourceLine(line, Spot(line=self._lines)))
            return
        self.blocks.append(SourceTable(tuple(made), Spot(table=self.tables)))


def _spoken(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if spoken := line.replace("\t", " ").strip():
            yield spoken
