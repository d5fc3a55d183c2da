"""The door of every route: who comes, whether the policy lets them in, and to which object."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from sqlalchemy import Connection

from engine.actors import Role
from storage import api_tokens, memberships, sessions
from storage.api_tokens import TokenRow
from storage.sessions import SessionRow
from storage.visitors import Home, held_today, home, roles_in_pairs
from web import cookies
from web.failures import API, language_of
from web.fields import Fields, read_fields
from web.parts import Parts
from web.policy import OBJECTS, Rule, policy
from web.refusing import Forged, Missing, SecondStepNeeded, SignInNeeded, TokenTooNarrow
from web.visit import Visit, Visitor

_SAFE = ("GET", "HEAD")
_BIGGEST_ID = 2**31 - 1
_DOORSTEP = ("/sign-in", "/sign-out")


def entering(request: Request, fields: Annotated[Fields, Depends(read_fields)]) -> Visit:
    """The visit of a request that may go on. Raises SignInNeeded, SecondStepNeeded, Missing, Forged, TokenTooNarrow."""
    rule = rule_of(request)
    parts: Parts = request.app.state.parts
    browser = cookies.read(request, cookies.BROWSER)
    visit = Visit(request, parts, rule, fields, None, language_of(request), parts.now(), browser)
    if not browser and not _is_api(request):
        visit.browser = cookies.new_token()
        visit.remember(cookies.BROWSER, visit.browser)
    with parts.database.read() as tx:
        visit.visitor = _by_token(tx, request, visit) if _is_api(request) else _by_cookie(tx, request, visit)
        if visit.visitor is not None:
            visit.language = visit.visitor.language
        _guard_form(visit)
        _let_in(tx, visit)
    _remember_seen(visit)
    return visit


Entered = Annotated[Visit, Depends(entering)]
"""What a route takes: `def board(visit: Entered) -> Response`."""


def rule_of(request: Request) -> Rule:
    """The row of the table for this route; HEAD is asked like GET."""
    method = "GET" if request.method == "HEAD" else request.method
    return policy()[f"{method} {request.scope['route'].path}"]


def _is_api(request: Request) -> bool:
    return request.url.path.startswith(API)


def _let_in(tx: Connection, visit: Visit) -> None:
    rule = visit.rule
    half_way = visit.visitor is not None and visit.visitor.half_way
    if rule.scope == "open":
        if half_way and not visit.request.url.path.startswith(_DOORSTEP):
            visit.visitor = None  # nobody has come in yet
        return
    if visit.visitor is None:
        raise SignInNeeded
    if half_way:
        raise SecondStepNeeded
    if visit.visitor.session == "" and rule.tokens.isdisjoint(visit.visitor.token_scopes):
        raise TokenTooNarrow(rule.token)
    if rule.scope == "self":
        return
    if rule.scope == "below":
        if rule.roles.isdisjoint(visit.roles):
            raise Missing
        return
    visit.home = _home(tx, visit)
    if rule.roles.isdisjoint(_roles_there(tx, visit, visit.home)):
        raise Missing


def _home(tx: Connection, visit: Visit) -> Home:
    assert visit.rule.scope in OBJECTS  # noqa: S101  # the policy's own check
    given = str(visit.request.path_params.get(f"{visit.rule.scope}_id", ""))
    if not given.isascii() or not given.isdigit() or len(given) > 10 or int(given) > _BIGGEST_ID:
        raise Missing
    found = home(tx, visit.rule.scope, int(given))
    if found is None:
        raise Missing
    return found


def _roles_there(tx: Connection, visit: Visit, place: Home) -> frozenset[Role]:
    """Offices on the object's organisation or above, and what the visitor is in the object's own pair."""
    offices = visit.roles_on(place.path) - {"mentor", "mentee", "representative"}
    if place.pair_id is None:
        return offices
    own = memberships.roles_of(tx, pair_id=place.pair_id, person_id=visit.who.person_id, day=place.today(visit.now))
    return offices | own


def _by_cookie(tx: Connection, request: Request, visit: Visit) -> Visitor | None:
    token = cookies.read(request, cookies.SESSION)
    found = sessions.find(tx, cookies.hashed(token), at=visit.now) if token else None
    if found is None:
        return None
    return _visitor(tx, visit, found, session=found, second_step=found.second_step)


def _by_token(tx: Connection, request: Request, visit: Visit) -> Visitor | None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        return None
    found = api_tokens.find(tx, cookies.hashed(token.strip()), at=visit.now)
    if found is None or found.kind != "api":
        return None
    return _visitor(tx, visit, found, token=found)


def _visitor(
    tx: Connection,
    visit: Visit,
    found: SessionRow | TokenRow,
    *,
    session: SessionRow | None = None,
    second_step: bool = False,
    token: TokenRow | None = None,
) -> Visitor:
    return Visitor(
        person_id=found.person_id,
        name=found.name,
        language="en" if found.language == "en" else "ru",
        organisation_id=found.organisation_id,
        organisation=found.organisation,
        path=found.path,
        timezone=found.timezone,
        held=held_today(tx, found.person_id, at=visit.now),
        in_pairs=roles_in_pairs(tx, found.person_id),
        signed_in=session,
        second_step=second_step,
        token=token,
    )


def _guard_form(visit: Visit) -> None:
    """An unsafe call of a browser must come from a page of ours (origin) and carry the page's token."""
    rule, request = visit.rule, visit.request
    if request.method in _SAFE or _is_api(request) or rule.forgery == "none":
        return
    if not _from_here(visit):
        raise Forged
    if rule.forgery == "token":
        given = visit.fields.raw("csrf") or request.headers.get("x-csrf-token", "")
        session = visit.visitor.session if visit.visitor else ""
        if not cookies.is_form_token(visit.parts.secret, given, visit.browser, session):
            raise Forged


def _from_here(visit: Visit) -> bool:
    """By Sec-Fetch-Site, which every current browser sends; else by Origin, else by Referer."""
    headers = visit.request.headers
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    told = headers.get("origin") or headers.get("referer")
    return told is not None and urlsplit(told).netloc == headers.get("host")


def _remember_seen(visit: Visit) -> None:
    """A session lives on while it is used; of a token its owner sees when it was used last."""
    session = visit.visitor.signed_in if visit.visitor else None
    if session is not None and session.unseen(visit.now):
        with visit.parts.database.write() as tx:
            sessions.touch(tx, session, at=visit.now)
    token = visit.visitor.token if visit.visitor else None
    if token is not None and token.unused(visit.now):
        with visit.parts.database.write() as tx:
            api_tokens.touch(tx, token, at=visit.now)
