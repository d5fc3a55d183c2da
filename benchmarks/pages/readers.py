"""People who read: one connection each, the next page as soon as the last one has come; times in milliseconds."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks.pages.ground import Reader
from benchmarks.region_rows import FIRST_SCHOOL, PER_PAIR, PER_SCHOOL
from web import cookies

SECRET = "the secret of the benchmark"
_BROWSER = "browser-of-the-benchmark"
_PAIRS = PER_SCHOOL // PER_PAIR


class WrongAnswerError(Exception):
    """A page did not come as it should; its figures would mean nothing."""


@dataclass(slots=True)
class Times:
    """Milliseconds by kind of page."""

    of: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def percentile(self, kind: str, share: float) -> float:
        ordered = sorted(self.of[kind])
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


async def read_on(port: int, readers: list[Reader], *, seconds: float, times: Times) -> None:
    """Everybody reads until the time is over."""
    until = time.perf_counter() + seconds
    await asyncio.gather(*(_read(port, reader, until, times) for reader in readers))


async def advance(port: int, moves: list[tuple[Reader, int]], times: Times) -> None:
    """Curators move pairs on, one after the other."""
    connection = await asyncio.open_connection("127.0.0.1", port)
    for reader, pair in moves:
        form = {"csrf": _csrf(reader), "move": "acquaint"}
        took, status = await _ask(connection, "POST", f"/pairs/{pair}/advance", reader, form)
        if status != 303:
            raise WrongAnswerError(f"advance of pair {pair}: {status}")
        times.of["advance"].append(took)
    connection[1].close()


async def _read(port: int, reader: Reader, until: float, times: Times) -> None:
    choice = random.Random(reader.person)  # a reader's whims, the same in every run
    connection = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        kind, url = _page(reader, choice)
        took, status = await _ask(connection, "GET", url, reader)
        if status != 200:
            raise WrongAnswerError(f"{url}: {status}")
        times.of[kind].append(took)
    connection[1].close()


def _page(reader: Reader, choice: random.Random) -> tuple[str, str]:
    kind = choice.choice(("board", "overdue", "pair"))
    if kind == "board":
        return kind, "/pairs"
    if kind == "overdue":
        return kind, "/overdue"
    school = reader.school if reader.school is not None else FIRST_SCHOOL
    return kind, f"/pairs/{(school - FIRST_SCHOOL) * _PAIRS + choice.randint(1, _PAIRS)}"


async def _ask(
    connection: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    method: str,
    url: str,
    reader: Reader,
    form: Mapping[str, str] | None = None,
) -> tuple[float, int]:
    """Milliseconds until the last byte, and the status."""
    came, out = connection
    body = urlencode(form or {}).encode()
    head = (
        f"{method} {url} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nSec-Fetch-Site: same-origin\r\n"
        f"Cookie: {cookies.SESSION}={reader.token}; {cookies.BROWSER}={_BROWSER}\r\n"
    )
    if method == "POST":
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    began = time.perf_counter()
    out.write(f"{head}\r\n".encode() + body)
    answer = await came.readuntil(b"\r\n\r\n")
    await _drain(came, answer.lower())
    return (time.perf_counter() - began) * 1000, int(answer.split(b" ", 2)[1])


async def _drain(came: asyncio.StreamReader, head: bytes) -> None:
    if b"content-length:" in head:
        await came.readexactly(int(head.partition(b"content-length:")[2].partition(b"\r\n")[0]))
        return
    while size := int((await came.readuntil(b"\r\n")).strip(), 16):
        await came.readexactly(size + 2)
    await came.readexactly(2)


def _csrf(reader: Reader) -> str:
    return cookies.form_token(SECRET, _BROWSER, cookies.hashed(reader.token))
