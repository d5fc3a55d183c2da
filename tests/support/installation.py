"""A running installation in a test: a database, a turned clock, a mail server that remembers."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from notifications.smtp import Channel, Server
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER
from tests.support.recorder import Recorded, Recorder
from workflows.deliver_outbox import Post
from workflows.tick import Part, Ticked, next_wake, tick

SECRET = "the links of the tests' letters"
_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class TurnedClock:
    """The product's clock in the hand of a test; `lost` real seconds have gone by unnoticed."""

    instant: datetime = FIRST_OF_SEPTEMBER
    lost: float = 0.0

    def now(self) -> datetime:
        return self.instant

    def elapsed(self) -> float:
        return time.time() + self.lost


@dataclass(slots=True)
class Installation:
    """`tick` does one pass at an instant; `play` jumps from due moment to due moment like a worker."""

    database: Database
    recorder: Recorder
    channel: Channel
    clock: TurnedClock = field(default_factory=TurnedClock)
    owner: str = "test/0/worker"
    base_url: str = "http://localhost:8000"
    secret: str = SECRET

    def tick(self, at: datetime | None = None, *, only: Part | None = None) -> Ticked:
        if at is not None:
            self.clock.instant = at
        post = Post("nastavnik@district.test", "Наставник", self.base_url, "mail.test", self.owner, self.secret)
        return tick(self.database, self.channel, clock=self.clock, post=post, only=only)

    def play(self, until: datetime) -> list[tuple[datetime, Recorded]]:
        """Tick at every due moment up to `until`; the letters that came, each with the instant it came at."""
        came: list[tuple[datetime, Recorded]] = []
        while True:
            before = len(self.recorder.letters)
            self.tick()
            came += [(self.clock.instant, letter) for letter in self.recorder.letters[before:]]
            wake = next_wake(self.database)
            if wake is None or wake > until:
                self.clock.instant = until
                return came
            self.clock.instant = max(wake, self.clock.instant + _MINUTE)

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """Rows of a query, for looking at the views."""
        with self.database.read() as tx:
            return list(tx.execute(text(sql), values))


@contextmanager
def installation(database: Database) -> Generator[Installation]:
    """An installation over a database with a recorder on loopback."""
    with Recorder() as recorder:
        server = Server(host="127.0.0.1", port=recorder.port, security="none", timeout_scale=0.05)
        with Channel(server) as channel:
            yield Installation(database, recorder, channel)
