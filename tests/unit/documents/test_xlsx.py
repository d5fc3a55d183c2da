"""Workbooks as people see them: days, shares and numbers as shown, merged cells, what is hidden left out and said."""

from datetime import date, datetime, time
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from documents.reading_roadmaps.sheet_formats import shown
from documents.reading_roadmaps.xlsx import read_xlsx
from engine.refusals import BadInput
from engine.source import Source, SourceLine, SourceTable
from tests.support.office_files import sheet_row, xlsx, xlsx_parts, zipped


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read(data: bytes) -> Source:
    return read_xlsx(data, lambda _done, _total: None)


def table(data: bytes) -> SourceTable:
    [found] = [block for block in read(data).blocks if isinstance(block, SourceTable)]
    return found


def words(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table(data).rows]


def lines(data: bytes) -> list[str]:
    return [block.text for block in read(data).blocks if isinstance(block, SourceLine)]


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        ("45900", "dd.mm.yyyy", "31.08.2025"),
        ("45900", "yyyy-mm-dd;@", "31.08.2025"),
        ("45900", "m/d/yy", "31.08.2025"),
        ("45900", "[$-419]d mmmm yyyy;@", "31.08.2025"),
        ("45900", '[$-FC19]dd mmmm yyyy" г.";@', "31.08.2025"),
        ("45900", "d-mmm", "31.08.2025"),
        ("45915", "mmmm yyyy", "сентябрь 2025"),
        ("45915", "[$-419]mmmm\\ yyyy;@", "сентябрь 2025"),
        ("45915", "mmm-yy", "сентябрь 2025"),
        ("45915", "mm.yyyy", "09.2025"),
        ("45915", "yyyy", "2025"),
        ("45900.604166666664", "dd.mm.yyyy h:mm", "31.08.2025 14:30"),
        ("0.604166666666667", "h:mm;@", "14:30"),
        ("1.5", "[h]:mm", "36:00"),
        ("60", "dd.mm.yyyy", "28.02.1900"),
        ("59", "dd.mm.yyyy", "28.02.1900"),
        ("99999999", "dd.mm.yyyy", "99999999"),
        ("-5", "dd.mm.yyyy", "-5"),
        ("0.9", "0%", "90 %"),
        ("0.125", "0.0%", "12,5 %"),
        ("0.9", "General", "0,9"),
        ("12.500000000000002", "General", "12,5"),
        ("1E+2", "General", "100"),
        ("3.0", "General", "3"),
        ("2025", "General", "2025"),
        ("1234.5", "#,##0.00", "1 234,50"),
        ("90", '0" %"', "90 %"),
        ("3", '0" публикации"', "3 публикации"),
        ("3", 'не\\ менее\\ 0', "не менее 3"),
        ("7", "000", "007"),
        ("2.5", "0.##", "2,5"),
        ("2", "0.##", "2"),
        ("-4", "0;(0)", "(4)"),
        ("-4", "0", "-4"),
        ("0.5", "# ?/?", "0,5"),
        ("5", "@", "5"),
        ("5", "General\\ лет", "5 лет"),
        ("5", "", "5"),
        ("слово", "0.00", "слово"),
        ("1e999999999", "0", "1e999999999"),
        ("1e-999999999", "0.00", "0,00"),
        ("1e-999999999", "General", "0"),
        ("1e-999999999", "dd.mm.yyyy h:mm", "00:00"),
        ("5", "0" * 300, "5"),
    ],
)  # fmt: skip
def test_a_number_is_seen_through_its_format(value: str, code: str, seen: str) -> None:
    assert shown(value, code) == seen


def test_a_calendar_that_begins_in_1904() -> None:
    assert shown("44438", "dd.mm.yyyy", since_1904=True) == "31.08.2025"
    data = xlsx(sheet_row(1, "а", (44438, 1)), formats=("dd.mm.yyyy",), book='<workbookPr date1904="1"/>')
    assert words(data) == [["а", "31.08.2025"]]


def test_what_openpyxl_writes() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Дело", "Срок", "Время", "Доля", "Да"])
    sheet.append(["База", date(2025, 8, 31), time(9, 5), 0.9, True])
    sheet.append(["Пары", datetime(2025, 9, 1, 14, 30), None, 10, False])  # noqa: DTZ001  # workbooks know no zones
    sheet.append([CellRichText("Сог", TextBlock(InlineFont(b=True), "ласия")), "в течение года"])
    sheet["D2"].number_format = "0%"
    assert words(saved(book)) == [
        ["Дело", "Срок", "Время", "Доля", "Да"],
        ["База", "31.08.2025", "09:05", "90 %", "ИСТИНА"],
        ["Пары", "01.09.2025 14:30", "", "10", "ЛОЖЬ"],
        ["Согласия", "в течение года", "", "", ""],
    ]


def test_a_table_need_not_begin_in_the_corner() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for place, text in {"C3": "УТВЕРЖДАЮ", "F3": "Согласовано", "C5": "ПЛАН"}.items():
        sheet[place] = text
    for at, row in enumerate((["№", "Дело", None, "Срок"], ["1", "а", None, "май"], ["2", "б", None, "июнь"]), start=8):
        for column, text in enumerate(row, start=3):
            sheet.cell(at, column, text)
    sheet["C20"] = "Директор"
    data = saved(book)
    assert lines(data) == ["УТВЕРЖДАЮ", "Согласовано", "ПЛАН", "Директор"]
    assert words(data) == [["№", "Дело", "Срок"], ["1", "а", "май"], ["2", "б", "июнь"]]
    assert [row[0].at.document() for row in table(data).rows] == [
        {"sheet": "Sheet", "table": 1, "row": row} for row in (8, 9, 10)
    ]


def test_merged_cells() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["Дело", "Срок", "Кто"], ["Раздел"], ["а", "май", "куратор"], ["б", "июнь"]):
        sheet.append(row)
    sheet.merge_cells("A2:C2")
    sheet.merge_cells("C3:C4")
    assert [
        [(cell.text, cell.column, cell.width, cell.from_above) for cell in row] for row in table(saved(book)).rows
    ] == [
        [("Дело", 0, 1, False), ("Срок", 1, 1, False), ("Кто", 2, 1, False)],
        [("Раздел", 0, 3, False)],
        [("а", 0, 1, False), ("май", 1, 1, False), ("куратор", 2, 1, False)],
        [("б", 0, 1, False), ("июнь", 1, 1, False), ("куратор", 2, 1, True)],
    ]


def test_merged_areas_beyond_all_reason_cost_nothing() -> None:
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:B2"/><mergeCell ref="B0:C9"/></mergeCells>'
    data = xlsx(sheet_row(1, "а", "б", "в") + sheet_row(2, "г"), after=merges)
    assert [cell.text for row in table(data).rows for cell in row] == ["а", "а"]


def test_hidden_sheets_rows_and_columns_stay_out_and_are_said() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Дело", "служебное", "Срок", "Кто"],
        ["а", "х", "май", "я"],
        ["скрыто", "х", "июль", "я"],
        ["б", "х", "июнь", "я"],
    ):
        sheet.append(row)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    other = book.create_sheet("Черновик")
    other.append(["старое", "слово", "тут"])
    other.sheet_state = "veryHidden"
    data = saved(book)
    assert words(data) == [["Дело", "Срок", "Кто"], ["а", "май", "я"], ["б", "июнь", "я"]]
    assert [note.ru for note in read(data).notes] == [
        "Скрытые листы не прочитаны: «Черновик».",
        "Скрытые строки не прочитаны: 1.",
        "Скрытые столбцы не прочитаны: 1.",
    ]


def test_a_merged_area_with_a_hidden_corner_keeps_its_words() -> None:
    data = xlsx(
        sheet_row(1, "Куратор", "а", "б", properties='hidden="1"') + sheet_row(2, "", "в", "г"),
        after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
    )
    assert words(data) == [["Куратор", "в", "г"]]


def test_several_sheets_are_several_tables() -> None:
    book = Workbook()
    book.worksheets[0].append(["а", "б", "в"])
    book.create_sheet("Показатели").append(["г", "д", "е"])
    assert [block.at.sheet for block in read(saved(book)).blocks] == ["Sheet", "Показатели"]


def test_values_are_read_and_never_formulas() -> None:
    stored = '<row r="1"><c r="A1" t="str"><f>A2</f><v>итог</v></c><c r="B1"><f>1+1</f><v>2</v></c>'
    stored += '<c r="C1"><f>NOW()</f></c><c r="D1" t="e"><v>#REF!</v></c></row>'
    assert words(xlsx(stored)) == [["итог", "2", "#REF!"]]
    assert [note.en for note in read(xlsx(stored)).notes] == [
        "Formulas whose values are not stored stayed empty (open the file in Excel and save it): 1."
    ]


def test_shared_words_without_their_reading_hints() -> None:
    strings = '<si><r><t>База </t></r><r><t xml:space="preserve">пар</t></r><rPh><t>хх</t></rPh></si>'
    strings += "<si><t>срок_x000D_\n31\u00a0мая</t></si>"
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>77</v></c><c><v>5</v></c></row>'
    assert words(xlsx(rows, strings=strings)) == [["База пар", "срок\n31 мая", "5"]]


def test_numbers_of_rows_stored_as_fractions_get_their_dot() -> None:
    data = xlsx(sheet_row(1, "№", "Дело", "Доля") + sheet_row(2, 1.1, "а", 1.1))
    assert words(data)[1] == ["1.1", "а", "1,1"]


def test_a_workbook_without_words_to_see_is_refused() -> None:
    parts = xlsx(sheet_row(1, "а"), book="")
    book = Workbook()
    book.create_chartsheet("График")
    assert lines(parts) == ["а"]
    book.worksheets[0].sheet_state = "hidden"
    with pytest.raises(BadInput):
        read(saved(book))


def test_the_strict_kind_of_xlsx_is_the_same() -> None:
    parts = xlsx_parts(sheet_row(1, "а", "б", (45900, 1)), formats=("dd.mm.yyyy",))
    strict = {name: text.replace("schemas.openxmlformats.org", "purl.oclc.org/ooxml") for name, text in parts.items()}
    assert strict != parts
    assert read(zipped(strict)) == read(zipped(parts))
    assert words(zipped(strict)) == [["а", "б", "31.08.2025"]]


def test_what_is_drawn_or_pinned_over_a_sheet_is_said() -> None:
    parts = xlsx_parts(sheet_row(1, "а", "б", "в"))
    parts |= {"xl/comments1.xml": "<comments/>", "xl/drawings/drawing1.xml": "<x><a:t>УТВЕРЖДАЮ</a:t></x>"}
    assert [note.ru for note in read(zipped(parts)).notes] == [
        "Примечания к ячейкам не прочитаны.",
        "Надписи поверх листа не прочитаны.",
    ]
