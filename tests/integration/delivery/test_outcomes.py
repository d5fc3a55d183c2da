"""Every row of the mail contract's table through the whole flow: what the database says after each fault."""

import socket
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from notifications.smtp import Channel, Server
from storage.database import Database
from storage.tables.organisations import people
from tests.support.faulty_smtp import Drop, Fault, Faults, Place, Say, Silence
from tests.support.post_office import NINE, PostOffice, post_office

KIROV = ZoneInfo("Europe/Kirov")
PATIENCE = 0.003  # 0.9 s for a command, 1.8 s for the answer to the dot
MINUTE = timedelta(minutes=1)


def assert_held(office: PostOffice, letter_id: int) -> None:
    """The channel rests for a minute and the letter with it, uncounted."""
    letter = office.letter(letter_id)
    assert (letter.state, letter.attempts, letter.owner, letter.message) == ("queued", 0, "", None)
    assert letter.next_attempt_at == NINE + MINUTE
    assert letter.reason
    way = office.way()
    assert (way.failures, way.held_since, way.held_until) == (1, NINE, NINE + MINUTE)
    assert way.reason == letter.reason


class TestTheChannelIsAtFault:
    @pytest.mark.parametrize(
        ("place", "fault"),
        [
            ("greeting", Say("421 too many connections", then_drop=True)),
            ("greeting", Say("554 not for you")),
            ("greeting", Say("как дела")),
            ("greeting", Drop()),
            ("ehlo", Say("550 who are you")),
            ("mail", Say("451 later")),
            ("mail", Say("553 this sender is not yours")),
            ("mail", Drop()),
            ("rcpt", Say("530 sign in first")),
            ("rcpt", Say("##")),
        ],
    )
    def test_everything_waits_uncounted_and_then_goes_once(
        self, database: Database, place: Place, fault: Fault
    ) -> None:
        with post_office(database, {place: [fault]}) as office:
            [letter] = office.queue()
            assert office.deliver().held
            assert_held(office, letter)
            assert office.deliver(NINE + MINUTE).states == {"sent": 1}
            assert office.letter(letter).attempts == 1
            assert office.way().failures == 0
        assert len(office.server.letters) == 1

    @pytest.mark.parametrize("place", ["greeting", "mail"])
    def test_silence(self, database: Database, place: Place) -> None:
        with post_office(database, {place: [Silence()]}, scale=PATIENCE) as office:
            [letter] = office.queue()
            assert office.deliver().held
            assert_held(office, letter)

    def test_nobody_listens(self, database: Database) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        with post_office(database) as office, Channel(Server(host="127.0.0.1", port=port, security="none")) as nobody:
            office.channel, ours = nobody, office.channel
            [letter] = office.queue()
            assert office.deliver().held
            assert_held(office, letter)
            office.channel = ours

    def test_an_unknown_name(self, database: Database) -> None:
        with post_office(database) as office, Channel(Server(host="mail.invalid", port=25)) as nowhere:
            office.channel, ours = nowhere, office.channel
            [letter] = office.queue()
            assert office.deliver().held
            assert_held(office, letter)
            office.channel = ours

    @pytest.mark.parametrize(
        ("faults", "server"),
        [
            ({}, {"tls": "none"}),
            ({"starttls": Say("454 no TLS today")}, {"tls": "starttls"}),
            ({"handshake": Say("this is not TLS")}, {"tls": "starttls"}),
            ({}, {"tls": "starttls", "certificate": "elsewhere"}),
            ({"auth": Say("535 5.7.8 wrong")}, {"tls": "starttls"}),
        ],
    )
    def test_nothing_ever_goes_in_clear_text(self, database: Database, faults: Faults, server: dict[str, Any]) -> None:
        with post_office(database, faults, security="starttls", **server) as office:
            [letter] = office.queue()
            assert office.deliver().held
            assert_held(office, letter)
        assert not [line for line in office.server.commands if line.startswith("MAIL")]

    def test_it_rests_1_5_15_30_and_60_minutes_and_nobody_knocks_meanwhile(self, database: Database) -> None:
        with post_office(database, {"mail": Say("451 later")}) as office:
            letters = office.queue(3)
            rests: list[float] = []
            for _ in range(6):
                office.deliver()
                until = office.way().held_until
                assert until is not None
                rests.append((until - office.clock.instant).total_seconds() / 60)
                knocked = office.server.connections
                assert office.deliver(until - timedelta(seconds=1)).held
                assert office.server.connections == knocked
                office.clock.instant = until
            assert rests == [1, 5, 15, 30, 60, 60]
            assert office.way().held_since == NINE
            assert [office.letter(one).attempts for one in letters] == [0, 0, 0]

    def test_a_letter_that_went_opens_the_way_again(self, database: Database) -> None:
        with post_office(database, {"mail": [Say("451 later"), Say("451 later")]}) as office:
            office.queue(2)
            office.deliver()
            office.deliver(NINE + MINUTE)
            assert office.way().failures == 2
            assert office.deliver(NINE + 6 * MINUTE).states == {"sent": 2}
            assert (office.way().failures, office.way().held_since, office.way().held_until) == (0, None, None)


class TestTheRecipientIsRefused:
    @pytest.mark.parametrize("code", [421, 450, 451, 452, 552])
    def test_later_means_five_minutes(self, database: Database, code: int) -> None:
        with post_office(database, {"rcpt": [Say(f"{code} later", then_drop=code == 421)]}) as office:
            [letter] = office.queue()
            assert office.deliver().states == {"queued": 1}
            found = office.letter(letter)
            assert (found.state, found.attempts, found.ambiguous) == ("queued", 1, 0)
            assert found.next_attempt_at == NINE + 5 * MINUTE
            assert str(code) in found.reason
            assert office.way().failures == 0
            assert office.deliver(NINE + 5 * MINUTE).states == {"sent": 1}
        assert len(office.server.letters) == 1

    def test_then_every_thirty_by_day_until_three_days_are_over(self, database: Database) -> None:
        with post_office(database, {"rcpt": Say("450 busy")}) as office:
            [letter] = office.queue()
            tried = attempts(office, letter)
        gaps = [(after - before) / MINUTE for before, after in pairwise(tried)]
        assert gaps[:3] == [5, 30, 30]
        assert min(gaps[1:]) == 30
        assert max(gaps[1:]) > 12 * 60  # nights and the week-end
        local = [one.astimezone(KIROV) for one in tried]
        assert all(8 <= one.hour < 20 and one.weekday() < 5 for one in local)
        assert tried[-1] - NINE >= timedelta(days=3) > tried[-2] - NINE
        found = office.letter(letter)
        assert (found.state, found.next_attempt_at) == ("failed", None)
        assert "450" in found.reason
        assert "три дня" in found.reason

    @pytest.mark.parametrize("code", [550, 551, 553])
    def test_never_flags_the_address(self, database: Database, code: int) -> None:
        with post_office(database, {"rcpt": Say(f"{code} no such user <p1@school.test>")}) as office:
            [letter] = office.queue()
            assert office.deliver().states == {"failed": 1}
            found = office.letter(letter)
            assert (found.state, found.attempts, found.next_attempt_at) == ("failed", 1, None)
            assert str(code) in found.reason
            assert "p1@" not in found.reason
            with database.read() as tx:
                assert tx.scalar(select(people.c.address_fault).where(people.c.id == found.recipient_id))
            assert office.deliver(NINE + timedelta(days=1)).states == {}

    def test_policy_is_not_the_address(self, database: Database) -> None:
        with post_office(database, {"rcpt": Say("554 5.7.1 refused by policy")}) as office:
            [letter] = office.queue()
            assert office.deliver().states == {"failed": 1}
            with database.read() as tx:
                faults = tx.scalars(select(people.c.address_fault))
                assert list(faults) == [""]
            assert office.letter(letter).state == "failed"


class TestTheLetterIsRefused:
    @pytest.mark.parametrize("place", ["data", "dot"])
    @pytest.mark.parametrize("code", [421, 451, 554, 552])
    def test_at_data_and_at_the_dot(self, database: Database, place: Place, code: int) -> None:
        with post_office(database, {place: [Say(f"{code} no", then_drop=code == 421)]}) as office:
            [letter] = office.queue()
            wanted = "queued" if code < 500 else "failed"
            assert office.deliver().states == {wanted: 1}
            found = office.letter(letter)
            assert (found.state, found.attempts, found.ambiguous) == (wanted, 1, 0)
            assert found.next_attempt_at == (NINE + 5 * MINUTE if code < 500 else None)
            assert str(code) in found.reason

    @pytest.mark.parametrize(
        ("place", "fault"), [("data", Drop()), ("data", Say("чего?")), ("body", Drop()), ("body", Say("451 enough"))]
    )
    def test_before_the_dot_there_is_no_doubt(self, database: Database, place: Place, fault: Fault) -> None:
        with post_office(database, {place: [fault]}) as office:
            office.channel.close()
            office.channel = Channel(Server(host="127.0.0.1", port=office.server.port, security="none", first_pause=60))
            with office.channel:
                [letter] = office.queue()
                assert office.deliver().states == {"queued": 1}
        found = office.letter(letter)
        assert (found.attempts, found.ambiguous, found.next_attempt_at) == (1, 0, NINE + 5 * MINUTE)
        assert office.server.letters == []


class TestAfterTheDot:
    @pytest.mark.parametrize("fault", [Drop(), Drop(reset=True), Say("ну как бы да"), Say("354 more?")])
    def test_one_more_copy_and_it_is_the_same(self, database: Database, fault: Fault) -> None:
        with post_office(database, {"dot": [fault]}) as office:
            [letter] = office.queue()
            assert office.deliver().states == {"queued": 1}
            found = office.letter(letter)
            assert (found.ambiguous, found.attempts, found.next_attempt_at) == (1, 1, NINE + 5 * MINUTE)
            kept = found.message
            assert office.deliver(NINE + 5 * MINUTE).states == {"sent": 1}
            assert office.letter(letter).message == kept
        assert {copy.data for copy in office.server.letters} == {kept}

    def test_twice_is_uncertain_and_waits_for_a_person(self, database: Database) -> None:
        with post_office(database, {"dot": Drop()}) as office:
            [letter] = office.queue()
            office.deliver()
            assert office.deliver(NINE + 5 * MINUTE).states == {"uncertain": 1}
            found = office.letter(letter)
            assert (found.state, found.next_attempt_at, found.attempts) == ("uncertain", None, 2)
            assert office.deliver(NINE + timedelta(days=1)).states == {}
        assert len(office.server.letters) == 2
        assert len({copy.data for copy in office.server.letters}) == 1

    def test_a_refusal_of_the_repetition_is_uncertain_too(self, database: Database) -> None:
        with post_office(database, {"dot": [Drop()], "rcpt": [None, Say("550 nobody")]}) as office:
            [letter] = office.queue()
            office.deliver()
            assert office.deliver(NINE + 5 * MINUTE).states == {"uncertain": 1}
            assert "550" in office.letter(letter).reason

    def test_a_retry_between_keeps_the_doubt(self, database: Database) -> None:
        with post_office(database, {"dot": [Drop(), Say("451 later"), Drop()]}) as office:
            [letter] = office.queue()
            seen = [office.deliver(NINE + wait * MINUTE).states for wait in (0, 5, 35)]
            assert seen == [{"queued": 1}, {"queued": 1}, {"uncertain": 1}]
            assert office.letter(letter).attempts == 3

    def test_silence(self, database: Database) -> None:
        with post_office(database, {"dot": [Silence()]}, scale=PATIENCE) as office:
            [letter] = office.queue()
            assert office.deliver().states == {"queued": 1}
            assert office.letter(letter).ambiguous == 1

    @pytest.mark.parametrize("fault", [Say("500 stay"), Drop(), Drop(reset=True)])
    def test_a_failing_goodbye_changes_nothing(self, database: Database, fault: Fault) -> None:
        with post_office(database, {"quit": fault}) as office:
            [letter] = office.queue()
            office.deliver()
        assert office.letter(letter).state == "sent"


class TestBetweenLetters:
    FAULTS = (Drop(), Drop(reset=True), Say("421 idle", then_drop=True))

    @pytest.mark.parametrize("fault", FAULTS)
    def test_in_one_pass(self, database: Database, fault: Fault) -> None:
        with post_office(database, {"between": [fault]}) as office:
            letters = office.queue(2)
            assert office.deliver().states == {"sent": 2}
            assert [office.letter(one).attempts for one in letters] == [1, 1]
        assert (office.server.connections, len(office.server.letters)) == (2, 2)

    @pytest.mark.parametrize("fault", FAULTS)
    def test_between_two_passes(self, database: Database, fault: Fault) -> None:
        with post_office(database, {"between": [fault]}) as office:
            office.queue()
            office.deliver()
            office.queue()
            assert office.deliver().states == {"sent": 1}
        assert (office.server.connections, len(office.server.letters)) == (2, 2)

    def test_once_only(self, database: Database) -> None:
        gone = Say("421 no", then_drop=True)
        with post_office(database, {"mail": [None, gone, gone]}) as office:
            first, second = office.queue(2)
            assert office.deliver().held
            assert office.letter(first).state == "sent"
            assert (office.letter(second).state, office.letter(second).attempts) == ("queued", 0)
            assert office.way().failures == 1


def attempts(office: PostOffice, letter_id: int) -> list[datetime]:
    """The instants of every attempt until the letter has an end."""
    tried: list[datetime] = []
    while office.letter(letter_id).state == "queued":
        office.clock.instant = office.next_moment()
        before = office.letter(letter_id).attempts
        office.deliver()
        if office.letter(letter_id).attempts > before:
            tried.append(office.clock.instant)
    return tried
