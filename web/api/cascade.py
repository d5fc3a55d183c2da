"""Roadmaps handed down and what comes back: `nastavnik roadmap publish|offers|adopt|decline|delegate|below|collect`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy import Connection

from engine.refusals import BadInput, Refused
from storage import publications
from web.api.calling import Caller
from web.api.cascade_shapes import (
    AdoptionIn,
    AdoptionOut,
    BelowOut,
    ChangesOut,
    DelegationIn,
    DelegationOut,
    IdOut,
    OfferOut,
    OfferShown,
    PublicationIn,
    PublicationMade,
    ReferenceOut,
    RefusalIn,
    TakenItem,
    TakingIn,
    TakingOut,
)
from web.api.reading import Paging, one, page
from web.api.scoping import under
from web.api.shapes import OrgPath, Page, PathId
from web.api.writing import change
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
    return one(visit, ReferenceOut.model_validate(reference_document(made)))


@router.post("/items/{item_id}/delegation", operation_id="delegateItem", response_model=DelegationOut)
def delegate(visit: Caller, item_id: PathId, sent: DelegationIn) -> Response:
    """Hand a row to an organisation below or beside, or back up."""

    def flow(tx: Connection) -> Delegated | Refused:
        place = publications.by_path(tx, sent.to)
        if place is None:
            raise unknown("to", sent.to)
        try:
            return delegate_item(tx, by=visit.by, item_id=item_id, to=place, why=sent.why or "", words=sent.words)
        except BadInput as error:
            if error.field != "--to":
                raise
            raise unknown("to", sent.to) from error  # out of reach is told like what does not exist

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
