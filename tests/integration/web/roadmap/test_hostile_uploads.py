"""A file full of markup, template words, formulas, endless cells and signs that turn the writing: words, nothing else.

From the upload through the review, acceptance, the pages of its rows, the journal, files and the API.
"""

import io
from collections.abc import Iterator

import openpyxl  # type: ignore[import-untyped]  # ships no types
import pytest

from storage.database import Database
from tests.support.crawling import seen
from tests.support.pair_life import Story, story
from tests.support.programs import program
from tests.support.site import Site, served

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"
TEMPLATE = "{{ 7 * 191 }}{% raw %}"
FORMULA = '=HYPERLINK("https://evil.example","x")'
CONTROLS = "\x01\x1b\u202e\u2066\ufffe"
ENDLESS = "Ы " * 5_000
PLAN = (
    f"Дорожная карта наставничества {MARKUP} {TEMPLATE} на 2025-2026 учебный год\n"
    "№\tМероприятие\tСрок\tОтветственный\tРезультат\n"
    f"1\tИздать {MARKUP} {CONTROLS} приказ\tдо 20 сентября\tДиректор\t{FORMULA}\n"
    f"2\tПровести {TEMPLATE} встречу\tдо 5 мая\tКуратор {MARKUP}\tПротокол\n"
    f"3\t{FORMULA}\tкогда {MARKUP}\t{FORMULA}\t{TEMPLATE}\n"
    f"4\tОбсудить {ENDLESS}\tдо 6 мая\tКуратор\tПротокол\n"
)


@pytest.fixture
def told(database: Database) -> Story:
    return story(database)


@pytest.fixture
def site(told: Story) -> Iterator[Site]:
    with served(told.database, at=told.at) as running:
        yield running


def test_a_hostile_file_is_words_all_the_way(site: Site, told: Story) -> None:
    curator = site.browser(told.cast.curator.id)
    files = {"file": ("<script>.txt", PLAN.encode(), "text/html")}
    review = curator.post("/roadmap/imports", {"org": told.cast.school.path}, files=files)
    assert review.status_code == 200, review.text[:2000]
    draft = review.url.path
    asked = [draft, f"{draft}?only=doubts", f"{draft}/rows/r0", f"{draft}/rows/r2", f"{draft}/xlsx", "/roadmap/new"]
    answers = [curator.get(url) for url in asked]
    live = curator.post(f"{draft}/accept", {"past": "open"})
    assert live.status_code == 200, live.text[:2000]
    roadmap = live.url.path
    with program(site, told.cast.curator.id) as caller:
        items = caller.get(f"/roadmaps/{roadmap.rpartition('/')[2]}").json()["items"]
        assert caller.get(f"/roadmap-imports/{draft.rpartition('/')[2]}").status_code == 200
    assert len(items) == 4
    assert not any(sign in str(items) for sign in CONTROLS)
    after = [f"/roadmap/items/{one['id']}" for one in items]
    after += [roadmap, f"{roadmap}/xlsx", "/journal", "/journal/xlsx", "/overdue", "/", "/roadmap"]
    answers += [curator.get(url) for url in after]
    shown = 0
    for answer in answers:
        url = str(answer.url)
        assert answer.status_code == 200, url
        if "spreadsheet" in answer.headers["content-type"]:
            book = openpyxl.load_workbook(io.BytesIO(answer.content))
            assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
            continue
        page = seen(answer.text)
        assert not list(page.dangers), url
        assert "1337" not in "".join(page.words), url
        assert "%3Cscript" not in url
        shown += "<script>alert(1)</script>" in "".join(page.words)
    assert shown > 3
