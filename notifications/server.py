"""The mail server we hand letters to, and the way to a signed-in connection with it."""

import asyncio
import ipaddress
import re
import socket
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

import aiosmtplib

from engine.delivery import ChannelHold
from engine.refusals import BadInput
from engine.words import Words
from notifications import replies
from notifications.wire import Reply

Security = Literal["starttls", "tls", "none"]

_GREETING = 300.0  # seconds, RFC 5321 4.5.3.2


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

    def scaled(self, seconds: float) -> float:
        return seconds * self.timeout_scale


def trusted(server: Server) -> ssl.SSLContext | ChannelHold:
    """Whose certificates we believe: Python's default authorities and `ca_file`."""
    trust = ssl.create_default_context()
    if (path := server.ca_file) is not None:
        try:
            trust.load_verify_locations(path)
        except OSError:
            return ChannelHold(Words(f"SMTP_CA_FILE {path} не читается", f"SMTP_CA_FILE {path} cannot be read"))
    return trust


async def sign_in(server: Server, trust: ssl.SSLContext) -> tuple[asyncio.Transport, set[str]]:
    """A connection ready for MAIL, and the extensions the server offers on it.

    Raises aiosmtplib's exceptions and those of the system; `why_not_open` puts them into words.
    """
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.security == "tls",
        start_tls=False,  # asked for below, where its absence can be told from its failure
        tls_context=trust if server.security != "none" else None,
        local_hostname=server.local_name or _own_name(),
        timeout=server.scaled(_GREETING),
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


def why_not_open(error: Exception, server: Server) -> ChannelHold:
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


class _NoStartTls(aiosmtplib.SMTPException):
    """The server does not offer STARTTLS; we never go on in clear text."""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _own_name() -> str:
    name = socket.gethostname()
    return name if re.fullmatch(r"[A-Za-z0-9.-]{1,255}", name) else "localhost"
