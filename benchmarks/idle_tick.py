"""One whole pulse of the worker: everything a tick looks at, with nothing to do, heartbeat and next alarm included.

The clock moves on by a minute from tick to tick, as the idle worker's does: a tick that follows another within seconds
would save the heartbeat's commit.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from benchmarks.mail.letter import SENDER
from benchmarks.mail.sink import HOST
from notifications.smtp import Channel, Server
from storage.database import Database
from workflows.deliver_outbox import Post
from workflows.tick import next_wake, tick

_PULSE = timedelta(minutes=1)


def idle_tick(database: Database, now: datetime) -> Callable[[], object]:
    """Answers the tick to be timed; the channel is never opened, since nothing is ready."""
    channel = Channel(Server(host=HOST, port=1, security="none"))
    post = Post(
        sender=SENDER,
        sender_name="",
        base_url="https://nastavnik.school.test",
        server=HOST,
        owner="bench",
        secret="the links of measured letters",
    )
    clock = _Clock(now)

    def work() -> None:
        clock.instant += _PULSE
        done = tick(database, channel, clock=clock, post=post)
        assert not done.looked, done
        assert not done.letters, done
        next_wake(database)

    return work


class _Clock:
    def __init__(self, now: datetime) -> None:
        self.instant = now

    def now(self) -> datetime:
        return self.instant

    def elapsed(self) -> float:
        return time.time()
