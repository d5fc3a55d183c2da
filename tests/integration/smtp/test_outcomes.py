"""Every row of the mail contract's table, against a server that misbehaves in just that way."""

import socket
from pathlib import Path

import pytest

from engine.delivery import Ambiguous, ChannelHold, Failed, Outcome, RetryLetter, Sent
from notifications.smtp import Accepted, Channel, Envelope, Server
from tests.support.faulty_smtp import CA_FILE, Drop, Fault, Faults, FaultyServer, Place, Say, Silence, Stall

LETTER = b"Subject: hello\r\n\r\nfirst\r\n.\r\n..dots\r\nlast\r\n"
LARGE = b"Subject: large\r\n\r\n" + (b"x" * 76 + b"\r\n") * 200_000  # more than any socket buffer takes at once
MEDIUM = b"Subject: medium\r\n\r\n" + (b"x" * 76 + b"\r\n") * 4_000  # many TLS records
PATIENCE = 0.003  # 0.9 s for a command, 0.36 s for DATA, 0.54 s for a block, 1.8 s for the answer to the dot


def to(server: FaultyServer, *, scale: float = 1.0) -> Channel:
    return Channel(Server(host="127.0.0.1", port=server.port, security="none", timeout_scale=scale))


def deliver(channel: Channel, data: bytes = LETTER) -> Accepted | ChannelHold | Outcome:
    offered = channel.offer(sender="school@nastavnik.example", recipient="mentor@nastavnik.example")
    return channel.transmit(data) if isinstance(offered, Accepted) else offered


def one_letter(
    faults: dict[Place, Fault], *, scale: float = 1.0, pipelining: bool = True
) -> Accepted | ChannelHold | Outcome:
    with FaultyServer(faults, pipelining=pipelining) as server, to(server, scale=scale) as channel:
        return deliver(channel)


@pytest.mark.parametrize("pipelining", [True, False])
def test_a_letter_arrives_to_the_last_dot(pipelining: bool) -> None:
    with FaultyServer(pipelining=pipelining) as server, to(server) as channel:
        assert deliver(channel) == Sent("250 taken")
        assert deliver(channel) == Sent("250 taken")
    assert [letter.data for letter in server.letters] == [LETTER, LETTER]
    assert server.letters[0].sender == "school@nastavnik.example"
    assert server.letters[0].recipient == "mentor@nastavnik.example"
    assert server.connections == 1
    assert server.commands[-1] == "QUIT"


class TestChannelHold:
    def test_connection_refused(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        with Channel(Server(host="127.0.0.1", port=port, security="none")) as channel:
            assert isinstance(deliver(channel), ChannelHold)

    def test_name_unknown(self) -> None:
        with Channel(Server(host="mail.invalid", port=25)) as channel:
            assert isinstance(deliver(channel), ChannelHold)

    @pytest.mark.parametrize(
        ("place", "fault", "code"),
        [
            ("greeting", Say("421 too many connections", then_drop=True), 421),
            ("greeting", Say("554 not for you"), 554),
            ("greeting", Say("как дела"), None),
            ("greeting", Drop(), None),
            ("ehlo", Say("550 who are you"), 550),
            ("mail", Say("451 later"), 451),
            ("mail", Say("530 sign in first"), 530),
            ("mail", Say("553 this sender is not yours"), 553),
            ("mail", Say("ой"), None),
            ("mail", Drop(), None),
            ("mail", Say("421 leaving", then_drop=True), 421),
            ("rcpt", Drop(), None),
            ("rcpt", Say("##"), None),
            ("rcpt", Say("503 bad sequence"), 503),
        ],
    )
    @pytest.mark.parametrize("pipelining", [True, False])
    def test_the_server_refuses_us(self, place: Place, fault: Fault, code: int | None, pipelining: bool) -> None:
        outcome = one_letter({place: fault}, pipelining=pipelining)
        assert isinstance(outcome, ChannelHold)
        assert outcome.code == code
        assert outcome.reason.ru != outcome.reason.en

    @pytest.mark.parametrize("place", ["greeting", "ehlo", "mail", "rcpt"])
    def test_silence(self, place: Place) -> None:
        assert isinstance(one_letter({place: Silence()}, scale=PATIENCE), ChannelHold)

    def test_the_channel_works_again_when_the_server_does(self) -> None:
        with FaultyServer({"mail": [Say("451 later")]}) as server, to(server) as channel:
            assert isinstance(deliver(channel), ChannelHold)
            assert isinstance(deliver(channel), Sent)


class TestEncryption:
    def test_starttls_and_sign_in(self) -> None:
        with FaultyServer(tls="starttls") as server, self.channel(server) as channel:
            assert isinstance(deliver(channel), Sent)
            assert isinstance(deliver(channel, MEDIUM), Sent)
        assert server.commands[:3] == ["EHLO test", "STARTTLS", "EHLO test"]
        assert server.commands[3].startswith("AUTH PLAIN ")
        assert server.letters[1].data == MEDIUM

    def test_implicit_tls(self) -> None:
        with FaultyServer(tls="implicit") as server, self.channel(server, security="tls") as channel:
            assert isinstance(deliver(channel), Sent)

    def test_starttls_not_offered_is_never_answered_with_clear_text(self) -> None:
        with FaultyServer(tls="none") as server, self.channel(server) as channel:
            outcome = deliver(channel)
        assert isinstance(outcome, ChannelHold)
        assert "STARTTLS" in outcome.reason.ru
        assert server.commands == ["EHLO test"]

    @pytest.mark.parametrize(
        ("place", "fault"),
        [
            ("starttls", Say("454 no TLS today")),
            ("starttls", Drop()),
            ("handshake", Say("this is not TLS")),
            ("handshake", Drop()),
        ],
    )
    def test_encryption_fails(self, place: Place, fault: Fault) -> None:
        with FaultyServer({place: fault}, tls="starttls") as server, self.channel(server) as channel:
            assert isinstance(deliver(channel), ChannelHold)
        assert "AUTH" not in " ".join(server.commands)

    @pytest.mark.parametrize("tls", ["starttls", "implicit"])
    def test_certificate_of_somebody_else(self, tls: str) -> None:
        security = "tls" if tls == "implicit" else "starttls"
        faulty = FaultyServer(tls=tls, certificate="elsewhere")  # type: ignore[arg-type]  # a parametrised Literal
        with faulty as server, self.channel(server, security=security) as channel:
            outcome = deliver(channel)
        assert isinstance(outcome, ChannelHold)
        assert "сертификат" in outcome.reason.ru

    def test_authority_unknown(self) -> None:
        with FaultyServer(tls="starttls") as server, Channel(Server(host="127.0.0.1", port=server.port)) as channel:
            outcome = deliver(channel)
        assert isinstance(outcome, ChannelHold)
        assert "сертификат" in outcome.reason.ru

    def test_ca_file_missing(self, tmp_path: Path) -> None:
        nowhere = tmp_path / "absent.pem"
        with FaultyServer(tls="starttls") as server:
            channel = Channel(Server(host="127.0.0.1", port=server.port, ca_file=nowhere))
            outcome = deliver(channel)
            channel.close()
        assert isinstance(outcome, ChannelHold)
        assert "absent.pem" in outcome.reason.ru

    def test_wrong_password(self) -> None:
        faults: dict[Place, Fault] = {"auth": Say("535 5.7.8 wrong")}
        with FaultyServer(faults, tls="starttls") as server, self.channel(server) as channel:
            outcome = deliver(channel)
        assert isinstance(outcome, ChannelHold)
        assert outcome.code == 535
        assert "MAIL" not in " ".join(server.commands)

    @staticmethod
    def channel(server: FaultyServer, security: str = "starttls") -> Channel:
        return Channel(
            Server(
                host="127.0.0.1",
                port=server.port,
                security=security,  # type: ignore[arg-type]  # a parametrised Literal
                user="school",
                password="secret",
                ca_file=CA_FILE,
                local_name="test",
            )
        )


class TestTheLetterIsRefused:
    @pytest.mark.parametrize("code", [421, 450, 451, 452, 552])
    @pytest.mark.parametrize("pipelining", [True, False])
    def test_recipient_later(self, code: int, pipelining: bool) -> None:
        outcome = one_letter({"rcpt": Say(f"{code} later", then_drop=code == 421)}, pipelining=pipelining)
        assert isinstance(outcome, RetryLetter)
        assert outcome.code == code

    @pytest.mark.parametrize("code", [550, 551, 553])
    def test_recipient_never(self, code: int) -> None:
        outcome = one_letter({"rcpt": Say(f"{code} no such user <mentor@nastavnik.example>")})
        assert isinstance(outcome, Failed)
        assert outcome.code == code
        assert outcome.flag_address
        assert "mentor@" not in outcome.reason.ru

    def test_policy_does_not_blame_the_address(self) -> None:
        outcome = one_letter({"rcpt": Say("554 5.7.1 refused by policy")})
        assert isinstance(outcome, Failed)
        assert not outcome.flag_address

    @pytest.mark.parametrize("place", ["data", "dot"])
    @pytest.mark.parametrize(("code", "kind"), [(451, RetryLetter), (421, RetryLetter), (554, Failed), (552, Failed)])
    def test_data_and_dot(self, place: Place, code: int, kind: type[RetryLetter] | type[Failed]) -> None:
        outcome = one_letter({place: Say(f"{code} no")})
        assert isinstance(outcome, kind)
        assert outcome.code == code

    @pytest.mark.parametrize("place", ["rcpt", "data", "dot"])
    def test_the_next_letter_goes_by_the_same_connection(self, place: Place) -> None:
        with FaultyServer({place: [Say("450 not this one")]}) as server, to(server) as channel:
            assert isinstance(deliver(channel), RetryLetter)
            assert isinstance(deliver(channel), Sent)
        assert server.connections == 1
        assert ("RSET" in server.commands) == (place != "dot")

    def test_a_bad_address_never_reaches_the_server(self) -> None:
        with FaultyServer() as server, to(server) as channel:
            outcome = channel.offer(sender="school@nastavnik.example", recipient="a@b.c>\r\nRCPT TO:<d@e.f")
        assert isinstance(outcome, Failed)
        assert outcome.flag_address
        assert server.connections == 0


class TestBeforeTheDot:
    """Certainly not taken: retry, and no doubt."""

    @pytest.mark.parametrize(
        "faults",
        [
            {"data": Drop()},
            {"data": Drop(reset=True)},
            {"data": Say("чего?")},
            {"data": Say("250 fine?")},
            {"data": Say("354 go on\r\n451 enough", then_drop=True)},
            {"data": Say("354 go on\r\n250 fine")},
        ],
    )
    def test_trouble(self, faults: dict[Place, Fault]) -> None:
        assert isinstance(one_letter(faults), RetryLetter)

    def test_silence_at_data(self) -> None:
        assert isinstance(one_letter({"data": Silence()}, scale=PATIENCE), RetryLetter)

    @pytest.mark.parametrize("fault", [Drop(after_octets=1000), Drop(after_octets=1000, reset=True)])
    def test_drop_amid_the_letter(self, fault: Drop) -> None:
        with FaultyServer({"body": fault}) as server, to(server) as channel:
            assert isinstance(deliver(channel, LARGE), RetryLetter)
        assert server.letters == []

    @pytest.mark.parametrize("fault", [Drop(), Drop(after_octets=10), Say("451 enough"), Say("250 fine")])
    def test_a_small_letter_whose_connection_breaks_at_its_start(self, fault: Fault) -> None:
        """The first dot of a connection waits; here for as long as it takes, by default for a hundredth of a second."""
        with FaultyServer({"body": fault}) as server:
            where = Server(host="127.0.0.1", port=server.port, security="none", first_pause=60)
            with Channel(where) as channel:
                assert isinstance(deliver(channel), RetryLetter)
                assert isinstance(deliver(channel), RetryLetter)
        assert server.letters == []

    def test_the_server_stops_reading(self) -> None:
        """The kernel takes no more, so the dot never left this process."""
        with FaultyServer({"body": Stall()}) as server, to(server, scale=PATIENCE) as channel:
            assert isinstance(deliver(channel, LARGE), RetryLetter)


class TestAfterTheDot:
    """Perhaps taken: ambiguous."""

    @pytest.mark.parametrize("fault", [Drop(), Drop(reset=True), Say("ну как бы да"), Say("354 more?")])
    def test_no_readable_answer(self, fault: Fault) -> None:
        assert isinstance(one_letter({"dot": fault}), Ambiguous)

    def test_silence(self) -> None:
        assert isinstance(one_letter({"dot": Silence()}, scale=PATIENCE), Ambiguous)

    def test_the_channel_does_not_go_on_by_a_connection_in_doubt(self) -> None:
        with FaultyServer({"dot": [Say("???")]}) as server, to(server) as channel:
            assert isinstance(deliver(channel), Ambiguous)
            assert isinstance(deliver(channel), Sent)
        assert server.connections == 2

    @pytest.mark.parametrize("fault", [Say("500 stay"), Say("421", then_drop=True), Drop(), Drop(reset=True)])
    def test_quit_fails_after_250(self, fault: Fault) -> None:
        assert one_letter({"quit": fault}) == Sent("250 taken")

    def test_quit_is_not_waited_for(self) -> None:
        assert one_letter({"quit": Silence()}, scale=PATIENCE) == Sent("250 taken")


class TestBetweenLetters:
    @pytest.mark.parametrize("fault", [Drop(), Drop(reset=True), Say("421 idle", then_drop=True)])
    def test_connect_again_once(self, fault: Fault) -> None:
        with FaultyServer({"between": [fault]}) as server, to(server) as channel:
            assert isinstance(deliver(channel), Sent)
            assert isinstance(deliver(channel), Sent)
        assert server.connections == 2
        assert len(server.letters) == 2

    def test_a_server_that_answers_twice_cannot_be_paired(self) -> None:
        with FaultyServer({"dot": [Say("250 taken\r\n250 taken")]}) as server, to(server) as channel:
            assert isinstance(deliver(channel), Sent)
            assert isinstance(deliver(channel), Sent)
        assert server.connections == 2

    def test_421_to_the_next_mail(self) -> None:
        faults: Faults = {"mail": [None, Say("421 enough for this session", then_drop=True)]}
        with FaultyServer(faults) as server, to(server) as channel:
            assert isinstance(deliver(channel), Sent)
            assert isinstance(deliver(channel), Sent)
        assert server.connections == 2

    def test_then_it_is_a_hold(self) -> None:
        twice = Say("421 no", then_drop=True)
        with FaultyServer({"mail": [None, twice, twice]}) as server, to(server) as channel:
            assert isinstance(deliver(channel), Sent)
            outcome = deliver(channel)
        assert isinstance(outcome, ChannelHold)
        assert outcome.code == 421
        assert server.connections == 2

    def test_the_server_is_gone(self) -> None:
        with FaultyServer() as server, to(server) as channel:
            assert isinstance(deliver(channel), Sent)
            server.__exit__(None, None, None)
            assert isinstance(deliver(channel), ChannelHold)


NEXT = Envelope(sender="school@nastavnik.example", recipient="mentor@nastavnik.example")


class TestTheNextEnvelopeTravelsBehindALetter:
    def offered(self, channel: Channel, recipient: str = NEXT.recipient) -> object:
        return channel.offer(sender=NEXT.sender, recipient=recipient)

    def test_and_saves_a_round_trip(self) -> None:
        with FaultyServer() as server, to(server) as channel:
            assert self.offered(channel) == Accepted()
            assert isinstance(channel.transmit(LETTER, following=NEXT), Sent)
            assert self.offered(channel) == Accepted()
            assert isinstance(channel.transmit(LETTER), Sent)
        assert server.commands.count(f"RCPT TO:<{NEXT.recipient}>") == 2
        assert "RSET" not in server.commands
        assert [letter.data for letter in server.letters] == [LETTER, LETTER]

    def test_another_letter_may_come_instead(self) -> None:
        with FaultyServer() as server, to(server) as channel:
            self.offered(channel)
            assert isinstance(channel.transmit(LETTER, following=NEXT), Sent)
            assert self.offered(channel, "head@nastavnik.example") == Accepted()
            assert isinstance(channel.transmit(LETTER), Sent)
        assert server.letters[1].recipient == "head@nastavnik.example"
        assert "RSET" in server.commands

    def test_or_none(self) -> None:
        with FaultyServer() as server, to(server) as channel:
            self.offered(channel)
            assert isinstance(channel.transmit(LETTER, following=NEXT), Sent)
        assert server.commands[-1] == "QUIT"

    def test_its_refusal_is_its_own(self) -> None:
        with FaultyServer({"rcpt": [None, Say("550 nobody")]}) as server, to(server) as channel:
            self.offered(channel)
            assert isinstance(channel.transmit(LETTER, following=NEXT), Sent)
            assert isinstance(self.offered(channel), Failed)
            assert self.offered(channel) == Accepted()

    def test_421_behind_a_letter_is_421_between_letters(self) -> None:
        faults: Faults = {"mail": [None, Say("421 enough", then_drop=True)]}
        with FaultyServer(faults) as server, to(server) as channel:
            self.offered(channel)
            assert isinstance(channel.transmit(LETTER, following=NEXT), Sent)
            assert self.offered(channel) == Accepted()
        assert server.connections == 2

    def test_a_server_without_pipelining_is_not_hurried(self) -> None:
        with FaultyServer(pipelining=False) as server, to(server) as channel:
            self.offered(channel)
            assert isinstance(channel.transmit(LETTER, following=NEXT), Sent)
        assert server.commands.count(f"RCPT TO:<{NEXT.recipient}>") == 1

    def test_silence_after_the_dot_stays_ambiguous(self) -> None:
        with FaultyServer({"dot": Drop()}) as server, to(server) as channel:
            self.offered(channel)
            assert isinstance(channel.transmit(LETTER, following=NEXT), Ambiguous)
