"""What a school's own file says stays in the school: drafts, responsible cells, reasons, where numbers are from.

Whoever looks from above, by pages, files or programs, reads statuses and numbers; a draft is not there at all.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from engine.actors import By
from engine.refusals import Refused
from storage import organisations
from storage.database import Database
from storage.tables.imports import roadmap_imports
from storage.tables.roadmaps import items
from tests.integration.web.test_names_from_above import text_of, who
from tests.support.programs import program
from tests.support.realm import AT, Realm, realm
from tests.support.site import Site, served
from workflows.enter_count import enter_count
from workflows.lint_roadmap import lint_roadmap
from workflows.silence_finding import silence_finding

CANARY = "Канарейкина"
OPERATOR = By(at=AT)
NOWHERE = 2_000_000_000
ABOVE = ("municipal", "regional")


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[tuple[Site, Realm]]:
    with sqlite_database.write() as tx:
        made = realm(tx)
        own = made.objects["own"]
        tx.execute(update(items).where(items.c.roadmap_id == own["roadmap"]).values(responsible_text=f"{CANARY} С. Ю."))
        entered = enter_count(
            tx,
            by=OPERATOR,
            organisation_id=own["organisation"],
            what="children",
            year=2025,
            value=40,
            words=f"Сказала {CANARY}",
        )
        assert not isinstance(entered, Refused)
        found = next(one for one in lint_roadmap(tx, by=OPERATOR, roadmap_id=own["roadmap"]) if one.item_id)
        silenced = silence_finding(
            tx,
            by=OPERATOR,
            item_id=found.item_id or 0,
            rule_key=found.finding.rule.key,
            reason=f"Так решила {CANARY}",
        )
        assert not isinstance(silenced, Refused)
    with served(sqlite_database, at=AT) as site:
        yield site, made


def pages(site: Site, made: Realm) -> list[str]:
    own = made.objects["own"]
    with site.parts.database.read() as tx:
        place = organisations.by_id(tx, own["organisation"])
    assert place is not None
    roadmap = f"/roadmap/{own['roadmap']}"
    item = f"/roadmap/items/{own['item']}"
    return [roadmap, f"{roadmap}/xlsx", item, f"{item}/assign", f"{item}/below", f"/indicators?org={place.path}"]


@pytest.mark.parametrize("name", ABOVE)
def test_words_of_the_school_are_not_read_above(world: tuple[Site, Realm], name: str) -> None:
    site, made = world
    browser = site.browser(who(made, name).person_id)
    for url in pages(site, made):
        answer = browser.get(url)
        assert answer.status_code == 200, url
        assert CANARY not in text_of(answer), url
    own = made.objects["own"]["roadmap"]
    with program(site, who(made, name).person_id) as caller:
        for url in (f"/roadmaps/{own}", f"/roadmaps/{own}/findings"):
            answer = caller.get(url)
            assert answer.status_code == 200, url
            assert CANARY not in answer.text, url


def test_the_school_reads_its_own_words(world: tuple[Site, Realm]) -> None:
    site, made = world
    browser = site.browser(who(made, "curator").person_id)
    silent = [url for url in pages(site, made) if CANARY not in text_of(browser.get(url))]
    assert silent == [f"/roadmap/items/{made.objects['own']['item']}/below"]
    own = made.objects["own"]["roadmap"]
    with program(site, who(made, "curator").person_id) as caller:
        for url in (f"/roadmaps/{own}", f"/roadmaps/{own}/findings"):
            assert CANARY in caller.get(url).text, url


@pytest.mark.parametrize("name", ABOVE)
def test_a_draft_of_a_school_is_not_there_above(world: tuple[Site, Realm], name: str) -> None:
    site, made = world
    browser = site.browser(who(made, name).person_id)
    draft = made.objects["own"]["import"]
    for tail in ("", "/xlsx", "/rows/r0", "/rows/r0/shown"):
        answer, missing = (browser.get(f"/roadmap/imports/{one}{tail}") for one in (draft, NOWHERE))
        assert answer.status_code == 404, tail
        assert answer.content == missing.content, tail
    for act in ("/accept", "/drop", "/head", "/undo", "/rows/r0"):
        assert browser.post(f"/roadmap/imports/{draft}{act}", {"title": "Своя"}).status_code in (404, 422), act
    assert f"/roadmap/imports/{draft}" not in browser.get("/roadmap/new").text
    with program(site, who(made, name).person_id) as caller:
        answers = [caller.get(f"/roadmap-imports/{draft}"), caller.delete(f"/roadmap-imports/{draft}")]
        assert [one.status_code for one in answers] in ([404, 404], [404, 422], [422, 422]), answers
    school = site.browser(who(made, "curator").person_id)
    assert school.get(f"/roadmap/imports/{draft}").status_code == 200
    assert f"/roadmap/imports/{draft}" in school.get("/roadmap/new").text


def test_who_sent_a_file_for_a_school_goes_on_with_it(world: tuple[Site, Realm]) -> None:
    site, made = world
    above = who(made, "municipal").person_id
    draft = made.objects["own"]["import"]
    with site.parts.database.write() as tx:
        tx.execute(update(roadmap_imports).where(roadmap_imports.c.id == draft).values(actor_id=above))
    assert site.browser(above).get(f"/roadmap/imports/{draft}").status_code == 200
    assert site.browser(who(made, "regional").person_id).get(f"/roadmap/imports/{draft}").status_code == 404


def test_a_file_on_its_way_is_its_schools_own(world: tuple[Site, Realm]) -> None:
    site, made = world
    draft = made.objects["own"]["import"]
    told = {"reading": {"done": 1, "total": 9}, "failed": {"failed": {"ru": "Файл повреждён", "en": "Damaged"}}}
    for state, source in told.items():
        with site.parts.database.write() as tx:
            of = update(roadmap_imports).where(roadmap_imports.c.id == draft)
            tx.execute(of.values(state=state, source=source))
        assert site.browser(who(made, "curator").person_id).get(f"/roadmap/imports/{draft}").status_code == 200
        above = site.browser(who(made, "municipal").person_id)
        answer, missing = (above.get(f"/roadmap/imports/{one}") for one in (draft, NOWHERE))
        assert answer.status_code == 404
        assert answer.content == missing.content


def test_the_same_file_sent_from_above_is_a_draft_of_its_own(world: tuple[Site, Realm]) -> None:
    site, made = world
    with site.parts.database.read() as tx:
        place = organisations.by_id(tx, made.objects["own"]["organisation"])
    assert place is not None
    text = "Дорожная карта на 2025-2026 учебный год\n№\tМероприятие\tСрок\n1\tИздать приказ\tдо 20 сентября\n"
    files = {"file": ("a.txt", text.encode(), "text/plain")}
    sent: list[str] = []
    for name in ("curator", "municipal", "curator", "municipal"):
        answer = site.browser(who(made, name).person_id).post("/roadmap/imports", {"org": place.path}, files=files)
        assert answer.status_code == 200, name
        sent.append(answer.url.path)
    assert sent[0] != sent[1] == sent[3]
    assert sent[2] in (sent[0], sent[1])


@pytest.mark.parametrize("name", ABOVE)
def test_staff_of_a_school_is_not_listed_above_when_a_roadmap_begins(world: tuple[Site, Realm], name: str) -> None:
    site, made = world
    with site.parts.database.read() as tx:
        place = organisations.by_id(tx, made.objects["own"]["organisation"])
    assert place is not None
    url = f"/roadmap/new?template=s1-teachers-2025&start=01.09.2026&org={place.path}"
    assert "Иванова Мария" in site.browser(who(made, "curator").person_id).get(url).text
    answer = site.browser(who(made, name).person_id).get(url)
    assert answer.status_code == 200
    assert "Иванова Мария" not in answer.text


def test_an_organisation_out_of_reach_is_told_like_none(world: tuple[Site, Realm]) -> None:
    site, made = world
    with site.parts.database.read() as tx:
        foreign = organisations.by_id(tx, made.objects["foreign"]["organisation"])
    assert foreign is not None
    with program(site, who(made, "curator").person_id) as caller:
        told = [
            caller.post(f"/items/{made.objects['own']['item']}/delegation", json={"to": path})
            for path in (foreign.path, "x" * len(foreign.path))
        ]
    assert told[0].status_code == told[1].status_code == 422
    assert told[0].text.replace(foreign.path, "x" * len(foreign.path)) == told[1].text
