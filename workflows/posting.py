"""What a pass over the outbox works with, and what it comes to."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from notifications.message import Message
from storage.outbox import Claimed


class Clock(Protocol):
    """`now` is the product's instant (turnable), `elapsed` real epoch seconds."""

    def now(self) -> datetime: ...

    def elapsed(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Post:
    """How this installation sends. `sender` is a plain address, `server` the mail server's name in the test letter,
    `secret` signs the links in letters.
    """

    sender: str
    sender_name: str
    base_url: str
    server: str
    owner: str
    secret: str = field(repr=False)


@dataclass(slots=True)
class Delivered:
    """What a pass came to: letters by their new state; `held` = the channel is closed, nothing was tried."""

    states: Counter[str] = field(default_factory=Counter[str])
    held: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """A claimed letter in the bytes that will go. It was judged true; after `fresh_until` (real epoch seconds) it is to
    be judged again."""

    letter: Claimed
    address: str
    subject: str
    message: Message
    fresh_until: float
