"""The product's letters without its outbox: rendered, built and delivered, nothing written down."""

from benchmarks.mail.letter import DOMAIN, SENDER, SENT_AT, fields, reminder
from benchmarks.mail.sink import HOST
from engine.delivery import Sent
from notifications.message import build
from notifications.render import render
from notifications.smtp import Accepted, Channel, Server


class WithoutCommits:
    def __init__(self, port: int) -> None:
        self._channel = Channel(Server(host=HOST, port=port, security="none"))

    def send(self, first: int, count: int) -> None:
        for i in range(first, first + count):
            one = fields(i)
            words = render(reminder(one))
            message = build(
                key=f"bench/{i}",
                sender=SENDER,
                recipient=one.recipient,
                subject=words.subject,
                text=words.text,
                html=words.html,
                date=SENT_AT,
                domain=DOMAIN,
            )
            offered = self._channel.offer(sender=SENDER, recipient=one.recipient)
            assert isinstance(offered, Accepted), offered
            outcome = self._channel.transmit(message.data)
            assert isinstance(outcome, Sent), outcome

    def close(self) -> None:
        self._channel.close()
