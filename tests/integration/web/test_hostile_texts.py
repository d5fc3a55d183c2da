"""Hostile texts in every free field of every table come out as words: on every page, in every export."""

import io
from collections.abc import Iterator

import openpyxl
import pytest
from sqlalchemy import String, Text, update
from sqlmodel.sql.sqltypes import AutoString

from storage.database import Database
from storage.schema import MODELS
from tests.support.crawling import crawl, seen
from tests.support.realm import AT, Realm, realm
from tests.support.site import Site, served

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>"
TEMPLATE = "{{ 7 * 191 }}{% raw %}{# #}${7*191}"
FORMULA = '=HYPERLINK("https://evil.example","x")'
CONTROLS = "\x01\x1b[31m\u202eabc\ufffe"
HOSTILE = f"{FORMULA} {MARKUP} {TEMPLATE} {CONTROLS}" + "Ы" * 10_000
SHOWN = f"{MARKUP} {TEMPLATE}"

# Free words of people; every other text is a key, an address, a path or a hash that the program itself writes.
FREE = {
    "organisation": ("name",),
    "person": ("name", "position", "address_fault"),
    "programme": ("title",),
    "roadmap": ("title",),
    "item": ("number", "section", "title", "deadline_text", "source_deadline_text", "responsible_text", "result"),
    "obligation": ("title", "reason"),
    "reminder": ("reason",),
    "letter": ("subject", "reason"),
    "paper": ("number",),
    "evidence": ("reference",),
    "feedback": ("text",),
    "plan_item": ("title",),
    "postponement": ("reason",),
    "planned_meeting": ("note",),
    "curator_call": ("text",),
    "channel": ("reason",),
    "indicator_series": ("title", "formula"),
    "webhook_delivery": ("reason",),
}
WALKERS = ("curator", "head", "mentor", "municipal")


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[tuple[Site, Realm]]:
    with sqlite_database.write() as tx:
        made = realm(tx)
        for name, columns in FREE.items():
            tx.execute(update(MODELS.tables[name]).values(dict.fromkeys(columns, HOSTILE)))
    with served(sqlite_database, at=AT) as site:
        yield site, made


def test_the_list_of_free_fields_names_columns_that_exist() -> None:
    for name, columns in FREE.items():
        for column in columns:
            assert isinstance(MODELS.tables[name].c[column].type, String | Text | AutoString)


@pytest.mark.parametrize("name", WALKERS)
def test_pages_show_hostile_texts_as_words(world: tuple[Site, Realm], name: str) -> None:
    site, made = world
    [kind] = [kind for kind in made.visitors if kind.name == name]
    wrong: list[str] = []
    literal = 0
    for url, answer in crawl(site.browser(kind.person_id), most=120):
        if answer.status_code != 200:
            wrong.append(f"{url}: {answer.status_code}")
            continue
        what = answer.headers["content-type"]
        if what.startswith("text/html"):
            page = seen(answer.text)
            wrong += [f"{url}: {danger}" for danger in page.dangers]
            wrong += [f"{url}: evaluated"] if "1337" in "".join(page.words) else []
            literal += "<script>alert(1)</script>" in "".join(page.words)
        elif "spreadsheet" in what:
            wrong += [f"{url}: {cell}" for cell in live_formulas(answer.content)]
    assert not wrong, "\n".join(wrong)
    assert literal > 3, "the hostile words were never shown"


def live_formulas(content: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" or (cell.hyperlink is not None and "evil" in str(cell.hyperlink.target))
    ]
