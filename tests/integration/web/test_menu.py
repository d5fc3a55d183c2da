"""The menu: short groups for each role, and always a line that says where one is."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from storage.database import Database
from tests.support.cast import District, district
from tests.support.site import Browser, Site, served

World = tuple[Site, District]
_LINE = re.compile(r'<li( class="opens")?><a class="nav" href="([^"]+)"( aria-current="page")?')


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[World]:
    with sqlite_database.write() as tx:
        cast = district(tx)
    with served(sqlite_database, at=datetime(2025, 9, 26, 9, tzinfo=UTC)) as site:
        yield site, cast


def groups(browser: Browser, url: str = "/") -> list[list[str]]:
    found: list[list[str]] = [[]]
    for opens, line, _ in _LINE.findall(browser.get(url).text):
        if opens:
            found.append([])
        found[-1].append(line)
    return found


def test_the_menu_of_a_curator_is_a_few_short_groups(world: World) -> None:
    site, cast = world
    found = groups(site.browser(cast.curator.id))
    assert 4 <= len(found) <= 6
    assert all(1 <= len(group) <= 5 for group in found)
    assert found[0] == ["/"]
    assert ["/papers", "/practices"] in found


def test_a_mentor_has_no_groups(world: World) -> None:
    site, cast = world
    assert groups(site.browser(cast.mentor.id)) == [["/", "/my"]]


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("/questionnaires", "/surveys"),
        ("/erasures", "/people"),
        ("/programmes", "/pairs"),
        ("/papers/new", "/papers"),
        ("/", "/"),
    ],
)
def test_every_page_shows_where_one_is(world: World, url: str, line: str) -> None:
    site, cast = world
    page = site.browser(cast.curator.id).get(url).text
    assert [at for _, at, current in _LINE.findall(page) if current] == [line]
