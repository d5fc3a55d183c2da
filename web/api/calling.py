"""The door of every call of the API: the visit of `web/entering.py`, in the language and the format of programs."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.routing import APIRoute

from web.entering import entering
from web.problems import WrongMedia
from web.visit import Visit


def calling(request: Request, visit: Annotated[Visit, Depends(entering)]) -> Visit:
    """Who calls. `Accept-Language` wins over the person's own language.

    Raises WrongMedia for a body that is no JSON.
    """
    asked = request.headers.get("accept-language", "").partition(",")[0].strip().lower()
    if asked[:2] in ("ru", "en"):
        visit.language = "en" if asked.startswith("en") else "ru"
    route = request.scope["route"]
    sent = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    if isinstance(route, APIRoute) and route.body_field is not None and sent:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise WrongMedia
    return visit


Caller = Annotated[Visit, Depends(calling)]
"""The first argument of every route of the API."""
