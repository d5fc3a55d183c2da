"""(d) Letters a second, beside Django's `send_messages` and the bare socket."""

import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from itertools import count
from typing import Protocol

from benchmarks.figures import Row, Section
from benchmarks.interleaving import Lane, interleave, reason_of
from benchmarks.mail.sink import Sink
from benchmarks.standing import Region

LETTERS = 150  # of one slice
RAW, DJANGO = "by hand: jinja2, bytes, raw socket", "Django send_messages, jinja2"
BARE, OURS = "nastavnik without commits", "nastavnik, two commits a letter, SQLite FULL"
PLACES = {
    RAW: "benchmarks.mail.raw_socket:RawSocket",
    OURS: "benchmarks.mail.outbox:Outbox",
    BARE: "benchmarks.mail.without_commits:WithoutCommits",
    DJANGO: "benchmarks.mail.django_mail:DjangoMail",
}


class Sender(Protocol):
    """Delivers letters number `first` to `first + count - 1`; `prepare` is not timed."""

    def send(self, first: int, count: int) -> None: ...

    def close(self) -> None: ...


def measure(region: Region, *, rounds: int) -> list[Section]:
    lanes: list[Lane] = []
    senders: list[Sender] = []
    absent: dict[str, str] = {}
    with Sink() as sink:
        for name, place in PLACES.items():
            try:
                sender = _sender(place, sink.port, region)
            except Exception as error:  # absent peers are reported, whatever broke
                absent[name] = reason_of(error)
                continue
            senders.append(sender)
            lanes.append(Lane(name, partial(_slice, sender, count(step=LETTERS))))
        medians = interleave(lanes, rounds=rounds, absent=absent)
        for sender in senders:
            sender.close()
    section = Section("Letters rendered and delivered to smtp-sink")
    for name in PLACES:
        reason = medians.absent.get(name, "")
        section.rows.append(Row(name, medians.figures.get(name), "letters/s", medians.ratio(name, DJANGO), reason))
        if reason:
            section.missing(name, reason)
    section.at_least("with two commits to Django's send_messages", medians.ratio(OURS, DJANGO), 1.5)
    section.at_least("without commits to Django's send_messages", medians.ratio(BARE, DJANGO), 3.0)
    section.at_least("without commits to the raw socket", medians.ratio(BARE, RAW), 0.8)
    return [section]


def _sender(place: str, port: int, region: Region) -> Sender:
    module, _, name = place.partition(":")
    make: Callable[..., Sender] = getattr(import_module(module), name)
    return make(port, region) if name == "Outbox" else make(port)


def _slice(sender: Sender, numbers: "count[int]") -> float:
    first = next(numbers)
    prepare: Callable[[int, int], None] | None = getattr(sender, "prepare", None)
    if prepare is not None:
        prepare(first, LETTERS)
    began = time.perf_counter()
    sender.send(first, LETTERS)
    return LETTERS / (time.perf_counter() - began)
