"""`/approvals`: plans and pairs that wait for an order; one number and one date for all that are ticked."""

from collections.abc import Callable, Mapping

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import BadInput, Refused
from engine.words import Words
from web.counts import COUNTERS
from web.entering import Entered
from web.faults import NONE, Faults
from web.visit import Visit
from web.went import Went
from workflows.approve_plans import PlansApproved, approve_plans
from workflows.find import find_organisation
from workflows.list_approvals import count_approvals, list_approvals
from workflows.register_paper import Entry, PaperRegistered, register_paper

router = APIRouter()


@router.get("/approvals")
def approvals(visit: Entered) -> Response:
    return _list(visit, NONE)


@router.post("/approvals/plans")
def approve(visit: Entered) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> PlansApproved | Refused:
        return approve_plans(
            tx,
            by=visit.by,
            organisation=find_organisation(tx, fields.raw("org"), by=visit.by, field="org"),
            seen=_seen(visit),
            number=fields.line("number", longest=50),
            dated=fields.day("date", today=visit.today),
        )

    def done(made: PlansApproved) -> Went:
        many = len(made.pairs)
        return Went("/approvals", Words(f"Утверждено планов: {many}", f"Plans approved: {many}"))

    return visit.change(flow, done=done, again=_again(visit))


@router.post("/approvals/pairs")
def order(visit: Entered) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> PaperRegistered | Refused:
        ticked = fields.numbers("pair")
        if not ticked:
            raise BadInput("pair", "Отметьте хотя бы одну пару", "Tick at least one pair")
        return register_paper(
            tx,
            by=visit.by,
            organisation=find_organisation(tx, fields.raw("org"), by=visit.by, field="org"),
            kind="order",
            purpose="pairing",
            number=fields.line("number", longest=50),
            dated=fields.day("date", today=visit.today),
            pair_ids=ticked,
            entry=Entry(close_rows=True),
        )

    def done(made: PaperRegistered) -> Went:
        many = len(made.pairs)
        return Went("/approvals", Words(f"Приказом закреплено пар: {many}", f"Pairs assigned by the order: {many}"))

    return visit.change(flow, done=done, again=_again(visit))


def _list(visit: Visit, faults: Faults) -> Response:
    with visit.read() as tx:
        found = list_approvals(tx, visit.scope, named=visit.names_shown)
    return visit.page(
        "approvals/list.html",
        found=found,
        given=visit.fields,
        ticked=frozenset(visit.fields.every("pair")),
        form=(visit.request.url.path, visit.fields.raw("org")),
        faults=faults,
    )


def _again(visit: Visit) -> Callable[[Faults], Response]:
    return lambda faults: _list(visit, faults)


def _seen(visit: Visit) -> Mapping[int, int]:
    """The ticked pairs with the version of the plan that stood on the page."""
    fields = visit.fields
    return {pair_id: fields.number(f"seen-{pair_id}") for pair_id in fields.numbers("pair")}


def _count(tx: Connection, visit: Visit) -> int:
    return count_approvals(tx, visit.scope)


COUNTERS["/approvals"] = (_count, False)
