"""The lines of a signed-in SMTP session: commands out, replies in, and what exactly was handed to the kernel.

aiosmtplib opens the connection, encrypts it and signs in; then this protocol takes its transport over. Letters
need what `aiosmtplib.SMTP.data()` cannot tell: whether a connection broke before or after the last dot. It also
hears several replies of one pipelined group, and spares a task, a lock and a future per verb. The flows are
synchronous, so the event loop runs only while something is awaited: a `Talk` is a generator that yields whenever it
waits for the network, and every `stop` of the loop says that some talk may go on.
"""

import asyncio
import re
from collections.abc import Callable, Generator
from typing import Literal, NamedTuple, TypeVar

_Said = TypeVar("_Said")
Talk = Generator[None, None, _Said]
Trouble = Literal["lost", "silent", "garbage"]

_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])([^\n]*?))?\r?\n")
TICK = 0.001  # seconds: the loop's timers may be early by less
_LONGEST_REPLY = 32_768  # octets; a server streaming without end must not fill the memory


class Reply(NamedTuple):
    """One reply; `raw` is what followed the code, continuation lines joined by spaces."""

    code: int
    raw: bytes

    @property
    def text(self) -> str:
        return self.raw.decode("utf-8", "replace")

    @property
    def positive(self) -> bool:
        return 200 <= self.code < 300


class Wire(asyncio.Protocol):
    """One connection. `trouble` is set once and for all: after it the connection is good for nothing."""

    def __init__(self, loop: asyncio.AbstractEventLoop, transport: asyncio.Transport) -> None:
        self.trouble: Trouble | None = None
        self._loop = loop
        self._transport = transport
        self._buffer = b""
        self._replies: list[Reply] = []
        self._wanted = 0
        self._late_at: float | None = None  # the loop's time when what is waited for is late
        self._alarm: asyncio.TimerHandle | None = None
        self._paused = False
        self._closed = False
        transport.set_protocol(self)
        # pause_writing shall mean that not all is in the kernel; with 0 the TLS transport would pause for ever
        transport.set_write_buffer_limits(high=1)

    def ask(self, commands: bytes, *, replies: int, timeout: float) -> Talk[list[Reply]]:
        """Write, then hear that many replies, each within `timeout` seconds; fewer when `trouble` came."""
        if self._replies or self._buffer:
            self._fail("garbage")  # the server speaks unasked: its words cannot be paired with ours any more
        if self.trouble:
            return []
        self._transport.write(commands)
        return (yield from self.hear(replies, timeout=timeout))

    def hear(self, count: int, *, timeout: float) -> Talk[list[Reply]]:
        """The next replies to what was written before, as in `ask`."""
        for wanted in range(len(self._replies) + 1, count + 1):
            self._wanted = wanted
            yield from self._until(self._has_wanted, timeout)
        heard, self._replies = self._replies[:count], self._replies[count:]
        return heard

    def unasked(self) -> Reply | None:
        """A reply that came although nothing was asked."""
        return self._replies.pop(0) if self._replies else None

    def send_watching(self, body: bytes, *, block: float, pause: float) -> Talk[Reply | None]:
        """Write a letter without its last dot, then look for `pause` seconds whether the server stays with us.

        `trouble` tells a server that hung up amid the letter; one that spoke too early has its reply returned.
        """
        self._transport.write(body)
        yield from self._until(self._is_flushed, block)
        timer = self._loop.call_later(pause, self._loop.stop)
        while not (self.trouble or self._replies) and self._loop.time() + TICK < timer.when():
            yield
        timer.cancel()
        return self.unasked()

    def send(
        self, letter: bytes, commands: bytes, *, block: float, termination: float
    ) -> Talk[tuple[bool, Reply | None]]:
        """Write a letter with its last dot, and commands behind it whose replies are heard later.

        Says whether the dot may have left this process, and the reply to it if one could be read. `block` seconds are
        given to hand everything to the kernel, `termination` to the reply.
        """
        self._transport.write(letter + commands)
        refused = self._transport.is_closing()  # the kernel took nothing
        yield from self._until(self._is_flushed, block)
        heard = yield from self.hear(1, timeout=termination)
        whole = not self._paused or bool(commands)  # the letter's last octet is written last, unless commands follow
        return whole and not refused, heard[0] if heard else None

    def give_up(self) -> None:
        """Mark the connection as good for nothing."""
        self._fail("garbage")

    def abort(self) -> None:
        """Drop the connection at once; the transport frees its socket when the loop runs next."""
        self._transport.abort()

    def is_closed(self) -> bool:
        """Whether the socket is free."""
        return self._closed

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if data.endswith(b"\n"):
            self._read()
        elif len(self._buffer) > _LONGEST_REPLY:
            self._fail("garbage")
        self._loop.stop()

    def eof_received(self) -> None:
        self._fail("lost")

    def connection_lost(self, exc: Exception | None) -> None:
        self._closed = True
        if self._alarm is not None:
            self._alarm.cancel()
        self._fail("lost")

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False
        self._loop.stop()

    def _read(self) -> None:
        """Whole replies from the buffer; it keeps a reply whose continuation is still to come."""
        begin, at, texts = 0, 0, list[bytes]()
        while line := _LINE.match(self._buffer, at):
            code, mark, text = line.groups()
            at = line.end()
            texts.append(text or b"")
            if mark != b"-":
                self._replies.append(Reply(int(code), b" ".join(texts)))
                texts.clear()
                begin = at
        if at < len(self._buffer) or at - begin > _LONGEST_REPLY:
            self._fail("garbage")
        self._buffer = self._buffer[begin:]

    def _until(self, done: Callable[[], bool], timeout: float) -> Talk[None]:
        if self.trouble or done():
            return
        self._late_at = self._loop.time() + timeout
        self._watch(self._late_at)
        while not (self.trouble or done()):
            yield
        self._late_at = None

    def _watch(self, until: float) -> None:
        """Let the alarm ring by then. It may ring too early and look again: that is cheaper than a timer per reply."""
        if self._alarm is not None:
            if self._alarm.when() <= until:
                return
            self._alarm.cancel()
        self._alarm = self._loop.call_at(until, self._ring)

    def _ring(self) -> None:
        self._alarm = None
        if self._late_at is None:
            return
        if self._loop.time() + TICK >= self._late_at:
            self._fail("silent")
        else:
            self._watch(self._late_at)

    def _has_wanted(self) -> bool:
        return len(self._replies) >= self._wanted

    def _is_flushed(self) -> bool:
        return not self._paused

    def _fail(self, trouble: Trouble) -> None:
        self.trouble = self.trouble or trouble
        self._loop.stop()
