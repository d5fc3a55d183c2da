"""Programmes, pairs and the facts their needs look at."""

from datetime import date, datetime
from typing import Any

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
    topic: str = ""  # erasable, like the next two
    notes: str = ""
    next_step: str = ""
    event_id: int | None = Field(default=None, foreign_key="event.id")  # held at a common event


class MeetingWord(Named, table=True):
    """What a participant himself says of a recorded meeting; it is confirmed when both sides said it was held."""

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    held: bool
    at: datetime = Field(sa_type=Instant)


class Feedback(Named, table=True):
    """What a participant said. `text` is erasable; withdrawn words (`withdrawn_at`) count for nothing.

    With a `period_to` it is a report: `text` are its results. A corrected report stands behind the new one
    (`replaces_id`), withdrawn, so that the correction can be taken back.
    """

    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    visit: int
    text: str
    given_on: date
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)
    wish: str = ""  # of a next cycle, said when the pair closes: mentor | mentee | later | no
    period_from: date | None = None
    period_to: date | None = None
    percent: int | None = None  # of the plan, as the giver says
    problems: str = ""  # erasable, like the advice
    advice: str = ""
    replaces_id: int | None = Field(default=None, foreign_key="feedback.id")


class Plan(Named, table=True):
    """The pair's individual plan; approved by a registered paper."""

    pair_id: int = Field(foreign_key="pair.id", primary_key=True)
    approved_on: date | None = None
    paper_id: int | None = Field(default=None, foreign_key="paper.id")
    goal: str = ""  # erasable, like the request and the tasks
    request: str = ""
    tasks: list[str] = Field(default_factory=list, sa_type=JSON)
    form: str = ""  # in words: in person, at a distance, mixed
    term_from: date | None = None
    term_to: date | None = None
    template: str = ""  # key of the plan's template, empty = written by hand
    number: int = 1  # of the edition; the ones before stand in plan_edition
    version: int = 1


class PlanEdition(Named, table=True):
    """A plan as it was approved, kept when it is changed afterwards."""

    __table_args__ = (UniqueConstraint("pair_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id")
    number: int
    approved_on: date
    paper_id: int | None = Field(default=None, foreign_key="paper.id")
    body: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # erasable
    reason: str = ""  # why it was changed; erasable
    at: datetime = Field(sa_type=Instant)


class PlanItem(Named, table=True):
    """One line of the plan. `position` counts from 1 and is what `plan mark --item` names."""

    __table_args__ = (UniqueConstraint("pair_id", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id")
    position: int
    title: str
    due_on: date
    done_on: date | None = None
    responsible: str = "mentor"  # mentor | mentee | both | curator
    result: str = ""  # erasable, like the title
    mark: str = ""  # done | partly | not_done, the mentor's word beside the day
    dropped_on: date | None = None  # taken out by a later edition


class PlanMove(Named, table=True):
    """A line of a plan moved to another day, or somebody's wish that it be (`wished`). Both days and why stay."""

    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id", index=True)
    item_id: int = Field(foreign_key="plan_item.id")
    from_day: date
    to_day: date
    reason: str = ""  # erasable
    state: str  # asked | moved | declined | undone
    wished: bool  # False: the office moved it by itself
    by_person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    at: datetime = Field(sa_type=Instant)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)


class Survey(Named, table=True):
    """A questionnaire opened for a programme: diagnostics of a period, feedback, needs."""

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    kind: str  # diagnostics | …
    period: str  # e.g. 2025-Q4
    opened_on: date
    closed_on: date | None = None
    definition_id: int | None = Field(default=None, foreign_key="definition.id")  # the questionnaire, None = bare
    asked: str = "both"  # mentor | mentee | both | curator | staff | pair (one answer about each pair or group)
    due_on: date | None = None
    item_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    event_id: int | None = Field(default=None, foreign_key="event.id")  # the questionnaire after a common event


class SurveyAnswer(Named, table=True):
    """What a person answered, once; about each of his pairs where the survey asks so. `answers` are erasable."""

    __table_args__ = (
        Index(
            "survey_answer_once",
            "survey_id",
            "person_id",
            unique=True,
            sqlite_where=text("pair_id IS NULL"),
            postgresql_where=text("pair_id IS NULL"),
        ),
        Index(
            "survey_answer_pair_once",
            "survey_id",
            "person_id",
            "pair_id",
            unique=True,
            sqlite_where=text("pair_id IS NOT NULL"),
            postgresql_where=text("pair_id IS NOT NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    survey_id: int = Field(foreign_key="survey.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    pair_id: int | None = Field(default=None, foreign_key="pair.id", index=True)
    answered_on: date
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


definitions = table(Definition)
programmes = table(Programme)
pairs = table(Pair)
memberships = table(Membership)
meetings = table(Meeting)
meeting_words = table(MeetingWord)
feedbacks = table(Feedback)
plans = table(Plan)
plan_editions = table(PlanEdition)
plan_items = table(PlanItem)
plan_moves = table(PlanMove)
surveys = table(Survey)
survey_answers = table(SurveyAnswer)
