"""The cookies of a browser: who it is, what is told once, how it wants to look."""

import hashlib
import hmac
import secrets
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

SESSION, BROWSER, TOAST, THEME, LANGUAGE = (
    f"nastavnik_{name}" for name in ("session", "browser", "toast", "theme", "lang")
)
YEAR = 365 * 24 * 3600
_TOAST_SECONDS = 120
_TOKEN_BYTES = 32


def new_token() -> str:
    """A secret for a cookie or a link: 256 random bits."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def hashed(token: str) -> str:
    """What is stored of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def read(request: Request, name: str) -> str:
    """The cookie's text, "" when the browser sent none."""
    return request.cookies.get(name, "")


def put(response: Response, name: str, value: str, *, secure: bool, seconds: int | None = YEAR) -> None:
    """None for `seconds` ends it with the browser. Scripts never see it, other sites never send it along."""
    response.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure)


def drop(response: Response, name: str) -> None:
    response.delete_cookie(name, path="/", httponly=True, samesite="lax")


def sealed(secret: str, content: dict[str, Any]) -> str:
    """A toast on its way through the browser: signed, so that nobody can make us say something."""
    return URLSafeTimedSerializer(secret, salt="toast").dumps(content)


def unsealed(secret: str, text: str) -> dict[str, Any] | None:
    try:
        found: Any = URLSafeTimedSerializer(secret, salt="toast").loads(text, max_age=_TOAST_SECONDS)
    except BadData:
        return None
    return found if isinstance(found, dict) else None


def form_token(secret: str, browser: str, session: str) -> str:
    """What a form of this browser must carry. Different at every page, so that compression tells nothing about it."""
    nonce = secrets.token_hex(8)
    return nonce + _seal(secret, nonce, browser, session)


def is_form_token(secret: str, given: str, browser: str, session: str) -> bool:
    nonce, seal = given[:16], given[16:]
    return bool(browser) and hmac.compare_digest(seal, _seal(secret, nonce, browser, session))


def _seal(secret: str, *parts: str) -> str:
    return hmac.new(secret.encode(), "\n".join(("form", *parts)).encode(), hashlib.sha256).hexdigest()
