"""Proposals of pairs and who may never be paired."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class MatchProposal(Named, table=True):
    """One computed proposal for a programme. `found` holds pairs with their reasons, alternatives and the unmatched.

    Taking a pair writes its id into `taken` beside the proposed one; a newer proposal makes the older `stale`.
    """

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    state: str = "proposed"  # proposed | taken | stale
    found: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    taken: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    made_at: datetime = Field(sa_type=Instant)
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    version: int = 1


class MatchExclusion(Named, table=True):
    """These two are never proposed to each other. `reason` is erasable."""

    __table_args__ = (UniqueConstraint("mentor_id", "mentee_id"),)
    id: int | None = Field(default=None, primary_key=True)
    mentor_id: int = Field(foreign_key="person.id")
    mentee_id: int = Field(foreign_key="person.id", index=True)
    reason: str = ""
    at: datetime = Field(sa_type=Instant)
    actor_id: int | None = Field(default=None, foreign_key="person.id")


match_proposals = table(MatchProposal)
match_exclusions = table(MatchExclusion)
