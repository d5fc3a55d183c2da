"""DOCX as people see it: what Word shows is read, what it hides is not, and the person is told."""

import pytest

from documents.reading_roadmaps.docx import read_docx
from engine.source import Source, SourceLine, SourceTable
from tests.support.office_files import cell, docx, docx_parts, numbered, outline, paragraph, row, table, zipped


def source(body: str, **parts: str) -> Source:
    return read_docx(docx(body, **parts), lambda _done, _total: None)


def lines(body: str, **parts: str) -> list[str]:
    return [block.text for block in source(body, **parts).blocks if isinstance(block, SourceLine)]


def rows(body: str, **parts: str) -> list[list[tuple[str, int, int]]]:
    """Words, first column and width of each cell of the one table."""
    [found] = [block for block in source(body, **parts).blocks if isinstance(block, SourceTable)]
    return [[(one.text, one.column, one.width) for one in cells] for cells in found.rows]


def words(body: str, **parts: str) -> list[list[str]]:
    return [[text for text, _, _ in cells] for cells in rows(body, **parts)]


def test_paragraphs_and_tables_keep_the_order_of_the_body() -> None:
    found = source(
        paragraph("Дорожная карта")
        + table(row("а", "б"))
        + paragraph("Показатели")
        + table(row("в", "г"), row("д", "е"))
    )
    kinds = [block.text if isinstance(block, SourceLine) else block.rows[0][0].text for block in found.blocks]
    assert kinds == ["Дорожная карта", "а", "Показатели", "в"]
    assert [block.at.document() for block in found.blocks] == [{"line": 1}, {"table": 1}, {"line": 2}, {"table": 2}]
    last = found.blocks[-1]
    assert isinstance(last, SourceTable)
    assert [cells[0].at.document() for cells in last.rows] == [{"table": 2, "row": 1}, {"table": 2, "row": 2}]


def test_cells_merged_across() -> None:
    wide = cell("Раздел", '<w:gridSpan w:val="3"/>')
    assert rows(table(row("1", "дело", "срок"), row(wide))) == [
        [("1", 0, 1), ("дело", 1, 1), ("срок", 2, 1)],
        [("Раздел", 0, 3)],
    ]


def test_cells_merged_downwards_repeat_the_words_above() -> None:
    first = row(cell("Куратор", '<w:vMerge w:val="restart"/>'), "а", "б")
    next_ = row(cell("", "<w:vMerge/>"), "в", "г")
    [found] = source(table(first, next_, next_)).blocks
    assert isinstance(found, SourceTable)
    assert [(cells[0].text, cells[0].from_above) for cells in found.rows] == [
        ("Куратор", False),
        ("Куратор", True),
        ("Куратор", True),
    ]


def test_cells_merged_the_old_way() -> None:
    merged = row(cell("Раздел", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("", "<w:hMerge/>"))
    assert rows(table(row("а", "б", "в"), merged))[1] == [("Раздел", 0, 3)]


def test_a_row_may_begin_further_right() -> None:
    late = row("б", "в", properties='<w:gridBefore w:val="1"/>')
    assert rows(table(row("1", "а", "г"), late, widths=(900, 900, 900)))[1] == [("", 0, 1), ("б", 1, 1), ("в", 2, 1)]


def test_edges_that_nearly_meet_are_one() -> None:
    header = row("Дело", cell("Срок", '<w:gridSpan w:val="2"/>'), "Итог")
    other = row(cell("а", '<w:gridSpan w:val="2"/>'), "б", "в")
    assert rows(table(header, other, widths=(3000, 60, 2000, 2000))) == [
        [("Дело", 0, 1), ("Срок", 1, 1), ("Итог", 2, 1)],
        [("а", 0, 1), ("б", 1, 1), ("в", 2, 1)],
    ]


def test_a_narrow_column_with_words_stays_a_column() -> None:
    assert rows(table(row("1", "а", "б"), widths=(60, 3000, 3000)))[0][0] == ("1", 0, 1)


def test_columns_no_row_uses_are_not_counted() -> None:
    two = '<w:gridSpan w:val="2"/>'
    assert rows(table(row(cell("а", two), cell("б", two), cell("в", two)))) == [[("а", 0, 1), ("б", 1, 1), ("в", 2, 1)]]


def test_a_table_inside_a_cell_becomes_its_lines() -> None:
    inner = table(row("охват", "10 %"), row("встречи", "90 %"))
    assert words(table(row("1", cell(paragraph("Итоги:") + inner + paragraph()), "срок"))) == [
        ["1", "Итоги:\nохват 10 %\nвстречи 90 %", "срок"]
    ]


def test_a_frame_of_one_cell_gives_its_table_free() -> None:
    frame = table(row(cell(paragraph("План") + table(row("1", "дело", "срок")) + paragraph())))
    assert lines(frame) == ["План", ""]
    assert words(frame) == [["1", "дело", "срок"]]


def test_a_frame_around_words_is_lines() -> None:
    assert lines(table(row(cell(paragraph("УТВЕРЖДАЮ") + paragraph("директор"))))) == ["УТВЕРЖДАЮ", "директор"]


LEGAL = outline(("decimal", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "%3)"))


def test_numbers_of_a_list_are_counted_across_cells() -> None:
    found = words(
        table(
            row(cell(numbered("Подготовка")), "", ""),
            row(cell(numbered("", 1)), "приказ", "август"),
            row(cell(numbered("", 1)), "база", "сентябрь"),
            row(cell(numbered("Работа")), "", ""),
            row(cell(numbered("", 1)), cell(numbered("встреча", 2) + numbered("отчёт", 2)), "май"),
        ),
        numbering=LEGAL,
    )
    assert [cells[0] for cells in found] == ["1. Подготовка", "1.1.", "1.2.", "2. Работа", "2.1."]
    assert found[4][1] == "a) встреча\nb) отчёт"


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("upperRoman", "%1.", ["I. а", "II. а"]),
        ("russianLower", "%1)", ["а) а", "б) а"]),
        ("upperLetter", "%1", ["A а", "B а"]),
        ("decimalZero", "№ %1", ["№ 01 а", "№ 02 а"]),
        ("bullet", "\uf0b7", ["• а", "• а"]),
        ("bullet", "–", ["– а", "– а"]),
        ("none", "", ["а", "а"]),
    ],
)
def test_numbers_are_written_as_their_level_says(form: str, text: str, shown: list[str]) -> None:
    assert lines(numbered("а") * 2, numbering=outline((form, text))) == shown


def test_a_list_may_start_anew_and_elsewhere() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    both = outline(("decimal", "%1."))
    use = f'<w:num w:numId="7"><w:abstractNumId w:val="1"/>{start}</w:num>'
    body = numbered("а") + numbered("б") + numbered("в", num="7") + numbered("г", num="7") + numbered("д", num="9")
    assert lines(body, numbering=both + use) == ["1. а", "2. б", "5. в", "6. г", "д"]


def test_a_list_without_its_number_takes_none() -> None:
    assert lines(numbered("а", num="0") + numbered("б", num="77"), numbering=LEGAL) == ["а", "б"]


def test_a_style_may_number_its_paragraphs() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Row"><w:basedOn w:val="Base"/></w:style>'
    )
    styled = paragraph("дело", '<w:pStyle w:val="Row"/>')
    off = paragraph("без номера", '<w:pStyle w:val="Row"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines(styled + off + styled, numbering=LEGAL, styles=styles) == ["1. дело", "без номера", "2. дело"]


def test_the_level_is_the_one_that_names_the_style() -> None:
    numbers = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
    styles = "".join(f'<w:style w:type="paragraph" w:styleId="H{at}">{numbers}</w:style>' for at in (1, 2))
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/><w:pStyle w:val="H{at + 1}"/>'
        "<w:isLgl/></w:lvl>"
        for at, (form, text) in enumerate((("upperRoman", "%1."), ("decimal", "%1.%2")))
    )
    numbering = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum><w:num w:numId="1">'
    numbering += '<w:abstractNumId w:val="1"/></w:num>'
    body = "".join(paragraph("а", f'<w:pStyle w:val="H{at}"/>') for at in (1, 2, 2, 1, 2))
    assert lines(body, numbering=numbering, styles=styles) == ["1. а", "1.1 а", "1.2 а", "2. а", "2.1 а"]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>Срок </w:t></w:r><w:del><w:r><w:delText>май</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>июнь</w:t></w:r></w:ins></w:p>"
        '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Первая </w:t></w:r></w:p>'
        "<w:p><w:r><w:t>половина</w:t></w:r></w:p>"
    )
    gone = row("старое", "б", "в", properties='<w:del w:id="2"/>')
    new = row("новое", "б", "в", properties='<w:ins w:id="3"/>')
    assert lines(body) == ["Срок июнь", "Первая половина"]
    assert words(table(gone, new)) == [["новое", "б", "в"]]
    assert [note.en for note in source(body).notes] == [
        "The file has tracked changes: insertions were read, deletions were not."
    ]


def test_a_deleted_item_of_a_list_takes_no_number() -> None:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    words_gone = "<w:del><w:r><w:delText>х</w:delText></w:r></w:del>"
    gone = f"<w:p><w:pPr>{number}<w:rPr><w:del w:id='1'/></w:rPr></w:pPr>{words_gone}</w:p>"
    assert lines(numbered("а") + gone + numbered("б"), numbering=LEGAL) == ["1. а", "2. б"]


def test_hidden_words_are_left_out_and_said() -> None:
    styles = '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = (
        "<w:p><w:r><w:t>видно</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>скрыто</w:t></w:r>"
        '<w:r><w:rPr><w:rStyle w:val="Secret"/></w:rPr><w:t>тоже</w:t></w:r>'
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>, и это</w:t></w:r></w:p>'
    )
    assert lines(body, styles=styles) == ["видно, и это"]
    assert [note.en for note in source(body, styles=styles).notes] == ["Hidden text was not read."]


def test_content_controls_links_and_fields_are_transparent() -> None:
    control = "<w:sdt><w:sdtPr><w:alias w:val='х'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    hint = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Введите</w:t></w:r></w:sdtContent></w:sdt>"
    )
    body = control.format(paragraph("абзац"))
    body += "<w:p><w:hyperlink><w:r><w:t>ссылка</w:t></w:r></w:hyperlink>"
    body += control.format("<w:r><w:t>поле</w:t></w:r>") + hint
    body += "<w:r><w:fldChar/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>7</w:t></w:r></w:p>"
    assert lines(body) == ["абзац", "ссылкаполе7"]
    assert words(table(control.format(row("а", "б")), row("в", "г"))) == [["а", "б"], ["в", "г"]]


def test_breaks_hyphens_and_spaces() -> None:
    body = (
        "<w:p><w:r><w:t>настав\u00adничество\u00a0—</w:t><w:br/><w:t>план</w:t><w:softHyphen/><w:t>ы</w:t>"
        "<w:tab/><w:t>2025</w:t><w:noBreakHyphen/><w:t>2026</w:t></w:r></w:p>"
    )
    assert lines(body) == ["наставничество —", "планы\t2025-2026"]
    assert words(table(row("1", cell(body)))) == [["1", "наставничество —\nпланы 2025-2026"]]


def test_text_boxes_are_read_once() -> None:
    inside = f"<w:txbxContent>{paragraph('УТВЕРЖДЕНО')}{paragraph('приказом')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>План</w:t><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
        f"{inside}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert lines(body) == ["План", "УТВЕРЖДЕНО", "приказом"]


def test_footnotes_and_headers_are_left_aside_and_quoted() -> None:
    notes = '<w:footnote w:type="separator"><w:p><w:r><w:t>линия</w:t></w:r></w:p></w:footnote>'
    notes += f"<w:footnote>{paragraph('по согласованию')}</w:footnote>"
    found = source(paragraph("План"), footnotes=notes, header=paragraph("МБОУ «Школа»") + paragraph("2"))
    assert [note.ru for note in found.notes] == [
        "Сноски оставлены в стороне: по согласованию",
        "Колонтитулы оставлены в стороне: МБОУ «Школа»",
    ]


def test_hidden_and_empty_rows_are_no_rows() -> None:
    hidden = row("х", "у", properties="<w:hidden/>")
    [found] = source(table(row("а", "б"), hidden, row("", ""), row("в", "г"))).blocks
    assert isinstance(found, SourceTable)
    assert [(cells[0].text, cells[0].at.row) for cells in found.rows] == [("а", 1), ("в", 4)]


def test_styles_that_bite_their_own_tail_end() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("A", "B"), ("B", "A"), ("C", "C"))
    )
    body = paragraph("а", '<w:pStyle w:val="A"/>') + paragraph("б", '<w:pStyle w:val="C"/>')
    assert lines(body, styles=styles) == ["а", "б"]


def test_the_strict_kind_of_docx_is_the_same() -> None:
    parts = docx_parts(paragraph("План") + table(row(cell("а", '<w:gridSpan w:val="2"/>'), "б"), row("в", "г", "д")))
    strict = {name: text.replace("schemas.openxmlformats.org", "purl.oclc.org/ooxml") for name, text in parts.items()}
    assert strict != parts
    assert read_docx(zipped(strict), lambda *_: None) == read_docx(zipped(parts), lambda *_: None)


def test_progress_counts_rows() -> None:
    told: list[tuple[int, int]] = []
    read_docx(docx(table(*(row("а", "б") for _ in range(3)))), lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_paragraphs_parted_by_tabs_are_a_table() -> None:
    tab = "</w:t><w:tab/><w:t>"
    [made] = source("".join(f"<w:p><w:r><w:t>{tab.join(line)}</w:t></w:r></w:p>" for line in ("абв", "где"))).blocks
    assert isinstance(made, SourceTable)
    assert [[one.text for one in cells] for cells in made.rows] == [["а", "б", "в"], ["г", "д", "е"]]
    assert [cells[0].at.document() for cells in made.rows] == [
        {"table": 1, "row": 1, "line": 1},
        {"table": 1, "row": 2, "line": 2},
    ]
