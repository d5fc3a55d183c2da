"""The outbox and the state of the mail channel."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, text
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class Letter(Named, table=True):
    """One message to one person.

    `key` is stable and unique: a second tick cannot queue the same letter. `facts` are ids the text is built from when
    the letter goes; `message` keeps the exact bytes from the first DATA on, so that every copy is identical.
    """

    __table_args__ = (
        Index(
            "letter_ready",
            "next_attempt_at",
            sqlite_where=text("next_attempt_at IS NOT NULL"),
            postgresql_where=text("next_attempt_at IS NOT NULL"),
        ),
        Index(
            "letter_leased",
            "lease_until",
            sqlite_where=text("lease_until IS NOT NULL"),
            postgresql_where=text("lease_until IS NOT NULL"),
        ),
        # What people must look at: few rows, and today's page may not read the letters of a whole district for them.
        Index(
            "letter_undelivered",
            "organisation_id",
            "created_at",
            sqlite_where=text("state IN ('failed', 'uncertain', 'held')"),
            postgresql_where=text("state IN ('failed', 'uncertain', 'held')"),
        ),
        Index("letter_by_recipient", "recipient_id", "created_at"),
        Index("letter_by_organisation", "organisation_id", "sent_at"),
        Index("letter_made", "organisation_id", "created_at"),  # the breaker counts the letters of a day
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: str
    organisation_id: int = Field(foreign_key="organisation.id")
    recipient_id: int = Field(foreign_key="person.id")
    pair_id: int | None = Field(default=None, foreign_key="pair.id", index=True)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    state: str = "queued"  # queued | claimed | in_data | sent | cancelled | failed | uncertain | held
    subject: str = ""
    message: bytes | None = Field(default=None, sa_type=LargeBinary)
    message_id: str = ""
    attempts: int = 0
    ambiguous: int = 0  # attempts whose fate after the dot is unknown
    created_at: datetime = Field(sa_type=Instant)
    first_attempt_at: datetime | None = Field(default=None, sa_type=Instant)
    next_attempt_at: datetime | None = Field(default=None, sa_type=Instant)  # NULL = nothing to do
    lease_until: float | None = None  # real seconds of the claiming machine's epoch clock, not the turnable clock
    owner: str = ""
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    reason: str = ""


class Channel(Named, table=True):
    """One row: is the way to the mail server open? `failures` counts holds in a row; `tripped_at` is the breaker."""

    id: int = Field(default=1, primary_key=True)
    failures: int = 0
    held_since: datetime | None = Field(default=None, sa_type=Instant)
    held_until: datetime | None = Field(default=None, sa_type=Instant)
    reason: str = ""


class Breaker(Named, table=True):
    """An organisation whose letters stopped because far more than usual were about to go; a person releases it."""

    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True)
    tripped_at: datetime = Field(sa_type=Instant)
    released_at: datetime | None = Field(default=None, sa_type=Instant)
    waiting: int
    limit: int


letters = table(Letter)
channels = table(Channel)
breakers = table(Breaker)
