"""Whoever looks from above names nobody of a school's daily work: every route that reads, asked about its objects."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, update

from engine.actors import By
from engine.plans.model import PlanHead
from engine.refusals import Refused
from storage import memberships, organisations, people_imports
from storage.database import Database
from storage.tables.organisations import people
from storage.tables.papers import paper_drafts
from storage.tables.participants import people_imports as files
from tests.integration.web.test_names_from_above import text_of, who
from tests.support.programs import program
from tests.support.realm import AT, Realm, realm
from tests.support.site import Site, served
from web.policy import policy
from workflows.answer_survey import answer_survey
from workflows.certify_event import tell_of_guest
from workflows.change_profile import change_profile
from workflows.invite_to_event import invite_to_event
from workflows.plan_meeting import Details, plan_meeting
from workflows.record_meeting import Notes, record_meeting
from workflows.set_plan import set_plan

NAME, WORDS, MAIL = "Канарейкин", "щебечет", "canary-"
SIGNS = (NAME, WORDS, MAIL)
OPERATOR = By(at=AT)
ABOVE = ("municipal", "regional")
# Said in addresses instead of ids: a register, a questionnaire, a text, a form.
WORDS_OF_PATHS = {"name": "mentees", "questionnaire": "requests", "key": "personal-data-adult", "form": "order-pairing"}


def routes(*, api: bool) -> list[str]:
    """Every route that reads an object or a list of somebody who holds an office."""
    found = [one.route for one in policy().values() if one.roles and one.route.startswith("GET ")]
    # A district's own programme pairs people of its schools: there they are chosen by name.
    return sorted(
        one.removeprefix("GET ") for one in found if one.startswith("GET /api/v1/") is api and one != "GET /pairs/new"
    )


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[tuple[Site, Realm]]:
    with sqlite_database.write() as tx:
        made = realm(tx)
        work(tx, made.objects["own"])
    with served(sqlite_database, at=AT) as site:
        yield site, made


def work(tx: Connection, own: Mapping[str, int]) -> None:
    """The canary's words wherever a school keeps words about somebody."""
    pair, her, mentor = own["pair"], own["person"], _mentor(tx, own["pair"])
    for key in (her, mentor):
        named = {"name": f"{NAME} Яков Чижович", "email": f"{MAIL}{key}@school.example", "position": WORDS}
        tx.execute(update(people).where(people.c.id == key).values(**named))
    lines = [(f"Урок {WORDS}", date(2025, 12, 1))]
    notes, planned = Notes(WORDS, WORDS, WORDS), Details(at_time="10:00", place=WORDS, topic=WORDS)
    guests = {"whom": "chosen", "person_ids": [her]}
    for outcome in (
        change_profile(tx, by=OPERATOR, person_id=her, changes={"request": WORDS, "needs": WORDS, "expert_in": WORDS}),
        set_plan(tx, by=OPERATOR, pair_id=pair, lines=lines, head=PlanHead(goal=WORDS, request=WORDS)),
        record_meeting(tx, by=OPERATOR, pair_id=pair, kind="work", held_on=AT.date(), notes=notes),
        plan_meeting(tx, by=OPERATOR, pair_id=pair, kind="work", on=date(2025, 12, 1), details=planned),
        invite_to_event(tx, by=OPERATOR, event_id=own["event"], **guests),  # type: ignore[arg-type]  # told by name
        tell_of_guest(tx, by=OPERATOR, event_id=own["event"], person_id=her, role="expert", result=WORDS),
        answer_survey(tx, by=OPERATOR, survey_id=own["survey"], person_id=her, answers={"Что": WORDS}),
    ):
        assert not isinstance(outcome, Refused), outcome
    typed: dict[str, Any] = {"fields": {}, "rows": {}, "words": {"control.text": f"{NAME} {WORDS}"}}
    tx.execute(update(paper_drafts).where(paper_drafts.c.id == own["draft"]).values(typed=typed))
    file = people_imports.get(tx, own["people_import"])
    assert file is not None
    cells = {"1": f"{NAME} Ян Ильич", "2": f"{MAIL}9@school.example"}
    told = [file.told[0], {"at": 0, "row": 2, "cells": cells}]
    tx.execute(update(files).where(files.c.id == file.id).values(told=told))


def told(made: Realm, route: str) -> str:
    """The address of a route with the school's own objects in it."""
    objects = made.objects["own"]

    def filled(found: re.Match[str]) -> str:
        name = found[1].partition(":")[0]
        return str(objects.get(name.removesuffix("_id"), WORDS_OF_PATHS.get(name, "1")))

    return re.sub(r"\{([^}]+)\}", filled, route)


@pytest.mark.parametrize("name", ABOVE)
def test_no_page_of_a_schools_object_names_anybody(world: tuple[Site, Realm], name: str) -> None:
    site, made = world
    browser = site.browser(who(made, name).person_id)
    heard, read = [], 0
    for route in routes(api=False):
        for tail in ("", f"?org={path_of(site, made)}"):
            answer = browser.get(told(made, route) + tail)
            read += answer.status_code == 200
            heard += [f"{route}{tail}: {sign}" for sign in SIGNS if sign in text_of(answer)]
    assert not heard, "\n".join(sorted(set(heard)))
    assert read > 100


@pytest.mark.parametrize("name", ABOVE)
def test_no_answer_of_the_api_names_anybody(world: tuple[Site, Realm], name: str) -> None:
    site, made = world
    heard, read = [], 0
    with program(site, who(made, name).person_id) as caller:
        for route in routes(api=True):
            for tail in ("", f"?org={path_of(site, made)}"):
                answer = caller.get(told(made, route).removeprefix("/api/v1") + tail)
                read += answer.status_code == 200
                heard += [f"{route}{tail}: {sign}" for sign in SIGNS if sign in answer.text]
    assert not heard, "\n".join(sorted(set(heard)))
    assert read > 20


def test_the_school_itself_reads_all_of_it(world: tuple[Site, Realm]) -> None:
    """The canary does sing, on pages of each kind: else the silence above would prove nothing."""
    site, made = world
    browser = site.browser(who(made, "head").person_id)
    singing = {route for route in routes(api=False) if any(s in text_of(browser.get(told(made, route))) for s in SIGNS)}
    assert {
        *("/people/{person_id}", "/people/registers", "/people/imports/{people_import_id}", "/events/{event_id}"),
        *("/papers/drafts/{draft_id}", "/surveys/{survey_id}", "/pairs/{pair_id}/meetings"),
        *("/pairs/{pair_id}/plan", "/plans", "/events/experts", "/consents", "/pairs/{pair_id}/plan/print"),
    } <= singing


@pytest.mark.parametrize("name", ABOVE)
def test_what_is_told_of_a_person_is_told_by_his_school(world: tuple[Site, Realm], name: str) -> None:
    site, made = world
    her = made.objects["own"]["person"]
    assert site.browser(who(made, name).person_id).post(f"/people/{her}/export", {}).status_code == 404
    answer = site.browser(who(made, "head").person_id).post(f"/people/{her}/export", {})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")


def path_of(site: Site, made: Realm) -> str:
    with site.parts.database.read() as tx:
        place = organisations.by_id(tx, made.objects["own"]["organisation"])
    assert place is not None
    return place.path


def _mentor(tx: Connection, pair_id: int) -> int:
    return next(one.person_id for one in memberships.live(tx, pair_id) if one.role == "mentor")
