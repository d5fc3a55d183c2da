"""The layout of a form → a DOCX template a person can open in Word, change and bring back."""

import re
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt, RGBColor

from documents.papers import styling
from documents.papers.parts import repacked
from engine.papers.model import (
    Align,
    Annex,
    Block,
    Bulleted,
    Column,
    Heading,
    Letterhead,
    Numbered,
    PageBreak,
    Pairs,
    PaperForm,
    Paragraph,
    Requisites,
    Signature,
    Signatures,
    Stamp,
    Table,
)
from engine.papers.placeholders import ROW

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ALL_BOLD = re.compile(r"\*\*[^*]+\*\*")
_TIED = re.compile(r"(?<=№) (?=\S)|(?<=\bг\.) (?=[А-ЯЁ{])|(?<=\bст\.) (?=\d)")  # a number stays with its sign
_ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_HEADINGS = ("Title", "Heading 1", "Heading 2")
_DATE_BY_HAND = "«___»\u00a0________\u00a020__\u00a0г."


@lru_cache(maxsize=64)
def built_in_template(form: PaperForm) -> bytes:
    """The DOCX of the form's own layout, placeholders in it."""
    document = Document()
    styling.clear_out(document)
    building = _Building(document, form)
    for block in form.layout:
        building.add(block)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = form.title.ru, "", ""
    properties.language = "ru-RU"
    made = BytesIO()
    document.save(made)
    return repacked(made.getvalue(), {})


class _Building:
    def __init__(self, document: DocxDocument, form: PaperForm) -> None:
        self._document = document
        self._size = form.size
        styling.set_styles(document, form.size)
        self._width = styling.set_page(document, landscape=form.landscape)
        self._numbering = styling.Numbering(document)

    def add(self, block: Block) -> None:
        match block:
            case Letterhead(lines):
                self._letterhead(lines)
            case Heading(text, level):
                _say(self._document.add_paragraph(style=_HEADINGS[level]), text)
            case Requisites():
                self._requisites(block)
            case Paragraph():
                self._paragraph(block)
            case Numbered(items) | Bulleted(items):
                counted = isinstance(block, Numbered)
                self._list(items, self._numbering.points() if counted else self._numbering.dashes())
            case Table():
                self._table(block)
            case Pairs():
                self._pairs(block)
            case Signatures():
                self._signatures(block)
            case Stamp():
                self._stamp(block)
            case Annex():
                self._annex(block)
            case PageBreak():
                self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _letterhead(self, lines: Sequence[str]) -> None:
        made = None
        for line in lines:
            made = self._line(line, align="center")
            made.paragraph_format.keep_with_next = True
        if made is not None:
            styling.rule(made)
            made.paragraph_format.space_after = Pt(12)

    def _requisites(self, block: Requisites) -> None:
        third = self._width // 3
        table = self._grid(1, [third, self._width - 2 * third, third])
        sides: tuple[tuple[str, Align], ...] = ((block.left, "left"), (block.middle, "center"), (block.right, "right"))
        for cell, (text, align) in zip(table.rows[0].cells, sides, strict=True):
            _say(cell.paragraphs[0], text, align=align)
            cell.paragraphs[0].paragraph_format.space_before = Pt(6)
        self._gap(6)

    def _paragraph(self, block: Paragraph) -> None:
        made = self._line(block.text, align=block.align, bold=block.bold)
        if block.indent and block.align in ("justify", "left"):
            made.paragraph_format.first_line_indent = styling.INDENT
        if not block.indent and _ALL_BOLD.fullmatch(block.text):  # what the paper is about, «ПРИКАЗЫВАЮ:»
            made.paragraph_format.space_before = made.paragraph_format.space_after = Pt(6)
            made.paragraph_format.keep_with_next = True
        if block.small:
            _shrink(made, self._size - 3)

    def _list(self, items: Sequence[str], number: int) -> None:
        for item in items:
            made = self._line(item, align="justify")
            properties = made._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number

    def _table(self, block: Table) -> None:
        widths = _shares(block.columns, self._width)
        table = self._grid(1 if block.border else 0, widths, border=block.border)
        if block.border:
            styling.whole_row(table.rows[0], header=True)
            for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
                _say(cell.paragraphs[0], column.title, align="center", bold=True)
        self._tag(table, f"{{%tr for {ROW} in {block.over} %}}")
        row = self._row(table)
        for cell, column in zip(row.cells, block.columns, strict=True):
            first, *further = column.text.split("\n")
            _say(cell.paragraphs[0], first, align=column.align)
            for line in further:  # paragraphs, not breaks: a line of empty values goes
                _say(cell.add_paragraph(), line, align=column.align)
        self._tag(table, "{%tr endfor %}")
        for _ in range(block.blank):
            self._row(table)
        self._small_cells(table, widths)
        self._gap(6)

    def _pairs(self, block: Pairs) -> None:
        widths = [block.left, self._width - block.left]
        table = self._grid(len(block.rows), widths, border=True)
        for row, texts in zip(table.rows, block.rows, strict=True):
            styling.whole_row(row)
            for cell, text in zip(row.cells, texts, strict=True):
                _say(cell.paragraphs[0], text, align="left")
        self._small_cells(table, widths)
        self._gap(6)

    def _signatures(self, block: Signatures) -> None:
        self._hold_on()
        if block.title:
            title = self._line(block.title, align="left")
            title.paragraph_format.space_before = Pt(12)
            title.paragraph_format.keep_with_next = True
        else:
            self._gap(12, keep=True)
        dated = any(line.date for line in block.lines)
        widths = _signature_widths(self._width, dated=dated)
        table = self._grid(0, widths)
        if block.over:
            self._tag(table, f"{{%tr for {ROW} in {block.over} %}}")
        lines = block.lines[:1] if block.over else block.lines
        for line in lines:
            self._sign(self._row(table), line, dated=dated)
        if block.over:
            self._tag(table, "{%tr endfor %}")
        styling.set_widths(table, widths)
        if not block.over:
            for row in table.rows[:-1]:
                for cell in row.cells:
                    cell.paragraphs[0].paragraph_format.keep_with_next = True

    def _sign(self, row: Any, line: Signature, *, dated: bool) -> None:
        cells = row.cells
        for cell in cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
            cell.paragraphs[0].paragraph_format.space_before = Pt(8)
        _say(cells[0].paragraphs[0], line.post, align="left")
        styling.rule(cells[1].paragraphs[0], points=0.5, space=0)
        _say(cells[3].paragraphs[0], line.name, align="left")
        if dated and line.date:
            _say(cells[4].paragraphs[0], _DATE_BY_HAND, align="right")
            _shrink(cells[4].paragraphs[0], self._size - 2)

    def _stamp(self, block: Stamp) -> None:
        left = self._width // 2
        table = self._grid(1, [left, self._width - left])
        sides = ((block.left_title, block.left), (block.title, block.lines))
        for cell, (title, lines) in zip(table.rows[0].cells, sides, strict=True):
            first = cell.paragraphs[0]
            _say(first, title, align="left", bold=True)
            for line in lines:
                _say(cell.add_paragraph(), line, align="left")
        self._gap(12)

    def _annex(self, block: Annex) -> None:
        for at, line in enumerate(block.label.split("\n")):
            made = self._line(line, align="right")
            made.paragraph_format.page_break_before = at == 0
            made.paragraph_format.keep_with_next = True
        if block.title:
            _say(self._document.add_paragraph(style="Heading 1"), block.title)

    def _line(self, text: str, *, align: Align, bold: bool = False) -> Any:
        made = self._document.add_paragraph()
        _say(made, text, align=align, bold=bold)
        return made

    def _grid(self, rows: int, widths: list[int], *, border: bool = False) -> Any:
        end = self._document.element.body.sectPr
        for above in self._document.paragraphs[-1:]:
            last: Any = above
            # Headings keep their distance themselves.
            if border and last.text and last.style.name == "Normal" and last._p.getnext() is end:
                self._gap(6, keep=True)
        table = self._document.add_table(rows, len(widths))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        if border:
            table.style = "Table Grid"
        else:
            styling.no_padding(table)
        styling.set_widths(table, widths)
        return table

    def _row(self, table: Any) -> Any:
        row = table.add_row()
        styling.whole_row(row)
        return row

    def _tag(self, table: Any, words: str) -> None:
        """A row that is gone when the paper is filled; grey, so that who changes the template sees it is no text."""
        run = table.add_row().cells[0].paragraphs[0].add_run(words)
        run.font.size, run.font.color.rgb = Pt(8), RGBColor(0x80, 0x80, 0x80)

    def _small_cells(self, table: Any, widths: list[int]) -> None:
        styling.set_widths(table, widths)
        for row in table.rows:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.line_spacing = 1.0
                    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
                    _shrink(paragraph, max(self._size - 2, 9))

    def _gap(self, points: int, *, keep: bool = False) -> None:
        """Two tables that touch become one; a line of this height stands between."""
        made = self._document.add_paragraph()
        made.paragraph_format.line_spacing = Pt(points)
        made.paragraph_format.keep_with_next = keep
        made.add_run().font.size = Pt(2)

    def _hold_on(self) -> None:
        """What stands before signatures goes with them: nobody signs an empty page."""
        if self._document.paragraphs:
            self._document.paragraphs[-1].paragraph_format.keep_with_next = True


def _say(paragraph: Any, text: str, *, align: Align | None = None, bold: bool = False) -> None:
    if align is not None:
        paragraph.alignment = _ALIGNED[align]
    for at, piece in enumerate(_BOLD.split(_TIED.sub("\u00a0", text))):
        if piece:
            paragraph.add_run(piece).bold = True if bold or at % 2 else None


def _shrink(paragraph: Any, points: int) -> None:
    for run in paragraph.runs:
        if run.font.size is None:
            run.font.size = Pt(points)


def _shares(columns: Sequence[Column], width: int) -> list[int]:
    """Millimetres for each column: those said, and equal shares of the rest; all of it fits the page."""
    said = sum(column.width for column in columns)
    free = [column for column in columns if not column.width]
    share = max((width - said) // len(free), 10) if free else 0
    widths = [column.width or share for column in columns]
    total = sum(widths)
    return [one * width // total for one in widths]


def _signature_widths(width: int, *, dated: bool) -> list[int]:
    """Post, line, a gap, name and, where it is asked for, the day."""
    shares: tuple[int, ...] = (37, 14, 2, 23, 24) if dated else (47, 21, 3, 29)
    widths = [width * share // 100 for share in shares]
    return [*widths[:-1], width - sum(widths[:-1])]
