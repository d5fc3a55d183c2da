"""What people answer from a letter and how they steer their own reminders."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class LinkUse(Named, table=True):
    """An answer given by a letter's link. A second POST finds the row and changes nothing; `undone_at` within a day.

    `token_hash` is of the link, the action and how often that was taken back before.
    """

    token_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    action: str
    subject: str  # "pair:7", "obligation:31", …
    at: datetime = Field(sa_type=Instant)
    answer: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    undone_at: datetime | None = Field(default=None, sa_type=Instant)


class PlannedMeeting(Named, table=True):
    """A meeting agreed for a day. Moving one closes it (`moved`) and plans the next; nothing is overwritten."""

    __table_args__ = (Index("planned_meeting_by_pair", "pair_id", "planned_on"),)
    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id")
    kind: str  # acquaintance | trial | planning | work | final
    planned_on: date
    state: str = "planned"  # planned | held | moved | called_off | withdrawn (said by mistake, taken back)
    note: str = ""  # erasable
    by_person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    at: datetime = Field(sa_type=Instant)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")
    at_time: str = ""  # local, HH:MM; empty = the whole day
    minutes: int = 60
    place: str = ""
    topic: str = ""  # erasable
    uid: str = ""  # of the calendar entry, the same through every move
    sequence: int = 0


class CuratorCall(Named, table=True):
    """Somebody in a pair wants to talk to the curator. `text` is erasable; open until `answered_at`."""

    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    text: str = ""
    at: datetime = Field(sa_type=Instant)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")


class Snooze(Named, table=True):
    """A person's reminders of one obligation rest until a day; `until` is the first day they may come again."""

    __table_args__ = (UniqueConstraint("obligation_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    obligation_id: int = Field(foreign_key="obligation.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    until: date
    at: datetime = Field(sa_type=Instant)


class Mute(Named, table=True):
    """A person does not want this kind of letter by itself; what it says still comes in a digest where it must."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    kind: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)


link_uses = table(LinkUse)
planned_meetings = table(PlannedMeeting)
curator_calls = table(CuratorCall)
snoozes = table(Snooze)
mutes = table(Mute)
