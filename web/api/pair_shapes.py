"""The documents of pairs: what `nastavnik pair … --json` tells."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from web.api.shapes import Day, Id, In, Out, Reason, Word
from web.problems import UnmetNeed

OutcomeWord = Literal[
    "completed", "completed_early", "by_agreement", "mentor_left", "mentee_left", "transferred", "never_started"
]


class PairOut(Out):
    """Where a pair stands. People are ids; `number` is how the organisation calls it."""

    id: int
    number: int
    org: str
    programme: int
    lifecycle: str
    version: int
    stage: str
    stage_since: date
    outcome: str | None
    closed_on: date | None
    notice_on: date | None
    ending_on: date | None
    ending_outcome: str | None
    suspended_from: str | None
    suspended_on: date | None
    mentor: int | None
    mentees: list[int]
    curator: int | None


class MemberOut(Out):
    """Somebody in the pair; `name` is null above the own organisation."""

    person: int
    name: str | None
    role: str
    from_day: date = Field(alias="from")
    to_day: date | None = Field(alias="to")


class PlanItemOut(Out):
    id: int
    item: int
    title: str
    due: date
    done: date | None
    responsible: str
    mark: str
    result: str


class PlanOut(Out):
    """`edition` counts from 1. Above the organisation words are empty."""

    approved_on: date | None
    paper: int | None
    version: int
    edition: int
    goal: str
    request: str
    tasks: list[str]
    form: str
    from_day: date | None = Field(alias="from")
    to_day: date | None = Field(alias="to")
    template: str
    items: list[PlanItemOut]


class MoveOut(Out):
    """A way on: open, or refused for these reasons."""

    move: str
    title: str
    to: str
    allowed: bool
    refused: list[UnmetNeed]


class PairShown(Out):
    """A pair with its people, its plan and the moves it may make. `row_version` is what `If-Match` compares."""

    id: int
    number: int
    org: str
    programme: int
    lifecycle: str
    version: int
    stage: str
    stage_since: date
    outcome: str | None
    closed_on: date | None
    notice_on: date | None
    ending_on: date | None
    ending_outcome: str | None
    suspended_from: str | None
    suspended_on: date | None
    stage_title: str
    due_on: date | None
    visit: int
    visits: int
    entered: str
    suspended_days: int
    row_version: int
    members: list[MemberOut]
    plan: PlanOut | None
    moves: list[MoveOut]


class StepOut(Out):
    """A line of the pair's history, sealed by `hash`."""

    seq: int | None
    at: datetime
    move: str | None
    title: str
    from_stage: str | None = Field(alias="from")
    from_title: str | None
    to_stage: str | None = Field(alias="to")
    to_title: str | None
    actor: str | None
    reason: str
    undone: int | None
    hash: str


class History(Out):
    items: list[StepOut]


class PairIn(In):
    """A new pair or group. `stage` and `since` enter one that is already at work."""

    programme: Id
    mentor: Id
    mentees: Annotated[list[Id], Field(min_length=1, max_length=100)]
    curator: Id | None = None
    stage: Word | None = None
    since: Day | None = None


class PairMade(Out):
    id: int
    number: int
    stage: str
    since: date
    entered: str


class MoveIn(In):
    """The move, as `showPair` lists it."""

    move: Word
    reason: Reason = ""


class PairMovedOut(Out):
    """`seq` numbers the line of the history."""

    id: int
    number: int
    move: str
    from_stage: str
    stage: str
    seq: int
    outcome: str | None
    closed_on: date | None


class MoveUndoneOut(Out):
    id: int
    undone: int
    seq: int
    move: str
    stage: str


class ReplaceIn(In):
    mentor: Id
    reason: Reason = ""


class EndIn(In):
    """`notice` null = today; `effective` null = the earliest day allowed."""

    outcome: OutcomeWord
    notice: Day | None = None
    effective: Day | None = None
    reason: Reason = ""


class EndOut(Out):
    """The end was announced for `ending_on`, or made (`closed_on`)."""

    id: int
    number: int
    stage: str
    outcome: str | None
    notice_on: date | None
    ending_on: date | None
    closed_on: date | None
    seq: int


class KeptOut(Out):
    id: int
    number: int
    stage: str
    seq: int
