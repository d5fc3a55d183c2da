"""The door of every call of the API: the visit of `web/entering.py`, in the language and the format of programs."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from engine.refusals import BadInput
from web.entering import entering
from web.problems import TooFast, WrongMedia
from web.visit import Visit

_KNOWN: dict[str, frozenset[str]] = {}  # by operation: the routes are the same in every app


def calling(request: Request, visit: Annotated[Visit, Depends(entering)]) -> Visit:
    """Who calls. `Accept-Language` wins over the person's own language.

    Raises TooFast for a token that calls too often, WrongMedia for a body that is no JSON.
    """
    token = visit.visitor.token if visit.visitor else None
    if token is not None and (seconds := visit.parts.pace.wait(token.id, now=visit.parts.elapsed())):
        raise TooFast(seconds)
    asked = request.headers.get("accept-language", "").partition(",")[0].strip().lower()
    if asked[:2] in ("ru", "en"):
        visit.language = "en" if asked.startswith("en") else "ru"
    route = request.scope["route"]
    if isinstance(route, APIRoute):
        _refuse_unknown(request, route)
    sent = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    if isinstance(route, APIRoute) and route.body_field is not None and sent:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise WrongMedia
    return visit


def _refuse_unknown(request: Request, route: APIRoute) -> None:
    """A misspelt parameter would silently widen a list. Raises BadInput that names it."""
    known = _parameters(route)
    for name in request.query_params:
        if name not in known:
            raise BadInput(name[:64], "Такого параметра нет", "There is no such parameter")


def _parameters(route: APIRoute) -> frozenset[str]:
    name = route.operation_id or route.path
    if name not in _KNOWN:
        _KNOWN[name] = frozenset(_aliases(route.dependant))
    return _KNOWN[name]


def _aliases(dependant: Dependant) -> Iterator[str]:
    yield from (field.alias for field in dependant.query_params)
    for inner in dependant.dependencies:
        yield from _aliases(inner)


Caller = Annotated[Visit, Depends(calling)]
"""The first argument of every route of the API."""
