"""The product's delivery from its outbox: claimed, judged, rendered, sent, two durable commits for every letter."""

import time
from datetime import datetime, timedelta

from benchmarks.falling_due import fall_due_file
from benchmarks.ladder import ladder
from benchmarks.mail.letter import SENDER
from benchmarks.mail.sink import HOST
from benchmarks.region_rows import NOW, PER_PAIR
from benchmarks.standing import Region
from notifications.smtp import Channel, Server
from storage.database import Database
from workflows.deliver_outbox import Post, deliver_outbox

SIZE = 100_000  # open obligations around the letters


class Outbox:
    """One letter to each of other mentors: `prepare` makes them due and puts their letters into the outbox."""

    def __init__(self, port: int, region: Region) -> None:
        self._files = region.files
        self._files.copy(region.on_sqlite(SIZE), "outbox")
        self._database = Database(self._files.url("outbox"))
        self._channel = Channel(Server(host=HOST, port=port, security="none"))
        self._post = Post(
            sender=SENDER,
            sender_name="Наставник",
            base_url="https://nastavnik.school.test",
            server=HOST,
            owner="bench",
            secret="the links of measured letters",
        )

    def prepare(self, first: int, count: int) -> None:
        """One obligation of each of `count` pairs; pairs of earlier slices are not touched again."""
        file = self._files.open("outbox")
        fall_due_file(file, range(first * PER_PAIR + 1, (first + count) * PER_PAIR + 1, PER_PAIR))
        file.close()
        ladder(self._database, NOW, count)()

    def send(self, first: int, count: int) -> None:
        done = deliver_outbox(self._database, self._channel, clock=_Clock(), post=self._post)
        assert done.states == {"sent": count}, done

    def close(self) -> None:
        self._channel.close()
        self._database.dispose()


class _Clock:
    def now(self) -> datetime:
        return NOW + timedelta(minutes=1)

    def elapsed(self) -> float:
        return time.time()
