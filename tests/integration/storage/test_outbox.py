"""The outbox: a letter goes once, and a worker that died or came late changes nothing it no longer owns."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from engine.delivery import LetterVerdict
from engine.words import Words
from storage import letters as desk
from storage import outbox
from storage.database import Database
from storage.outbox import Claimed, Recovered
from storage.scope import EVERYTHING
from storage.tables.letters import letters
from tests.support import rows

NOW = rows.MORNING
LATER = NOW + timedelta(minutes=5)
SENT = LetterVerdict("sent", Words("250 принято", "250 ok"))
RETRY = LetterVerdict("queued", Words("450 занято", "450 busy"), next_attempt_at=LATER)
LEASE = 1000.0


def queued(tx: Connection, *, count: int = 1) -> list[int]:
    school = rows.organisation(tx)
    reader = rows.person(tx, school, email="reader@school.test")
    return [rows.letter(tx, school, reader, key=f"k{number}") for number in range(count)]


def claim(tx: Connection, owner: str = "a", *, limit: int = 10) -> tuple[Claimed, ...]:
    return outbox.claim(tx, owner=owner, now=NOW, lease_until=LEASE, limit=limit)


def enter(tx: Connection, letter_id: int, owner: str = "a", message: bytes = b"bytes") -> bool:
    return outbox.enter_data(
        tx,
        letter_id=letter_id,
        owner=owner,
        at=NOW,
        lease_until=LEASE,
        message=message,
        message_id="<m@x>",
        subject="Срок",
    )


def settle(tx: Connection, letter_id: int, verdict: LetterVerdict, owner: str = "a") -> bool:
    return outbox.settle(tx, letter_id=letter_id, owner=owner, verdict=verdict, at=NOW)


def seen(tx: Connection, letter_id: int) -> desk.LetterLine:
    found = desk.one(tx, EVERYTHING, letter_id)
    assert found is not None
    return found


def message(tx: Connection, letter_id: int) -> bytes | None:
    found: bytes | None = tx.scalar(select(letters.c.message).where(letters.c.id == letter_id))
    return found


def test_a_key_is_queued_once(database: Database) -> None:
    with database.write() as tx:
        school = rows.organisation(tx)
        reader = rows.person(tx, school)

        def enqueue() -> int | None:
            return outbox.enqueue(
                tx,
                key="reminder:1:-7",
                kind="reminder",
                organisation_id=school,
                recipient_id=reader,
                facts={"obligation": 1},
                at=NOW,
                ready_at=LATER,
            )

        first = enqueue()
        assert first is not None
        assert enqueue() is None
        assert seen(tx, first).next_attempt_at == outbox.next_moment(tx) == LATER
        assert outbox.claim(tx, owner="a", now=LATER, lease_until=LEASE, limit=9)[0].facts == {"obligation": 1}


def test_only_what_is_due_is_claimed_and_the_earliest_first(database: Database) -> None:
    with database.write() as tx:
        school = rows.organisation(tx)
        reader = rows.person(tx, school)
        moments = {"late": 2, "early": 1, "future": -1}
        made = {
            key: rows.letter(tx, school, reader, key=key, next_attempt_at=NOW - timedelta(hours=hours))
            for key, hours in moments.items()
        }
        assert [letter.id for letter in claim(tx, limit=1)] == [made["late"]]
        assert [letter.id for letter in claim(tx)] == [made["early"]]
        assert claim(tx) == ()
        assert outbox.next_moment(tx) == NOW + timedelta(hours=1)


def test_the_whole_way_of_a_letter(database: Database) -> None:
    with database.write() as tx:
        (one,) = queued(tx)
        assert seen(tx, one).state == "queued"
        assert [letter.id for letter in claim(tx)] == [one]
        assert seen(tx, one).state == "claimed"
        assert enter(tx, one)
        assert (seen(tx, one).state, seen(tx, one).attempts, message(tx, one)) == ("in_data", 1, b"bytes")
        assert settle(tx, one, SENT)
        line = seen(tx, one)
        assert (line.state, line.sent_at, line.reason, line.attempts) == ("sent", NOW, "250 принято", 1)
        assert (line.subject, line.message_id, line.next_attempt_at) == ("Срок", "<m@x>", None)
        assert outbox.next_moment(tx) is None
        assert outbox.owners(tx) == ()


def test_an_attempt_that_ends_before_data_is_counted(database: Database) -> None:
    with database.write() as tx:
        (one,) = queued(tx)
        claim(tx)
        assert settle(tx, one, RETRY)
        line = seen(tx, one)
        assert (line.state, line.attempts, line.first_attempt_at, line.next_attempt_at) == ("queued", 1, NOW, LATER)


def test_every_copy_has_the_bytes_of_the_first(database: Database) -> None:
    with database.write() as tx:
        (one,) = queued(tx)
        claim(tx)
        enter(tx, one, message=b"first")
        settle(tx, one, RETRY)
        (again,) = outbox.claim(tx, owner="b", now=LATER, lease_until=LEASE, limit=9)
        assert (again.message, again.attempts) == (b"first", 1)
        enter(tx, one, "b", message=b"second")
        assert message(tx, one) == b"first"


def test_a_letter_put_back_counts_no_attempt(database: Database) -> None:
    with database.write() as tx:
        one, other = queued(tx, count=2)
        claim(tx)
        enter(tx, other)
        assert outbox.put_back(tx, letter_ids=[one, other], owner="a", next_attempt_at=LATER, reason="ночь") == 1
        line = seen(tx, one)
        assert (line.state, line.attempts, line.next_attempt_at, line.reason) == ("queued", 0, LATER, "ночь")


def test_a_strangers_step_touches_nothing(database: Database) -> None:
    with database.write() as tx:
        (one,) = queued(tx)
        claim(tx, "a")
        assert not enter(tx, one, "b")
        assert not settle(tx, one, SENT, "b")
        assert outbox.put_back(tx, letter_ids=[one], owner="b", next_attempt_at=LATER) == 0
        assert (seen(tx, one).state, outbox.owners(tx)) == ("claimed", ("a",))


def test_a_lease_that_ran_out_before_data_costs_no_attempt_and_fences_the_late_worker(database: Database) -> None:
    with database.write() as tx:
        (one,) = queued(tx)
        claim(tx, "late")
        assert outbox.recover(tx, now=NOW, real_now=LEASE - 1) == Recovered(requeued=0, ambiguous=())
        assert outbox.recover(tx, now=NOW, real_now=LEASE + 1) == Recovered(requeued=1, ambiguous=())
        assert seen(tx, one).attempts == 0
        assert not enter(tx, one, "late")
        claim(tx, "next")
        assert not enter(tx, one, "late")
        assert enter(tx, one, "next")
        assert not settle(tx, one, SENT, "late")
        assert settle(tx, one, SENT, "next")


def test_a_death_during_data_allows_one_more_copy_and_then_a_person_decides(database: Database) -> None:
    with database.write() as tx:
        (one,) = queued(tx)
        claim(tx)
        enter(tx, one, message=b"first")
        assert outbox.recover(tx, now=NOW, real_now=LEASE + 1) == Recovered(requeued=0, ambiguous=(one,))
        line = seen(tx, one)
        assert (line.state, line.ambiguous, line.next_attempt_at) == ("queued", 1, LATER)
        assert not settle(tx, one, SENT)
        (again,) = outbox.claim(tx, owner="b", now=LATER, lease_until=LEASE, limit=9)
        assert (again.ambiguous, again.message) == (True, b"first")
        enter(tx, one, "b")
        outbox.recover(tx, now=LATER, real_now=LEASE + 1)
        assert (seen(tx, one).state, seen(tx, one).next_attempt_at) == ("uncertain", None)
        assert outbox.claim(tx, owner="c", now=LATER + timedelta(days=9), lease_until=LEASE, limit=9) == ()


def test_a_dead_owner_is_not_waited_for(database: Database) -> None:
    with database.write() as tx:
        queued(tx, count=2)
        claim(tx, "dead", limit=1)
        claim(tx, "alive", limit=1)
        assert sorted(outbox.owners(tx)) == ["alive", "dead"]
        assert outbox.recover(tx, now=NOW, real_now=0, dead_owners=["dead"]).requeued == 1
        assert outbox.owners(tx) == ("alive",)


def test_many_workers_share_the_letters(database: Database) -> None:
    with database.write() as tx:
        made = queued(tx, count=60)
    taken: list[int] = []

    def work(owner: str) -> None:
        while True:
            with database.write() as tx:
                batch = claim(tx, owner, limit=7)
            if not batch:
                return
            taken.extend(letter.id for letter in batch)

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == made


def test_two_transactions_at_once_take_different_letters(postgresql_database: Database) -> None:
    with postgresql_database.write() as tx:
        one, other = queued(tx, count=2)
    with postgresql_database.write() as first, postgresql_database.write() as second:
        mine = claim(first, "a", limit=1)
        theirs = claim(second, "b", limit=5)
        assert sorted(letter.id for letter in mine + theirs) == [one, other]
        assert len(theirs) == 1


@pytest.mark.parametrize("state", ["queued", "claimed", "held"])
def test_a_letter_of_which_nothing_went_out_can_be_cancelled(database: Database, state: str) -> None:
    with database.write() as tx:
        (one,) = queued(tx)
        if state == "claimed":
            claim(tx)
        if state == "held":
            desk.hold(tx, reason="проверка")
        assert desk.cancel(tx, [one], reason="ход отменён") == (one,)
        assert (seen(tx, one).state, seen(tx, one).reason) == ("cancelled", "ход отменён")
        assert not enter(tx, one)
        assert claim(tx) == ()


def test_a_letter_on_its_way_cannot_be_cancelled(database: Database) -> None:
    with database.write() as tx:
        (one,) = queued(tx)
        claim(tx)
        enter(tx, one)
        assert desk.cancel(tx, [one], reason="поздно") == ()
        settle(tx, one, SENT)
        assert desk.cancel(tx, [one], reason="поздно") == ()


def test_held_letters_go_when_released(database: Database) -> None:
    with database.write() as tx:
        one, other = queued(tx, count=2)
        assert desk.hold(tx, reason="копия") == 2
        assert claim(tx) == ()
        assert desk.release(tx, EVERYTHING, now=NOW, letter_ids=[one]) == (one,)
        assert [letter.id for letter in claim(tx)] == [one]
        assert desk.release(tx, EVERYTHING, now=NOW) == (other,)


@pytest.mark.parametrize("end", ["failed", "uncertain"])
def test_a_click_repeats_a_letter_once(database: Database, end: str) -> None:
    with database.write() as tx:
        (one,) = queued(tx)
        assert not desk.retry(tx, one, now=NOW)
        claim(tx)
        enter(tx, one, message=b"first")
        verdict = LetterVerdict(end, Words("550 нет такого", "550 no such"), ambiguous_spent=end == "uncertain")  # type: ignore[arg-type]  # the two literals above
        settle(tx, one, verdict)
        assert desk.retry(tx, one, now=LATER)
        (again,) = outbox.claim(tx, owner="b", now=LATER, lease_until=LEASE, limit=9)
        assert (again.message, again.ambiguous, again.first_attempt_at) == (b"first", end == "uncertain", None)
