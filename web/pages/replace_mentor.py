"""`/pairs/{pair_id}/mentor`: another mentor, chosen with a look at everybody's load, confirmed with what it means."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import BadInput, Refused
from engine.words import Words
from web.entering import Entered
from web.faults import NONE, Faults, of_bad_input
from web.pages.pair import NAMELESS, named
from web.pages.pair_records import form
from web.visit import Visit
from web.went import Undo, Went
from workflows.choose_people import MOST_PAIRS_OF_A_MENTOR
from workflows.draft_letters import draft_letters
from workflows.pair_names import PairName, pair_name
from workflows.prepare_pair import succession, successors
from workflows.replace_mentor import replace_mentor

router = APIRouter()


@router.get("/pairs/{pair_id}/mentor")
def mentor_form(visit: Entered, pair_id: int) -> Response:
    return _choose(visit, pair_id)


@router.post("/pairs/{pair_id}/mentor")
def mentor(visit: Entered, pair_id: int) -> Response:
    """The first time it says what will happen, with `sure` it happens."""
    if visit.fields.raw("back"):
        return _choose(visit, pair_id)
    if not visit.fields.ticked("sure"):
        return _confirm(visit, pair_id)

    def flow(tx: Connection) -> PairName | Refused:
        made = replace_mentor(
            tx,
            by=visit.by,
            pair_id=pair_id,
            mentor_id=visit.fields.number("mentor"),
            reason=visit.fields.line("reason", optional=True, longest=500),
        )
        return made if isinstance(made, Refused) else pair_name(tx, pair_id, named=named(visit))

    def done(name: PairName) -> Went:
        words = Words(
            f"Наставник заменён: {name.called.ru}, этап «{name.stage.ru}»",
            f"The mentor is replaced: {name.called.en}, stage “{name.stage.en}”",
        )
        return Went(f"/pairs/{pair_id}", words, Undo(f"/pairs/{pair_id}/undo"))

    return visit.change(flow, done=done, again=lambda faults: _choose(visit, pair_id, faults))


def _choose(visit: Visit, pair_id: int, faults: Faults = NONE) -> Response:
    if not named(visit):
        return form(visit, pair_id, "refused", NAMELESS)
    with visit.read() as tx:
        found = successors(tx, by=visit.by, pair_id=pair_id)
    if isinstance(found, Refused):
        return form(visit, pair_id, "refused", Faults(reasons=found.reasons, status=409))
    return form(visit, pair_id, "mentor", faults, found=found, most=MOST_PAIRS_OF_A_MENTOR)


def _confirm(visit: Visit, pair_id: int) -> Response:
    if not named(visit):
        return form(visit, pair_id, "refused", NAMELESS)
    try:
        with visit.write() as tx:  # the drafts come from doing it and taking it back
            mentor_id = visit.fields.number("mentor")
            found = succession(tx, by=visit.by, pair_id=pair_id, mentor_id=mentor_id)
            drafts = draft_letters(
                tx, lambda: replace_mentor(tx, by=visit.by, pair_id=pair_id, mentor_id=mentor_id), at=visit.now
            )
    except BadInput as error:
        return _choose(visit, pair_id, of_bad_input(error))
    for refused in (found, drafts):
        if isinstance(refused, Refused):
            return _choose(visit, pair_id, Faults(reasons=refused.reasons, status=409))
    return form(visit, pair_id, "mentor/sure", found=found, drafts=drafts)
