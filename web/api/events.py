"""Common events and articles: `nastavnik event …`, `nastavnik article …`."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field
from sqlalchemy import Connection

from engine.refusals import Refused
from storage.scope import Scope
from web.api.calling import Caller
from web.api.meetings import Minutes, Said, Time
from web.api.reading import Paging, page
from web.api.shapes import Day, Id, In, Line, Link, OrgPath, Out, Page, PathId, ShortLine
from web.api.writing import change
from workflows.answer_invitation import answer_invitation
from workflows.answers.events import article_document, event_document, listed_event
from workflows.answers.plainly import plainly
from workflows.certify_event import tell_of_guest
from workflows.find import find_organisation
from workflows.invite_to_event import invite_to_event
from workflows.plan_event import EventPlan, EventPlanned, call_off_event, plan_event
from workflows.record_article import ArticleRecorded, record_article
from workflows.record_event import record_event
from workflows.show_event import list_articles, list_events, show_event

router = APIRouter(prefix="/api/v1", tags=["events"])

Kind = Literal["networking", "closing", "council", "training", "seminar", "contest", "other"]
People = Annotated[tuple[Id, ...], Field(max_length=2000)]
Count = Annotated[int, Field(strict=True, ge=0, le=100_000)]


class EventIn(In):
    org: OrgPath
    kind: Kind
    title: Line
    on: Day
    time: Time | None = None
    minutes: Minutes = 60
    place: ShortLine = ""
    level: Literal["school", "municipality", "region", "country"] = "school"
    programme: Id | None = None
    item: Id | None = None
    hours: Annotated[int, Field(strict=True, ge=1, le=1000)] | None = None


class EventMade(Out):
    id: int
    title: str
    planned_on: date
    version: int
    bound: bool
    holiday: Said | None


class GuestsIn(In):
    """Everybody of a sort, or the people named."""

    whom: Literal["chosen", "programme", "staff", "mentors", "mentees"] = "chosen"
    people: People = ()
    role: Literal["participant", "speaker", "expert", "organiser"] = "participant"


class GuestsMade(Out):
    id: int
    added: list[int]
    listed: int


class InvitationIn(In):
    """Whether `person` is coming; null takes the answer back."""

    person: Id
    coming: bool | None


class InvitationMade(Out):
    id: int
    person_id: int
    coming: bool | None
    before: bool | None


class GuestIn(In):
    """What is left out or null stays as it is; "" empties it. `result` is a place in a contest, a theme of a talk."""

    person: Id
    role: Literal["participant", "speaker", "expert", "organiser"] | None = None
    result: ShortLine | None = None
    certificate: Annotated[str, Field(strict=True, max_length=50)] | None = None
    certified_on: Day | None = None


class GuestMade(Out):
    id: int
    person_id: int


class EventRecordIn(In):
    """`came`: who of the list did, null leaves the marks; `numbers`: invited and came, where people are not listed."""

    held: Day
    came: People | None = None
    numbers: tuple[Count, Count] | None = None
    meetings: bool = False


class EventRecorded(Out):
    id: int
    held_on: date
    invited: int
    came: int
    meetings: list[int]
    closed: list[int]


class EventOffIn(In):
    reason: Line


class EventOff(Out):
    id: int
    planned_on: date
    version: int


class EventGuest(Out):
    person: int
    name: str
    role: str
    coming: bool | None
    came: bool | None
    result: str
    certificate: str


class EventOut(Out):
    id: int
    kind: str
    level: str
    title: str
    on: date
    time: str
    minutes: int
    place: str
    hours: int | None
    programme: int | None
    item: int | None
    state: str
    held_on: date | None
    version: int
    org: str
    invited: int
    came: int
    percent: int | None


class EventWhole(EventOut):
    meetings: int
    people: list[EventGuest]


class ArticleIn(In):
    org: OrgPath
    kind: Literal["article", "post", "rubric"] = "article"
    link: Link
    title: ShortLine = ""
    published: Day | None = None
    item: Id | None = None


class ArticleMade(Out):
    id: int
    title: str
    evidence_id: int | None


class ArticleOut(Out):
    id: int
    kind: str
    title: str
    link: str
    published_on: date
    item: int | None
    author: int | None
    org: str


_Org = Annotated[OrgPath, Query(description="The organisation and everything below it")]


@router.get("/events", operation_id="listEvents", response_model=Page[EventOut])
def listing(visit: Caller, paging: Annotated[Paging, Depends()], org: _Org) -> Response:
    """The events of an organisation and everything below it, the latest first."""
    with visit.read() as tx:
        place = find_organisation(tx, org, by=visit.by, field="org")
        scope = Scope(paths=(place.path,))
        found = list_events(tx, scope, before=paging.after_day, most=paging.more)
    shown, following = paging.part_by_day(found, key=lambda one: (one.event.planned_on, one.event.id))
    return page(visit, [EventOut.model_validate(listed_event(one)) for one in shown], following)


@router.post("/events", operation_id="planEvent", response_model=EventMade, status_code=201)
def plan(visit: Caller, sent: EventIn) -> Response:
    """Plan an event."""
    told = EventPlan(
        sent.kind,
        sent.title,
        sent.on,
        sent.time or "",
        sent.minutes,
        sent.place,
        sent.level,
        sent.programme,
        sent.item,
        sent.hours,
    )

    def flow(tx: Connection) -> EventPlanned | Refused:
        place = find_organisation(tx, sent.org, by=visit.by, field="org")
        return plan_event(tx, by=visit.by, organisation_id=place.id, plan=told)

    return change(visit, flow, answer=lambda made: EventMade.model_validate(plainly(made)), sent=sent, status=201)


@router.get("/events/{event_id}", operation_id="showEvent", response_model=EventWhole)
def show(visit: Caller, event_id: PathId) -> EventWhole:
    """An event with its people."""
    path = visit.home.path if visit.home else ""
    with visit.read() as tx:
        shown = show_event(tx, by=visit.by, event_id=event_id, named=visit.names_shown(path))
    return EventWhole.model_validate(event_document(shown))


@router.post("/events/{event_id}/guests", operation_id="inviteToEvent", response_model=GuestsMade)
def invite(visit: Caller, event_id: PathId, sent: GuestsIn) -> Response:
    """Put people on the list of an event."""
    return change(
        visit,
        lambda tx: invite_to_event(
            tx, by=visit.by, event_id=event_id, whom=sent.whom, person_ids=sent.people, role=sent.role
        ),
        answer=lambda made: GuestsMade.model_validate(plainly(made)),
        sent=sent,
    )


@router.post("/events/{event_id}/answers", operation_id="answerInvitation", response_model=InvitationMade)
def answer(visit: Caller, event_id: PathId, sent: InvitationIn) -> Response:
    """Note whether somebody on the list is coming."""
    return change(
        visit,
        lambda tx: answer_invitation(tx, by=visit.by, event_id=event_id, person_id=sent.person, coming=sent.coming),
        answer=lambda made: InvitationMade.model_validate(plainly(made)),
        sent=sent,
    )


@router.post("/events/{event_id}/guest", operation_id="tellOfGuest", response_model=GuestMade)
def guest(visit: Caller, event_id: PathId, sent: GuestIn) -> Response:
    """Say as whom somebody was there, with what result and certificate."""
    return change(
        visit,
        lambda tx: tell_of_guest(
            tx,
            by=visit.by,
            event_id=event_id,
            person_id=sent.person,
            role=sent.role,
            result=sent.result,
            certificate=sent.certificate,
            certified_on=sent.certified_on,
        ),
        answer=lambda made: GuestMade(id=made.id, person_id=made.person_id),
        sent=sent,
    )


@router.post("/events/{event_id}/record", operation_id="recordEvent", response_model=EventRecorded)
def record(visit: Caller, event_id: PathId, sent: EventRecordIn) -> Response:
    """Record that an event was held and who came."""
    return change(
        visit,
        lambda tx: record_event(
            tx,
            by=visit.by,
            event_id=event_id,
            held_on=sent.held,
            came=sent.came,
            numbers=sent.numbers,
            meetings=sent.meetings,
        ),
        answer=lambda made: EventRecorded.model_validate(plainly(made)),
        sent=sent,
    )


@router.post("/events/{event_id}/call-off", operation_id="callOffEvent", response_model=EventOff)
def event_off(visit: Caller, event_id: PathId, sent: EventOffIn) -> Response:
    """Call an event off."""
    return change(
        visit,
        lambda tx: call_off_event(tx, by=visit.by, event_id=event_id, reason=sent.reason),
        answer=lambda made: EventOff(id=made.id, planned_on=made.planned_on, version=made.version),
        sent=sent,
    )


@router.get("/articles", operation_id="listArticles", response_model=Page[ArticleOut])
def articles(visit: Caller, paging: Annotated[Paging, Depends()], org: _Org) -> Response:
    """What was published, the newest first."""
    with visit.read() as tx:
        place = find_organisation(tx, org, by=visit.by, field="org")
        found = list_articles(tx, Scope(paths=(place.path,)), before=paging.after_day, most=paging.more)
    shown, following = paging.part_by_day(found, key=lambda one: (one[0].published_on, one[0].id))
    return page(visit, [ArticleOut.model_validate(article_document(row, path)) for row, path in shown], following)


@router.post("/articles", operation_id="recordArticle", response_model=ArticleMade, status_code=201)
def article(visit: Caller, sent: ArticleIn) -> Response:
    """Record an article, a post or a rubric."""

    def flow(tx: Connection) -> ArticleRecorded | Refused:
        place = find_organisation(tx, sent.org, by=visit.by, field="org")
        return record_article(
            tx,
            by=visit.by,
            organisation_id=place.id,
            kind=sent.kind,
            link=sent.link,
            title=sent.title,
            published_on=sent.published,
            item_id=sent.item,
        )

    return change(visit, flow, answer=lambda made: ArticleMade.model_validate(plainly(made)), sent=sent, status=201)
