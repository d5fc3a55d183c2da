"""A spreadsheet as a person sees it: the values of its rows."""

import io
from typing import Any

import openpyxl


def sheet_rows(content: bytes) -> list[tuple[Any, ...]]:
    """The rows of the first sheet, the heading first; what is empty is ""."""
    sheet: Any = openpyxl.load_workbook(io.BytesIO(content)).active
    return [tuple("" if value is None else value for value in row) for row in sheet.iter_rows(values_only=True)]
