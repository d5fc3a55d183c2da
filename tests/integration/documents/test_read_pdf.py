"""PDFs set by this test come back cell by cell: ruled and unruled, over pages, turned, merged; scans are refused."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from weasyprint import HTML  # type: ignore[import-untyped]  # ships no types

from documents.reading_roadmaps.pdf import read_pdf
from engine.refusals import BadInput
from engine.source import Source, SourceLine, SourceTable
from tests.support.typesetting.as_pdf import pdf
from tests.support.typesetting.foreign_plans import foreign_plans
from tests.support.typesetting.layout import DEADLINE_SECOND, DEADLINE_THIRD, LAYOUTS, TWO_LEVELS, UNRULED, Layout
from tests.support.typesetting.letters import letters, mistakes
from tests.support.typesetting.plan import Plan, Row, Section
from tests.support.typesetting.seed_plans import plans

PLANS = (*plans(), *foreign_plans())
LOOKS = {
    "portrait": "@page { size: A4 portrait } body { font: 7.5pt 'DejaVu Sans' }",
    "justified": "body { font: 10pt 'DejaVu Sans'; text-align: justify }",
    "cells set in the middle": "td { vertical-align: middle }",
    "tight": "td { padding: .5mm 1.5mm }",
    "turned page": "@page { size: A4 landscape; margin: 25mm 10mm }",
    "running title": "@page { @top-center { content: 'МБОУ СОШ, дорожная карта'; font-size: 8pt } }",
    "lines drawn apart": "table { border-collapse: separate; border-spacing: 0 }",
    "shaded headings": "tr:first-child td { background: #dde }",
    "heavy frame": ".ruled { border: 2pt solid black }",
    "no frame at the sides": ".ruled { border-left: hidden; border-right: hidden }",
}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_every_cell_comes_back(plan: Plan, layout: Layout) -> None:
    assert mistakes(read_pdf(pdf(plan, layout)), plan, layout) == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("layout", [DEADLINE_SECOND, TWO_LEVELS, UNRULED], ids=lambda layout: layout.name)
def test_whatever_the_page_looks_like(layout: Layout, look: str) -> None:
    for plan in (PLANS[0], PLANS[5]):
        assert mistakes(read_pdf(pdf(plan, layout, style=LOOKS[look])), plan, layout) == []


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("layout", [DEADLINE_SECOND, UNRULED], ids=lambda layout: layout.name)
def test_a_page_turned_by_its_scanner_or_its_author(layout: Layout, quarters: int) -> None:
    plan = PLANS[5]
    document = pypdfium2.PdfDocument(pdf(plan, layout))
    for page in document:
        page.set_rotation(quarters * 90)
    turned = BytesIO()
    document.save(turned)
    assert mistakes(read_pdf(turned.getvalue()), plan, layout) == []


def test_a_table_set_on_its_side() -> None:
    """The page stands upright, what is drawn on it lies: Word does so with a turned text frame."""
    style = "@page { size: 210mm 297mm; margin: 0 } table { width: 250mm; transform: rotate(90deg) translateY(-200mm);"
    style += " transform-origin: top left; margin: 10mm }"
    rows = "".join(f"<tr><td>{place}.<td>Встреча пар<td>до 0{place}.10.2026<td>Куратор" for place in range(1, 7))
    page = f"<style>{style} td {{ border: .5pt solid }}</style><table>{rows}</table>"
    (table,) = tables_of(read_pdf(bytes(HTML(string=page).write_pdf())))
    assert [[cell.text for cell in row] for row in table.rows] == [
        [f"{place}.", "Встреча пар", f"до 0{place}.10.2026", "Куратор"] for place in range(1, 7)
    ]


def test_words_broken_at_a_lines_end_stay_broken_for_whoever_joins_them() -> None:
    row = Row("Персонифицированное сопровождение", "постоянно", "Куратор", number="1")
    plan = Plan("narrow", "План", {"number": "№", "activity": "Мероприятие", "deadline": "Срок"}, section(row, row))
    source = read_pdf(pdf(plan, DEADLINE_THIRD, style="@page { size: 90mm 297mm }"))
    (cell,) = {row[1].text for table in tables_of(source) for row in table.rows[1:]}
    assert "-\n" in cell
    assert letters(cell) == letters(row.activity)


def test_a_row_split_by_the_page_is_one_where_no_line_closes_it() -> None:
    long = Row("Слово " * 400, "постоянно", "Куратор", number="1")
    plan = Plan("long", "План", {"number": "№", "activity": "Мероприятие", "deadline": "Срок"}, section(long, long))
    (table,) = tables_of(read_pdf(pdf(plan, DEADLINE_THIRD)))
    rows = [row for row in table.rows if row[0].text != "№"]
    assert [letters(row[1].text) for row in rows] == [letters(long.activity)] * 2
    assert [row[0].at.row for row in table.rows] == list(range(1, len(table.rows) + 1))
    assert {row[0].at.page for row in table.rows} > {1}


def test_merged_cells_say_where_they_come_from() -> None:
    page = """<style>td { border: .5pt solid }</style><table>
    <tr><td>№<td>Мероприятие<td>Срок<td>Кто
    <tr><td colspan=4>1. Раздел
    <tr><td>1<td>Приказ<td>май<td rowspan=2>Директор
    <tr><td>2<td>Встреча<td>июнь</table>"""
    (table,) = tables_of(read_pdf(bytes(HTML(string=page).write_pdf())))
    assert [(cell.column, cell.width, cell.text) for cell in table.rows[1]] == [(0, 4, "1. Раздел")]
    assert [cell.from_above for cell in table.rows[2]] == [False] * 4
    assert [(cell.text, cell.from_above) for cell in table.rows[3]][-1] == ("Директор", True)


def test_text_stands_before_and_after_its_table() -> None:
    plan = replace(PLANS[3], footnote="Сноска под таблицей.")
    blocks = read_pdf(pdf(plan, DEADLINE_THIRD)).blocks
    said = [letters(block.text) if isinstance(block, SourceLine) else "TABLE" for block in blocks]
    for earlier, later in (
        ("утверждаю", "TABLE"),
        ("TABLE", "сноскаподтаблицей"),
        ("сноскаподтаблицей", letters(plan.indicators_title)),
    ):
        assert said.index(earlier) < said.index(later)
    numbers = [block.text for block in blocks if isinstance(block, SourceLine) and block.text.isdigit()]
    assert numbers == [str(page) for page in range(1, len(numbers) + 1)]  # page numbers are kept, after everything
    assert said[-len(numbers) :] == numbers


def test_two_stamps_side_by_side_are_two_texts() -> None:
    page = """<style>.stamp { display: flex; justify-content: space-between }</style><div class=stamp>
    <div>СОГЛАСОВАНО<br>Председатель совета<br>И. И. Лугова</div><div>УТВЕРЖДАЮ<br>Директор школы<br>П. П. Зимин</div>
    </div><p>Дорожная карта</p>"""
    blocks = read_pdf(bytes(HTML(string=page).write_pdf())).blocks
    assert [block.text for block in blocks if isinstance(block, SourceLine)] == [
        *("СОГЛАСОВАНО", "Председатель совета", "И. И. Лугова"),
        *("УТВЕРЖДАЮ", "Директор школы", "П. П. Зимин"),
        "Дорожная карта",
    ]


def test_two_thousand_rows_page_by_page() -> None:
    row = Row("Проведение встречи наставнической пары", "ежемесячно", "Куратор", "Протокол")
    headings = {"number": "№", "activity": "Мероприятие", "deadline": "Срок", "responsible": "Кто", "result": "Итог"}
    rows = [replace(row, number=f"1.{place}") for place in range(1, 101)]
    hundred = pypdfium2.PdfDocument(pdf(Plan("long", "План", headings, section(*rows)), DEADLINE_THIRD))
    whole = pypdfium2.PdfDocument.new()
    for _ in range(20):
        whole.import_pages(hundred)
    file = BytesIO()
    whole.save(file)
    heard: list[tuple[int, int]] = []
    source = read_pdf(file.getvalue(), on_page=lambda done, total: heard.append((done, total)))
    read = [row for table in tables_of(source) for row in table.rows if row[0].text.startswith("1.")]
    read = [row for row in read if len(row) == 5]
    assert ["".join(row[0].text.split()) for row in read] == [f"1.{place}." for place in range(1, 101)] * 20
    assert {letters(row[1].text) for row in read} == {letters(row.activity) for row in rows}
    assert heard == [(page, len(whole)) for page in range(1, len(whole) + 1)]


def test_a_scan_is_refused_in_one_sentence() -> None:
    dot = "data:image/png;base64,"
    dot += "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    with pytest.raises(BadInput, match="только картинки"):
        read_pdf(bytes(HTML(string=f"<img style='width: 100%' src='{dot}'>").write_pdf()))
    with pytest.raises(BadInput, match="ни слова"):
        read_pdf(bytes(HTML(string="<p>").write_pdf()))


def test_a_drawing_of_ten_thousand_lines_is_no_table_and_no_trouble() -> None:
    lines = "".join(
        f"<path d='M{x / 10} 0 V500 M0 {x / 10} H500' stroke='black' stroke-width='.01'/>" for x in range(5000)
    )
    drawing = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='500' height='500'>{lines}</svg><p>Подпись под чертежом</p>"
    )
    blocks = read_pdf(bytes(HTML(string=drawing).write_pdf())).blocks
    assert "Подпись под чертежом" in [block.text for block in blocks if isinstance(block, SourceLine)]


@pytest.mark.parametrize("handler", ["Standard", "Unheard.Of"])
def test_a_locked_file_is_refused_in_one_sentence(handler: str) -> None:
    lock = f"<</Filter/{handler}/V 1/R 2/P -4/O({'o' * 32})/U({'u' * 32})>>"
    file = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    file += f"trailer<</Root 1 0 R/ID[<00><00>]/Encrypt{lock}>>\nstartxref\n0\n%%EOF\n"
    with pytest.raises(BadInput, match="паролем"):
        read_pdf(file.encode())


@pytest.mark.parametrize("cut", [0, 9, 200, 4000, -600])
def test_a_damaged_file_is_refused_in_one_sentence(cut: int) -> None:
    whole = pdf(PLANS[5], DEADLINE_THIRD)
    with pytest.raises(BadInput):
        read_pdf(whole[:cut] if cut >= 0 else b"%PDF-1.7\n" + bytes(reversed(whole[cut:])))


def section(*rows: Row) -> tuple[Section, ...]:
    return (Section("", "", rows),)


def tables_of(source: Source) -> list[SourceTable]:
    return [block for block in source.blocks if isinstance(block, SourceTable)]
