"""`/my/items/{item_id}`: a row somebody is responsible for by name, whatever roles he holds: its words and one act."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import BadInput, Refused
from engine.words import Words
from web.entering import Entered
from web.faults import NONE, Faults
from web.pages.roadmap_item import given_proof, reopened, show_form
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.complete_item import Completed, complete_item
from workflows.reopen_item import Reopened
from workflows.show_item import ItemSheet, show_item

router = APIRouter()


@router.get("/my/items/{item_id}")
def own_item(visit: Entered, item_id: int) -> Response:
    return _shown(visit, item_id, NONE)


@router.post("/my/items/{item_id}/complete")
def complete(visit: Entered, item_id: int) -> Response:
    def flow(tx: Connection) -> Completed | Refused:
        proof = given_proof(visit, tx, _own(tx, visit, item_id))
        if isinstance(proof, Refused):
            return proof
        occurrence = visit.fields.raw("occurrence") or None
        return complete_item(tx, by=visit.by, item_id=item_id, proof=proof, occurrence=occurrence)

    def done(made: Completed) -> Went:
        undo = Undo(f"/my/items/{item_id}/reopen", {"evidence": str(made.evidence_id)})
        return Went("/", Words("Отмечено выполненным", "Marked as done"), undo)

    return visit.change(flow, done=done, again=lambda faults: _shown(visit, item_id, faults))


@router.post("/my/items/{item_id}/reopen")
def reopen(visit: Entered, item_id: int) -> Response:
    def flow(tx: Connection) -> Reopened | Refused:
        _own(tx, visit, item_id)
        return reopened(tx, visit, item_id)

    words = Words("Снова открыто: подтверждение отозвано", "Open again: the evidence is withdrawn")
    return visit.change(flow, done=lambda made: Went(f"/my/items/{made.item_id}", words))


def _shown(visit: Visit, item_id: int, faults: Faults) -> Response:
    with visit.read() as tx:
        _own(tx, visit, item_id)
    return show_form(visit, item_id, "complete", faults, own=True)


def _own(tx: Connection, visit: Visit, item_id: int) -> ItemSheet:
    """The sheet of a row whose responsible by name is the visitor; to everybody else there is none."""
    try:
        sheet = show_item(tx, by=visit.by, item_id=item_id, named=visit.names_shown)
    except BadInput:
        raise Missing from None
    if sheet.row.responsible_id != visit.who.person_id:
        raise Missing
    return sheet
