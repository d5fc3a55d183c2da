"""A curator brings the school's own file in: uploads it, answers its questions, accepts, finds its first reminder."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser, expect

from engine.roadmap_reading.model import Unused
from engine.source import Spot
from engine.words import Words
from storage.database import Database
from tests.support.browser import DESKTOP, DEVICES, PATIENCE, PHONE, Device, District, Person, chromium
from tests.support.chromium import CHROMIUM, LEFT_OUT, REQUIRED
from tests.support.importing import started
from tests.support.pair_life import Story, story
from tests.support.readings import school_year
from tests.support.site import Site, served
from tests.support.typesetting.layout import DEADLINE_THIRD
from tests.support.typesetting.seed_plans import plans
from tests.support.typesetting.typeset import typeset

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
expect.set_options(timeout=PATIENCE * 1000 / 4)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if REQUIRED:
            pytest.fail("no chromium, and this run may leave no story out")
        pytest.skip(LEFT_OUT)
    with chromium() as opened:
        yield opened


@pytest.fixture
def told(sqlite_database: Database) -> Story:
    """A school on the first of September 2025, when the seed's year begins."""
    return story(sqlite_database)


@pytest.fixture
def site(told: Story, tmp_path: Path) -> Iterator[Site]:
    with served(told.database, at=told.at, data_dir=tmp_path) as running:
        yield running


@pytest.fixture
def docx() -> bytes:
    [plan] = [one for one in plans() if one.name == "S1"]
    return typeset(plan, DEADLINE_THIRD, "docx")


def curator_of(site: Site, told: Story, browser: Browser, device: Device) -> Person:
    """The curator at a browser of the device, signed in already."""
    carried = site.browser(told.cast.curator.id).carried()
    person = Person(browser, cast(District, site), device)
    person.context.add_cookies([{"name": name, "value": value, "url": site.address} for name, value in carried.items()])
    return person


@pytest.mark.parametrize("device", DEVICES, ids=str)
def test_a_curator_brings_the_schools_own_file_in(
    site: Site, told: Story, browser: Browser, docx: bytes, device: Device
) -> None:
    curator = curator_of(site, told, browser, device)
    page = curator.page
    curator.goes("/roadmap/new")
    page.get_by_label("Файл дорожной карты").set_input_files({"name": "план.docx", "mimeType": DOCX, "buffer": docx})
    page.get_by_role("button", name="Прочитать файл").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("внедрения методологии")

    # Doubts stand on top: one is answered by a click, the rest by one answer for all.
    doubts = page.get_by_role("region", name=re.compile("Нужен ваш ответ"))
    before = doubts.get_by_role("listitem").count()
    doubts.get_by_role("button", name=re.compile("Отвечает руководитель")).first.click()
    expect(doubts.get_by_role("listitem").nth(before - 1)).to_have_count(0)
    doubts.get_by_label(re.compile("Никто не назван")).select_option("curator")
    doubts.get_by_role("button", name="Назначить всем").click()
    expect(page.get_by_role("region", name=re.compile("Нужен ваш ответ"))).to_have_count(0)

    # A row is mended in its place: what is typed is understood at once where scripts run.
    row = page.get_by_role("article", name=re.compile("^3\\."))
    row.get_by_role("link", name="Исправить").click()
    page.get_by_label("Срок", exact=True).fill("до 15 октября")
    if device.scripts:
        expect(page.get_by_role("status").filter(has_text="так понято")).to_contain_text("до 15 октября 2025 г.")
    page.get_by_role("button", name="Сохранить").click()
    expect(row).to_contain_text("до 15 октября 2025 г.")
    assert not curator.scrolls_sideways(), curator.widest()

    page.get_by_role("button", name="Ввести в действие").click()
    expect(page.get_by_role("status")).to_contain_text("Дорожная карта действует: пунктов 26")

    curator.goes("/letters/forecast")
    letters = page.get_by_role("region", name="Письма этого дня")
    for _ in range(14):
        if letters.count():
            break
        page.get_by_role("link", name="День позже").click()
        page.wait_for_load_state()
    # A week before the tenth of September, the first day of the plan that is still ahead: the federal forms.
    assert "day=03.09.2025" in page.url
    expect(letters.get_by_role("row").filter(has_text="Белова")).to_contain_text("срок 10.09.2025")
    curator.closes()


@pytest.mark.parametrize("device", [DESKTOP, replace(PHONE, dark=True)], ids=str)
def test_axe_finds_nothing_on_the_pages_of_a_file(site: Site, told: Story, browser: Browser, device: Device) -> None:
    draft = started(told, school_year(unused=[Unused("стр. 1", Spot(line=9), Words("колонтитул", "a footer"))]))
    carried = site.browser(told.cast.curator.id).carried()
    person = Person(browser, cast(District, site), device, bypass_csp=True)
    person.context.add_cookies([{"name": name, "value": value, "url": site.address} for name, value in carried.items()])
    found: list[str] = []
    for path in ("/roadmap/new", f"/roadmap/imports/{draft}", f"/roadmap/imports/{draft}/rows/r2"):
        person.goes(path)
        found += [f"{path} {fault}" for fault in person.faults_by_axe()]
        assert not person.scrolls_sideways(), (path, person.widest())
    assert found == []
    person.closes()
