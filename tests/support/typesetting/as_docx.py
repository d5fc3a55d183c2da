"""A plan as a Word document: merged cells, repeated headings, counted paragraphs, as schools make them."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement

from tests.support.typesetting.layout import Layout, Line, Table, tables
from tests.support.typesetting.plan import Plan

_PAGE = 12  # rows a printed page of such a table holds


def docx(plan: Plan, layout: Layout) -> bytes:
    document = Document()
    for line in plan.approval:
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_heading(plan.title, level=1)
    if plan.goal:
        document.add_paragraph(plan.goal)
    if plan.tasks:
        document.add_paragraph("Задачи:")
    for task in plan.tasks:
        document.add_paragraph(task)
    for table in tables(plan, layout):
        if table.title:
            document.add_heading(table.title, level=2)
        if table.lines:
            _table(document, table, layout)
    if plan.footnote:
        document.add_paragraph(plan.footnote)
    if plan.indicators:
        document.add_paragraph(plan.indicators_title)
        _indicators(document, plan)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _table(document: Any, table: Table, layout: Layout) -> None:
    lines = with_headings_again(table.lines) if layout.repeat_heading else list(table.lines)
    made = document.add_table(rows=len(lines), cols=len(table.columns))
    made.style = "Table Grid" if layout.ruled else "Normal Table"
    grid = [list(row.cells) for row in made.rows]
    for place, line in enumerate(lines):
        for cell in line.cells:
            own = grid[place][cell.column]
            if cell.width > 1 or cell.height > 1:
                own = own.merge(grid[place + cell.height - 1][cell.column + cell.width - 1])
            if cell.listed:
                own.paragraphs[0].style = "List Number"
            else:
                own.text = cell.text
        if line.kind == "heading" and place < 2:
            made.rows[place]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _indicators(document: Any, plan: Plan) -> None:
    years = list(plan.indicators[0].targets)
    made = document.add_table(rows=1 + len(plan.indicators), cols=1 + len(years))
    made.style = "Table Grid"
    for place, text in enumerate(["Наименование показателя", *map(str, years)]):
        made.cell(0, place).text = text
    for place, one in enumerate(plan.indicators, start=1):
        made.cell(place, 0).text = f"{one.title}\n({one.formula})"
        for column, year in enumerate(years, start=1):
            made.cell(place, column).text = one.targets[year]


def with_headings_again(lines: tuple[Line, ...]) -> list[Line]:
    """The heading once more after every page of rows, as it stands in a document that came out of a PDF."""
    heading = [line for line in lines if line.kind == "heading"]
    made: list[Line] = []
    since = 0
    for line in lines:
        if since >= _PAGE and line.kind in ("section", "row") and not _inside(made[-1], line):
            made += heading
            since = 0
        made.append(line)
        since += 1
    return made


def _inside(above: Line, line: Line) -> bool:
    """Whether a cell merged down goes on in this row: nobody breaks a page there."""
    taken = sum(cell.width for cell in line.cells)
    return taken < sum(cell.width for cell in above.cells) or any(cell.height > 1 for cell in above.cells)
