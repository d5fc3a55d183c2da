"""Tables as XLSX files: read back by another library."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from documents.spreadsheet import Cell, Sheet, spreadsheet


def read_back(content: bytes) -> list[tuple[object, ...]]:
    [page] = load_workbook(BytesIO(content)).worksheets
    return [tuple(cell.value for cell in row) for row in page.iter_rows()]


def test_rows_come_back_as_they_were() -> None:
    rows: list[list[Cell]] = [["1.4", "Приказ о закреплении пар", date(2026, 10, 30), 14], ["2.1", "", None, 0]]
    found = read_back(spreadsheet(Sheet("Просрочено", ["№", "Пункт", "Срок", "Дней"], rows)))
    assert found[0] == ("№", "Пункт", "Срок", "Дней")
    assert [str(cell)[:10] for cell in found[1]] == ["1.4", "Приказ о закреплении пар"[:10], "2026-10-30", "14"]
    assert found[2][2] is None


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x.example")', "+1", "-1", "@SUM(A1)", "http://x.example", "5"])
def test_text_stays_text(text: str) -> None:
    content = spreadsheet(Sheet("Лист", ["Слова"], [[text]]))
    [page] = load_workbook(BytesIO(content)).worksheets
    assert (page["A2"].value, page["A2"].data_type, page["A2"].hyperlink) == (text, "s", None)


def test_signs_no_file_may_hold_are_replaced() -> None:
    content = spreadsheet(Sheet("a[b]:*?/\\c" * 9, ["Слова"], [["раз\x00\x1b\ud800два\n" + "ю" * 40_000]]))
    [page] = load_workbook(BytesIO(content)).worksheets
    assert str(page["A2"].value).startswith("раз\ufffd\ufffd\ufffdдва\nю")
    assert len(page.title) <= 31
    assert page.title.startswith("abc")


def test_an_empty_table_is_a_file_with_headings() -> None:
    assert read_back(spreadsheet(Sheet("Пусто", ["№", "Пункт"], []))) == [("№", "Пункт")]
