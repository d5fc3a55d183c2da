"""The pages of templates and of cases over HTTP: what is downloaded, brought back, refused, taken back."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from docx import Document

from documents.papers.building import built_in_template
from documents.papers.media import DOCX
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER, District, district
from tests.support.papers import words_in
from tests.support.site import Browser, Site, served
from workflows.definitions.paper_files import paper_form, paper_forms

PAGE = "/settings/templates/order-curator"
FORM = paper_form("order-curator")


@pytest.fixture
def cast(database: Database) -> District:
    with database.write() as tx:
        return district(tx)


@pytest.fixture
def site(database: Database, cast: District) -> Iterator[Site]:
    with served(database, at=FIRST_OF_SEPTEMBER) as running:
        yield running


@pytest.fixture
def curator(site: Site, cast: District) -> Browser:
    return site.browser(cast.curator.id)


def saying(words: str) -> bytes:
    document = Document(BytesIO(built_in_template(FORM)))
    document.paragraphs[0].insert_paragraph_before(words)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def files(content: bytes) -> dict[str, tuple[str, bytes, str]]:
    return {"file": ("шаблон.docx", content, DOCX)}


def first_line(browser: Browser, address: str = f"{PAGE}/docx") -> str:
    answer = browser.get(address)
    assert answer.headers["content-type"] == DOCX
    assert answer.headers["content-disposition"].startswith("attachment")
    return words_in(answer.content).split("\n")[0]


def test_the_list_leads_to_every_form(curator: Browser) -> None:
    page = curator.get("/settings/templates").text
    assert all(f'href="/settings/templates/{form.key}"' in page for form in paper_forms())
    assert 'href="/settings/templates"' in curator.get("/settings").text


def test_a_template_goes_to_word_and_back(curator: Browser) -> None:
    assert "Бланк" not in first_line(curator)
    done = curator.post(PAGE, files=files(saying("Бланк школы")))
    assert (done.status_code, done.url.path) == (200, PAGE)
    assert "Шаблон действует" in done.text
    assert first_line(curator) == "Бланк школы"
    assert "Бланк" not in first_line(curator, f"{PAGE}/built-in/docx")
    filled = words_in(curator.get(f"{PAGE}/filled/docx").content)
    assert filled.startswith("Бланк школы")
    assert "{{" not in filled
    page = curator.get(PAGE).text
    assert "свой шаблон" in page
    template = re.findall(r'name="template" value="(\d+)"', page)[0]
    curator.post(f"{PAGE}/take-back", {"template": template})
    assert "Бланк" not in first_line(curator)
    curator.post(f"{PAGE}/restore", {"template": template})
    assert first_line(curator) == "Бланк школы"


def test_findings_are_shown_with_their_places(curator: Browser) -> None:
    answer = curator.post(PAGE, files=files(saying("{{ school.nmae }} {% if x %}")))
    assert answer.status_code == 422
    assert "Абзац 1" in answer.text
    assert "«school.nmae» у этого документа нет" in answer.text
    assert "«{% if x %}» не поддерживается" in answer.text
    assert "Бланк" not in first_line(curator)


@pytest.mark.parametrize("content", [b"", b"MZ", b"PK\x03\x04"])
def test_what_is_no_template_gets_a_sentence(curator: Browser, content: bytes) -> None:
    answer = curator.post(PAGE, files=files(content))
    assert answer.status_code == 422
    assert 'id="w-file"' in answer.text


def test_a_warning_stands_on_the_page(curator: Browser) -> None:
    document = Document()
    document.add_paragraph("Приказ")
    made = BytesIO()
    document.save(made)
    curator.post(PAGE, files=files(made.getvalue()))
    assert "В шаблоне нет обязательного поля" in curator.get(PAGE).text


def test_others_have_no_such_pages(site: Site, cast: District) -> None:
    for one in (cast.mentor, cast.mentee, cast.parent):
        assert site.browser(one.id).get("/settings/templates").status_code in (403, 404)
    stranger = site.browser(cast.outsider.id)
    assert stranger.get(f"/settings/templates?org={cast.school.id}").status_code == 404
    assert stranger.post(PAGE, {"org": str(cast.school.id)}, files=files(saying("x"))).status_code == 404
    assert stranger.get("/settings/templates/no-such-form").status_code == 404


def test_nobody_takes_back_the_template_of_another_school(site: Site, cast: District, curator: Browser) -> None:
    curator.post(PAGE, files=files(saying("Бланк школы")))
    template = re.findall(r'name="template" value="(\d+)"', curator.get(PAGE).text)[0]
    answer = site.browser(cast.outsider.id).post(f"{PAGE}/take-back", {"template": template})
    assert answer.status_code in (404, 422)
    assert first_line(curator) == "Бланк школы"


CASES = "/settings/cases"
LOOK = {"kind": "name", "words": "Кравец Пётр Ильич", "do": "look"}


def test_cases_are_looked_at_corrected_and_taken_back(curator: Browser) -> None:
    page = curator.post(CASES, LOOK).text
    assert 'value="Кравца Петра Ильича"' in page
    assert "Правила не уверены" in page
    done = curator.post(CASES, LOOK | {"do": "save", "gen": "Кравеца Петра Ильича"})
    assert (done.status_code, done.url.path, done.url.query) == (200, CASES, b"")
    assert "Кравеца Петра Ильича" in curator.get(CASES).text
    assert 'value="Кравеца Петра Ильича"' in curator.post(CASES, LOOK).text
    curator.post(CASES, LOOK | {"do": "drop"})
    assert "Кравеца" not in curator.get(CASES).text


def test_wrong_cases_keep_what_was_typed(curator: Browser) -> None:
    answer = curator.post(CASES, LOOK | {"do": "save", "gen": "Кравеца\u202e", "dat": "Кравецу"})
    assert answer.status_code == 422
    assert 'value="Кравецу"' in answer.text


def test_hostile_words_are_words(curator: Browser) -> None:
    hostile = "<script>alert(1)</script> {{ x }}"
    curator.post(CASES, {"kind": "position", "words": hostile, "do": "save", "gen": hostile})
    page = curator.get(CASES).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
