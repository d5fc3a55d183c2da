"""The door of the pages: forged forms, language, theme, static files, what every answer carries."""

import re
from collections.abc import Iterator

import pytest

from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER
from tests.support.site import Site, served


@pytest.fixture
def site(sqlite_database: Database) -> Iterator[Site]:
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER) as running:
        yield running


def test_a_missing_page_says_so_in_both_languages(site: Site) -> None:
    nobody = site.browser()
    assert "Нет такой страницы" in (russian := nobody.get("/nothing-here")).text
    assert russian.status_code == 404
    nobody.post("/language", {"language": "en"})
    assert "There is no such page" in nobody.get("/nothing-here").text


def test_every_answer_carries_a_strict_policy(site: Site) -> None:
    answer = site.browser().get("/nothing-here")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


def test_style_has_a_hashed_name_and_names_nothing_outside(site: Site) -> None:
    page = site.browser().get("/nothing-here").text
    [address] = re.findall(r'href="(/static/style\.[0-9a-f]{12}\.css)"', page)
    style = site.browser().get(address)
    assert "immutable" in style.headers["cache-control"]
    assert "https://" not in style.text
    fonts = re.findall(r'url\("([^"]+)"\)', style.text)
    assert len(fonts) == 4
    for font in fonts:
        assert site.browser().get(f"/static/{font}").headers["content-type"] == "font/woff2"


def test_a_form_from_another_site_changes_nothing(site: Site) -> None:
    nobody = site.browser()
    forged = nobody.post_bare("/theme", {"theme": "dark"}, headers={"Origin": "https://elsewhere.example"})
    assert forged.status_code == 403
    crossing = nobody.post_bare("/theme", {"theme": "dark"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert crossing.status_code == 403
    silent = nobody.post_bare("/theme", {"theme": "dark"})
    assert silent.status_code == 403


def test_a_chosen_theme_stays(site: Site) -> None:
    nobody = site.browser()
    chosen = nobody.post("/theme", {"theme": "dark"}, follow_redirects=False)
    assert chosen.status_code == 303
    assert "nastavnik_theme=dark" in chosen.headers["set-cookie"]
