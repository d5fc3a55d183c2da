"""Obligations (one thing due once), their reminder ledger, and marks of far-reaching changes still to be derived."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class Obligation(Named, table=True):
    """Identity is (subject_kind, subject_id, occurrence).

    `watched_from`: rungs at or before this instant are not climbed by this revision. `looked_at`: rungs up to here are
    settled.
    `next_look_at`: when the tick must look again; NULL = nothing ahead (done, cancelled, needs a date, held).
    """

    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "occurrence"),
        # The tick asks only this index: its cost grows with what is due, not with what exists.
        Index(
            "obligation_due_look",
            "next_look_at",
            sqlite_where=text("next_look_at IS NOT NULL"),
            postgresql_where=text("next_look_at IS NOT NULL"),
        ),
        # Boards ask by when the pairs of an organisation leave their stages, and how many are late.
        Index(
            "obligation_stage",
            "organisation_id",
            "status",  # always the same here; without it SQLite would take the wider index for its second equality
            "due_on",
            sqlite_where=text("subject_kind = 'pair' AND status = 'open'"),
            postgresql_where=text("subject_kind = 'pair' AND status = 'open'"),
        ),
        # Overdue lists: open ones of an organisation by due day. With the ladder in it counts need no row at all.
        Index("obligation_open", "organisation_id", "status", "due_on", "ladder"),
    )
    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    subject_kind: str  # item | pair | plan-item | task | diagnostic
    subject_id: int
    occurrence: str
    pair_id: int | None = Field(default=None, foreign_key="pair.id", index=True)
    item_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    title: str
    ladder: str = "full"  # full | review (rung 0 to the curator only)
    responsible_role: str | None = None
    responsible_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    starts_on: date | None = None
    due_on: date | None = None
    first_due_on: date | None = None
    revision: int = 1
    status: str = "open"  # open | done | cancelled | needs_date
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    reason: str = ""
    held: bool = False  # the pair is suspended
    watched_from: datetime = Field(sa_type=Instant)
    looked_at: datetime = Field(sa_type=Instant)
    next_look_at: datetime | None = Field(default=None, sa_type=Instant)


class Reminder(Named, table=True):
    """One rung of one obligation's revision for one person: the ledger. `recipient_id` 0 = nobody to remind."""

    __table_args__ = (
        UniqueConstraint("obligation_id", "rung", "revision", "recipient_id"),
        Index(
            "reminder_waiting",
            "recipient_id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "reminder_ready",
            "ready_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    obligation_id: int = Field(foreign_key="obligation.id")
    revision: int
    rung: int
    audience: str  # responsible | curator | head | municipality
    recipient_id: int = 0
    organisation_id: int = Field(foreign_key="organisation.id")  # the obligation's; the letter's caps count here
    due_at: datetime = Field(sa_type=Instant)
    ready_at: datetime = Field(sa_type=Instant)  # later than due_at when the week's budget of letters is spent
    state: str  # waiting | lettered | superseded | cancelled | suppressed
    letter_id: int | None = Field(default=None, foreign_key="letter.id", index=True)
    reason: str = ""


class Mark(Named, table=True):
    """A change whose consequences reach further than one pair or one roadmap; ticks derive it by batches."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str  # policy | calendar
    organisation_id: int = Field(foreign_key="organisation.id")
    cursor: int = 0  # the last obligation derived
    made_at: datetime = Field(sa_type=Instant)


obligations = table(Obligation)
reminders = table(Reminder)
marks = table(Mark)
