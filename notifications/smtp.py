"""The channel to the mail server: a few lanes, one letter on each, one event loop for all.

Alone, letter by letter:

    with Channel(server) as channel:
        match channel.offer(sender=…, recipient=…):
            case Accepted():
                …commit `in_data`…
                outcome = channel.transmit(data)
                …commit the outcome…

Side by side: `begin_offer` and `begin_transmit` on several lanes, then `hear` what came of them.
"""

import asyncio
import ssl
from types import TracebackType
from typing import NamedTuple, TypeVar

from engine.delivery import ChannelHold, Outcome
from notifications.lane import Accepted, Envelope, Lane, Offered
from notifications.server import Security, Server, trusted
from notifications.wire import TICK, Talk

__all__ = ["LANES", "Accepted", "Channel", "Envelope", "Heard", "Offered", "Security", "Server"]

_Said = TypeVar("_Said")

LANES = 8  # connections at once, where there is work for them and the server takes so many
_LAST_WORDS = 1.0  # seconds for dropped connections to free their sockets


class Heard(NamedTuple):
    """What was begun on a lane has ended so."""

    lane: int
    said: Offered | Outcome


class Channel:
    """Connections kept open between letters, opened again by themselves. For one thread at a time.

    Nothing is raised for what a server does; every such thing is an outcome. Without a lane named, it is lane 0.
    """

    def __init__(self, server: Server, *, lanes: int = LANES) -> None:
        self.lanes = lanes
        self._server = server
        self._loop: asyncio.AbstractEventLoop | None = None
        self._trust: ssl.SSLContext | None = None
        self._open: dict[int, Lane] = {}
        self._talks: dict[int, Talk[Offered | Outcome]] = {}

    def __enter__(self) -> "Channel":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> ChannelHold | None:
        """Connect, encrypt and sign in if not yet done; the hold says why it could not be."""
        lane = self._lane(0)
        return lane if isinstance(lane, ChannelHold) else self._lead(lane.open())

    def offer(self, *, sender: str, recipient: str) -> Offered:
        """MAIL and RCPT; see `Lane.offer`."""
        lane = self._lane(0)
        return lane if isinstance(lane, ChannelHold) else self._lead(lane.offer(sender=sender, recipient=recipient))

    def transmit(self, data: bytes, *, following: Envelope | None = None) -> Outcome:
        """DATA, the letter, the last dot; see `Lane.transmit`."""
        return self._lead(self._accepting(0).transmit(data, following=following))

    def begin_offer(self, lane: int, *, sender: str, recipient: str) -> None:
        """Begin what `hear` will end. One thing at a time on a lane."""
        connection = self._lane(lane)
        if isinstance(connection, ChannelHold):
            self._talks[lane] = _told(connection)
        else:
            self._talks[lane] = connection.offer(sender=sender, recipient=recipient)

    def begin_transmit(self, lane: int, data: bytes, *, following: Envelope | None = None) -> None:
        """As `begin_offer`; the lane's offer was accepted."""
        self._talks[lane] = self._accepting(lane).transmit(data, following=following)

    def hear(self, at_most: float | None = None) -> list[Heard]:
        """Wait until something that was begun has ended, or for `at_most` seconds; [] when nothing has."""
        loop = self._running()
        late = None if at_most is None else loop.time() + at_most
        timer = None if at_most is None else loop.call_later(at_most, loop.stop)
        while not (heard := self._step()) and self._talks and (late is None or loop.time() + TICK < late):
            loop.run_forever()
        if timer is not None:
            timer.cancel()
        return heard

    def abandon(self) -> None:
        """Hang up on every lane where something is still being said."""
        for number, talk in self._talks.items():
            talk.close()
            if number in self._open:
                self._open[number].drop()
        self._talks.clear()

    def close(self) -> None:
        """Say goodbye and free everything; what was sent stays sent, whatever the server does now."""
        if self._loop is None:
            return
        self.abandon()
        for lane in self._open.values():
            self._lead(lane.close())
        over = self._loop.time() + _LAST_WORDS
        while not all(lane.is_free() for lane in self._open.values()) and self._loop.time() < over:
            self._loop.call_later(_LAST_WORDS, self._loop.stop)
            self._loop.run_forever()
        self._open.clear()
        self._loop.close()
        self._loop = None

    def _lane(self, number: int) -> Lane | ChannelHold:
        if number not in self._open:
            trust = self._trust or trusted(self._server)
            if isinstance(trust, ChannelHold):
                return trust
            self._trust = trust
            self._open[number] = Lane(self._server, self._running(), trust)
        return self._open[number]

    def _accepting(self, number: int) -> Lane:
        if number not in self._open:
            raise RuntimeError("transmit() without an accepted offer()")
        return self._open[number]

    def _running(self) -> asyncio.AbstractEventLoop:
        self._loop = self._loop or asyncio.new_event_loop()
        return self._loop

    def _step(self) -> list[Heard]:
        """Let every talk go on as far as it can."""
        heard: list[Heard] = []
        for number, talk in list(self._talks.items()):
            try:
                next(talk)
            except StopIteration as end:
                del self._talks[number]
                heard.append(Heard(number, end.value))
        return heard

    def _lead(self, talk: Talk[_Said]) -> _Said:
        """Lead one talk to its end."""
        loop = self._running()
        while True:
            try:
                next(talk)
            except StopIteration as end:
                said: _Said = end.value
                return said
            loop.run_forever()


def _told(held: ChannelHold) -> Talk[Offered | Outcome]:
    """A talk that ends before it begins."""
    yield from ()
    return held
