"""Every page of every role: nothing for axe to find, light and dark; nothing to scroll sideways on a phone."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from tests.support.browser import DESKTOP, PHONE, District, Person
from tests.support.page_list import WALKERS, Listed, pages_of

# These look at every page with axe; what the others see besides is what differs for them. All of it must answer.
_JUDGES = ("curator", "head", "administrator", "mentor", "nobody")
# Who looks from above a school sees no names: there people are not chosen and plans are not written (409 says so,
# 404 where the thing itself is nobody's business above).
_CLOSED_FROM_ABOVE = {
    "/pairs/{pair_id}/mentor": 409,
    "/pairs/{pair_id}/handover": 409,
    "/pairs/{pair_id}/plan": 409,
    "/pairs/{pair_id}/plan/editions": 409,
    "/pairs/{pair_id}/plan/print": 409,
    "/pairs/{pair_id}/plan/mark": 409,
    "/pairs/{pair_id}/plan/move": 409,
    "/pairs/{pair_id}/meetings/notes": 404,
    "/matching/{match_id}": 404,
    "/matching/{match_id}/exchange": 404,
    "/papers/drafts/{draft_id}": 404,
    "/people/imports/{people_import_id}": 404,
    "/practices/{practice_id}/edit": 404,
}
_ABOVE = ("administrator", "region", "observer")
_DIFFERENT = ("/", "/my", "/pairs", "/pairs/{pair_id}", "/overdue", "/roadmap")


@pytest.fixture
def walker(browser: Browser, library: District, request: pytest.FixtureRequest) -> Iterator[Person]:
    person = Person(browser, library, replace(DESKTOP, name=request.param), bypass_csp=True)
    if surname := WALKERS[request.param]:
        person.signs_in(surname)
    yield person
    person.closes()


@pytest.mark.parametrize("walker", WALKERS, indirect=True)
def test_every_page_is_for_everybody(walker: Person, library: District) -> None:
    wrong: list[str] = []
    listed = pages_of(library, walker.device.name)
    assert listed
    for page in listed:
        if walker.device.name in _ABOVE and page.route in _CLOSED_FROM_ABOVE:
            answer = walker.context.request.get(page.path)
            right = answer.status == _CLOSED_FROM_ABOVE[page.route]
            wrong += [] if right else [f"{page.route}: answers {answer.status} from above"]
            continue
        if walker.device.name in _JUDGES or page.route in _DIFFERENT:
            wrong += judged(walker, page)
        else:
            answer = walker.context.request.get(page.path)
            wrong += [] if answer.ok else [f"{page.route}: answers {answer.status}"]
    assert wrong == [], "\n".join(["", *dict.fromkeys(wrong)])


def judged(walker: Person, page: Listed) -> Iterator[str]:
    walker.page.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
    walker.page.emulate_media(color_scheme="light")
    answer = walker.goes(page.path)
    assert answer is not None
    if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
        yield f"{page.route}: answers {answer.status}"
        return
    yield from (f"{page.route}: {fault}" for fault in walker.faults_by_axe())
    walker.page.emulate_media(color_scheme="dark")
    yield from (f"{page.route}, dark: {fault}" for fault in walker.faults_by_axe(only=("color-contrast",)))
    walker.page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
    if walker.scrolls_sideways():
        yield f"{page.route}: scrolls sideways at {PHONE.width} px: {walker.widest()}"
    yield from (f"{page.route}, phone: {fault}" for fault in walker.faults_by_axe(only=("target-size",)))
