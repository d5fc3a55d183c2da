"""Every built-in form becomes a whole paper, in DOCX and in PDF, and its own template may be brought back."""

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTTextContainer

from documents.papers.building import built_in_template
from documents.papers.checking import check_template
from documents.papers.pdf import office, to_pdf, to_pdfs
from documents.papers.rendering import rendered
from engine.papers.model import PaperForm
from engine.papers.placeholders import known
from engine.refusals import BadInput
from tests.support.papers import part_of, sample_filling, sample_paper, words_in
from workflows.definitions.paper_files import paper_form, paper_forms, paper_keys

_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}")


@pytest.fixture(scope="module")
def pdfs() -> dict[str, str]:
    """The words of each paper's PDF; LibreOffice starts once for all of them."""
    forms = paper_forms()
    made = to_pdfs([sample_paper(form) for form in forms])
    return {form.key: extract_text(BytesIO(pdf)) for form, pdf in zip(forms, made, strict=True)}


def squeezed(text: str) -> str:
    """Without spaces and breaks: a PDF keeps its own lines."""
    return re.sub(r"[\s\u00a0\u00ad-]+", "", text)


@pytest.mark.parametrize("key", paper_keys())
def test_no_placeholder_is_left(key: str) -> None:
    docx = sample_paper(paper_form(key))
    Document(BytesIO(docx))
    assert _BRACES.search(words_in(docx)) is None
    assert len(words_in(docx)) > 100


@pytest.mark.parametrize("key", paper_keys())
def test_every_value_of_the_layout_stands_in_the_paper(key: str) -> None:
    form = paper_form(key)
    used = set(check_template(form, built_in_template(form)).placeholders)
    values = sample_filling(form).values
    shown = squeezed(words_in(sample_paper(form)))
    for name in used & set(known(form).single):
        value = values[name]
        assert isinstance(value, str)
        assert squeezed(value) in shown, name


@pytest.mark.parametrize("key", paper_keys())
def test_the_pdf_says_the_same_in_cyrillic(key: str, pdfs: dict[str, str]) -> None:
    shown = squeezed(pdfs[key])
    assert len(re.findall("[А-Яа-яЁё]", shown)) > 80
    assert "\ufffd" not in shown
    assert "(cid:" not in shown
    lines = [line for line in words_in(sample_paper(paper_form(key))).split("\n") if len(line) > 20]
    missing = [line for line in lines if squeezed(line) not in shown]
    # Lines of narrow cells stand in pieces between those of other cells.
    assert len(missing) <= len(lines) // 2


@pytest.mark.parametrize("key", paper_keys())
def test_our_template_may_be_brought_back_unchanged(key: str) -> None:
    form = paper_form(key)
    checked = check_template(form, built_in_template(form))
    assert checked.accepted
    assert checked.findings == ()


def pages(form: PaperForm) -> tuple[bytes, str]:
    docx = built_in_template(form)
    return docx, part_of(docx, "word/document.xml").decode()


def test_a_paper_is_a4_with_the_fields_of_an_official_one() -> None:
    _, xml = pages(paper_form("order-pairing"))
    assert re.search(r'<w:pgSz[^>]*w:w="11906"[^>]*w:h="16838"', xml)
    margins = dict(re.findall(r'w:(left|right|top|bottom)="(\d+)"', re.findall(r"<w:pgMar[^>]*>", xml)[0]))
    millimetres = {side: round(int(twips) / 56.7) for side, twips in margins.items()}
    assert millimetres == {"left": 30, "right": 15, "top": 20, "bottom": 20}


def test_header_rows_are_repeated_and_rows_are_not_torn() -> None:
    _, xml = pages(paper_form("order-pairing"))
    assert xml.count("<w:tblHeader/>") == 1
    assert "<w:cantSplit/>" in xml


def test_what_stands_before_a_signature_stays_with_it() -> None:
    document = Document(BytesIO(sample_paper(paper_form("order-curator"))))
    table = document.tables[-1]._tbl
    before = [one for one in document.paragraphs if one._p.getnext() is table]
    assert all(one.paragraph_format.keep_with_next for one in before)


def test_no_signature_stands_alone_after_a_long_table() -> None:
    form = paper_form("register-training")
    template = built_in_template(form)
    row = {"name": "Гусева Анна", "event": "Курсы", "on": date(2026, 9, 1), "hours": "72", "certificate": "УПК-1"}
    lengths = range(28, 44)  # somewhere here the table ends where the page does
    made = to_pdfs([rendered(template, sample_filling(form, trained=[row] * length).values) for length in lengths])
    last = [list(extract_pages(BytesIO(pdf)))[-1] for pdf in made]
    assert {page.pageid for page in last} == {1, 2}
    for page in last:
        words = "".join(each.get_text() for each in page if isinstance(each, LTTextContainer))
        assert "Куратор" in words
        assert "УПК-1" in words


def test_the_same_form_makes_the_same_file() -> None:
    form = paper_form("order-award")
    first = built_in_template(form)
    built_in_template.cache_clear()
    assert built_in_template(form) == first


def test_without_libreoffice_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    assert office() is None
    with pytest.raises(BadInput, match="LibreOffice Writer") as refused:
        to_pdf(sample_paper(paper_form("order-award")))
    assert refused.value.field == "pdf"


@pytest.mark.parametrize("key", ["order-pairing", "register-mentees"])
def test_nothing_of_the_library_s_own_document_travels_along(key: str) -> None:
    """No picture of another page, no day of 2013, no hundred styles of tables nobody uses."""
    made = sample_paper(paper_form(key))
    with ZipFile(BytesIO(made)) as file:
        names = set(file.namelist())
        assert not {name for name in names if "thumbnail" in name or "customXml" in name or "WithEffects" in name}
        assert b"2013" not in file.read("docProps/core.xml")
        assert len(file.read("word/styles.xml")) < 60_000
    assert len(made) < 25_000
