"""The running app's whole route table, asked by every kind of visitor about own, sibling, parent and foreign objects.

What is let in must be exactly what `web/policy.yaml` says of roles the visitor holds there. The expectation knows only
the table and the grants of the realm; the door computes it from the database.
"""

import inspect
import re
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from fastapi import Response
from fastapi.routing import APIRoute
from sqlalchemy import update

from storage.database import Database
from storage.tables.accounts import accounts
from storage.tables.accounts import sessions as session_table
from tests.support.realm import AT, WHERES, Kind, Realm, Where, realm
from tests.support.site import Browser, Site, served
from web.entering import entering
from web.policy import OBJECTS, Rule, policy

PAGES = [rule for route, rule in policy().items() if not route.partition(" ")[2].startswith(("/api/", "/static/"))]
NOWHERE = 2_000_000_000


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[tuple[Site, Realm]]:
    with sqlite_database.write() as tx:
        made = realm(tx)
    with served(sqlite_database, at=AT) as site:
        # The routes are the same objects in every app of this process: the next test finds them as they were.
        kept = [(route, route.dependant.call) for route in routes(site)]
        yield site, made
        for route, call in kept:
            route.dependant.call = call


def test_every_route_is_entered_by_the_one_door(world: tuple[Site, Realm]) -> None:
    site, _ = world
    found = {f"{method} {route.path}" for route in routes(site) for method in route.methods or () if not guarded(route)}
    open_ones = {route for route in found if policy()[route].scope == "open"}
    assert found == open_ones, "a route that is not open must take an Entered visit"


def test_the_door_lets_in_exactly_whom_the_table_names(world: tuple[Site, Realm]) -> None:
    site, made = world
    for route in routes(site):
        let_everybody_through(route)
    wrong: list[str] = []
    asked = 0
    for kind in made.visitors:
        browser = signed_in(site, kind)
        missing = {rule.route: ask(browser, rule, dict.fromkeys(made.objects["own"], NOWHERE)) for rule in PAGES}
        for rule in PAGES:
            for where in WHERES if rule.scope in OBJECTS else WHERES[:1]:
                asked += 1
                answer = ask(browser, rule, made.objects[where])
                expected = outcome(rule, kind, where)
                told = said(answer)
                if told != expected:
                    wrong.append(f"{kind.name} {rule.route} {where}: {told}, the table says {expected}")
                if expected == "missing" and not same_bytes(answer, missing[rule.route]):
                    wrong.append(f"{kind.name} {rule.route} {where}: not the bytes of a missing object")
    assert not wrong, "\n".join(wrong)
    assert asked > 12 * len(PAGES)


def outcome(rule: Rule, kind: Kind, where: Where) -> str:
    """What the table says."""
    if rule.scope == "open":
        return "in"
    if not kind.signed_in:
        return "sign in"
    if rule.scope == "self":
        return "in"
    of_pair = rule.scope in ("pair", "obligation", "evidence")
    held = kind.roles_anywhere if rule.scope == "below" else kind.roles_on(where, of_pair=of_pair)
    return "in" if rule.roles & held else "missing"


def said(answer: httpx.Response) -> str:
    if answer.status_code == 404:
        return "missing"
    if answer.status_code == 401 or answer.headers.get("location", "").startswith("/sign-in?next="):
        return "sign in"
    if answer.headers.get("location") == "/sign-in":
        return "sign in"
    return "in" if answer.status_code == 200 and answer.text == "in" else f"{answer.status_code}"


def same_bytes(one: httpx.Response, other: httpx.Response) -> bool:
    def headers(answer: httpx.Response) -> list[tuple[str, str]]:
        return sorted((name, value) for name, value in answer.headers.items() if name != "date")

    return one.status_code == other.status_code and one.content == other.content and headers(one) == headers(other)


def ask(browser: Browser, rule: Rule, objects: dict[str, int] | object) -> httpx.Response:
    method, _, path = rule.route.partition(" ")
    url = re.sub(r"\{(\w+?)(?:_id)?(?::\w+)?\}", lambda part: str(dict(objects).get(part[1], "1")), path)  # type: ignore[call-overload]  # a mapping
    if method == "GET":
        return browser.get(url, follow_redirects=False)
    return browser.post(url, follow_redirects=False)


def signed_in(site: Site, kind: Kind) -> Browser:
    browser = site.browser(kind.person_id if kind.session != "none" else None)
    if kind.name == "expired":
        with site.parts.database.write() as tx:
            ended = AT - timedelta(minutes=1)
            tx.execute(
                update(session_table).where(session_table.c.person_id == kind.person_id).values(expires_at=ended)
            )
    if kind.name == "disabled":
        with site.parts.database.write() as tx:
            tx.execute(update(accounts).where(accounts.c.person_id == kind.person_id).values(disabled_at=AT))
    if not kind.signed_in:
        browser.no_longer_known()
    return browser


def routes(site: Site) -> list[APIRoute]:
    return [
        route
        for route in site.app.routes
        if isinstance(route, APIRoute) and not route.path.startswith("/api/") and route.path != "/static/{name:path}"
    ]


def guarded(route: APIRoute) -> bool:
    return any(one.call is entering for one in route.dependant.dependencies)


def let_everybody_through(route: APIRoute) -> None:
    """Past the door nothing happens: the walk asks who gets in, and no answer may change what the next one finds."""

    def inside(**_given: object) -> Response:
        return Response("in")

    async def inside_async(**_given: object) -> Response:
        return Response("in")

    route.dependant.call = inside_async if inspect.iscoroutinefunction(route.endpoint) else inside
