"""What people do about a row of a roadmap: `nastavnik roadmap complete|reschedule|assign|bind`."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field
from sqlalchemy import Connection

from engine.refusals import BadInput, Refused
from web.api.calling import Caller
from web.api.shapes import Day, Id, In, Line, Link, Out, PathId, Reason
from web.api.writing import change
from web.visit import Visit
from workflows.assign_item import assign_item
from workflows.bind_item import bind_item
from workflows.complete_item import Completed, Proof, complete_item, reason_proof
from workflows.find_paper import find_paper
from workflows.reschedule_item import reschedule_item

router = APIRouter(prefix="/api/v1", tags=["roadmaps"])


class CompletionIn(In):
    """The evidence: a link or a registered paper, or without any the reason; one of the three. `occurrence` is needed
    when several are open."""

    link: Link | None = None
    paper: Id | None = None
    reason: Reason | None = None
    occurrence: Line | None = None
    pair: Id | None = None


class CompletionOut(Out):
    """`id` is the obligation's."""

    id: int
    occurrence: str


class RescheduleIn(In):
    to: Day
    reason: Annotated[Reason, Field(min_length=1)]
    occurrence: Line | None = None
    pair: Id | None = None


class RescheduleOut(Out):
    id: int
    from_day: date | None = Field(alias="from")
    to: date


class AssignIn(In):
    person: Id


class AssignOut(Out):
    id: int
    person: int


class BindIn(In):
    on: Day


class BindOut(Out):
    id: int
    on: date


@router.post("/items/{item_id}/completion", operation_id="completeItem", response_model=CompletionOut)
def complete(visit: Caller, item_id: PathId, sent: CompletionIn) -> Response:
    """Close an open day of a row by its evidence."""

    def flow(tx: Connection) -> Completed | Refused:
        proof = _proof(tx, visit, sent)
        return complete_item(
            tx, by=visit.by, item_id=item_id, proof=proof, occurrence=sent.occurrence, pair_id=sent.pair
        )

    return change(
        visit,
        flow,
        answer=lambda done: CompletionOut(id=done.obligation_id, occurrence=done.occurrence),
        sent=sent,
    )


def _proof(tx: Connection, visit: Visit, sent: CompletionIn) -> Proof:
    match sent:
        case CompletionIn(link=str() as link, paper=None, reason=None):
            return Proof("link", link)
        case CompletionIn(link=None, paper=int() as paper, reason=None):
            return Proof("paper", str(paper), paper_id=find_paper(tx, by=visit.by, paper_id=paper).id)
        case CompletionIn(link=None, paper=None, reason=str() as reason):
            return reason_proof(reason, field="reason")
        case _:
            raise BadInput(
                "link", "Нужно одно: link, paper или reason", "One of the three is needed: link, paper or reason"
            )


@router.post("/items/{item_id}/reschedule", operation_id="rescheduleItem", response_model=RescheduleOut)
def reschedule(visit: Caller, item_id: PathId, sent: RescheduleIn) -> Response:
    """Move a day with a reason; the first promise stays on record."""
    return change(
        visit,
        lambda tx: reschedule_item(
            tx,
            by=visit.by,
            item_id=item_id,
            to_day=sent.to,
            reason=sent.reason,
            occurrence=sent.occurrence,
            pair_id=sent.pair,
        ),
        answer=lambda moved: RescheduleOut.model_validate(
            {"id": moved.postponement_id, "from": moved.from_day, "to": moved.to_day}
        ),
        sent=sent,
    )


@router.post("/items/{item_id}/responsible", operation_id="assignItem", response_model=AssignOut)
def assign(visit: Caller, item_id: PathId, sent: AssignIn) -> Response:
    """Make somebody responsible for a row."""
    return change(
        visit,
        lambda tx: assign_item(tx, by=visit.by, item_id=item_id, person_id=sent.person),
        answer=lambda made: AssignOut(id=made.item_id, person=made.person_id),
        sent=sent,
    )


@router.post("/items/{item_id}/day", operation_id="bindItem", response_model=BindOut)
def bind(visit: Caller, item_id: PathId, sent: BindIn) -> Response:
    """Give a day to a row that waited for one."""
    return change(
        visit,
        lambda tx: bind_item(tx, by=visit.by, item_id=item_id, on=sent.on),
        answer=lambda made: BindOut(id=made.item_id, on=made.on),
        sent=sent,
    )
