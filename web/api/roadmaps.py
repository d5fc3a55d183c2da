"""Roadmaps, their rows and what is overdue: `nastavnik roadmap`."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from storage import roadmaps
from storage.scope import visible
from storage.tables.roadmaps import roadmaps as table
from web.api.calling import Caller
from web.api.reading import Paging, cursor_of, one, page
from web.api.scoping import Under, under
from web.api.shapes import Day, In, OrgPath, Out, Page, PathId
from web.api.writing import change
from workflows.answers.roadmaps import overdue_document, roadmap_document, shown_document, template_document
from workflows.apply_roadmap import apply_roadmap
from workflows.definitions.roadmap_files import template, templates
from workflows.find import find_organisation
from workflows.list_overdue import overdue_page
from workflows.show_roadmap import show_roadmap

router = APIRouter(prefix="/api/v1", tags=["roadmaps"])


class RoadmapOut(Out):
    """A roadmap in force."""

    id: int
    org: str
    template: str | None
    title: str
    from_day: date = Field(alias="from")
    to_day: date = Field(alias="to")


class TemplateOut(Out):
    template: str
    title: str
    from_day: date = Field(alias="from")
    to_day: date = Field(alias="to")
    items: int
    indicators: int


class Templates(Out):
    items: list[TemplateOut]


class RoadmapIn(In):
    """A built-in roadmap becomes live. `past`: what becomes of days that have passed; `start` re-dates all of it."""

    org: OrgPath
    template: Annotated[str, Field(strict=True, max_length=64, pattern=r"^[a-z0-9-]+$", examples=["s1-teachers-2025"])]
    past: Literal["open", "done", "not-ours"] = "open"
    start: Day | None = None


class RoadmapMade(Out):
    """`questions` were put to the curator: rows without a date or without anybody responsible."""

    id: int
    items: int
    indicators: int
    questions: int


class DueOut(Out):
    """One day of a row, or its share for one pair."""

    id: int
    occurrence: str
    pair: int | None
    due_on: date | None
    first_due_on: date | None
    revision: int
    status: str
    reason: str


class PostponementOut(Out):
    occurrence: str
    from_day: date | None = Field(alias="from")
    to_day: date = Field(alias="to")
    reason: str


class EvidenceOut(Out):
    kind: str
    reference: str


class ItemOut(Out):
    """A row: its words, what was understood, what is due, what was moved or proved."""

    id: int
    number: str
    key: str
    section: str
    title: str
    deadline_text: str
    kind: str
    value: str
    responsible: str | None
    responsible_text: str
    person: int | None
    result: str
    document: str | None
    thresholds: list[dict[str, Any]]
    drives: str | None
    bound_on: date | None
    obligations: list[DueOut]
    postponements: list[PostponementOut]
    evidence: list[EvidenceOut]


class IndicatorOut(Out):
    key: str
    title: str
    formula: str
    targets: dict[str, float]


class RoadmapShown(Out):
    id: int
    title: str
    template: str | None
    from_day: date = Field(alias="from")
    to_day: date = Field(alias="to")
    items: list[ItemOut]
    indicators: list[IndicatorOut]


class OverdueOut(Out):
    """One overdue obligation; `days_late` are working days. `holder` names people in the own organisation only."""

    obligation: int
    item: int | None
    number: str
    pair: int | None
    pair_number: int | None
    org: str
    title: str
    due_on: date
    first_due_on: date
    days_late: int
    holder: str


@router.get("/roadmaps", operation_id="listRoadmaps", response_model=Page[RoadmapOut])
def list_roadmaps(
    visit: Caller,
    paging: Annotated[Paging, Depends()],
    org: Under = None,
) -> Response:
    """Roadmaps in force."""
    with visit.read() as tx:
        scope = under(tx, visit, org)
        found = roadmaps.listing(
            tx, visible=visible(scope, table.c.organisation_id), after=paging.after_id or 0, most=paging.more
        )
    shown, following = paging.part(found)
    return page(visit, [RoadmapOut.model_validate(roadmap_document(row)) for row in shown], following)


@router.get("/roadmap-templates", operation_id="listTemplates", response_model=Templates)
def list_templates(visit: Caller) -> Response:
    """The built-in roadmaps."""
    found = [template_document(template(key), visit.language) for key in templates()]
    return one(visit, Templates.model_validate({"items": found}))


@router.post("/roadmaps", operation_id="applyRoadmap", response_model=RoadmapMade, status_code=201)
def apply(visit: Caller, sent: RoadmapIn) -> Response:
    """Make a built-in roadmap live."""
    return change(
        visit,
        lambda tx: apply_roadmap(
            tx,
            by=visit.by,
            organisation_id=find_organisation(tx, sent.org, by=visit.by, field="org").id,
            template_key=sent.template,
            past=sent.past,
            start=sent.start,
        ),
        answer=lambda made: RoadmapMade(
            id=made.roadmap_id, items=made.items, indicators=made.indicators, questions=made.questions
        ),
        sent=sent,
        status=201,
        location=lambda made: f"/api/v1/roadmaps/{made.roadmap_id}",
    )


@router.get("/roadmaps/{roadmap_id}", operation_id="showRoadmap", response_model=RoadmapShown)
def show(visit: Caller, roadmap_id: PathId) -> Response:
    """A roadmap with everything known about each row."""
    with visit.read() as tx:
        shown = show_roadmap(tx, by=visit.by, roadmap_id=roadmap_id)
    inside = visit.home is not None and visit.names_shown(visit.home.path)
    return one(visit, RoadmapShown.model_validate(shown_document(shown, words=inside)))


@router.get("/overdue", operation_id="listOverdue", response_model=Page[OverdueOut])
def overdue(
    visit: Caller,
    paging: Annotated[Paging, Depends()],
    org: Under = None,
    at: Annotated[Day | None, Query(description="On which day; without it: each organisation's today")] = None,
) -> Response:
    """What is overdue over the tree, the oldest first. A page may hold fewer than `limit` while `next` goes on."""
    with visit.read() as tx:
        found = overdue_page(
            tx,
            under(tx, visit, org),
            named=visit.names_shown,
            at=visit.now,
            on=at,
            after=paging.after_day,
            most=paging.limit,
        )
    following = cursor_of(*found.last) if found.last else None
    return page(visit, [OverdueOut.model_validate(overdue_document(each)) for each in found.lines], following)
