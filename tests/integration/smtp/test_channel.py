"""The channel and the local mailbox with honest servers: a whole letter from content to a file of a Maildir."""

import mailbox
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from engine.delivery import Sent
from engine.refusals import BadInput
from notifications.mailbox import MailboxServer
from notifications.message import build
from notifications.render import render
from notifications.smtp import Accepted, Channel, Server
from tests.support.letters import every_kind
from tests.support.recorder import Recorder

SENDER = "school@nastavnik.example"
NOON = datetime(2026, 9, 18, 9, 0, tzinfo=UTC)


def send_every_kind(port: int) -> None:
    with Channel(Server(host="127.0.0.1", port=port, security="none")) as channel:
        for letter in every_kind():
            said = render(letter)
            message = build(
                key=f"letter:{letter.kind}",
                sender=SENDER,
                recipient=f"{letter.to.role}@nastavnik.example",
                subject=said.subject,
                text=said.text,
                html=said.html,
                date=NOON,
                domain="nastavnik.example",
            )
            assert channel.offer(sender=SENDER, recipient=f"{letter.to.role}@nastavnik.example") == Accepted()
            assert isinstance(channel.transmit(message.data), Sent)


def test_every_letter_arrives_as_it_was_written() -> None:
    with Recorder() as recorder:
        send_every_kind(recorder.port)
    written = [render(letter) for letter in every_kind()]
    assert [letter.subject for letter in recorder.letters] == [said.subject for said in written]
    for recorded, said in zip(recorder.letters, written, strict=True):
        body = recorded.message.get_body(("plain",))
        assert body is not None
        assert body.get_content().replace("\r\n", "\n") == said.text
        assert recorded.sender == SENDER
    assert len(recorder.to("curator@nastavnik.example")) == 5


def test_the_mailbox_is_a_maildir_that_others_can_read(tmp_path: Path) -> None:
    for _ in range(2):
        with MailboxServer(maildir=tmp_path / "mail") as server:
            send_every_kind(server.port)
    box = mailbox.Maildir(tmp_path / "mail", factory=None, create=False)
    letters = [message_from_bytes(box.get_bytes(key), policy=policy.default) for key in sorted(box.keys())]
    assert len(letters) == 2 * len(every_kind())
    assert letters[0]["Delivered-To"] == "mentor@nastavnik.example"
    assert letters[0]["Subject"].replace("\u00a0", " ") == "Вы наставник пары № 2"
    assert not any((tmp_path / "mail" / "tmp").iterdir())


def test_the_recorder_survives_a_client_that_stays(tmp_path: Path) -> None:
    channel_after_server: Channel
    with MailboxServer(maildir=tmp_path) as server:
        channel_after_server = Channel(Server(host="127.0.0.1", port=server.port, security="none"))
        assert channel_after_server.open() is None
    channel_after_server.close()


class TestServer:
    @pytest.mark.parametrize("host", ["mail.school.example", "192.0.2.1", "localhost.example", "", "0.0.0.0"])
    def test_clear_text_only_to_this_machine(self, host: str) -> None:
        with pytest.raises(BadInput) as refused:
            Server(host=host, port=25, security="none")
        assert refused.value.field == "SMTP_SECURITY"

    @pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
    def test_this_machine_has_several_names(self, host: str) -> None:
        assert Server(host=host, port=25, security="none").host == host

    def test_the_password_is_not_shown(self) -> None:
        assert "secret" not in repr(Server(host="mail.example", port=587, user="a", password="secret"))


class TestMisuse:
    def test_no_letter_without_an_offer(self) -> None:
        with (
            Channel(Server(host="127.0.0.1", port=9, security="none")) as channel,
            pytest.raises(RuntimeError, match="offer"),
        ):
            channel.transmit(b"Subject: x\r\n\r\n")

    @pytest.mark.parametrize("data", [b"a\nb\r\n", b"a\rb\r\n", b"no end", b"", b"a\r\n.\n\r\n"])
    def test_a_letter_cannot_smuggle_another(self, data: bytes) -> None:
        with Recorder() as recorder, Channel(Server(host="127.0.0.1", port=recorder.port, security="none")) as channel:
            channel.offer(sender=SENDER, recipient="a@nastavnik.example")
            with pytest.raises(ValueError, match="CRLF"):
                channel.transmit(data)
        assert recorder.letters == []
