"""Every page of every role: nothing for axe to find, light and dark; nothing to scroll sideways on a phone."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from tests.support.browser import DESKTOP, PHONE, District, Person
from tests.support.page_list import WALKERS, pages_of


@pytest.fixture(scope="module")
def walkers(browser: Browser, library: District) -> Iterator[dict[str, Person]]:
    """Signed in once for the whole module."""
    made: dict[str, Person] = {}
    yield made
    for person in made.values():
        person.closes()


@pytest.mark.parametrize("walker", WALKERS)
def test_every_page_is_for_everybody(
    browser: Browser, library: District, walkers: dict[str, Person], walker: str
) -> None:
    person = Person(browser, library, replace(DESKTOP, name=walker), bypass_csp=True)
    walkers[walker] = person
    if WALKERS[walker]:
        person.signs_in(WALKERS[walker])
    page, wrong, seen = person.page, list[str](), 0
    for listed in pages_of(library, walker):
        page.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
        page.emulate_media(color_scheme="light")
        answer = person.goes(listed.path)
        assert answer is not None
        if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            wrong.append(f"{listed.route}: answers {answer.status}")
            continue
        seen += 1
        wrong += [f"{listed.route}: {fault}" for fault in person.faults_by_axe()]
        page.emulate_media(color_scheme="dark")
        wrong += [f"{listed.route}, dark: {fault}" for fault in person.faults_by_axe(only=("color-contrast",))]
        page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
        if person.scrolls_sideways():
            wrong.append(f"{listed.route}: scrolls sideways at {PHONE.width} px, by {person.widest()}")
        wrong += [f"{listed.route}, phone: {fault}" for fault in person.faults_by_axe(only=("target-size",))]
    assert wrong == [], "\n".join(wrong)
    assert seen > 0
