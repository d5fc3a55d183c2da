"""Roadmaps handed down the tree of organisations."""

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class Publication(Named, table=True):
    """A roadmap, or some rows of it, offered to one organisation, and what it answered.

    Handed down by the organisation above; a row delegated by a school to another organisation is offered alike.
    """

    __table_args__ = (UniqueConstraint("roadmap_id", "organisation_id"),)
    id: int | None = Field(default=None, primary_key=True)
    roadmap_id: int = Field(foreign_key="roadmap.id")
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    rows: list[int] | None = Field(default=None, sa_type=JSON)  # ids of the items it offers; None = all of them
    left: list[int] = Field(default_factory=list, sa_type=JSON)  # ids of those that were not taken on purpose
    state: str = "offered"  # offered | accepted | declined | withdrawn
    lower_roadmap_id: int | None = Field(default=None, foreign_key="roadmap.id", index=True)
    reason: str = ""  # the kind of reason it was declined for; its words stay in the journal of whoever said them
    offered_at: datetime = Field(sa_type=Instant)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int = 1


publications = table(Publication)
