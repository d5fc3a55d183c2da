"""The product's letters without its outbox: rendered, built and delivered over the channel's lanes, nothing noted."""

from collections import deque

from benchmarks.mail.letter import DOMAIN, SENDER, SENT_AT, fields, reminder
from benchmarks.mail.sink import HOST
from engine.delivery import Sent
from notifications.message import build
from notifications.render import render
from notifications.smtp import Accepted, Channel, Envelope, Server


class WithoutCommits:
    def __init__(self, port: int) -> None:
        self._channel = Channel(Server(host=HOST, port=port, security="none"))
        self._waiting: deque[tuple[str, bytes]] = deque()
        self._next_on: dict[int, tuple[str, bytes]] = {}
        self._on: dict[int, bytes] = {}

    def send(self, first: int, count: int) -> None:
        left = iter(range(first, first + count))
        sent = 0
        for lane in range(self._channel.lanes):
            self._offer(lane, self._written(next(left)))
        while sent < count:
            for lane, said in self._channel.hear():
                if isinstance(said, Accepted):
                    if (number := next(left, None)) is None:
                        self._channel.begin_transmit(lane, self._on.pop(lane))
                        continue
                    following = self._next_on[lane] = self._written(number)
                    envelope = Envelope(sender=SENDER, recipient=following[0])
                    self._channel.begin_transmit(lane, self._on.pop(lane), following=envelope)
                else:
                    assert isinstance(said, Sent), said
                    sent += 1
                    if (following := self._next_on.pop(lane, None)) is not None:
                        self._offer(lane, following)

    def close(self) -> None:
        self._channel.close()

    def _offer(self, lane: int, letter: tuple[str, bytes]) -> None:
        recipient, self._on[lane] = letter
        self._channel.begin_offer(lane, sender=SENDER, recipient=recipient)

    @staticmethod
    def _written(number: int) -> tuple[str, bytes]:
        one = fields(number)
        words = render(reminder(one))
        message = build(
            key=f"bench/{number}",
            sender=SENDER,
            recipient=one.recipient,
            subject=words.subject,
            text=words.text,
            html=words.html,
            date=SENT_AT,
            domain=DOMAIN,
        )
        return one.recipient, message.data
