"""What the linter says of a row is known and kept: the reason for it, and taking it back."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import BadInput, Refused
from engine.roadmap_lint import RULES, rule
from engine.words import Words
from web.entering import Entered
from web.faults import NONE, Faults
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.show_item import show_item
from workflows.silence_finding import Silenced, silence_finding, unsilence_finding

router = APIRouter()

_KEYS = tuple(one.key for one in RULES)
_LONGEST = 500


@router.get("/roadmap/items/{item_id}/silence")
def silencing(visit: Entered, item_id: int) -> Response:
    """`?rule=` names the finding; without it the findings of the whole roadmap are shown, to choose from."""
    if visit.asked("rule"):
        return _form(visit, item_id, visit.asked("rule"))
    with visit.read() as tx:
        sheet = show_item(tx, by=visit.by, item_id=item_id, named=visit.names_shown)
    return visit.go(_findings_of(sheet.row.roadmap_id))


@router.post("/roadmap/items/{item_id}/silence")
def silence(visit: Entered, item_id: int) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> Silenced | Refused:
        chosen = fields.choice("rule", _KEYS)
        reason = fields.text("reason", longest=_LONGEST)
        return silence_finding(tx, by=visit.by, item_id=item_id, rule_key=chosen, reason=reason)

    def done(made: Silenced) -> Went:
        return Went(
            _findings_of(made.roadmap_id),
            Words("Замечание снято, причина сохранена", "The finding is silenced, the reason is kept"),
            Undo(f"/roadmap/items/{item_id}/unsilence", {"rule": made.rule}),
        )

    return visit.change(flow, done=done, again=lambda faults: _form(visit, item_id, fields.raw("rule"), faults))


@router.post("/roadmap/items/{item_id}/unsilence")
def unsilence(visit: Entered, item_id: int) -> Response:
    def flow(tx: Connection) -> Silenced | Refused:
        return unsilence_finding(tx, by=visit.by, item_id=item_id, rule_key=visit.fields.choice("rule", _KEYS))

    words = Words("Замечание снова показано", "The finding is shown again")
    return visit.change(flow, done=lambda made: Went(_findings_of(made.roadmap_id), words))


def _findings_of(roadmap_id: int) -> str:
    return f"/roadmap/{roadmap_id}?findings=open#findings"


def _form(visit: Visit, item_id: int, key: str, faults: Faults = NONE) -> Response:
    try:
        chosen = rule(key)
    except BadInput:
        raise Missing from None
    with visit.read() as tx:
        sheet = show_item(tx, by=visit.by, item_id=item_id, named=visit.names_shown)
    return visit.page(
        "roadmap/silence.html",
        sheet=sheet,
        own=False,
        base="/roadmap/items",
        rule=chosen,
        given=visit.fields,
        faults=faults,
        longest=_LONGEST,
    )
