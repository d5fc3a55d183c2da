"""Programmes: `nastavnik programme`."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from storage import programmes
from storage.scope import visible
from storage.tables.programmes import programmes as table
from web.api.calling import Caller
from web.api.reading import Paging, page
from web.api.scoping import Under, under
from web.api.shapes import Day, Id, In, Line, OrgPath, Out, Page
from web.api.writing import change
from workflows.answers.plainly import plainly
from workflows.answers.programmes import programme_document
from workflows.find import find_organisation
from workflows.start_programme import start_programme

router = APIRouter(prefix="/api/v1", tags=["programmes"])

Lifecycle = Literal["teacher-pair", "pupil-pair", "employer-pupil", "student-pupil", "group"]


class ProgrammeOut(Out):
    """A form of mentoring in an organisation for a period; `live` of its `pairs` are not closed."""

    id: int
    org: str
    title: str
    lifecycle: str
    version: int
    roadmap: int | None
    from_day: date = Field(alias="from")
    to_day: date = Field(alias="to")
    pairs: int
    live: int


class ProgrammeIn(In):
    """A new programme; `roadmap` is one in force for the same organisation."""

    org: OrgPath
    title: Line
    lifecycle: Lifecycle
    from_day: Day = Field(alias="from")
    to_day: Day = Field(alias="to")
    roadmap: Id | None = None


class ProgrammeMade(Out):
    id: int
    org: str
    title: str
    lifecycle: str
    version: int


@router.get("/programmes", operation_id="listProgrammes", response_model=Page[ProgrammeOut])
def list_programmes(
    visit: Caller,
    paging: Annotated[Paging, Depends()],
    org: Under = None,
) -> Response:
    """Programmes of the organisations you may see."""
    with visit.read() as tx:
        scope = under(tx, visit, org)
        found = programmes.listing(
            tx, visible=visible(scope, table.c.organisation_id), after=paging.after_id or 0, most=paging.more
        )
    shown, following = paging.part(found, row_id=lambda each: each.programme.id)
    return page(visit, [ProgrammeOut.model_validate(programme_document(each)) for each in shown], following)


@router.post("/programmes", operation_id="startProgramme", response_model=ProgrammeMade, status_code=201)
def start(visit: Caller, sent: ProgrammeIn) -> Response:
    """Start a programme."""
    return change(
        visit,
        lambda tx: start_programme(
            tx,
            by=visit.by,
            organisation=find_organisation(tx, sent.org, by=visit.by, field="org"),
            title=sent.title,
            lifecycle=sent.lifecycle,
            roadmap_id=sent.roadmap,
            starts=sent.from_day,
            ends=sent.to_day,
        ),
        answer=lambda made: ProgrammeMade.model_validate(plainly(made)),
        sent=sent,
        status=201,
    )
