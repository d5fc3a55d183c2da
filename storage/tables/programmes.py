"""Programmes, pairs and the facts their needs look at."""

from datetime import date, datetime

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class Definition(Named, table=True):
    """A published, immutable definition. `body` is canonical JSON; `hash` is its SHA-256."""

    __table_args__ = (UniqueConstraint("kind", "key", "version", "organisation_id"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str  # lifecycle | policy | roadmap
    key: str
    version: int
    hash: str
    body: str
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")  # policies: where it holds
    published_at: datetime = Field(sa_type=Instant)


class Programme(Named, table=True):
    """One form of mentoring in one organisation for one period; new pairs pin `definition_id`."""

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    title: str
    definition_id: int = Field(foreign_key="definition.id")
    roadmap_id: int | None = Field(default=None, foreign_key="roadmap.id", index=True)
    period_start: date
    period_end: date
    version: int = 1


class Pair(Named, table=True):
    """One mentor and one or more mentees (memberships say who, with dates).

    `visit` numbers the stay in the current stage, `visits` never decreases (an undone visit is not reused).
    `suspended_days` are working days the current stay was suspended. `pair_seq` is the last journal line.
    """

    __table_args__ = (
        UniqueConstraint("organisation_id", "number"),
        # Boards and the counts above them ask for the live pairs of organisations, stage by stage.
        Index(
            "pair_live",
            "organisation_id",
            "stage",
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
        # Announced ends still ahead: each tick asks for the first, and pairs closed long ago may not cost it anything.
        Index(
            "pair_ending",
            "ending_on",
            sqlite_where=text("ending_on IS NOT NULL AND closed_on IS NULL"),
            postgresql_where=text("ending_on IS NOT NULL AND closed_on IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    definition_id: int = Field(foreign_key="definition.id", index=True)
    number: int
    stage: str = Field(index=True)
    stage_since: date
    visit: int = 1
    visits: int = 1
    outcome: str | None = None
    closed_on: date | None = None
    notice_on: date | None = None
    ending_on: date | None = None
    ending_outcome: str | None = None
    suspended_from: str | None = None
    suspended_on: date | None = None
    suspended_days: int = 0
    due_moved_to: date | None = None  # the day a person moved the leaving of the stage to, during this one visit only
    due_moved_visit: int | None = None
    entered: str = "formed"  # formed | back-dated
    pair_seq: int = 0
    version: int = 1


class Membership(Named, table=True):
    """Who was mentor, mentee or curator of a pair, `from_day` to `to_day` (both included; None = still)."""

    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str  # mentor | mentee | curator
    from_day: date
    to_day: date | None = None


class Meeting(Named, table=True):
    """A meeting that took place. Verdicts are `go`, `stop` or None; `absent` lists person ids.

    `withdrawn_at`: whoever told of it took that back; it counts for nothing any more.
    """

    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id", index=True)
    kind: str  # acquaintance | trial | planning | work | final
    held_on: date
    visit: int
    mentor_verdict: str | None = None
    mentee_verdict: str | None = None
    absent: list[int] = Field(default_factory=list, sa_type=JSON)
    recorded_at: datetime = Field(sa_type=Instant)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)


class Feedback(Named, table=True):
    """What a participant said. `text` is erasable; withdrawn words (`withdrawn_at`) count for nothing."""

    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    visit: int
    text: str
    given_on: date
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)


class Plan(Named, table=True):
    """The pair's individual plan; approved by a registered paper."""

    pair_id: int = Field(foreign_key="pair.id", primary_key=True)
    approved_on: date | None = None
    paper_id: int | None = Field(default=None, foreign_key="paper.id")
    version: int = 1


class PlanItem(Named, table=True):
    """One line of the plan. `position` counts from 1 and is what `plan mark --item` names."""

    __table_args__ = (UniqueConstraint("pair_id", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id")
    position: int
    title: str
    due_on: date
    done_on: date | None = None


class Paper(Named, table=True):
    """A registered paper: number and date as in the school's own register."""

    __table_args__ = (Index("paper_by_purpose", "organisation_id", "purpose"),)
    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    kind: str
    purpose: str
    number: str
    dated: date
    recorded_at: datetime = Field(sa_type=Instant)


class PaperPair(Named, table=True):
    """Which pairs a paper is about; a paper without rows is about the organisation."""

    paper_id: int = Field(foreign_key="paper.id", primary_key=True)
    pair_id: int = Field(foreign_key="pair.id", primary_key=True, index=True)


class Survey(Named, table=True):
    """A questionnaire opened for a programme: diagnostics of a period, feedback, needs."""

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    kind: str  # diagnostics | …
    period: str  # e.g. 2025-Q4
    opened_on: date
    closed_on: date | None = None


class SurveyAnswer(Named, table=True):
    """That a person answered; the answers themselves are erasable."""

    survey_id: int = Field(foreign_key="survey.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    answered_on: date
    answers: dict[str, str] = Field(default_factory=dict, sa_type=JSON)


definitions = table(Definition)
programmes = table(Programme)
pairs = table(Pair)
memberships = table(Membership)
meetings = table(Meeting)
feedbacks = table(Feedback)
plans = table(Plan)
plan_items = table(PlanItem)
papers = table(Paper)
paper_pairs = table(PaperPair)
surveys = table(Survey)
survey_answers = table(SurveyAnswer)
