"""A register as DOCX: a title, a few lines under it, one table over as many lying pages as it takes."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from documents.papers.styling import set_page, set_styles
from documents.spreadsheet import Cell, harmless

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SIZE, _SMALL = 12, 9


def register_docx(
    title: str, lines: Sequence[str], columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, empty: str
) -> bytes:
    """The file. `empty` stands instead of a table without rows."""
    document = Document()
    set_page(document, landscape=True)
    set_styles(document, _SIZE)
    document.add_paragraph(harmless(title), style="Title")
    for line in lines:
        document.add_paragraph(harmless(line)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    listed = list(rows)
    if listed:
        document.add_paragraph()
        _table(document, columns, listed)
    else:
        document.add_paragraph(empty)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _table(document: Any, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    table = document.add_table(rows=1, cols=len(columns) + 1, style="Table Grid")
    _fill(table.rows[0], ["№", *columns], bold=True)
    _repeated(table.rows[0])
    # Rows are built as XML of one kind: python-docx looks every cell up anew, thousands would take minutes.
    body = table._tbl
    for number, row in enumerate(rows, start=1):
        body.append(_row([str(number), *(_said(cell) for cell in row)]))


def _fill(row: Any, texts: Sequence[str], *, bold: bool) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold, run.font.size = bold, Pt(_SMALL)


def _row(texts: Sequence[str]) -> Any:
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    row.append(properties)
    for text in texts:
        cell = OxmlElement("w:tc")
        lines = text.split("\n")
        for line in lines:
            cell.append(_paragraph(line))
        row.append(cell)
    return row


def _paragraph(text: str) -> Any:
    paragraph, run, look, said = (OxmlElement(name) for name in ("w:p", "w:r", "w:rPr", "w:t"))
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), str(_SMALL * 2))
    look.append(size)
    said.text = text
    said.set(qn("xml:space"), "preserve")
    run.append(look)
    run.append(said)
    paragraph.append(run)
    return paragraph


def _repeated(row: Any) -> None:
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)


def _said(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case date():
            return f"{cell:%d.%m.%Y}"
        case _:
            return harmless(str(cell))
