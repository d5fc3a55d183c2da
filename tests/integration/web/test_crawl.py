"""Everybody walks every link they are shown: none is dead, nothing breaks, nothing of the page comes from outside."""

from collections.abc import Iterator

import pytest

from storage.database import Database
from tests.support.crawling import crawl, seen
from tests.support.realm import AT, Kind, Realm, realm
from tests.support.site import Site, served

WALKERS = ("observer", "curator", "head", "mentor", "mentee", "representative", "municipal", "regional")


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[tuple[Site, Realm]]:
    with sqlite_database.write() as tx:
        made = realm(tx)
    with served(sqlite_database, at=AT) as site:
        yield site, made


@pytest.mark.parametrize("name", WALKERS)
def test_no_link_is_dead_and_no_page_breaks(world: tuple[Site, Realm], name: str) -> None:
    site, made = world
    browser = site.browser(who(made, name).person_id)
    wrong: list[str] = []
    for url, answer in crawl(browser):
        if answer.status_code != 200:
            wrong.append(f"{url}: {answer.status_code}")
        elif answer.headers.get("content-type", "").startswith("text/html"):
            page = seen(answer.text)
            wrong += [f"{url}: {danger}" for danger in (*page.dangers, *page.outside)]
            wrong += [f"{url}: no h1"] if "h1" not in page.tags else []
    assert not wrong, "\n".join(wrong)


def who(made: Realm, name: str) -> Kind:
    [found] = [kind for kind in made.visitors if kind.name == name]
    return found
