"""A plan as a workbook: the head in cells over the table, merged cells, dates as Excel keeps them."""

import re
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.typesetting.as_docx import with_headings_again
from tests.support.typesetting.layout import Layout, Table, tables
from tests.support.typesetting.plan import Plan

_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")
_LINE = Side(style="thin")


def xlsx(plan: Plan, layout: Layout) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "План"
    at = 1
    for text in (*plan.approval, plan.title, plan.goal, *(("Задачи:", *plan.tasks) if plan.tasks else ())):
        if text:
            sheet.cell(at, 1, text)
            at += 1
    at += 1
    for table in tables(plan, layout):
        if table.title:
            sheet.cell(at, 1, table.title)
            at += 2
        at = _table(sheet, table, layout, at) + 1
    if plan.footnote:
        sheet.cell(at, 1, plan.footnote)
    if plan.indicators:
        _indicators(book.create_sheet("Показатели"), plan)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _table(sheet: Worksheet, table: Table, layout: Layout, at: int) -> int:
    """The row after the table."""
    lines = with_headings_again(table.lines) if layout.repeat_heading else list(table.lines)
    for place, line in enumerate(lines, start=at):
        for cell in line.cells:
            own = sheet.cell(place, cell.column + 1)
            own.alignment = Alignment(wrap_text=True, vertical="top")
            if layout.ruled:
                own.border = Border(_LINE, _LINE, _LINE, _LINE)
            day = _DAY.fullmatch(cell.text)
            if day:
                own.value = datetime(int(day[3]), int(day[2]), int(day[1]))  # noqa: DTZ001  # a cell knows no zone
                own.number_format = "dd.mm.yyyy"
            else:
                own.value = cell.text
                own.data_type = "s"
            if cell.width > 1 or cell.height > 1:
                last = (place + cell.height - 1, cell.column + cell.width)
                sheet.merge_cells(start_row=place, start_column=cell.column + 1, end_row=last[0], end_column=last[1])
    return at + len(lines)


def _indicators(sheet: Worksheet, plan: Plan) -> None:
    years = list(plan.indicators[0].targets)
    sheet.cell(1, 1, plan.indicators_title)
    for place, value in enumerate(("Наименование показателя", *years), start=1):
        sheet.cell(3, place, value)
    for place, one in enumerate(plan.indicators, start=4):
        sheet.cell(place, 1, f"{one.title}\n({one.formula})")
        for column, year in enumerate(years, start=2):
            target = one.targets[year]
            sheet.cell(place, column, int(target) if target.isdigit() else target)
