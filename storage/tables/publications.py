"""Roadmaps handed down the tree of organisations."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class Publication(Named, table=True):
    """A roadmap offered to one organisation below, and what it answered."""

    __table_args__ = (UniqueConstraint("roadmap_id", "organisation_id"),)
    id: int | None = Field(default=None, primary_key=True)
    roadmap_id: int = Field(foreign_key="roadmap.id")
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    state: str = "offered"  # offered | accepted | declined
    lower_roadmap_id: int | None = Field(default=None, foreign_key="roadmap.id", index=True)
    reason: str = ""  # why it was declined
    offered_at: datetime = Field(sa_type=Instant)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int = 1


publications = table(Publication)
