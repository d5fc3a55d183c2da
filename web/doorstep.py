"""What the pages of signing in share: who asks, where to go afterwards, how a browser is called."""

import re
from urllib.parse import quote, urlsplit

from fastapi import Request, Response

from engine.refusals import BadInput
from engine.sign_in import wait_in_words
from web import cookies
from web.faults import Faults, FieldFault, of_bad_input
from web.visit import Visit
from workflows.asking import Asking, Limited

_BROWSERS = (("YaBrowser", "Яндекс"), ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"))
_STRANGE = re.compile(r"[\x00-\x20\x7f-\x9f\\]")


def asking(visit: Visit, token: str) -> Asking:
    """The browser of this visit; `token` is the cookie it gets when it comes in."""
    had = cookies.read(visit.request, cookies.SESSION)
    return Asking(
        at=visit.now,
        address=visit.request.client.host if visit.request.client else "",
        browser=called(visit.request),
        token_hash=cookies.hashed(token),
        old_hash=cookies.hashed(had) if had else "",
    )


def called(request: Request) -> str:
    """The browser in a word or two («Firefox, Windows»): enough for its owner to know it again."""
    told = request.headers.get("user-agent", "")
    known = [
        next((name for sign, name in table if sign in told), "")
        for table in (_BROWSERS, (*_SYSTEMS, ("Linux", "Linux")))
    ]
    if not known[0] and "Safari" in told:
        known[0] = "Safari"
    return ", ".join(name for name in known if name)


def onward(wanted: str) -> str:
    """Where to go afterwards: a page of ours, never another site and never the doorstep itself.

    >>> onward("/pairs/7?tab=plan"), onward("//evil.example/"), onward("https://evil.example"), onward("/sign-in")
    ('/pairs/7?tab=plan', '/', '/', '/')
    """
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    local = wanted.startswith("/") and not wanted.startswith("//") and not parts.scheme and not parts.netloc
    if not local or _STRANGE.search(wanted) or parts.path.startswith(("/sign-in", "/sign-out", "/invitation")):
        return "/"
    return wanted


def with_next(url: str, wanted: str) -> str:
    """The address of a page of the doorstep that remembers where to go afterwards."""
    return url if onward(wanted) == "/" else f"{url}?next={quote(onward(wanted), safe='')}"


def come_in(visit: Visit, token: str, *, to: str) -> Response:
    """The browser has a session now."""
    visit.remember(cookies.SESSION, token)
    return visit.go(to)


def too_often(visit: Visit, limited: Limited, field: str = "") -> Faults:
    """429: when to come again."""
    return Faults((FieldFault(field, wait_in_words(limited.opens_at, at=visit.now)),), status=429)


def fault(error: BadInput) -> Faults:
    return of_bad_input(error)
