"""When letters may go: quiet hours, days off, the hourly cap, the breaker."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from storage import channel as channel_state
from storage.database import Database
from tests.support import rows
from tests.support.cast import operator
from tests.support.faulty_smtp import Say
from tests.support.post_office import NINE, PostOffice, post_office
from workflows.compose_letters import compose_letters
from workflows.release_letters import LettersReleased, release_letters

CAP = 500  # letters an hour and organisation (semantics.md)
FLOOR = 200  # letters a day below which the breaker never trips


def kirov(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) - timedelta(hours=3)


class TestQuietHours:
    @pytest.mark.parametrize(
        ("at", "opens"),
        [
            ("2025-09-26T07:59:59", "2025-09-26T08:00"),
            ("2025-09-25T20:00", "2025-09-26T08:00"),
            ("2025-09-26T20:30", "2025-09-29T08:00"),  # a Friday evening
            ("2025-09-28T12:00", "2025-09-29T08:00"),  # a Sunday
            ("2025-11-04T10:00", "2025-11-05T08:00"),  # a holiday
        ],
    )
    def test_a_letter_waits_for_the_morning(self, database: Database, at: str, opens: str) -> None:
        with post_office(database) as office:
            [letter] = office.queue()
            assert office.deliver(kirov(at)).states == {"queued": 1}
            found = office.letter(letter)
            assert (found.next_attempt_at, found.attempts) == (kirov(opens), 0)
            assert office.server.connections == 0
            assert office.deliver(kirov(opens)).states == {"sent": 1}

    def test_a_retry_waits_too(self, database: Database) -> None:
        with post_office(database, {"rcpt": [Say("450 busy")]}) as office:
            [letter] = office.queue()
            office.deliver(kirov("2025-09-25T19:58"))
            assert office.letter(letter).next_attempt_at == kirov("2025-09-25T20:03")
            office.deliver(kirov("2025-09-25T20:03"))
            assert office.letter(letter).next_attempt_at == kirov("2025-09-26T08:00")
            assert office.server.letters == []
            assert office.deliver(kirov("2025-09-26T08:00")).states == {"sent": 1}

    def test_the_hours_are_those_of_the_recipient(self, database: Database) -> None:
        with post_office(database) as office:
            with database.write() as tx:
                east = rows.organisation(tx, "east", timezone="Asia/Kamchatka")
            office.queue(1)
            [far] = office.queue(1, organisation_id=east)
            office.deliver(kirov("2025-09-25T12:00"))  # 21:00 in Kamchatka
            assert [letter.recipient for letter in office.server.letters] == ["p1@school.test"]
            assert office.letter(far).next_attempt_at == kirov("2025-09-25T23:00")


class TestTheHourlyCap:
    def test_the_five_hundred_and_first_waits_for_an_hour_to_pass(self, database: Database) -> None:
        with post_office(database) as office:
            with database.write() as tx:
                self.sent(tx, office, CAP - 2, at=NINE - timedelta(minutes=30))
                self.sent(tx, office, 50, at=NINE - timedelta(minutes=61))
            office.queue(5)
            assert office.deliver().states == {"sent": 2, "queued": 3}
            waiting = [office.letter_to(one) for one in self.names(office) if office.letter_to(one).state == "queued"]
            assert {one.next_attempt_at for one in waiting} == {NINE + timedelta(minutes=30)}
            assert {one.attempts for one in waiting} == {0}
            assert all(str(CAP) in one.reason for one in waiting)
            assert office.deliver(NINE + timedelta(minutes=31)).states == {"sent": 3}

    def test_what_is_under_way_counts_too(self, database: Database) -> None:
        """Batches are taken before the one ahead has gone: the cap holds all the same."""
        with post_office(database) as office:
            with database.write() as tx:
                self.sent(tx, office, CAP - 100, at=NINE - timedelta(minutes=30))
            office.queue(150)
            assert office.deliver().states == {"sent": 100, "queued": 50}

    def test_another_organisation_is_not_held_up(self, database: Database) -> None:
        with post_office(database) as office:
            with database.write() as tx:
                self.sent(tx, office, CAP, at=NINE - timedelta(minutes=30))
                other = rows.organisation(tx, "school-2")
            office.queue(2, organisation_id=other)
            assert office.deliver().states == {"sent": 2}

    @staticmethod
    def sent(tx: Connection, office: PostOffice, count: int, *, at: datetime) -> None:
        reader = rows.person(tx, office.school, email="old@school.test")
        for number in range(count):
            told: dict[str, Any] = {"state": "sent", "created_at": at, "sent_at": at, "next_attempt_at": None}
            rows.letter(tx, office.school, reader, key=f"old/{at}/{number}", kind="test", **told)

    @staticmethod
    def names(office: PostOffice) -> list[str]:
        with office.database.read() as tx:
            keys = [key for key in tx.exec_driver_sql("SELECT key FROM letter").scalars() if key.startswith("test/")]
        return [f"p{key.removeprefix('test/')}@school.test" for key in keys]


class TestTheBreaker:
    def flood(self, office: PostOffice, count: int) -> None:
        """A reminder for each of so many people, put into letters."""
        with office.database.write() as tx:
            owed = rows.obligation(tx, office.school)
            for number in range(count):
                reader = rows.person(tx, office.school, email=f"f{number}@school.test")
                rows.reminder(tx, owed, office.school, reader, due_at=NINE, ready_at=NINE)
            while compose_letters(tx, at=office.clock.now()).more:
                pass

    def test_a_usual_day_goes(self, database: Database) -> None:
        with post_office(database) as office:
            self.flood(office, FLOOR)
            assert set(office.states()) == {"queued"}

    def test_a_flood_stops_and_asks_a_person(self, database: Database) -> None:
        with post_office(database) as office:
            self.flood(office, FLOOR + 1)
            assert set(office.states()) == {"held"}
            with database.read() as tx:
                [tripped] = channel_state.tripped(tx)
            assert (tripped.organisation_id, tripped.waiting, tripped.limit) == (office.school, FLOOR + 1, FLOOR)
            assert office.deliver().states == {}
            assert office.server.connections == 0
            assert "outbox release" in office.letter(1).reason

            with database.write() as tx:
                released = release_letters(tx, by=operator(office.clock.now()), top=None)
            assert isinstance(released, LettersReleased)
            assert (len(released.ids), released.breakers) == (FLOOR + 1, 1)
            assert set(office.states()) == {"queued"}

            self.flood_again(office)
            assert set(office.states()) == {"queued"}  # a release is good for the rest of the day

    def flood_again(self, office: PostOffice) -> None:
        with office.database.write() as tx:
            owed = rows.obligation(tx, office.school, occurrence="2")
            reader = rows.person(tx, office.school, email="late@school.test")
            rows.reminder(tx, owed, office.school, reader, due_at=NINE, ready_at=NINE)
            compose_letters(tx, at=office.clock.now())
