"""Individual plans of pairs: written, changed, approved, marked, their lines moved; templates that fill them."""

from collections.abc import Iterable

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.plans.model import PlanLine
from engine.refusals import ChangedMeanwhile, Refused
from storage import plan_moves, plans
from web.api.calling import Caller
from web.api.pair_shapes import PlanOut
from web.api.plan_shapes import (
    EMPTY,
    ApprovalIn,
    ApprovalMade,
    Editions,
    MarkIn,
    MarkMade,
    PlanChangeIn,
    PlanIn,
    PlanLineIn,
    PlanMade,
    PlanMoveAnswerIn,
    PlanMovedOut,
    PlanMoveIn,
    PlanTemplateIn,
    PlanTemplateMade,
    PlanTemplates,
    PlanUndoneOut,
    Unmarked,
)
from web.api.reading import one
from web.api.scoping import Under, named
from web.api.shapes import PathId
from web.api.writing import change, expected
from web.refusing import Missing
from workflows.answers.pairs import plan_document
from workflows.answers.plainly import plainly
from workflows.answers.plans import plan_shown_document, template_document
from workflows.approve_plan import approve_plan
from workflows.change_plan import change_plan
from workflows.describe_pair import describe_pair
from workflows.find import find_organisation
from workflows.mark_plan import mark_plan
from workflows.pair_at_hand import take_pair
from workflows.plan_templates import from_template, template_named, templates_for
from workflows.postpone_plan_item import PlanMoved, answer_plan_move, postpone_plan_item
from workflows.publish_plan_template import publish_plan_template, template_in
from workflows.set_plan import PlanSet, set_plan
from workflows.show_plan import show_plan
from workflows.undo_plan import undo_plan
from workflows.unmark_plan import unmark_plan

router = APIRouter(prefix="/api/v1", tags=["plans"])


@router.get("/pairs/{pair_id}/plan", operation_id="showPlan", response_model=PlanOut)
def plan(visit: Caller, pair_id: PathId) -> Response:
    """The pair's plan; one that was never written has version 0 and no items."""
    with visit.read() as tx:
        found = describe_pair(tx, by=visit.by, pair_id=pair_id)
    told = plan_document(found, words=named(visit, found.path)) or EMPTY
    shown = PlanOut.model_validate(told)
    return one(visit, shown, version=shown.version)


@router.put("/pairs/{pair_id}/plan", operation_id="setPlan", response_model=PlanMade)
def write_plan(visit: Caller, pair_id: PathId, sent: PlanIn) -> Response:
    """Write the plan anew. Needs `If-Match`."""
    version = expected(visit, required=True)

    def flow(tx: Connection) -> PlanSet | Refused:
        standing = plans.get(tx, pair_id)
        if version is not None and version != (standing.version if standing else 0):
            raise ChangedMeanwhile
        lines, head = _lines(sent.items), sent.head
        if sent.template is not None:
            hand = take_pair(tx, by=visit.by, pair_id=pair_id)
            template = template_named(tx, hand.path, sent.template)
            head, filled = from_template(tx, template, hand.pair, head, calendar=hand.calendar)
            lines = [*filled, *lines]
        return set_plan(tx, by=visit.by, pair_id=pair_id, lines=lines, head=head, reason=sent.reason)

    return change(visit, flow, answer=lambda made: PlanMade.model_validate(plainly(made)), sent=sent)


@router.post("/pairs/{pair_id}/plan/changes", operation_id="changePlan", response_model=PlanMade)
def change_lines(visit: Caller, pair_id: PathId, sent: PlanChangeIn) -> Response:
    """Add and take out lines; an approved plan becomes an edition."""
    return change(
        visit,
        lambda tx: change_plan(
            tx,
            by=visit.by,
            pair_id=pair_id,
            reason=sent.reason,
            add=_lines(sent.add),
            drop=sent.drop,
            head=sent.head,
        ),
        answer=lambda made: PlanMade.model_validate(plainly(made)),
        sent=sent,
    )


@router.post("/pairs/{pair_id}/plan/undo", operation_id="undoPlan", response_model=PlanUndoneOut)
def undo(visit: Caller, pair_id: PathId) -> Response:
    """Undo the last writing of the plan, within a day."""
    return change(
        visit,
        lambda tx: undo_plan(tx, by=visit.by, pair_id=pair_id),
        answer=lambda made: PlanUndoneOut.model_validate(plainly(made)),
    )


@router.get("/pairs/{pair_id}/plan/editions", operation_id="listPlanEditions", response_model=Editions)
def editions(visit: Caller, pair_id: PathId) -> Response:
    """Earlier approved editions and what changed after each; for people of the organisation and the pair."""
    with visit.read() as tx:
        shown = show_plan(tx, by=visit.by, pair_id=pair_id)
    told = plan_shown_document(shown, visit.language)["editions"] if named(visit, shown.hand.path) else []
    return one(visit, Editions.model_validate({"items": told}))


@router.post("/pairs/{pair_id}/plan/approval", operation_id="approvePlan", response_model=ApprovalMade)
def approve(visit: Caller, pair_id: PathId, sent: ApprovalIn) -> Response:
    """Approve the plan by a registered paper."""
    return change(
        visit,
        lambda tx: approve_plan(tx, by=visit.by, pair_id=pair_id, paper_id=sent.paper),
        answer=lambda made: ApprovalMade.model_validate(plainly(made)),
        sent=sent,
    )


@router.post("/pairs/{pair_id}/plan/items/{position}/mark", operation_id="markPlan", response_model=MarkMade)
def mark(visit: Caller, pair_id: PathId, position: PathId, sent: MarkIn) -> Response:
    """Say what became of an item of the plan."""
    return change(
        visit,
        lambda tx: mark_plan(
            tx,
            by=visit.by,
            pair_id=pair_id,
            position=position,
            done_on=sent.done,
            mark=sent.mark,
            result=sent.result,
        ),
        answer=lambda made: MarkMade.model_validate(plainly(made)),
        sent=sent,
    )


@router.post("/pairs/{pair_id}/plan/items/{position}/unmark", operation_id="unmarkPlan", response_model=Unmarked)
def unmark(visit: Caller, pair_id: PathId, position: PathId) -> Response:
    """Take a mark back, within a day."""
    return change(
        visit,
        lambda tx: unmark_plan(tx, by=visit.by, pair_id=pair_id, position=position),
        answer=lambda made: Unmarked.model_validate(plainly(made)),
    )


@router.post(
    "/pairs/{pair_id}/plan/items/{position}/move",
    operation_id="postponePlanItem",
    response_model=PlanMovedOut,
    status_code=201,
)
def postpone(visit: Caller, pair_id: PathId, position: PathId, sent: PlanMoveIn) -> Response:
    """Move an item to another day, or ask the curator for it."""
    return change(
        visit,
        lambda tx: postpone_plan_item(
            tx, by=visit.by, pair_id=pair_id, position=position, to_day=sent.to, reason=sent.reason
        ),
        answer=_moved,
        sent=sent,
        status=201,
    )


@router.post("/pairs/{pair_id}/plan/moves/{move_id}", operation_id="answerPlanMove", response_model=PlanMovedOut)
def answer_move(visit: Caller, pair_id: PathId, move_id: PathId, sent: PlanMoveAnswerIn) -> Response:
    """Answer a wish to move an item."""

    def flow(tx: Connection) -> PlanMoved | Refused:
        known = plan_moves.get(tx, move_id)
        if known is None or known.pair_id != pair_id:
            raise Missing
        return answer_plan_move(tx, by=visit.by, move_id=move_id, yes=sent.yes)

    return change(visit, flow, answer=_moved, sent=sent)


@router.get("/plan-templates", operation_id="listPlanTemplates", response_model=PlanTemplates)
def templates(visit: Caller, org: Under = None) -> Response:
    """Templates of plans: the built-in ones, and with `org` those it has."""
    with visit.read() as tx:
        path = "" if org is None else find_organisation(tx, org, by=visit.by, field="org").path
        offered = templates_for(tx, path)
    told = [template_document(one, visit.language) for one in offered]
    return one(visit, PlanTemplates.model_validate({"items": told}))


@router.post("/plan-templates", operation_id="publishPlanTemplate", response_model=PlanTemplateMade, status_code=201)
def publish(visit: Caller, sent: PlanTemplateIn) -> Response:
    """Publish a template of plans for an organisation and everything below it."""
    return change(
        visit,
        lambda tx: publish_plan_template(
            tx,
            by=visit.by,
            organisation=find_organisation(tx, sent.org, by=visit.by, field="org"),
            template=template_in(sent.yaml, "yaml", field="yaml"),
        ),
        answer=lambda made: PlanTemplateMade.model_validate(plainly(made)),
        sent=sent,
        status=201,
    )


def _lines(sent: Iterable[PlanLineIn]) -> list[PlanLine]:
    return [PlanLine(each.title, each.due, each.responsible, each.id) for each in sent]


def _moved(made: PlanMoved) -> PlanMovedOut:
    return PlanMovedOut.model_validate(plainly(made))
