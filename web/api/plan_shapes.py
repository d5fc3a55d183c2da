"""The documents of plans: what programs send and get."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from engine.plans.model import PlanHead
from web.api.shapes import Day, Id, In, Line, OrgPath, Out, ShortLine, Text
from web.api.shapes import Reason as ReasonText

Who = Literal["mentor", "mentee", "both", "curator"]
EMPTY: Mapping[str, Any] = {
    "approved_on": None,
    "paper": None,
    "version": 0,
    "edition": 1,
    "goal": "",
    "request": "",
    "tasks": [],
    "form": "",
    "from": None,
    "to": None,
    "template": "",
    "items": [],
}
"""A plan that was never written."""


class PlanLineIn(In):
    """A line. `id` names the line it was before, so that other words keep its mark."""

    title: Line
    due: Day
    responsible: Who | None = None
    id: Id | None = None


class PlanHeadIn(In):
    """What is left out stands as it stood."""

    goal: Text | None = None
    request: Text | None = None
    tasks: Annotated[list[Line] | None, Field(max_length=20)] = None
    form: ShortLine | None = None
    from_day: Day | None = Field(default=None, alias="from")
    to_day: Day | None = Field(default=None, alias="to")
    reason: ReasonText = ""

    @property
    def head(self) -> PlanHead:
        return PlanHead(self.goal, self.request, self.tasks, self.form, self.from_day, self.to_day)


class PlanIn(PlanHeadIn):
    """The whole plan: lines, or a template to fill, or both. A line whose title stays keeps its mark."""

    items: Annotated[tuple[PlanLineIn, ...], Field(max_length=100)] = ()
    template: Annotated[str | None, Field(strict=True, max_length=64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")] = None


class PlanChangeIn(PlanHeadIn):
    """Lines to add, and the numbers of those to take out. An approved plan needs a reason."""

    add: Annotated[tuple[PlanLineIn, ...], Field(max_length=100)] = ()
    drop: Annotated[tuple[Id, ...], Field(max_length=100)] = ()


class PlanMade(Out):
    """`approval_cleared`: it had been approved and must be again. `changed` false: it was just so already."""

    id: int
    version: int
    items: int
    approval_cleared: bool
    edition: int
    changed: bool


class PlanUndoneOut(Out):
    id: int
    items: int
    approved_on: date | None


class PlanChangeOut(Out):
    kind: str
    words: str
    before: str
    after: str


class EditionOut(Out):
    """An edition that was approved and changed at `changed_at`."""

    edition: int
    approved_on: date
    paper: str
    reason: str
    changed_at: datetime
    items: int
    changes: list[PlanChangeOut]


class Editions(Out):
    items: list[EditionOut]


class ApprovalIn(In):
    paper: Id


class ApprovalMade(Out):
    id: int
    approved_on: date
    paper_id: int


class MarkIn(In):
    """`done` is needed for the mark of that name, which alone closes what is owed."""

    done: Day | None = None
    mark: Literal["done", "partly", "not_done"] = "done"
    result: ReasonText | None = None


class MarkMade(Out):
    id: int
    pair_id: int
    position: int
    done_on: date | None
    done: int
    items: int
    mark: str


class Unmarked(Out):
    what: str
    id: int
    pair_id: int


class PlanMoveIn(In):
    to: Day
    reason: Line


class PlanMoveAnswerIn(In):
    yes: Annotated[bool, Field(strict=True)]


class PlanMovedOut(Out):
    """`state`: asked, moved, declined. `escalated`: moved so often that the curator has to decide."""

    id: int
    pair_id: int
    position: int
    from_day: date
    to_day: date
    state: str
    escalated: bool


class TemplateLineOut(Out):
    title: str
    due: str
    responsible: str


class PlanTemplateOut(Out):
    """`organisation` is who published it, empty for a built-in one."""

    template: str
    version: int
    title: str
    organisation: str
    lifecycles: list[str]
    goal: str
    items: list[TemplateLineOut]


class PlanTemplates(Out):
    items: list[PlanTemplateOut]


class PlanTemplateIn(In):
    """A template as its file says it."""

    org: OrgPath
    yaml: Annotated[str, Field(strict=True, min_length=1, max_length=100_000)]


class PlanTemplateMade(Out):
    id: int
    key: str
    version: int
    hash: str
    fresh: bool
