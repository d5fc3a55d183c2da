"""Files nobody should open, sent through the page: a sentence at the field each time, and the server lives on."""

import html
import re
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import func, select

from storage.database import Database
from storage.tables.imports import roadmap_imports
from tests.support.hostile_files import files
from tests.support.pair_life import Story, story
from tests.support.site import Browser, Site, served

KINDS = {  # what is sent → what its sentence tells
    "a bomb in the document": "слишком велик",
    "a bomb in the sheet": "слишком велик",
    "PDF: a bomb": "слишком велик",
    "a billion laughs in a document": "DTD",
    "an entity of the machine in a document": "DTD",
    "encrypted entries": "снимите защиту",
    "OLE: an encrypted DOCX": "снимите защиту",
    "an archive of an archive": "распакуйте",
    "docx cut at 5 tenths": "повреждён",
    "PNG for a roadmap": "Это картинка",
    "EXE for a roadmap": "Это программа",
    "a presentation": "Это презентация",
    "sixty thousand rows of tabs": "больше 50 000 строк",
    "docx: a tree too deep": "",
    "tables in tables without end": "",
    "PDF: pages in a ring": "",
    "OLE: a directory in a ring": "",
}
GOOD = """Дорожная карта наставничества на 2025-2026 учебный год
№\tМероприятие\tСрок\tОтветственный\tРезультат
1\tИздать приказ о назначении куратора\tдо 20 сентября\tДиректор\tПриказ
"""
FILES = files()


@pytest.fixture
def told(sqlite_database: Database) -> Story:
    return story(sqlite_database)


@pytest.fixture
def site(told: Story) -> Iterator[Site]:
    with served(told.database, at=told.at) as running:
        yield running


def sent(curator: Browser, told: Story, content: bytes) -> httpx.Response:
    given = {"file": ("план.docx", content, "application/octet-stream")}
    return curator.post("/roadmap/imports", {"org": told.cast.school.path}, files=given)


def sentences(page: str) -> list[str]:
    """What stands at the field of the file."""
    found = re.findall(r'<[^<>]*id="w-file"[^<>]*>(.*?)</(?:p|div|span)>', page, flags=re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^<>]+>", " ", one)).replace("\u00a0", " ").split()) for one in found]


def test_each_is_refused_by_a_sentence_and_the_next_one_is_read(site: Site, told: Story) -> None:
    curator = site.browser(told.cast.curator.id)
    for name, remedy in KINDS.items():
        answer = sent(curator, told, FILES[name]())
        assert answer.status_code == 422, name
        [sentence] = sentences(answer.text)
        assert re.match(r"[А-ЯA-Z].{15,200}", sentence), (name, sentence)
        assert remedy in sentence, (name, sentence)
        assert "root:" not in answer.text, name
        assert "Traceback" not in answer.text, name
    assert told.read(lambda tx: tx.execute(select(func.count()).select_from(roadmap_imports)).scalar()) == 0
    review = sent(curator, told, GOOD.encode())
    assert review.status_code == 200
    assert review.url.path.startswith("/roadmap/imports/")
    assert "Издать приказ" in review.text
    assert httpx.get(f"{site.address}/healthz").status_code == 200
