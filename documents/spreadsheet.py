"""A table as an XLSX file: what every «Скачать XLSX» sends."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # ships no types

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | date | None
_NARROWEST, _WIDEST = 8, 60
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_000  # of one cell's text; Excel takes 32,767


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its title, the headings, the rows in their order."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def spreadsheet(*sheets: Sheet) -> bytes:
    """The file. Text stays text: what begins with `=` is no formula, what looks like an address no link."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "constant_memory": False}) as book:
        for sheet in sheets:
            _add(book, sheet)
    return file.getvalue()


def _add(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(_title(sheet.title))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"})
    widths = [len(title) for title in sheet.columns]
    for at, title in enumerate(sheet.columns):
        page.write_string(0, at, title, bold)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for at, cell in enumerate(row):
            widths[at] = max(widths[at], _width(cell))
            _write(page, last, at, cell, plain, day)
    for at, width in enumerate(widths):
        page.set_column(at, at, min(max(width + 2, _NARROWEST), _WIDEST))
    page.freeze_panes(1, 0)
    if last and widths:
        page.autofilter(0, 0, last, len(widths) - 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write(page: Any, row: int, at: int, cell: Cell, plain: Any, day: Any) -> None:
    match cell:
        case None:
            return
        case datetime() | date():
            page.write_datetime(row, at, cell, day)
        case int() | float():
            page.write_number(row, at, cell, plain)
        case _:
            page.write_string(row, at, harmless(cell)[:_LONGEST], plain)


def harmless(text: str) -> str:
    """Without the signs that a file of XML may not hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def _width(cell: Cell) -> int:
    return 10 if isinstance(cell, date) else max((len(line) for line in str(cell or "").split("\n")), default=0)


def _title(text: str) -> str:
    """A sheet's title as Excel allows it: 31 characters, none of []:*?/\\."""
    return "".join(sign for sign in harmless(text) if sign not in "[]:*?/\\'")[:31].strip() or "1"
