"""Two workers on one database, leases that run out, and letters held by a restore."""

from pathlib import Path

from engine.actors import By
from notifications.smtp import Channel, Server
from storage import backup, letters, outbox
from storage.database import Database
from storage.scope import EVERYTHING
from tests.support.faulty_smtp import Place
from tests.support.post_office import NINE, PostOffice, post_office
from workflows.deliver_outbox import recover_letters
from workflows.release_letters import LettersReleased, release_letters

MANY = 30


class Other:
    """A second worker with its own database connections and its own way to the same server."""

    def __init__(self, office: PostOffice) -> None:
        self._office = office

    def deliver(self) -> object:
        office = self._office
        database = Database(office.database.url.render_as_string(hide_password=False))
        with Channel(Server(host="127.0.0.1", port=office.server.port, security="none")) as channel:
            theirs = PostOffice(database, office.server, channel, office.school, office.clock, owner="test/1/other")
            done = theirs.deliver()
        database.dispose()
        return done.states


def test_what_one_worker_holds_another_leaves_alone(database: Database) -> None:
    with post_office(database) as office:
        met: list[object] = []

        def look(place: Place, recipient: str) -> None:
            if (place, recipient) == ("dot", "p3@school.test"):
                met.append(Other(office).deliver())

        office.server.watch = look
        office.queue(MANY)
        assert office.deliver().states == {"sent": MANY}
        assert met == [{}]
        assert len({letter.recipient for letter in office.server.letters}) == len(office.server.letters) == MANY


def test_a_worker_whose_lease_ran_out_before_data_does_not_send(database: Database) -> None:
    """The first worker stalls between RCPT and DATA for longer than its lease; the second takes everything over."""
    with post_office(database, lanes=1) as office:
        met: list[object] = []

        def stall(place: Place, recipient: str) -> None:
            if (place, recipient) == ("rcpt", "p1@school.test") and not met:
                office.clock.lost += 10_000
                with database.write() as tx:
                    met.append(recover_letters(tx, clock=office.clock))
                met.append(Other(office).deliver())

        office.server.watch = stall
        office.queue(3)
        assert office.deliver().states == {}
        assert met == [3, {"sent": 3}]
        assert len(office.server.letters) == 3
        assert office.states() == ["sent"] * 3


def test_a_late_settlement_touches_nothing(database: Database) -> None:
    """The lease runs out while the server thinks about the dot: one more copy may go, and the letter has one end."""
    with post_office(database, lanes=1) as office:

        def stall(place: Place, _recipient: str) -> None:
            if place == "dot" and not office.clock.lost:
                office.clock.lost += 10_000
                with database.write() as tx:
                    assert recover_letters(tx, clock=office.clock) == 1

        office.server.watch = stall
        [letter] = office.queue()
        assert office.deliver().states == {}
        found = office.letter(letter)
        assert (found.state, found.ambiguous, found.attempts) == ("queued", 1, 1)
        assert office.deliver(found.next_attempt_at).states == {"sent": 1}
        assert len({copy.data for copy in office.server.letters}) == 1
        assert len(office.server.letters) == 2


def test_a_dead_workers_letters_come_back_at_once(database: Database) -> None:
    with post_office(database) as office:
        first, second = office.queue(2)
        with database.write() as tx:
            outbox.claim(tx, owner="dead/1/x", now=NINE, lease_until=2e9, limit=2)
            outbox.enter_data(
                tx,
                letter_id=first,
                owner="dead/1/x",
                at=NINE,
                lease_until=2e9,
                message=b"Subject: x\r\n\r\nx\r\n",
                message_id="<x@y>",
                subject="x",
            )
        with database.write() as tx:
            assert recover_letters(tx, clock=office.clock, dead_owners=["dead/1/x"]) == 2
        assert (office.letter(first).ambiguous, office.letter(second).ambiguous) == (1, 0)
        assert office.deliver().states == {"sent": 1}
        assert office.deliver(office.letter(first).next_attempt_at).states == {"sent": 1}
        assert office.server.letters[-1].data == b"Subject: x\r\n\r\nx\r\n"


def test_letters_of_a_restored_backup_wait_for_a_person(database: Database, tmp_path: Path) -> None:
    with post_office(database) as office:
        office.queue(3)
        backup.backup(database, tmp_path / "kept.db")
        assert office.deliver().states == {"sent": 3}
        office.database.dispose()
        assert backup.restore(tmp_path / "kept.db", database, hold_outbox=True).held == 3
        assert office.deliver().states == {}
        assert office.states() == ["held"] * 3
        with database.write() as tx:
            released = release_letters(tx, by=By(at=NINE), top=None)
            assert isinstance(released, LettersReleased)
            assert letters.waiting(tx) == len(released.ids) == 3
            assert letters.listing(tx, EVERYTHING, state="held") == ()
        assert office.deliver().states == {"sent": 3}
