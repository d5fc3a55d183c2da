"""Values go into a template as text, whatever they are, and placeholders are found however Word has cut them."""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.high_level import extract_text

from documents.papers.building import built_in_template
from documents.papers.pdf import to_pdf
from documents.papers.rendering import rendered
from engine.papers.cases import uninflected
from engine.papers.model import (
    Bulleted,
    Column,
    FieldKind,
    Heading,
    Numbered,
    PaperField,
    PaperForm,
    Paragraph,
    Signature,
    Signatures,
    Table,
)
from engine.papers.values import Filled, filled
from engine.words import Words
from tests.support.papers import words_in

SAID = Words("Поле", "Field")


def field(name: str, of: FieldKind = "text", fields: tuple[PaperField, ...] = ()) -> PaperField:
    return PaperField(name, SAID, of, required=False, fields=fields)


FORM = PaperForm(
    "test",
    1,
    "order",
    "other",
    Words("Проба", "Trial"),
    "organisation",
    (
        field("school.name"),
        field("aims", "lines"),
        field("head.name", "name"),
        field("pairs", "rows", (field("mentor.name", "name"), field("note"))),
    ),
    (
        Heading("ПРИКАЗ"),
        Paragraph("Школа: {{ school.name }}."),
        Paragraph("Цели: {{ aims }}"),
        Numbered(("Первое.", "Поручить: {{ head.name }}.", "Третье.")),
        Bulleted(("точка",)),
        Table("pairs", (Column("№", "{{ row.n }}", 10), Column("Кто", "{{ row.mentor.name }}, {{ row.note }}"))),
        Signatures((Signature("Директор", "{{ head.name.initials }}"),)),
    ),
)
HOSTILE = [
    "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
    "{{ head.name }}",
    "{% for x in y %}{{ x }}{% endfor %}",
    "{%tr for row in pairs %}",
    "{_{ aims }_} {# нет #}",
    "a & b < c > d \"e\" 'f' &amp; &#0; &#x41;",
    "]]> <![CDATA[ x ]]>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "\u202eвонавИ\u202c \u2066x\u2069",
    "ту\u200bт \ufeffнич\u2060его",
    "нуль\x00 звонок\x07 страница\x0c возврат\x1b[31m",
    "половина \ud800 пары \udfff",
    "не\ufffe\uffffзнаки",
    "👩‍🏫 𝕬 ﷽ ё́",
    "=CMD|'/c calc'!A1",
    "**жирно**",
    "Я" * 100_000,
    "слово " * 20_000,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    r"C:\школа\№5 \n \t",
]


def values(**given: Any) -> Filled:
    return filled(FORM, given | {"pairs": given.get("pairs", [])}, uninflected).values


def paper(**given: Any) -> bytes:
    return rendered(
        built_in_template(FORM), values(**{name.replace("__", "."): value for name, value in given.items()})
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_only_a_text(text: str) -> None:
    sound = paper(school__name="Школа", aims="цель", head__name="Гусева Анна", pairs=[{"mentor.name": "Ким Ольга"}])
    row = {"mentor.name": text, "note": text}
    docx = paper(school__name=text, aims=text, head__name=text, pairs=[row])
    document, expected = Document(BytesIO(docx)), Document(BytesIO(sound))
    assert len(document.tables) == len(expected.tables)
    assert [len(table.rows) for table in document.tables] == [len(table.rows) for table in expected.tables]
    assert [style.style.name for style in document.paragraphs] == [style.style.name for style in expected.paragraphs]


@pytest.mark.parametrize("text", ["{{ head.name }}", "{_{ x }_}", "<w:t>&amp;</w:t>", "]]>", "**жирно**"])
def test_signs_stay_what_they_are(text: str) -> None:
    assert f"Школа: {text}." in words_in(paper(school__name=text))


def test_all_hostile_texts_together_still_become_a_pdf() -> None:
    rows = [{"mentor.name": text[:300], "note": text[:300]} for text in HOSTILE]
    shown = extract_text(BytesIO(to_pdf(paper(school__name="Школа", aims="\n".join(HOSTILE)[:50_000], pairs=rows))))
    assert "ПРИКАЗ" in shown
    assert "</w:t>" in re.sub(r"\s", "", shown)


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=200))
@settings(max_examples=60)
def test_whatever_is_typed_the_file_opens(text: str) -> None:
    Document(BytesIO(paper(school__name=text, aims=text, pairs=[{"mentor.name": text, "note": text}])))


def test_lines_become_paragraphs_behind_their_own() -> None:
    assert "Цели: первая\nвторая\nтретья\n" in words_in(paper(aims="первая\r\nвторая\n\nтретья"))


def test_a_paragraph_of_empty_values_is_left_out_and_points_are_counted_by_word() -> None:
    shown = words_in(paper(school__name="№ 5"))
    assert "Цели" not in shown
    assert "Поручить" not in shown
    assert "Первое.\nТретье." in shown


def test_an_empty_value_takes_its_comma_along() -> None:
    shown = words_in(paper(pairs=[{"mentor.name": "Ким Ольга"}, {"mentor.name": "Гусева Анна", "note": "новая"}]))
    assert "Ким Ольга\n" in shown
    assert "Гусева Анна, новая" in shown


def test_rows_are_repeated_and_tags_are_gone() -> None:
    shown = words_in(paper(pairs=[{"mentor.name": f"Ким {at}", "note": "x"} for at in range(1, 31)]))
    assert "30\nКим 30, x" in shown
    assert "{%" not in shown


def test_an_empty_line_of_a_cell_goes() -> None:
    told = "{{ row.mentor.name }}\n{{ row.note }}"
    form = replace(FORM, layout=(Table("pairs", (Column("Кто", told), Column("Что", "{{ row.note }}"))),))
    lines = [{"mentor.name": "Ким", "note": ""}, {"mentor.name": "Ли", "note": "x"}]
    table = Document(BytesIO(rendered(built_in_template(form), values(pairs=lines)))).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows[1:]] == [["Ким", ""], ["Ли\nx", "x"]]


def test_an_empty_list_leaves_its_header() -> None:
    table = Document(BytesIO(paper(pairs=[]))).tables[0]
    assert [cell.text for row in table.rows for cell in row.cells] == ["№", "Кто"]


def test_placeholders_that_word_cut_into_runs_are_found() -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for piece in ("Школа {", "{ sch", "ool.na", "me }", "} — ", "{{head.name", ".initials}}", "!"):
        paragraph.add_run(piece).bold = len(piece) % 2 == 0
    made = BytesIO()
    document.save(made)
    docx = rendered(made.getvalue(), values(**{"school.name": "№ 5", "head.name": "Гусева Анна Сергеевна"}))
    assert "Школа № 5 — А.\u00a0С.\u00a0Гусева!" in words_in(docx)


def test_headers_and_footers_are_filled_too() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ school.name }}"
    document.add_paragraph("x")
    made = BytesIO()
    document.save(made)
    opened = Document(BytesIO(rendered(made.getvalue(), values(**{"school.name": "№ 5"}))))
    assert opened.sections[0].header.paragraphs[0].text == "№ 5"


def test_a_register_of_two_thousand_rows_is_made() -> None:
    rows = [{"mentor.name": f"Ким {at}", "note": "x"} for at in range(2000)]
    assert "2000\nКим 1999, x" in words_in(paper(pairs=rows))
