"""An outbox, a mail server that may misbehave, and a worker's pass between them: the stage of the delivery's tests."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, select

from notifications.smtp import LANES, Channel, Security, Server
from storage import channel as channel_state
from storage import outbox
from storage.channel import ChannelState
from storage.database import Database
from storage.tables.letters import letters
from tests.support import rows
from tests.support.faulty_smtp import CA_FILE, Faults, FaultyServer
from tests.support.installation import SECRET, TurnedClock
from workflows.deliver_outbox import Delivered, Post, deliver_outbox

NINE = datetime(2025, 9, 25, 6, 0, tzinfo=UTC)  # 09:00 of a Thursday in Kirov


@dataclass(slots=True)
class PostOffice:
    """`queue` writes test letters to people of one school, `deliver` is a pass of a worker."""

    database: Database
    server: FaultyServer
    channel: Channel
    school: int
    clock: TurnedClock = field(default_factory=lambda: TurnedClock(NINE))
    owner: str = "test/0/worker"
    base_url: str = "http://localhost:8000"
    stop: bool = False

    def queue(self, count: int = 1, *, organisation_id: int | None = None) -> list[int]:
        """Letters to `p1@school.test`, `p2@school.test` … (numbered on), ready now; their ids."""
        with self.database.write() as tx:
            place = organisation_id or self.school
            before = self.count(tx)
            return [self._letter(tx, place, before + number) for number in range(1, count + 1)]

    def deliver(self, at: datetime | None = None) -> Delivered:
        if at is not None:
            self.clock.instant = at
        post = Post("nastavnik@district.test", "Наставник", self.base_url, "mail.test", self.owner, SECRET)
        return deliver_outbox(self.database, self.channel, clock=self.clock, post=post, stopping=lambda: self.stop)

    def letter(self, letter_id: int) -> Row[Any]:
        with self.database.read() as tx:
            return tx.execute(select(letters).where(letters.c.id == letter_id)).one()

    def letter_to(self, address: str) -> Row[Any]:
        """The letter whose recipient has this address, as it is in the database now."""
        number = address.removeprefix("p").partition("@")[0]
        with self.database.read() as tx:
            return tx.execute(select(letters).where(letters.c.key == f"test/{number}")).one()

    def states(self) -> list[str]:
        with self.database.read() as tx:
            return list(tx.scalars(select(letters.c.state).order_by(letters.c.id)))

    def way(self) -> ChannelState:
        """The state of the channel."""
        with self.database.read() as tx:
            return channel_state.state(tx)

    def next_moment(self) -> datetime:
        """When the next letter wants its attempt; there must be one."""
        with self.database.read() as tx:
            found = outbox.next_moment(tx)
        assert found is not None
        return found

    @staticmethod
    def count(tx: Any) -> int:
        return len(tx.scalars(select(letters.c.id)).all())

    @staticmethod
    def _letter(tx: Any, place: int, number: int) -> int:
        reader = rows.person(tx, place, email=f"p{number}@school.test")
        return rows.letter(tx, place, reader, key=f"test/{number}", kind="test", created_at=NINE, next_attempt_at=NINE)


@contextmanager
def post_office(
    database: Database,
    faults: Faults | None = None,
    *,
    scale: float = 1.0,
    security: Security = "none",
    lanes: int = LANES,
    **server: Any,
) -> Generator[PostOffice]:
    """A post office whose server has these faults; `scale` multiplies the channel's timeouts."""
    with database.write() as tx:
        school = rows.organisation(tx, "school-1")
    with FaultyServer(faults or {}, **server) as faulty:
        where = Server(
            host="127.0.0.1",
            port=faulty.port,
            security=security,
            timeout_scale=scale,
            user="school" if security != "none" else "",
            password="secret",
            ca_file=CA_FILE,
        )
        with Channel(where, lanes=lanes) as channel:
            yield PostOffice(database, faulty, channel, school)
