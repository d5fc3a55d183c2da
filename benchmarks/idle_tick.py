"""One whole pulse of the worker: everything a tick looks at, with nothing to do, heartbeat and next alarm included."""

import time
from collections.abc import Callable
from datetime import datetime

from benchmarks.mail.letter import SENDER
from benchmarks.mail.sink import HOST
from notifications.smtp import Channel, Server
from storage.database import Database
from workflows.deliver_outbox import Post
from workflows.tick import next_wake, tick


def idle_tick(database: Database, now: datetime) -> Callable[[], object]:
    """Answers the tick to be timed; the channel is never opened, since nothing is ready."""
    channel = Channel(Server(host=HOST, port=1, security="none"))
    post = Post(sender=SENDER, sender_name="", base_url="https://nastavnik.school.test", server=HOST, owner="bench")
    clock = _Clock(now)

    def work() -> None:
        done = tick(database, channel, clock=clock, post=post)
        assert not done.looked, done
        assert not done.letters, done
        next_wake(database)

    return work


class _Clock:
    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def elapsed(self) -> float:
        return time.time()
