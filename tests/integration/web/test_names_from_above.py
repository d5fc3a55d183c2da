"""Whoever looks from above meets nobody of a pair by name: on no page, in no file, in no answer of the API.

Every person of the pairs of two schools is called by a canary, and so are their words; the walk of the district's and
of the region's administrator, and their programs, must not hear it. No address and no figure may hold it either.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from urllib.parse import unquote

import httpx
import pytest
from sqlalchemy import Connection, update

from engine.actors import By
from engine.refusals import Refused
from storage import memberships
from storage.database import Database
from storage.tables.letters import Letter
from storage.tables.organisations import people
from tests.support import rows
from tests.support.crawling import crawl
from tests.support.programs import program
from tests.support.realm import AT, Kind, Realm, realm
from tests.support.site import Browser, Site, served
from workflows.call_curator import call_curator
from workflows.plan_meeting import call_off_meeting
from workflows.record_feedback import record_feedback
from workflows.set_plan import set_plan

CANARY = "Канарейкин"
MAIL = "canary-"
WORDS = "щебечет"
SIGNS = (CANARY, MAIL, WORDS)
BESIDE = "Соседов"  # of the school beside
OPERATOR = By(at=AT)
LISTS = (
    "/organisations",
    "/people",
    "/programmes",
    "/pairs",
    "/roadmaps",
    "/overdue",
    "/outbox",
    "/forecast?org={path}&from=2025-11-20&to=2025-12-31",
    "/webhooks",
)
MOVES = ("acquaint", "trial", "suspend", "plan", "work", "complete")


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[tuple[Site, Realm]]:
    with sqlite_database.write() as tx:
        made = realm(tx)
        for where in ("own", "sibling"):
            objects = made.objects[where]
            for one in memberships.live(tx, objects["pair"]):
                if one.role == "curator":
                    continue
                family = CANARY if where == "own" else f"{CANARY}-{BESIDE}"
                canary = {"name": f"{family} Яков Чижович", "email": f"{MAIL}{one.person_id}@school.example"}
                tx.execute(update(people).where(people.c.id == one.person_id).values(position=WORDS, **canary))
            speaks(tx, objects["pair"])
            for state in ("sent", "failed", "queued"):
                letter = Letter(
                    key=f"bird-{where}-{state}",
                    kind="test",
                    recipient_id=objects["person"],
                    pair_id=objects["pair"],
                    organisation_id=objects["organisation"],
                    state=state,
                    subject=f"{CANARY} Я. Ч.: новый этап",
                    reason=f"550 <{MAIL}{objects['person']}@school.example> is unknown",
                    created_at=AT,
                    next_attempt_at=AT if state == "queued" else None,
                )
                rows.add(tx, letter)
    with served(sqlite_database, at=AT) as site:
        yield site, made


def speaks(tx: Connection, pair_id: int) -> None:
    mentor = next(one.person_id for one in memberships.live(tx, pair_id) if one.role == "mentor")
    for outcome in (
        record_feedback(tx, by=OPERATOR, pair_id=pair_id, person_id=mentor, text=WORDS),
        call_curator(tx, by=OPERATOR, pair_id=pair_id, person_id=mentor, text=WORDS),
        call_off_meeting(tx, by=OPERATOR, pair_id=pair_id, kind="trial", reason=WORDS),
        set_plan(tx, by=OPERATOR, pair_id=pair_id, lines=[("Урок", date(2025, 12, 1))]),
    ):
        assert not isinstance(outcome, Refused), outcome


@pytest.mark.parametrize("name", ["municipal", "regional"])
def test_pages_and_files_name_nobody_of_a_pair(world: tuple[Site, Realm], name: str) -> None:
    site, made = world
    browser = site.browser(who(made, name).person_id)
    told: list[str] = []
    walked = [*crawl(browser), *(asked(browser, made, address) for address in ADDRESSES)]
    for url, answer in walked:
        text = text_of(answer)
        told += [f"{url}: {sign}" for sign in SIGNS if sign in text or sign in unquote(url)]
    assert not told, "\n".join(told)
    assert len(walked) > 60
    metrics = browser.get("/metrics").text
    assert not any(sign in metrics for sign in SIGNS)


def test_their_own_school_meets_them_by_name(world: tuple[Site, Realm]) -> None:
    """The canary does sing: else the walk from above would prove nothing. Their names are in no address of a page."""
    site, made = world
    browser = site.browser(who(made, "curator").person_id)
    heard = {sign for _, answer in crawl(browser) for sign in SIGNS if sign in text_of(answer)}
    assert heard == set(SIGNS)


@pytest.mark.parametrize("name", ["curator", "head", "observer", "mentor", "mentee", "representative"])
def test_nobody_hears_of_the_people_of_a_school_beside(world: tuple[Site, Realm], name: str) -> None:
    site, made = world
    browser = site.browser(who(made, name).person_id)
    told = [url for url, answer in crawl(browser) if BESIDE in text_of(answer)]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("name", ["municipal", "regional"])
def test_the_api_names_nobody_of_a_pair(world: tuple[Site, Realm], name: str) -> None:
    site, made = world
    told: list[str] = []
    with program(site, who(made, name).person_id) as caller:
        [*above] = [one["path"] for one in caller.get("/organisations").json()["items"]]
        answers = [caller.get(address.format(path=path)) for address in LISTS for path in above[:2]]
        for where in ("own", "sibling"):
            objects = made.objects[where]
            pair = f"/pairs/{objects['pair']}"
            answers += [caller.get(pair), caller.get(f"{pair}/history"), caller.get(f"{pair}/plan")]
            answers += [caller.get(f"/people/{objects['person']}"), caller.get(f"/roadmaps/{objects['roadmap']}")]
            answers += [caller.post(f"{pair}/moves", json={"move": move}) for move in MOVES]
            letters = caller.get("/outbox").json()["items"]
            answers += [caller.get(f"/outbox/{one['id']}") for one in letters]
            answers += [caller.post(f"/outbox/{one['id']}/retry") for one in letters]
    told = [f"{one.request.method} {one.url}: {sign}" for one in answers for sign in SIGNS if sign in one.text]
    assert not told, "\n".join(told)
    assert sum(one.status_code == 200 for one in answers) > 20
    assert any(one.status_code == 409 and "refused" in one.text for one in answers)


# Forms and refusals that no link leads to from above, with the objects of the school.
ADDRESSES = (
    "GET /pairs/{pair}/meeting",
    "GET /pairs/{pair}/feedback",
    "GET /pairs/{pair}/consent",
    "GET /pairs/{pair}/diagnostics",
    "GET /pairs/{pair}/mentor",
    "GET /pairs/{pair}/end",
    "GET /pairs/{pair}/plan",
    "GET /people/{person}",
    "GET /roadmap/items/{item}/assign",
    "GET /roadmap/items/{item}/complete",
    "GET /settings/letters/stage_opened?org={organisation}",
    "GET /settings/letters/pair_formed?org={organisation}",
    "POST /pairs/{pair}/advance",
    "POST /pairs/{pair}/feedback",
    "POST /pairs/{pair}/meeting",
    "POST /pairs/{pair}/mentor",
    "POST /people/search",
)


def asked(browser: Browser, made: Realm, address: str) -> tuple[str, httpx.Response]:
    method, _, path = address.partition(" ")
    url = path.format(**made.objects["own"])
    if method == "GET":
        return address, browser.get(url)
    person_id = str(made.objects["own"]["person"])
    sent = {"move": "acquaint", "by": person_id, "text": "Да", "mentor": person_id, "q": "канар", "kind": "work"}
    return address, browser.post(url, sent)


def text_of(answer: httpx.Response) -> str:
    """A page's words; of a spreadsheet those of its parts."""
    if "spreadsheet" not in answer.headers.get("content-type", ""):
        return answer.text.replace("\N{NO-BREAK SPACE}", " ")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def who(made: Realm, name: str) -> Kind:
    return next(kind for kind in made.visitors if kind.name == name)
