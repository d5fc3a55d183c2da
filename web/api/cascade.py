"""Roadmaps handed down and what comes back: `nastavnik roadmap publish|offers|adopt|decline|delegate|below|collect`."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field
from sqlalchemy import Connection

from engine.refusals import Refused
from storage import publications
from web.api.calling import Caller
from web.api.reading import Paging, one, page
from web.api.scoping import under
from web.api.shapes import Id, In, OrgPath, Out, Page, PathId, ShortLine
from web.api.writing import change
from web.problems import Declined
from workflows.access import unknown
from workflows.adopt_roadmap import RowChoice, adopt_roadmap
from workflows.answers.cascade import (
    below_document,
    changes_document,
    offer_document,
    reference_document,
    shown_offer_document,
)
from workflows.assemble_reference import assemble_reference
from workflows.decline_roadmap import decline_roadmap
from workflows.delegate_item import Delegated, delegate_item
from workflows.find import find_organisation
from workflows.publish_roadmap import Published, publish_roadmap
from workflows.show_below import show_below
from workflows.show_changes import show_changes
from workflows.show_offers import show_offer
from workflows.take_back_item import take_back_item
from workflows.take_changes import take_changes

router = APIRouter(prefix="/api/v1", tags=["roadmaps"])

_STATES = ("offered", "accepted", "declined", "withdrawn")
Kind = Literal["not-ours", "already", "nobody", "no-means", "other"]


class OfferOut(Out):
    """A roadmap offered to an organisation. `why` is the kind of reason of a declined one."""

    id: int
    roadmap: int
    title: str
    from_org: str
    org: str
    state: str
    why: str
    own_roadmap: int | None


class OfferedItem(Out):
    """A row as it stands above. `here` is the organisation's own row, `left`: not taken on purpose."""

    id: int
    number: str
    title: str
    deadline_text: str
    kind: str
    value: str
    responsible_text: str
    result: str
    document: str | None
    here: int | None
    left: bool


class OfferShown(OfferOut):
    items: list[OfferedItem]


class PublicationIn(In):
    """Without `to` every school below; without `items` every row."""

    to: list[OrgPath] = Field(default_factory=list, max_length=2000)
    items: list[Id] = Field(default_factory=list, max_length=2000)


class PublicationMade(Out):
    """`publications` wait for an answer now; `standing` organisations had the offer already."""

    id: int
    publications: list[int]
    standing: int


class TakenItem(In):
    """A row above, with what is different here: one's own words of the deadline, a person, who does it instead."""

    item: Id
    deadline: ShortLine = ""
    person: Id | None = None
    delegate_to: OrgPath | None = None


class AdoptionIn(In):
    """Without `items` every row as it is; `into` an own roadmap, else a new one."""

    items: list[TakenItem] | None = Field(default=None, max_length=2000)
    into: Id | None = None


class AdoptionOut(Out):
    """`id` is the own roadmap's."""

    id: int
    taken: int
    left: int


class RefusalIn(In):
    """The kind of reason goes up, `words` stay in the own journal."""

    why: Kind
    words: ShortLine = ""


class IdOut(Out):
    id: int


class DelegationIn(In):
    """`why` is needed when the row goes back up."""

    to: OrgPath
    why: Kind | None = None
    words: ShortLine = ""


class DelegationOut(Out):
    """`publication` is the offer to the other organisation; null when the row went back up."""

    id: int
    publication: int | None


class SentPaper(Out):
    kind: str
    number: str
    date: date


class HandedOn(Out):
    done: int
    of: int


class LineOut(Out):
    """How a row stands in one organisation: status, number, paper."""

    org: str
    name: str
    answer: str
    why: str
    item: int | None
    status: str | None
    done: int
    total: int
    due_on: date | None
    days_late: int
    paper: SentPaper | None
    done_by: str
    below: HandedOn


class BelowOut(Out):
    """`done` of `of` organisations."""

    id: int
    number: str
    title: str
    done: int
    of: int
    above: int | None
    organisations: list[LineOut]


class PlaceOut(Out):
    """An organisation over all rows. Counts of people are null when they are hidden."""

    org: str
    name: str
    publication: int
    state: str
    why: str
    offered: int
    taken: int
    done: int
    overdue: int
    days_late: int
    percent: int
    pairs: int | None
    mentors: int | None
    mentees: int | None


class Totals(Out):
    taken: int
    done: int
    overdue: int
    pairs: int | None
    mentors: int | None
    mentees: int | None


class ReferenceRow(Out):
    id: int
    number: str
    title: str
    deadline_text: str
    done: int
    of: int
    overdue: int
    organisations: list[LineOut]


class ReferenceOut(Out):
    """The справка of monitoring, assembled from below."""

    id: int
    number: str
    title: str
    roadmap: int
    org: str
    on: date
    organisations: list[PlaceOut]
    totals: Totals
    items: list[ReferenceRow]


class FieldChange(Out):
    field: str
    old: str
    new: str


class ChangedItem(Out):
    item: int
    number: str
    title: str
    kind: str
    own_deadline: str
    changes: list[FieldChange]


class NewItem(Out):
    publication: int
    item: int
    title: str


class ChangesOut(Out):
    """What changed above since rows were taken."""

    id: int
    changed: list[ChangedItem]
    new: list[NewItem]


class TakingIn(In):
    """What is done about rows of the own roadmap, by id: `all`, `date`, `keep` or `drop`."""

    all: list[Id] = Field(default_factory=list, max_length=2000)
    date: list[Id] = Field(default_factory=list, max_length=2000)
    keep: list[Id] = Field(default_factory=list, max_length=2000)
    drop: list[Id] = Field(default_factory=list, max_length=2000)


class TakingOut(Out):
    id: int
    taken: int
    kept: int
    dropped: int


@router.get("/publications", operation_id="listPublications", response_model=Page[OfferOut])
def list_publications(
    visit: Caller,
    paging: Annotated[Paging, Depends()],
    org: Annotated[OrgPath | None, Query(description="Only this organisation and those below it")] = None,
) -> Response:
    """Roadmaps offered to organisations you may see."""
    with visit.read() as tx:
        found = publications.listing(
            tx, under(tx, visit, org), states=_STATES, after=paging.after_id or 0, most=paging.more
        )
    shown, following = paging.part(found)
    return page(visit, [OfferOut.model_validate(offer_document(row)) for row in shown], following)


@router.get("/publications/{publication_id}", operation_id="showPublication", response_model=OfferShown)
def show_publication(visit: Caller, publication_id: PathId) -> Response:
    """An offered roadmap with its rows."""
    with visit.read() as tx:
        shown = show_offer(tx, by=visit.by, publication_id=publication_id)
    return one(visit, OfferShown.model_validate(shown_offer_document(shown)))


@router.post("/publications/{publication_id}/adoption", operation_id="adoptRoadmap", response_model=AdoptionOut)
def adopt(visit: Caller, publication_id: PathId, sent: AdoptionIn) -> Response:
    """Take an offered roadmap, whole or in part."""
    return change(
        visit,
        lambda tx: adopt_roadmap(
            tx,
            by=visit.by,
            publication_id=publication_id,
            choices=None if sent.items is None else {each.item: _choice(tx, visit, each) for each in sent.items},
            into=sent.into,
        ),
        answer=lambda made: AdoptionOut(id=made.roadmap_id, taken=made.taken, left=made.left),
        sent=sent,
    )


@router.post("/publications/{publication_id}/refusal", operation_id="declineRoadmap", response_model=IdOut)
def decline(visit: Caller, publication_id: PathId, sent: RefusalIn) -> Response:
    """Decline an offered roadmap."""
    return change(
        visit,
        lambda tx: decline_roadmap(tx, by=visit.by, publication_id=publication_id, why=sent.why, words=sent.words),
        answer=lambda made: IdOut(id=made.publication_id),
        sent=sent,
    )


@router.post(
    "/roadmaps/{roadmap_id}/publications",
    operation_id="publishRoadmap",
    response_model=PublicationMade,
    status_code=201,
)
def publish(visit: Caller, roadmap_id: PathId, sent: PublicationIn) -> Response:
    """Hand a roadmap down to organisations below."""

    def flow(tx: Connection) -> Published | Refused:
        to = [find_organisation(tx, path, by=visit.by, field="to").id for path in sent.to]
        return publish_roadmap(tx, by=visit.by, roadmap_id=roadmap_id, to=to, rows=sent.items or None)

    return change(
        visit,
        flow,
        answer=lambda made: PublicationMade(id=made.roadmap_id, publications=list(made.fresh), standing=made.standing),
        sent=sent,
        status=201,
        location=lambda made: f"/api/v1/roadmaps/{made.roadmap_id}",
    )


@router.get("/roadmaps/{roadmap_id}/changes", operation_id="showChanges", response_model=ChangesOut)
def show_changed(visit: Caller, roadmap_id: PathId) -> Response:
    """What changed above since rows were taken."""
    with visit.read() as tx:
        shown = show_changes(tx, by=visit.by, roadmap_id=roadmap_id)
    return one(visit, ChangesOut.model_validate(changes_document(shown)))


@router.post("/roadmaps/{roadmap_id}/changes", operation_id="takeChanges", response_model=TakingOut)
def take(visit: Caller, roadmap_id: PathId, sent: TakingIn) -> Response:
    """Take changes from above row by row."""
    choices = {
        **dict.fromkeys(sent.all, "all"),
        **dict.fromkeys(sent.date, "date"),
        **dict.fromkeys(sent.keep, "keep"),
        **dict.fromkeys(sent.drop, "drop"),
    }
    return change(
        visit,
        lambda tx: take_changes(tx, by=visit.by, roadmap_id=roadmap_id, choices=choices),  # type: ignore[arg-type]  # the four words are the choices
        answer=lambda made: TakingOut(id=made.roadmap_id, taken=made.taken, kept=made.kept, dropped=made.dropped),
        sent=sent,
    )


@router.get("/items/{item_id}/below", operation_id="showBelow", response_model=BelowOut)
def below(visit: Caller, item_id: PathId) -> Response:
    """How a row stands in the organisations it was handed to."""
    with visit.read() as tx:
        found = show_below(tx, by=visit.by, item_id=item_id)
    return one(visit, BelowOut.model_validate(below_document(found)))


@router.get("/items/{item_id}/reference", operation_id="assembleReference", response_model=ReferenceOut)
def reference(visit: Caller, item_id: PathId) -> Response:
    """The reference of monitoring, assembled from below."""
    with visit.read() as tx:
        made = assemble_reference(tx, by=visit.by, item_id=item_id)
    if isinstance(made, Refused):
        raise Declined(made)
    return one(visit, ReferenceOut.model_validate(reference_document(made)))


@router.post("/items/{item_id}/delegation", operation_id="delegateItem", response_model=DelegationOut)
def delegate(visit: Caller, item_id: PathId, sent: DelegationIn) -> Response:
    """Hand a row to an organisation below or beside, or back up."""

    def flow(tx: Connection) -> Delegated | Refused:
        place = publications.by_path(tx, sent.to)
        if place is None:
            raise unknown("to", sent.to)
        return delegate_item(tx, by=visit.by, item_id=item_id, to=place, why=sent.why or "", words=sent.words)

    return change(
        visit,
        flow,
        answer=lambda made: DelegationOut(id=made.item_id, publication=made.publication_id),
        sent=sent,
    )


@router.post("/items/{item_id}/taking-back", operation_id="takeItemBack", response_model=IdOut)
def take_back(visit: Caller, item_id: PathId) -> Response:
    """Take a delegated row back."""
    return change(
        visit,
        lambda tx: take_back_item(tx, by=visit.by, item_id=item_id),
        answer=lambda made: IdOut(id=made.item_id),
    )


def _choice(tx: Connection, visit: Caller, told: TakenItem) -> RowChoice:
    to = None if told.delegate_to is None else publications.by_path(tx, told.delegate_to)
    if told.delegate_to is not None and to is None:
        raise unknown("delegate_to", told.delegate_to)
    return RowChoice(told.deadline, told.person, to)
