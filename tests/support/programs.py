"""Programs that call the API with a bearer token, over a real server (tests/support/site.py)."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx

from storage import api_tokens
from storage.database import Database
from tests.support.site import Site
from web import cookies

EVERY_SCOPE = ("read", "pairs:write", "roadmap:write", "people:write", "letters:write", "admin")


def token_of(site: Site, person_id: int, *, scopes: Sequence[str] = EVERY_SCOPE, days: int = 30) -> str:
    """A bearer token of a person, as the settings page would make it."""
    return bearer(site.parts.database, person_id, at=site.now(), scopes=scopes, days=days)


def bearer(database: Database, person_id: int, *, at: Any, scopes: Sequence[str] = EVERY_SCOPE, days: int = 30) -> str:
    token = cookies.new_token()
    with database.write() as tx:
        api_tokens.add(
            tx,
            person_id=person_id,
            kind="api",
            name="проверка",
            token_hash=cookies.hashed(token),
            scopes=scopes,
            at=at,
            expires_at=at + timedelta(days=days),
        )
    return token


@contextmanager
def program(
    site: Site, person_id: int | None, *, scopes: Sequence[str] = EVERY_SCOPE, language: str = "ru"
) -> Generator[httpx.Client]:
    """A client whose every call acts as the person (None: without a token) and reads below `/api/v1`."""
    headers = {"Accept-Language": language}
    if person_id is not None:
        headers["Authorization"] = f"Bearer {token_of(site, person_id, scopes=scopes)}"
    with httpx.Client(base_url=f"{site.address}/api/v1", headers=headers, timeout=30) as made:
        yield made
