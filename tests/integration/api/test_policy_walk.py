"""Every call of the API, tried by every kind of person's token over own, sibling, parent and foreign objects.

Who gets in must be exactly whom `web/policy.yaml` names; everybody else gets the bytes of a missing object.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from fastapi import Response
from fastapi.routing import APIRoute
from sqlalchemy import insert

from storage.database import Database
from storage.tables.accounts import accounts
from tests.support.programs import EVERY_SCOPE, bearer
from tests.support.realm import AT, WHERES, Kind, Realm, Where, realm
from tests.support.site import Site, served
from web.api.calling import calling
from web.policy import OBJECTS, Rule, policy

CALLS = [rule for route, rule in policy().items() if "/api/" in route]
NOWHERE = 2_000_000_000
_ASKED = ("body_params", "query_params", "path_params")


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[tuple[Site, Realm]]:
    with sqlite_database.write() as tx:
        made = realm(tx)
    with served(sqlite_database, at=AT) as site:
        # The routes are the same objects in every app of this process: the next test finds them as they were.
        kept = [(route.dependant, replace(route.dependant)) for route in routes(site)]
        for route in routes(site):
            let_everybody_through(route)
        yield site, made
        for changed, before in kept:
            for name in ("call", *_ASKED):
                setattr(changed, name, getattr(before, name))


def test_every_call_has_the_one_door_and_names_its_scope(world: tuple[Site, Realm]) -> None:
    site, _ = world
    found = routes(site)
    assert len(found) == len(CALLS) > 55
    assert [route.path for route in found if not any(one.call is calling for one in route.dependant.dependencies)] == []
    assert [rule.route for rule in CALLS if rule.token not in EVERY_SCOPE] == []
    assert [rule.route for rule in CALLS if (rule.token == "read") != rule.route.startswith("GET ")] == []


def test_the_door_lets_in_exactly_whom_the_table_names(world: tuple[Site, Realm]) -> None:
    site, made = world
    wrong: list[str] = []
    asked = 0
    for kind in made.visitors:
        with program(site, kind, EVERY_SCOPE) as caller:
            for rule in CALLS:
                missing = ask(caller, rule, dict.fromkeys(made.objects["own"], NOWHERE))
                for where in WHERES if rule.scope in OBJECTS else WHERES[:1]:
                    asked += 1
                    answer = ask(caller, rule, made.objects[where])
                    expected = outcome(rule, kind, where)
                    if answer.status_code != expected:
                        wrong.append(f"{kind.name} {rule.route} {where}: {answer.status_code}, expected {expected}")
                    if expected == 404 and bare(answer) != bare(missing) and rule.scope in OBJECTS:
                        wrong.append(f"{kind.name} {rule.route} {where}: not the bytes of a missing object")
    assert not wrong, "\n".join(wrong)
    assert asked > 12 * len(CALLS)


@pytest.mark.parametrize("scope", EVERY_SCOPE)
def test_a_token_opens_its_scope_and_nothing_else(world: tuple[Site, Realm], scope: str) -> None:
    site, made = world
    administrator = next(kind for kind in made.visitors if kind.signed_in and "administrator" in kind.roles_anywhere)
    where: Where = next(where for where in WHERES if "administrator" in administrator.roles_on(where, of_pair=False))
    with program(site, administrator, [scope]) as caller:
        for rule in CALLS:
            answer = ask(caller, rule, made.objects[where])
            assert answer.status_code == (200 if scope in rule.tokens else 403), (rule.route, answer.text)


def test_a_session_of_a_browser_opens_nothing(world: tuple[Site, Realm]) -> None:
    site, made = world
    kind = next(kind for kind in made.visitors if kind.signed_in)
    browser = site.browser(kind.person_id)
    assert browser.get("/api/v1/deadline").status_code == 401


def outcome(rule: Rule, kind: Kind, where: Where) -> int:
    """What the table says."""
    if not kind.signed_in:
        return 401
    if rule.scope == "self":
        return 200
    of_pair = rule.scope in ("pair", "obligation", "evidence")
    held = kind.roles_anywhere if rule.scope == "below" else kind.roles_on(where, of_pair=of_pair)
    return 200 if rule.roles & held else 404


def program(site: Site, kind: Kind, scopes: Sequence[str]) -> httpx.Client:
    headers = {}
    if kind.session != "none" and kind.person_id is not None:
        if kind.name == "disabled":
            with site.parts.database.write() as tx:
                tx.execute(insert(accounts).values(person_id=kind.person_id, made_at=AT, disabled_at=AT))
        ended = AT - timedelta(days=40) if kind.session == "expired" else AT
        token = bearer(site.parts.database, kind.person_id, at=ended, scopes=scopes)
        headers["Authorization"] = f"Bearer {token}"
    return httpx.Client(base_url=site.address, headers=headers, timeout=30)


def ask(caller: httpx.Client, rule: Rule, objects: Mapping[str, int]) -> httpx.Response:
    method, _, path = rule.route.partition(" ")
    return caller.request(method, re.sub(r"\{(\w+?)(?:_id)?\}", lambda part: str(objects.get(part[1], 1)), path))


def bare(answer: httpx.Response) -> tuple[int, bytes, list[tuple[str, str]]]:
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "date")
    return answer.status_code, answer.content, headers


def routes(site: Site) -> list[APIRoute]:
    return [one for one in site.app.routes if isinstance(one, APIRoute) and one.path.startswith("/api/")]


def let_everybody_through(route: APIRoute) -> None:
    """Past the door nothing happens, and nothing is asked of what was sent."""

    def inside(**_given: object) -> Response:
        return Response("in")

    for name in _ASKED:
        setattr(route.dependant, name, [])
    route.dependant.call = inside
