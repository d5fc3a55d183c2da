"""Roadmaps read from files: what was read, what people mended, what stood there before; findings they silenced."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class RoadmapImport(Named, table=True):
    """A file on its way to being a live roadmap, or there already.

    `reading` is what was understood, `edits` what people changed on the review page (row → field → value).
    `roadmap_id`: the roadmap it became, or the one it corrects. `before` restores that one when the import is undone.
    """

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    roadmap_id: int | None = Field(default=None, foreign_key="roadmap.id", index=True)
    kind: str  # docx | xlsx | pdf | text | doc
    sha256: str
    size: int
    source: dict[str, Any] = Field(sa_type=JSON)
    reading: dict[str, Any] = Field(sa_type=JSON)
    edits: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    state: str = "draft"  # draft | accepted | undone | dropped
    created_at: datetime = Field(sa_type=Instant)
    accepted_at: datetime | None = Field(default=None, sa_type=Instant)
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    version: int = 1


class SilencedFinding(Named, table=True):
    """A finding of the linter that people know about and keep, with their reason."""

    __table_args__ = (UniqueConstraint("item_id", "rule"),)
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id")
    rule: str
    reason: str
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)


roadmap_imports = table(RoadmapImport)
silenced_findings = table(SilencedFinding)
