"""Organisations: `nastavnik org`."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field
from sqlalchemy import Connection

from engine.refusals import Refused
from storage import organisations
from storage.organisations import OrganisationRow
from storage.scope import visible
from storage.tables.organisations import organisations as table
from web.api.calling import Caller
from web.api.meetings import Said
from web.api.reading import Paging, one, page
from web.api.scoping import Under, under
from web.api.shapes import Day, In, Line, OrgPath, Out, Page, PathId, Word
from web.api.writing import change
from workflows.add_organisation import add_organisation
from workflows.answers.organisations import calendar_document, holidays_document, organisation_document
from workflows.answers.plainly import plainly
from workflows.publish_holidays import HolidaysPublished as Published
from workflows.publish_holidays import holidays_in, publish_holidays
from workflows.school_holidays import checked_year, year_in_force
from workflows.set_calendar import CalendarSet, set_calendar

router = APIRouter(prefix="/api/v1", tags=["organisations"])

Kind = Literal["region", "municipality", "school", "partner"]


class OrganisationOut(Out):
    """A node of the tree; `path` names it everywhere else."""

    id: int
    path: str
    kind: str
    name: str
    timezone: str
    week: int
    version: int


class OwnDay(Out):
    """A day the organisation set itself: worked or free."""

    day: date
    working: bool


class OrganisationShown(OrganisationOut):
    calendar: list[OwnDay]


class OrganisationIn(In):
    """A new organisation."""

    name: Line
    kind: Kind
    parent: OrgPath | None = None
    slug: Word | None = None
    timezone: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z_]+/[A-Za-z_]+$")] | None = None
    week: Literal[5, 6] | None = None


class OwnDayIn(In):
    day: Day
    working: bool


class CalendarIn(In):
    """The organisation's own word on days; days that are not named keep theirs."""

    days: Annotated[list[OwnDayIn], Field(min_length=1, max_length=1000)]


class HolidaySpan(Out):
    title: Said
    first: date
    last: date


class HolidaysOut(Out):
    """`path`: whose word it is, "" = the recommended days; `version` null: nobody has said anything."""

    year: str
    version: int | None
    source: str
    path: str
    holidays: list[HolidaySpan]


class HolidaysIn(In):
    """The holidays as their file says them."""

    yaml: Annotated[str, Field(strict=True, min_length=1, max_length=20_000)]


class HolidaysPublished(Out):
    id: int
    year: str
    version: int
    holidays: int
    fresh: bool
    before: int | None


class CalendarOut(Out):
    id: int
    days: int
    changed: int


@router.get("/organisations", operation_id="listOrganisations", response_model=Page[OrganisationOut])
def list_organisations(
    visit: Caller,
    paging: Annotated[Paging, Depends()],
    org: Under = None,
) -> Response:
    """Organisations you may see, in the order they were added."""
    with visit.read() as tx:
        scope = under(tx, visit, org)
        found = organisations.listing(
            tx, visible=visible(scope, table.c.id), after=paging.after_id or 0, most=paging.more
        )
    shown, following = paging.part(found)
    return page(visit, [_shape(each) for each in shown], following)


@router.post("/organisations", operation_id="addOrganisation", response_model=OrganisationOut, status_code=201)
def add(visit: Caller, sent: OrganisationIn) -> Response:
    """Add an organisation below another one."""
    return change(
        visit,
        lambda tx: add_organisation(
            tx,
            by=visit.by,
            name=sent.name,
            kind=sent.kind,
            parent=sent.parent,
            slug=sent.slug,
            timezone=sent.timezone,
            week=sent.week,
        ),
        answer=_shape,
        sent=sent,
        status=201,
        location=lambda made: f"/api/v1/organisations/{made.id}",
    )


@router.get("/organisations/{organisation_id}", operation_id="showOrganisation", response_model=OrganisationShown)
def show(visit: Caller, organisation_id: PathId) -> Response:
    """An organisation with the days it set itself."""
    with visit.read() as tx:
        found = organisations.by_id(tx, organisation_id)
        days = organisations.overrides(tx, organisation_id)
    assert found is not None  # noqa: S101  # the policy found its home
    told = organisation_document(found) | {"calendar": calendar_document(days)}
    return one(visit, OrganisationShown.model_validate(told), version=found.version)


@router.post("/organisations/{organisation_id}/calendar", operation_id="setCalendar", response_model=CalendarOut)
def calendar(visit: Caller, organisation_id: PathId, sent: CalendarIn) -> Response:
    """Own days off and working days."""

    def flow(tx: Connection) -> CalendarSet | Refused:
        days = {each.day: each.working for each in sent.days}
        return set_calendar(tx, by=visit.by, organisation_id=organisation_id, days=days)

    return change(
        visit,
        flow,
        answer=lambda done: CalendarOut(id=done.organisation_id, days=done.days, changed=done.changed),
        sent=sent,
    )


@router.get("/organisations/{organisation_id}/holidays", operation_id="showHolidays", response_model=HolidaysOut)
def holidays(
    visit: Caller,
    organisation_id: PathId,
    year: Annotated[str, Query(max_length=9, description="The school year, 2025-2026")],
) -> Response:
    """The school holidays that hold in an organisation."""
    with visit.read() as tx:
        found = organisations.by_id(tx, organisation_id)
        assert found is not None  # noqa: S101  # the policy found its home
        told = holidays_document(year_in_force(tx, found.path, checked_year(year, "year")))
    return one(visit, HolidaysOut.model_validate(told))


@router.post(
    "/organisations/{organisation_id}/holidays", operation_id="publishHolidays", response_model=HolidaysPublished
)
def publish(visit: Caller, organisation_id: PathId, sent: HolidaysIn) -> Response:
    """Publish the school holidays of a school year for an organisation and everything below it."""
    year = holidays_in(sent.yaml, "yaml", field="yaml")

    def flow(tx: Connection) -> Published | Refused:
        found = organisations.by_id(tx, organisation_id)
        assert found is not None  # noqa: S101  # the policy found its home
        return publish_holidays(tx, by=visit.by, organisation=found, year=year)

    return change(visit, flow, answer=lambda made: HolidaysPublished.model_validate(plainly(made)), sent=sent)


def _shape(row: OrganisationRow) -> OrganisationOut:
    return OrganisationOut.model_validate(organisation_document(row))
