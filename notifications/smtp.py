"""The channel to the mail server: one letter is offered, and only then transmitted, so that a flow can commit between.

with Channel(server) as channel:
    match channel.offer(sender=…, recipient=…):
        case Accepted():
            …commit `in_data`…
            outcome = channel.transmit(data)
            …commit the outcome…
"""

import asyncio
import ipaddress
import re
import socket
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Literal, cast

import aiosmtplib

from engine.delivery import Ambiguous, ChannelHold, Failed, Outcome, RetryLetter
from engine.refusals import BadInput
from engine.words import Words
from notifications import replies
from notifications.addresses import plain_address
from notifications.wire import Reply, Wire

Security = Literal["starttls", "tls", "none"]

# Seconds, RFC 5321 4.5.3.2
_GREETING = _COMMAND = 300.0
_DATA_INITIATION = 120.0
_DATA_BLOCK = 180.0
_DATA_TERMINATION = 600.0
_GOODBYE = 5.0  # ours: the letters are settled by then, nobody need wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where letters go. `ca_file` is trusted beside Python's default; `timeout_scale` multiplies every SMTP timeout.

    `security="none"` to anything but this machine raises `BadInput`: letters and passwords never travel in clear.
    `local_name` is said in EHLO, by default this host's name. Sign-in happens only with a `user`.
    `first_pause`: so many seconds the last dot of a connection's first letter waits, so that a server which hangs up
    amid letters is seen before the dot and not after it, where the letter would be in doubt.
    """

    host: str
    port: int
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    timeout_scale: float = 1.0
    local_name: str = ""
    first_pause: float = 0.01

    def __post_init__(self) -> None:
        if self.security == "none" and not _is_loopback(self.host):
            raise BadInput(
                "SMTP_SECURITY",
                f"SMTP_SECURITY=none допустимо только для этого же компьютера, а не для {self.host}: "
                "укажите starttls или tls",
                f"SMTP_SECURITY=none is only allowed to this very machine, not to {self.host}: use starttls or tls",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """From whom and to whom, plain addresses. One letter has one recipient."""

    sender: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took sender and recipient and waits for DATA."""


class Channel:
    """One connection, kept open between letters, opened again by itself. For one thread at a time.

    Nothing is raised for what a server does; every such thing is an outcome.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wire: Wire | None = None
        self._pipelining = False
        self._accepted = False
        self._asked: tuple[bytes, ...] = ()  # written behind the last letter, replies not yet heard
        self._unfinished = False  # MAIL was accepted and no letter followed: RSET first
        self._fresh = True  # no letter has gone by this connection yet
        self._trust: ssl.SSLContext | None = None

    def __enter__(self) -> "Channel":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> ChannelHold | None:
        """Connect, encrypt and sign in if not yet done; the hold says why it could not be."""
        if self._wire is not None:
            return None
        self._loop = self._loop or asyncio.new_event_loop()
        try:
            self._trusted()
        except OSError:
            path = self._server.ca_file
            return ChannelHold(Words(f"SMTP_CA_FILE {path} не читается", f"SMTP_CA_FILE {path} cannot be read"))
        try:
            transport, extensions = self._loop.run_until_complete(self._sign_in())
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            return _why_not_open(error, self._server)
        self._wire = Wire(self._loop, transport)
        self._pipelining = "pipelining" in extensions
        self._unfinished = False
        self._fresh = True
        return None

    def offer(self, *, sender: str, recipient: str) -> Accepted | ChannelHold | RetryLetter | Failed:
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
        if held := self.open():
            return held
        heard = self._envelope(mail, rcpt)
        if reused and (not heard or heard[0].code == replies.GOING_AWAY):
            self._drop()
            if held := self.open():
                return held
            heard = self._envelope(mail, rcpt)
        return self._weigh_envelope(heard)

    def transmit(self, data: bytes, *, following: Envelope | None = None) -> Outcome:
        """DATA, the letter, the last dot. `data` has CRLF line ends and no doubled dots; an `Accepted` came before.

        `following` tells which letter will be offered next: where the server allows, its MAIL and RCPT travel behind
        this letter (RFC 2920) and save a round trip. Offering another one instead, or none, does no harm.
        """
        if not self._accepted or self._wire is None:
            raise RuntimeError("transmit() without an accepted offer()")
        if not data.endswith(b"\r\n") or not data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r"):
            raise ValueError("a letter's lines end with CRLF and nothing else")
        self._accepted = False
        outcome = self._transmit(self._wire, data, self._ahead(following))
        going = isinstance(outcome, RetryLetter) and outcome.code == replies.GOING_AWAY
        if self._wire.trouble or going or isinstance(outcome, Ambiguous):
            self._drop()
        return outcome

    def close(self) -> None:
        """Say goodbye and free everything; what was sent stays sent, whatever the server does now."""
        if self._wire is not None and not self._wire.trouble:
            self._wire.hear(len(self._asked), timeout=self._scaled(_GOODBYE))
            self._wire.ask(b"QUIT\r\n", replies=1, timeout=self._scaled(_GOODBYE))
        self._drop()
        if self._loop is not None:
            self._loop.close()
            self._loop = None

    def _envelope(self, mail: str, rcpt: str) -> list[Reply]:
        """The replies to MAIL and RCPT: fewer than two when the connection broke or an earlier one was refused."""
        wire = cast(Wire, self._wire)
        timeout = self._scaled(_COMMAND)
        if asked := self._asked:
            self._asked = ()
            heard = wire.hear(len(asked), timeout=timeout)
            if asked == _commands(mail, rcpt):
                return heard
            self._unfinished = True
        commands = _commands(mail, rcpt)
        if self._unfinished:
            commands = (b"RSET\r\n", *commands)
        if self._pipelining:
            heard = wire.ask(b"".join(commands), replies=len(commands), timeout=timeout)
        else:
            heard = []
            for command in commands:
                heard += wire.ask(command, replies=1, timeout=timeout)
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

    def _weigh_envelope(self, heard: list[Reply]) -> Accepted | ChannelHold | RetryLetter | Failed:
        trouble = cast(Wire, self._wire).trouble
        if heard and not heard[0].positive:
            self._drop()
            return replies.hold(heard[0])
        if len(heard) < 2:
            self._drop()
            return ChannelHold(replies.trouble_words(trouble))
        self._unfinished = True
        if refused := replies.to_recipient(heard[1]):
            if trouble or isinstance(refused, ChannelHold) or refused.code == replies.GOING_AWAY:
                self._drop()
            return refused
        self._accepted = True
        return Accepted()

    def _transmit(self, wire: Wire, data: bytes, following: tuple[bytes, ...]) -> Outcome:
        started = wire.ask(b"DATA\r\n", replies=1, timeout=self._scaled(_DATA_INITIATION))
        if not started:
            return RetryLetter(replies.trouble_words(wire.trouble))
        if refused := replies.to_data(started[0]):
            return refused
        stuffed = (b"." if data.startswith(b".") else b"") + data.replace(b"\r\n.", b"\r\n..")
        if self._fresh:
            early = wire.send_watching(stuffed, block=self._scaled(_DATA_BLOCK), pause=self._server.first_pause)
            self._fresh, stuffed = False, b""
        else:
            early = wire.unasked()
        if early:
            wire.give_up()  # the server waits for a letter that will not come
            return replies.to_data(early) or RetryLetter(replies.trouble_words("garbage"))
        if wire.trouble:
            return RetryLetter(replies.trouble_words(wire.trouble))
        self._asked = following
        left, reply = wire.send(
            stuffed + b".\r\n",
            b"".join(following),
            block=self._scaled(_DATA_BLOCK),
            termination=self._scaled(_DATA_TERMINATION),
        )
        if reply is not None and (outcome := replies.to_dot(reply)):
            self._unfinished = False
            return outcome
        words = replies.trouble_words(wire.trouble)
        return Ambiguous(words) if left else RetryLetter(words)

    async def _sign_in(self) -> tuple[asyncio.Transport, set[str]]:
        """A connection ready for MAIL, and the extensions the server offers on it."""
        server = self._server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.security == "tls",
            start_tls=False,  # asked for below, where its absence can be told from its failure
            tls_context=self._trusted() if server.security != "none" else None,
            local_hostname=server.local_name or _own_name(),
            timeout=self._scaled(_GREETING),
        )
        try:
            await client.connect()
            await client.ehlo()
            if server.security == "starttls":
                if not client.supports_extension("starttls"):
                    raise _NoStartTls("STARTTLS is not offered")
                await client.starttls(server_hostname=server.host)
                await client.ehlo()
            if server.user:
                await client.login(server.user, server.password)
        except BaseException:
            if client.transport is not None:
                cast(asyncio.Transport, client.transport).abort()
            client.close()
            await asyncio.sleep(0)  # the aborted transport frees its socket in the loop's next pass
            raise
        return cast(asyncio.Transport, client.transport), set(client.esmtp_extensions)

    def _trusted(self) -> ssl.SSLContext:
        if self._trust is None:
            trust = ssl.create_default_context()
            if self._server.ca_file is not None:
                trust.load_verify_locations(self._server.ca_file)
            self._trust = trust
        return self._trust

    def _drop(self) -> None:
        self._accepted = False
        self._asked = ()
        if self._wire is not None:
            self._wire.abort()
            self._wire = None

    def _scaled(self, seconds: float) -> float:
        return seconds * self._server.timeout_scale


class _NoStartTls(aiosmtplib.SMTPException):
    """The server does not offer STARTTLS; we never go on in clear text."""


def _why_not_open(error: Exception, server: Server) -> ChannelHold:
    """One sentence for people, and the server's code if it gave one."""
    place = f"{server.host}:{server.port}"
    cause = error if isinstance(error, ssl.SSLError) else error.__cause__
    match error:
        case _NoStartTls():
            return ChannelHold(
                Words(
                    f"{place} не предлагает STARTTLS; открытым текстом письма не отправляются",
                    f"{place} does not offer STARTTLS; letters never go in clear text",
                )
            )
        case aiosmtplib.SMTPAuthenticationError():
            return ChannelHold(
                Words(f"{place} не принимает имя или пароль", f"{place} does not accept the user name or password"),
                error.code,
            )
        case aiosmtplib.SMTPResponseException() if error.code >= 200:
            return replies.hold(Reply(error.code, error.message.encode()))
        case aiosmtplib.SMTPTimeoutError() | TimeoutError():
            return ChannelHold(Words(f"{place} молчит", f"{place} is silent"))
        case _ if isinstance(cause, ssl.SSLCertVerificationError):
            return ChannelHold(
                Words(
                    f"сертификату {place} нельзя верить: {cause.verify_message}",
                    f"the certificate of {place} cannot be trusted: {cause.verify_message}",
                )
            )
        case _ if isinstance(cause, ssl.SSLError):
            return ChannelHold(
                Words(
                    f"с {place} не удалось договориться о шифровании",
                    f"no encrypted connection with {place} could be agreed on",
                )
            )
        case _:
            detail = replies.without_addresses(str(error))
            return ChannelHold(Words(f"нет связи с {place}: {detail}", f"no connection with {place}: {detail}"))


def _commands(mail: str, rcpt: str) -> tuple[bytes, ...]:
    return f"MAIL FROM:<{mail}>\r\n".encode("ascii"), f"RCPT TO:<{rcpt}>\r\n".encode("ascii")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _own_name() -> str:
    name = socket.gethostname()
    return name if re.fullmatch(r"[A-Za-z0-9.-]{1,255}", name) else "localhost"
