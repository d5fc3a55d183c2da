"""The journal's chain: every entry seals the one before it, and people can be erased without breaking a seal.

The seal covers facts as they stand and only *salted digests* of what may have to be erased (references to people, free
texts). Erasing empties text and salt and leaves the digest: the chain stays valid, and without the salt a digest says
nothing even about a person id, of which there are few enough to try them all.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from engine.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasable:
    """A text with its salt and their digest. Text and salt are None once erased; all empty when there never was one.

    >>> Erasable.of({}, salt="ab")
    Erasable(text=None, salt=None, digest='')
    >>> Erasable.of({"reason": "болезнь"}, salt="ab").erased().text is None
    True
    """

    text: str | None
    salt: str | None
    digest: str

    @classmethod
    def of(cls, values: Mapping[str, object], *, salt: str) -> "Erasable":
        if not values:
            return cls(text=None, salt=None, digest="")
        text = canonical(values)
        return cls(text=text, salt=salt, digest=digest(text, salt=salt))

    def erased(self) -> "Erasable":
        return Erasable(text=None, salt=None, digest=self.digest)

    @property
    def intact(self) -> bool:
        if self.text is None or self.salt is None:
            return self.text is None and self.salt is None
        return self.digest == digest(self.text, salt=self.salt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of an organisation's journal. `facts` is canonical JSON; `at` is the stored text of a UTC instant."""

    organisation_id: int
    seq: int
    at: str
    verb: str
    subject: str
    facts: str
    actor_id: int | None
    people: Erasable
    words: Erasable
    pair_id: int | None = None
    pair_seq: int | None = None
    move: str | None = None
    from_stage: str | None = None
    to_stage: str | None = None
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where an organisation's chain ends. The chain of nobody yet ends at seq 0 with an empty hash."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFault:
    """What is wrong at `seq` of the organisation's journal."""

    organisation_id: int
    seq: int
    words: Words


START = Head(seq=0, hash="")


def canonical(values: Mapping[str, object]) -> str:
    """JSON with one spelling per value: sorted keys, no spaces, letters as they are, dates in ISO.

    >>> canonical({"to": date(2025, 9, 25), "from": None})
    '{"from":null,"to":"2025-09-25"}'
    """
    return _ENCODER.encode(values)


def digest(text: str, *, salt: str) -> str:
    """SHA-256 in hex; the salt goes first and has a fixed length in the product (32 hex digits).

    >>> digest("a", salt="") == digest("", salt="a")
    False
    """
    return sha256(f"{salt}\n{text}".encode()).hexdigest()


def body(entry: Entry) -> str:
    """What a seal covers besides the entry's place in the chain: every column, erasable ones by their digest.

    >>> nothing = Erasable.of({}, salt="")
    >>> body(Entry(organisation_id=1, seq=9, at="2025-09-01T06:00:00.000000Z", verb="form", subject="pair:1",
    ...            facts="{}", actor_id=None, people=nothing, words=nothing))
    '[1,"2025-09-01T06:00:00.000000Z","form","pair:1",null,null,null,null,null,"{}","",""]'
    """
    return _ENCODER.encode(
        (
            entry.organisation_id,
            entry.at,
            entry.verb,
            entry.subject,
            entry.pair_id,
            entry.pair_seq,
            entry.move,
            entry.from_stage,
            entry.to_stage,
            entry.facts,
            entry.people.digest,
            entry.words.digest,
        )
    )


def link(previous: str, *, seq: int, body: str) -> str:
    """The seal of the entry number `seq` that follows the seal `previous`.

    The database computes the same (`storage/journal.py`): SHA-256 of the three, one per line, in hex.

    >>> link("", seq=1, body="[1]") == sha256(b"\\n1\\n[1]").hexdigest()
    True
    """
    return sha256(f"{previous}\n{seq}\n{body}".encode()).hexdigest()


def faults(entries: Iterable[Entry], head: Head, *, organisation_id: int) -> Iterator[ChainFault]:
    """Everything wrong in one organisation's chain. `entries` come ordered by seq; `head` is what the database says.

    After a fault the chain is followed on from the seal that stands there, so that each later fault is told too.

    >>> [fault.words.en for fault in faults([], Head(seq=2, hash="…"), organisation_id=1)]
    ['the journal does not end where its head says']
    """
    end = START
    for entry in entries:
        for words in _entry_faults(entry, end):
            yield ChainFault(organisation_id=organisation_id, seq=entry.seq, words=words)
        end = Head(seq=entry.seq, hash=entry.hash)
    if end != head:
        yield ChainFault(organisation_id=organisation_id, seq=head.seq, words=_HEAD)


def _entry_faults(entry: Entry, end: Head) -> Iterator[Words]:
    if entry.seq != end.seq + 1:
        yield _GAP
    if entry.hash != link(end.hash, seq=entry.seq, body=body(entry)):
        yield _CHANGED
    if not entry.people.intact or entry.actor_id != _actor(entry.people.text):
        yield _PEOPLE
    if not entry.words.intact:
        yield _TEXTS


def _actor(people: str | None) -> object:
    """The person who acted, as the sealed references name him; a text that is no JSON names nobody."""
    try:
        named = json.loads(people or "{}")
    except ValueError:
        return None
    return named.get("actor") if isinstance(named, dict) else None


def _plain(value: object) -> str:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    raise TypeError(f"the journal cannot hold a {type(value).__name__}")


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)

_GAP = Words("перед этой записью не хватает записей", "entries before this one are missing")
_CHANGED = Words("запись изменена после подписания", "the entry was changed after it was sealed")
_PEOPLE = Words("ссылки на людей не совпадают с подписью", "the references to people do not match their seal")
_TEXTS = Words("тексты не совпадают с подписью", "the texts do not match their seal")
_HEAD = Words("журнал кончается не там, где записано", "the journal does not end where its head says")
