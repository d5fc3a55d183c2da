"""One event to one webhook: signed, in time, and only to an address it may go to.

The address is looked up once and the connection goes to what was found: a name that changes its mind between the
check and the call (DNS rebinding) reaches nothing.
"""

import hmac
import socket
import ssl
import threading
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Self

import httpx

from engine.words import Words

TIMEOUT = 10.0  # seconds for connecting and for each wait of the answer
SIGNATURE = "Nastavnik-Signature"
EVENT = "Nastavnik-Event"
EVENT_ID = "Nastavnik-Event-Id"

_NAT64 = ip_network("64:ff9b::/96")
Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one call. `status` is the answer's code, None when there was none; `reason` says why it failed."""

    status: int | None
    reason: Words | None = None

    @property
    def done(self) -> bool:
        return self.reason is None


def signature(secret: str, body: str, *, at: int) -> str:
    """What `Nastavnik-Signature` holds: the moment in epoch seconds and HMAC-SHA256 over it, a dot and the body.

    >>> signature("s", "{}", at=1)[:18]
    't=1,v1=b253639bcd7'
    """
    seal = hmac.new(secret.encode(), f"{at}.{body}".encode(), sha256).hexdigest()
    return f"t={at},v1={seal}"


class Hooks:
    """The caller of webhooks. `private`: addresses of private networks may be called (this installation is local).

    `timeout` is in seconds. Used as a context manager, or closed by `close`; safe for several threads.
    """

    def __init__(self, *, private: bool, timeout: float = TIMEOUT) -> None:
        self._private = private
        self._timeout = timeout
        self._client: httpx.Client | None = None
        self._opening = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    def call(self, url: str, *, secret: str, key: str, event: str, body: str, at: int) -> Told:
        """POST the body. Only 2xx counts; a redirect is not followed; the answer's body is not read."""
        try:
            target = httpx.URL(url)
            found = self._address(target)
        except (httpx.InvalidURL, OSError, UnicodeError):
            return Told(None, Words("адрес не находится", "the address is not found"))
        if found is None:
            return Told(None, Words("адрес частной сети не разрешён", "an address of a private network is not allowed"))
        headers = {
            "Host": target.netloc.decode("ascii"),
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Nastavnik",
            SIGNATURE: signature(secret, body, at=at),
            EVENT: event,
            EVENT_ID: key,
        }
        pinned = target.copy_with(host=str(found))
        names = {"sni_hostname": target.raw_host.decode("ascii")} if target.scheme == "https" else {}
        try:
            with self._open().stream(
                "POST", pinned, content=body.encode(), headers=headers, extensions=names
            ) as answer:
                return _judged(answer.status_code)
        except httpx.TimeoutException:
            return Told(None, Words("нет ответа вовремя", "no answer in time"))
        except (httpx.HTTPError, ssl.SSLError, OSError):
            return Told(None, Words("соединение не удалось", "the connection failed"))

    def _open(self) -> httpx.Client:
        """Made at the first call: reading the certificates takes longer than all else a worker does at start."""
        with self._opening:
            if self._client is None:
                # The system's trust, SSL_CERT_FILE included; no proxy of the environment: the check would be idle.
                self._client = httpx.Client(
                    timeout=self._timeout,
                    follow_redirects=False,
                    trust_env=False,
                    verify=ssl.create_default_context(),
                )
            return self._client

    def _address(self, target: httpx.URL) -> Address | None:
        """The first address of the host, None when any of them may not be called."""
        host = target.raw_host.decode("ascii").strip("[]")
        port = target.port or (443 if target.scheme == "https" else 80)
        told = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [_plain(ip_address(str(one[4][0]).partition("%")[0])) for one in told]
        if target.scheme != "https" and not all(one.is_loopback for one in addresses):
            return None  # clear text leaves this machine for nobody
        if not self._private and not all(one.is_global and not one.is_multicast for one in addresses):
            return None
        return addresses[0]


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its very name."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _judged(status: int) -> Told:
    if 200 <= status < 300:
        return Told(status)
    if 300 <= status < 400:
        return Told(status, Words(f"переадресация {status} не выполняется", f"redirect {status} is not followed"))
    return Told(status, Words(f"ответ {status}", f"answer {status}"))


def _plain(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one, where there is one."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
