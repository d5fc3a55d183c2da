"""Live roadmaps: items keep the words of the source beside what was understood."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class Roadmap(Named, table=True):
    """A roadmap in force for one organisation. Recurrences begin at the later of `applied_on` and `period_start`."""

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    template: str
    title: str
    period_start: date
    period_end: date
    applied_on: date
    past: str  # open | done | not-ours: what was done with items already due when it became live
    approved: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # by, number, on
    goal: str = ""
    aims: list[str] = Field(default_factory=list, sa_type=JSON)  # «задачи» of the document's head
    headings: list[list[str]] = Field(default_factory=list, sa_type=JSON)  # [meaning, words] of its own columns
    upper_roadmap_id: int | None = Field(default=None, foreign_key="roadmap.id", index=True)  # handed down from
    follows_id: int | None = Field(default=None, foreign_key="roadmap.id")  # last year's, when it was made from it
    dropped_on: date | None = None  # its import was undone: no longer in force
    version: int = 1


class Item(Named, table=True):
    """One row. `deadline_text` is the source's; `deadline_kind` and `deadline_value` are the understood meaning."""

    __table_args__ = (UniqueConstraint("roadmap_id", "position"), UniqueConstraint("roadmap_id", "key"))
    id: int | None = Field(default=None, primary_key=True)
    roadmap_id: int = Field(foreign_key="roadmap.id")
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    position: int
    number: str
    key: str
    section: str
    title: str
    deadline_text: str
    source_deadline_text: str  # differs from deadline_text only after re-dating (--start)
    deadline_kind: str
    deadline_value: str
    shift: str = "keep"  # keep | before | after: a due day on a day off
    bound_on: date | None = None
    past: str | None = None  # what was done with this row's past days; None = as with the whole roadmap
    responsible_text: str
    responsible_role: str | None = None  # None = nobody yet, set by the school
    responsible_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    result: str = ""
    document_kind: str | None = None
    thresholds: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    coexecutors: list[str] = Field(default_factory=list, sa_type=JSON)
    notes: list[str] = Field(default_factory=list, sa_type=JSON)
    drives: str | None = None
    source: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # value → its words and their places in the file
    questions: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # doubts of reading not yet answered
    dropped_on: date | None = None  # no longer a row of the roadmap: a corrected file or the upper level left it out
    upper_item_id: int | None = Field(default=None, foreign_key="item.id", index=True)  # the same row one level up
    upper_version: int | None = None  # the version of the upper row that was last agreed to here
    agreed: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # words of the upper row; `returned`: why not
    adoption: str | None = None  # accepted | adapted | delegated | carried (into the next year's roadmap)
    delegated_to: int | None = Field(default=None, foreign_key="organisation.id")
    version: int = 1


class IndicatorSeries(Named, table=True):
    """A yearly target series of a roadmap."""

    __table_args__ = (UniqueConstraint("roadmap_id", "key"),)
    id: int | None = Field(default=None, primary_key=True)
    roadmap_id: int = Field(foreign_key="roadmap.id")
    key: str
    title: str
    formula: str
    numerator: str
    denominator: str
    numerator_measure: str | None = None  # a declared measure computes it; None = entered by hand
    denominator_measure: str | None = None
    targets: dict[str, float] = Field(sa_type=JSON)


class Postponement(Named, table=True):
    """A moved date: both dates and the reason stay. The newest row of (item, occurrence) is in force."""

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    occurrence: str
    from_day: date | None
    to_day: date
    reason: str
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)


class Task(Named, table=True):
    """A question to the curator: `set-date` or `assign` (item_id), `erase`, `unpublish` or `release` (consent_id, 30
    days after a withdrawal), `renew` (consent_id), `offer` (publication_id).
    """

    __table_args__ = (
        UniqueConstraint("kind", "item_id"),
        UniqueConstraint("kind", "consent_id"),
        UniqueConstraint("kind", "publication_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    kind: str
    item_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    consent_id: int | None = Field(default=None, foreign_key="consent.id")
    publication_id: int | None = Field(default=None, foreign_key="publication.id")
    opened_on: date
    due_on: date
    done_on: date | None = None


class Evidence(Named, table=True):
    """What closed an obligation: a file, a link or a registered paper."""

    id: int | None = Field(default=None, primary_key=True)
    obligation_id: int = Field(foreign_key="obligation.id", index=True)
    kind: str  # file | link | paper | figure | event | report | reason
    reference: str  # stored name, URL, paper id, the figure, why it is done without a proof
    sha256: str = ""
    paper_id: int | None = Field(default=None, foreign_key="paper.id")
    at: datetime = Field(sa_type=Instant)


roadmaps = table(Roadmap)
items = table(Item)
indicator_series = table(IndicatorSeries)
postponements = table(Postponement)
tasks = table(Task)
evidences = table(Evidence)
