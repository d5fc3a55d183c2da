"""A real server with the product's pages on loopback, and browsers without scripts that are signed in as somebody.

with served(database, at=MOMENT) as site:
    curator = site.browser(person_id)
    page = curator.get("/pairs")
    done = curator.post("/pairs/7/advance", {"move": "acquaint"})   # csrf and origin as a page of ours sends them
"""

import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from sqlalchemy import insert, select

from nastavnik.logs import log_to_stderr
from storage import sessions
from storage.database import Database
from storage.tables.accounts import accounts
from web import cookies
from web.app import build
from web.parts import Parts

SECRET = "a secret of the tests"
Sent = Mapping[str, str | Sequence[str]]
_TLS = ssl.create_default_context()  # one for all browsers: reading the certificates anew takes a tenth of a second


class Browser:
    """A browser that follows redirects. `person_id` None: nobody is signed in."""

    def __init__(self, site: "Site", person_id: int | None, *, second_step: bool = True) -> None:
        self._site = site
        self._name = cookies.new_token()
        self._session = ""
        self._http = httpx.Client(base_url=site.address, follow_redirects=True, timeout=30, verify=_TLS)
        self._http.cookies.set(cookies.BROWSER, self._name)
        if person_id is not None:
            self.sign_in(person_id, second_step=second_step)

    @property
    def name(self) -> str:
        """What the browser is bound by: forms and sign-in links know it."""
        return self._name

    def sign_in(self, person_id: int, *, second_step: bool = True) -> None:
        """As if the pages of signing in had been walked."""
        token = cookies.new_token()
        self._session = cookies.hashed(token)
        site = self._site
        with site.parts.database.write() as tx:
            if tx.execute(select(accounts).where(accounts.c.person_id == person_id)).first() is None:
                tx.execute(insert(accounts).values(person_id=person_id, made_at=site.now()))
            sessions.begin(
                tx,
                token_hash=self._session,
                person_id=person_id,
                at=site.now(),
                expires_at=site.now() + timedelta(days=30),
                second_step=second_step,
            )
        self._http.cookies.set(cookies.SESSION, token)

    def no_longer_known(self) -> None:
        """The server has ended the session: forms it serves now are a stranger's, the cookie still comes along."""
        self._session = ""

    def get(self, url: str, **how: Any) -> httpx.Response:
        return self._http.get(url, **how)

    def post(self, url: str, data: Sent | None = None, **how: Any) -> httpx.Response:
        """A form of ours: with its token, from our own origin. Files come through `files=`."""
        csrf = cookies.form_token(SECRET, self._name, self._session)
        headers = {"Origin": self._site.address, **how.pop("headers", {})}
        return self._http.post(url, data={"csrf": csrf, **(data or {})}, headers=headers, **how)

    def post_bare(self, url: str, data: Sent | None = None, **how: Any) -> httpx.Response:
        """Exactly what is given: for forged forms."""
        return self._http.post(url, data=dict(data or {}), **how)

    def carried(self) -> dict[str, str]:
        """The cookies by name: another browser that has them is signed in as the same person."""
        return dict(self._http.cookies)

    def close(self) -> None:
        self._http.close()


class Site:
    """The running pages. A test turns their clock with `turn`."""

    def __init__(self, app: FastAPI, parts: Parts, address: str, clock: list[datetime]) -> None:
        self.app = app
        self.parts = parts
        self.address = address
        self._clock = clock
        self._browsers: list[Browser] = []

    def now(self) -> datetime:
        return self._clock[0]

    def turn(self, at: datetime) -> None:
        self._clock[0] = at

    def browser(self, person_id: int | None = None, *, second_step: bool = True) -> Browser:
        made = Browser(self, person_id, second_step=second_step)
        self._browsers.append(made)
        return made

    def close(self) -> None:
        for browser in self._browsers:
            browser.close()


@contextmanager
def served(database: Database, *, at: datetime, data_dir: Path | None = None, **parts: Any) -> Generator[Site]:
    """The pages over this database at this instant. `parts` are further fields of `Parts`.

    Without `data_dir` what is uploaded goes with the block.
    """
    own_dir = tempfile.TemporaryDirectory(prefix="nastavnik-site-")
    log_to_stderr()  # as `serve` does: the default would draw every local of a failure, for half a minute
    clock = [at.astimezone(UTC)]
    listening = socket.socket(proto=socket.IPPROTO_TCP)  # asyncio sets TCP_NODELAY only on what says it is TCP
    listening.bind(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    made = Parts(
        database=database,
        now=lambda: clock[0],
        elapsed=time.monotonic,
        base_url=address,
        secret=SECRET,
        data_dir=data_dir or Path(own_dir.name),
        **parts,
    )
    app = build(made)
    config = uvicorn.Config(app, log_config=None, lifespan="on", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    site = Site(app, made, address, clock)
    try:
        yield site
    finally:
        site.close()
        server.should_exit = True
        thread.join(10)
        listening.close()
        own_dir.cleanup()
