"""What an organisation set up towards the outside: its own words in letters, and webhooks with their deliveries."""

from datetime import datetime

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class LetterText(Named, table=True):
    """An organisation's own words for a kind of letter: whitelist `{{ name }}` placeholders, no expressions.

    It holds for the organisation and everything below it that has no words of its own.
    """

    __table_args__ = (UniqueConstraint("organisation_id", "kind", "language"),)
    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    kind: str
    language: str
    subject: str = ""
    opening: str = ""
    closing: str = ""
    changed_at: datetime = Field(sa_type=Instant)
    version: int = 1


class Webhook(Named, table=True):
    """An address that hears of events of the organisation and everything below it. `secret` signs the bodies."""

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    url: str
    secret: str
    events: list[str] = Field(default_factory=list, sa_type=JSON)  # stage.changed | obligation.overdue
    made_at: datetime = Field(sa_type=Instant)
    stopped_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int = 1


class WebhookDelivery(Named, table=True):
    """One event for one webhook. `key` is stable: an event is told once, retries carry the same key."""

    __table_args__ = (
        UniqueConstraint("webhook_id", "key"),
        Index(
            "webhook_delivery_ready",
            "next_attempt_at",
            sqlite_where=text("next_attempt_at IS NOT NULL"),
            postgresql_where=text("next_attempt_at IS NOT NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    webhook_id: int = Field(foreign_key="webhook.id")
    key: str
    event: str
    body: str
    state: str = "queued"  # queued | sent | failed
    attempts: int = 0
    next_attempt_at: datetime | None = Field(default=None, sa_type=Instant)
    status: int | None = None
    reason: str = ""
    made_at: datetime = Field(sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)


letter_texts = table(LetterText)
webhooks = table(Webhook)
webhook_deliveries = table(WebhookDelivery)
