"""One connection to the mail server, kept open between letters and opened again by itself.

A letter is offered, and only then transmitted, so that a flow can commit between. Every verb is a talk: a `Channel`
leads those of several lanes side by side.
"""

import asyncio
import ssl
from dataclasses import dataclass
from typing import cast

import aiosmtplib

from engine.delivery import Ambiguous, ChannelHold, Failed, Outcome, RetryLetter
from engine.refusals import BadInput
from notifications import replies
from notifications.addresses import plain_address
from notifications.server import Server, sign_in, why_not_open
from notifications.wire import Reply, Talk, Wire

# Seconds, RFC 5321 4.5.3.2
_COMMAND = 300.0
_DATA_INITIATION = 120.0
_DATA_BLOCK = 180.0
_DATA_TERMINATION = 600.0
_GOODBYE = 5.0  # ours: the letters are settled by then, nobody need wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """From whom and to whom, plain addresses. One letter has one recipient."""

    sender: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took sender and recipient and waits for DATA."""


Offered = Accepted | ChannelHold | RetryLetter | Failed


class Lane:
    """A connection and what is being said on it. Nothing is raised for what a server does; all of it is an outcome."""

    def __init__(self, server: Server, loop: asyncio.AbstractEventLoop, trust: ssl.SSLContext) -> None:
        self._server = server
        self._loop = loop
        self._trust = trust
        self._wire: Wire | None = None
        self._last: Wire | None = None  # its socket may not be free yet
        self._pipelining = False
        self._accepted = False
        self._asked: tuple[bytes, ...] = ()  # written behind the last letter, replies not yet heard
        self._unfinished = False  # MAIL was accepted and no letter followed: RSET first
        self._fresh = True  # no letter has gone by this connection yet

    def open(self) -> Talk[ChannelHold | None]:
        """Connect, encrypt and sign in if not yet done; the hold says why it could not be."""
        if self._wire is not None:
            return None
        connecting = self._loop.create_task(sign_in(self._server, self._trust))
        connecting.add_done_callback(lambda _: self._loop.stop())
        try:
            while not connecting.done():
                yield
        finally:
            connecting.cancel()  # of an abandoned talk only: what is done stays done
        try:
            transport, extensions = connecting.result()
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            return why_not_open(error, self._server)
        self._wire = self._last = Wire(self._loop, transport)
        self._pipelining = "pipelining" in extensions
        self._unfinished = False
        self._fresh = True
        return None

    def offer(self, *, sender: str, recipient: str) -> Talk[Offered]:
        """MAIL and RCPT. A connection that died or was ended with 421 since the last letter is opened again, once."""
        try:
            mail = plain_address(sender, "MAIL_FROM")
        except BadInput as error:
            return ChannelHold(error.words)
        try:
            rcpt = plain_address(recipient, "recipient")
        except BadInput as error:
            return Failed(error.words, flag_address=True)
        reused = self._wire is not None
        if held := (yield from self.open()):
            return held
        heard = yield from self._envelope(mail, rcpt)
        if reused and (not heard or heard[0].code == replies.GOING_AWAY):
            self.drop()
            if held := (yield from self.open()):
                return held
            heard = yield from self._envelope(mail, rcpt)
        return self._weigh_envelope(heard)

    def transmit(self, data: bytes, *, following: Envelope | None = None) -> Talk[Outcome]:
        """DATA, the letter, the last dot. `data` has CRLF line ends and no doubled dots; an `Accepted` came before.

        `following` tells which letter will be offered next: where the server allows, its MAIL and RCPT travel behind
        this letter (RFC 2920) and save a round trip. Offering another one instead, or none, does no harm.
        """
        if not self._accepted or self._wire is None:
            raise RuntimeError("transmit() without an accepted offer()")
        if not data.endswith(b"\r\n") or not data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r"):
            raise ValueError("a letter's lines end with CRLF and nothing else")
        self._accepted = False
        outcome = yield from self._transmit(self._wire, data, self._ahead(following))
        going = isinstance(outcome, RetryLetter) and outcome.code == replies.GOING_AWAY
        if self._wire.trouble or going or isinstance(outcome, Ambiguous):
            self.drop()
        return outcome

    def close(self) -> Talk[None]:
        """Say goodbye and free everything; what was sent stays sent, whatever the server does now."""
        if self._wire is not None and not self._wire.trouble:
            yield from self._wire.hear(len(self._asked), timeout=self._server.scaled(_GOODBYE))
            yield from self._wire.ask(b"QUIT\r\n", replies=1, timeout=self._server.scaled(_GOODBYE))
        self.drop()

    def drop(self) -> None:
        """Hang up amid whatever is being said."""
        self._accepted = False
        self._asked = ()
        if self._wire is not None:
            self._wire.abort()
            self._wire = None

    def is_free(self) -> bool:
        """Whether the socket of the connection that was dropped last is free."""
        return self._wire is None and (self._last is None or self._last.is_closed())

    def _envelope(self, mail: str, rcpt: str) -> Talk[list[Reply]]:
        """The replies to MAIL and RCPT: fewer than two when the connection broke or an earlier one was refused."""
        wire = cast(Wire, self._wire)
        timeout = self._server.scaled(_COMMAND)
        if asked := self._asked:
            self._asked = ()
            heard = yield from wire.hear(len(asked), timeout=timeout)
            if asked == _commands(mail, rcpt):
                return heard
            self._unfinished = True
        commands = _commands(mail, rcpt)
        if self._unfinished:
            commands = (b"RSET\r\n", *commands)
        if self._pipelining:
            heard = yield from wire.ask(b"".join(commands), replies=len(commands), timeout=timeout)
        else:
            heard = []
            for command in commands:
                heard += yield from wire.ask(command, replies=1, timeout=timeout)
                if not heard or not heard[-1].positive or wire.trouble:
                    break
        return heard[1:] if self._unfinished and heard and heard[0].positive else heard

    def _ahead(self, following: Envelope | None) -> tuple[bytes, ...]:
        if following is None or not self._pipelining:
            return ()
        try:
            return _commands(
                plain_address(following.sender, "MAIL_FROM"), plain_address(following.recipient, "recipient")
            )
        except BadInput:
            return ()  # its own offer will say so

    def _weigh_envelope(self, heard: list[Reply]) -> Offered:
        trouble = cast(Wire, self._wire).trouble
        if heard and not heard[0].positive:
            self.drop()
            return replies.hold(heard[0])
        if len(heard) < 2:
            self.drop()
            return ChannelHold(replies.trouble_words(trouble))
        self._unfinished = True
        if refused := replies.to_recipient(heard[1]):
            if trouble or isinstance(refused, ChannelHold) or refused.code == replies.GOING_AWAY:
                self.drop()
            return refused
        self._accepted = True
        return Accepted()

    def _transmit(self, wire: Wire, data: bytes, following: tuple[bytes, ...]) -> Talk[Outcome]:
        started = yield from wire.ask(b"DATA\r\n", replies=1, timeout=self._server.scaled(_DATA_INITIATION))
        if not started:
            return RetryLetter(replies.trouble_words(wire.trouble))
        if refused := replies.to_data(started[0]):
            return refused
        stuffed = (b"." if data.startswith(b".") else b"") + data.replace(b"\r\n.", b"\r\n..")
        if self._fresh:
            early = yield from wire.send_watching(
                stuffed, block=self._server.scaled(_DATA_BLOCK), pause=self._server.first_pause
            )
            self._fresh, stuffed = False, b""
        else:
            early = wire.unasked()
        if early:
            wire.give_up()  # the server waits for a letter that will not come
            return replies.to_data(early) or RetryLetter(replies.trouble_words("garbage"))
        if wire.trouble:
            return RetryLetter(replies.trouble_words(wire.trouble))
        self._asked = following
        left, reply = yield from wire.send(
            stuffed + b".\r\n",
            b"".join(following),
            block=self._server.scaled(_DATA_BLOCK),
            termination=self._server.scaled(_DATA_TERMINATION),
        )
        if reply is not None and (outcome := replies.to_dot(reply)):
            self._unfinished = False
            return outcome
        words = replies.trouble_words(wire.trouble)
        return Ambiguous(words) if left else RetryLetter(words)


def _commands(mail: str, rcpt: str) -> tuple[bytes, ...]:
    return f"MAIL FROM:<{mail}>\r\n".encode("ascii"), f"RCPT TO:<{rcpt}>\r\n".encode("ascii")
