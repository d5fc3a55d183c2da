"""The hash-chained journal, remembered answers of repeated commands, and heartbeats."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class JournalHead(Named, table=True):
    """The end of an organisation's chain; locking it orders concurrent writers.

    `figures_at`: when its figures must be looked at (a decision that can move one says: now); NULL = it has none.
    """

    __table_args__ = (
        # The tick asks for the first; organisations whose figures rest cost it nothing.
        Index(
            "journal_head_figures",
            "figures_at",
            sqlite_where=text("figures_at IS NOT NULL"),
            postgresql_where=text("figures_at IS NOT NULL"),
        ),
    )
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True)
    seq: int = 0
    hash: str = ""
    figures_at: datetime | None = Field(default=None, sa_type=Instant)


class JournalEntry(Named, table=True):
    """One decision. `facts` never name people; `people` and `words` may be erased with their salts, the digests stay,
    so the chain stays valid (see `engine/journal.py`)."""

    __table_args__ = (UniqueConstraint("pair_id", "pair_seq"),)
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True)
    seq: int = Field(primary_key=True)  # no other id: every column is under the seal
    pair_id: int | None = Field(default=None, foreign_key="pair.id")
    pair_seq: int | None = None
    at: datetime = Field(sa_type=Instant)
    verb: str
    subject: str  # "pair:7", "item:3", …
    move: str | None = None
    from_stage: str | None = None
    to_stage: str | None = None
    facts: str  # canonical JSON
    actor_id: int | None = None  # erasable; None = operator, clock or erased (facts say which of the first two)
    people: str | None = None  # canonical JSON of role -> person id(s); erasable
    people_salt: str | None = None
    people_digest: str
    words: str | None = None  # canonical JSON of free texts; erasable
    words_salt: str | None = None
    words_digest: str
    hash: str


class IdempotentAnswer(Named, table=True):
    """What a command with this idempotency key answered; a repeat gets the same answer and does nothing."""

    key: str = Field(primary_key=True)
    fingerprint: str  # SHA-256 of verb and arguments
    answer: dict[str, Any] = Field(sa_type=JSON)
    at: datetime = Field(sa_type=Instant)


class Heartbeat(Named, table=True):
    """When a recurring work was last finished: `tick`, `worker`."""

    name: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)


journal_heads = table(JournalHead)
journal_entries = table(JournalEntry)
idempotent_answers = table(IdempotentAnswer)
heartbeats = table(Heartbeat)
