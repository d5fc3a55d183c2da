"""Several letters under way at once: each keeps its own fate, and what must be durable is durable in time."""

from collections import Counter
from datetime import timedelta

import pytest

from notifications.smtp import LANES
from storage import letters as letter_rows
from storage.database import Database
from tests.support.faulty_smtp import Drop, Fault, Place, Say, Silence
from tests.support.installation import TurnedClock
from tests.support.post_office import NINE, PostOffice, post_office

MANY = 30
UNLUCKY = "p7@school.test"
PATIENCE = 0.003


def arrived(office: PostOffice) -> Counter[str]:
    return Counter(letter.recipient for letter in office.server.letters)


def everybody(count: int = MANY) -> Counter[str]:
    return Counter({f"p{number}@school.test": 1 for number in range(1, count + 1)})


def test_many_letters_share_several_connections_and_each_arrives_once(database: Database) -> None:
    with post_office(database) as office:
        office.queue(MANY)
        assert office.deliver().states == {"sent": MANY}
        assert office.server.connections == LANES
        assert arrived(office) == everybody()


def test_a_few_letters_need_one_connection(database: Database) -> None:
    with post_office(database) as office:
        office.queue(2 * LANES)
        assert office.deliver().states == {"sent": 2 * LANES}
        assert office.server.connections == 1


def test_one_lane_is_a_way_too(database: Database) -> None:
    with post_office(database, lanes=1) as office:
        office.queue(MANY)
        assert office.deliver().states == {"sent": MANY}
        assert office.server.connections == 1


def test_the_server_need_not_know_pipelining(database: Database) -> None:
    with post_office(database, pipelining=False) as office:
        office.queue(MANY)
        assert office.deliver().states == {"sent": MANY}
        assert arrived(office) == everybody()


class TestTheOrderOfWrites:
    """claimed -> MAIL, RCPT -> COMMIT in_data -> DATA … dot -> 250 -> COMMIT sent, seen by a stranger at each verb."""

    def test_no_byte_of_data_before_its_note(self, database: Database) -> None:
        with post_office(database) as office:
            seen: list[tuple[Place, str, bytes | None]] = []

            def look(place: Place, recipient: str) -> None:
                letter = office.letter_to(recipient)
                seen.append((place, letter.state, letter.message))

            office.server.watch = look
            office.queue(MANY)
            office.deliver()
        states = Counter((place, state) for place, state, _ in seen if place != "between")
        wanted: dict[Place, str] = {"rcpt": "claimed", "data": "in_data", "body": "in_data", "dot": "in_data"}
        assert states == dict.fromkeys(wanted.items(), MANY)
        written = {message for place, _, message in seen if place == "dot"}
        assert written == {letter.data for letter in office.server.letters}

    def test_at_most_one_letter_a_lane_is_in_doubt(self, database: Database) -> None:
        with post_office(database) as office:
            in_doubt: list[int] = []
            office.server.watch = lambda _place, _who: in_doubt.append(office.states().count("in_data"))
            office.queue(MANY)
            office.deliver()
        assert max(in_doubt) <= LANES


class TestOneLettersTroubleIsNotAnothers:
    @pytest.mark.parametrize(
        ("place", "fault", "state", "ambiguous"),
        [
            ("rcpt", Say("450 busy"), "queued", 0),
            ("rcpt", Say("421 enough", then_drop=True), "queued", 0),
            ("rcpt", Say("550 nobody"), "failed", 0),
            ("data", Say("451 later"), "queued", 0),
            ("data", Drop(), "queued", 0),
            ("dot", Say("554 no"), "failed", 0),
            ("dot", Drop(), "queued", 1),
            ("dot", Say("???"), "queued", 1),
        ],
    )
    def test_the_others_arrive_once(
        self, database: Database, place: Place, fault: Fault, state: str, ambiguous: int
    ) -> None:
        with post_office(database, {place: fault}, only_for=UNLUCKY) as office:
            office.queue(MANY)
            assert office.deliver().states == {"sent": MANY - 1, state: 1}
            found = office.letter_to(UNLUCKY)
            assert (found.state, found.attempts, found.ambiguous) == (state, 1, ambiguous)
            assert office.way().failures == 0
        assert arrived(office) | {UNLUCKY: 1} == everybody()

    def test_a_silent_lane_holds_nobody_up(self, database: Database) -> None:
        with post_office(database, {"dot": [Silence()]}, only_for=UNLUCKY, scale=PATIENCE) as office:
            late: list[int] = []

            def look(place: Place, recipient: str) -> None:
                if place == "dot" and recipient != UNLUCKY and UNLUCKY in arrived(office):
                    late.append(office.states().count("sent"))

            office.server.watch = look
            office.queue(MANY)
            assert office.deliver().states == {"sent": MANY - 1, "queued": 1}
        assert len(late) > LANES  # others went on while one lane waited for its answer


class TestFewerLanes:
    def test_further_connections_are_refused(self, database: Database) -> None:
        refused = Say("421 too many connections", then_drop=True)
        with post_office(database, {"greeting": [None, refused, None, *[refused] * MANY]}) as office:
            office.queue(MANY)
            done = office.deliver()
            assert (done.states, done.held) == ({"sent": MANY}, False)
            assert office.way().failures == 0
            assert arrived(office) == everybody()
            assert office.server.connections == LANES

    def test_a_lane_whose_sender_is_refused_gives_its_letter_to_another(self, database: Database) -> None:
        with post_office(database, {"mail": [None, None, Say("451 later")]}) as office:
            office.queue(MANY)
            assert office.deliver().states == {"sent": MANY}
        assert arrived(office) == everybody()

    def test_no_lane_left_is_a_hold(self, database: Database) -> None:
        with post_office(database, {"mail": [None, *[Say("451 later")] * 2 * MANY]}) as office:
            office.queue(MANY)
            done = office.deliver()
            assert (done.states, done.held) == ({"sent": 1}, True)
            assert office.way().failures == 1
            waiting = [office.letter_to(f"p{number}@school.test") for number in range(2, MANY + 1)]
            assert {(one.state, one.attempts, one.owner) for one in waiting} == {("queued", 0, "")}
            assert {one.next_attempt_at for one in waiting} == {office.way().held_until}


class TestAStopAmidTheLetters:
    def test_those_under_way_finish_and_the_rest_is_put_back(self, database: Database) -> None:
        with post_office(database) as office:

            def stop(place: Place, recipient: str) -> None:
                office.stop = office.stop or (place == "dot" and recipient == UNLUCKY)

            office.server.watch = stop
            office.queue(MANY)
            office.deliver()
            states = Counter(office.states())
            assert set(states) == {"sent", "queued"}
            assert arrived(office) == dict.fromkeys(arrived(office), 1)
            assert len(office.server.letters) == states["sent"] >= 7
            rest = [office.letter_to(f"p{number}@school.test") for number in range(1, MANY + 1)]
            assert {(one.attempts, one.owner) for one in rest if one.state == "queued"} == {(0, "")}
            office.stop, office.server.watch = False, None
            office.deliver()
            assert arrived(office) == everybody()


class TestFenced:
    def test_a_letter_cancelled_after_rcpt_is_not_transmitted(self, database: Database) -> None:
        with post_office(database) as office:

            def cancel(place: Place, recipient: str) -> None:
                if (place, recipient) == ("rcpt", UNLUCKY):
                    with database.write() as tx:
                        letter_rows.cancel(tx, [office.letter_to(UNLUCKY).id], reason="человек передумал")

            office.server.watch = cancel
            office.queue(MANY)
            assert office.deliver().states == {"sent": MANY - 1}
            found = office.letter_to(UNLUCKY)
            assert (found.state, found.attempts, found.message) == ("cancelled", 0, None)
        assert UNLUCKY not in arrived(office)
        assert arrived(office) | {UNLUCKY: 1} == everybody()
        assert "RSET" in office.server.commands

    def test_letters_that_waited_long_in_hand_are_judged_again(self, database: Database) -> None:
        """The batch is claimed at nine; while the server dawdles, a minute passes and the evening comes."""
        with post_office(database) as office:
            clock = office.clock = TurnedClock(NINE)

            def dawdle(place: Place, recipient: str) -> None:
                if (place, recipient) == ("dot", UNLUCKY):
                    clock.instant += timedelta(hours=12)
                    clock.lost += 61

            office.server.watch = dawdle
            office.queue(MANY)
            office.deliver()
            office.deliver()
            rest = [one for one in map(office.letter, range(1, MANY + 1)) if one.state == "queued"]
            assert 7 <= len(office.server.letters) == MANY - len(rest) < MANY
            assert {(one.attempts, one.next_attempt_at) for one in rest} == {(0, NINE + timedelta(hours=23))}
