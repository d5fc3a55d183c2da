"""`/roadmap/items/{item_id}`: everything about one row, and the few things done with it, each on a page of its own."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import organisations
from web.entering import Entered
from web.faults import NONE, Faults
from web.figure_words import words_of_figures
from web.pages.roadmap import STANDING_KEYS
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.assign_item import Assigned, assign_item
from workflows.bind_item import Bound, bind_item
from workflows.complete_item import Completed, Proof, complete_item, reason_proof
from workflows.find_paper import find_paper
from workflows.keep_evidence import file_proof, link_proof
from workflows.register_paper import register_paper
from workflows.reopen_item import Reopened, reopen_item
from workflows.reschedule_item import Rescheduled, reschedule_item
from workflows.show_below import show_below
from workflows.show_item import ItemSheet, choices_for_item, show_item

router = APIRouter()

PAPER_KINDS = (
    ("order", Words("приказ", "order")),
    ("regulation", Words("положение", "regulation")),
    ("plan", Words("план", "plan")),
    ("report", Words("отчёт", "report")),
    ("protocol", Words("протокол", "protocol")),
    ("reference", Words("справка", "reference")),
    ("register", Words("реестр", "register")),
    ("agreement", Words("соглашение", "agreement")),
)
PURPOSES = (
    ("other", Words("по этому пункту", "about this row")),
    ("pairing", Words("о закреплении пар", "assigns pairs")),
    ("plan-approval", Words("об утверждении индивидуальных планов", "approves individual plans")),
    ("curator", Words("о назначении куратора", "appoints the curator")),
    ("introduction", Words("о введении наставничества", "introduces mentoring")),
    ("award", Words("о поощрении", "awards")),
)


@router.get("/roadmap/items/{item_id}")
def item(visit: Entered, item_id: int) -> Response:
    with visit.read() as tx:
        sheet = show_item(tx, by=visit.by, item_id=item_id, named=visit.names_shown)
        handed = show_below(tx, by=visit.by, item_id=item_id)
    return visit.page(
        "roadmap/item.html",
        sheet=sheet,
        handed=handed,
        keys=STANDING_KEYS,
        kinds=dict(PAPER_KINDS),
        **words_of_figures(),
    )


@router.get("/roadmap/items/{item_id}/complete")
def completing(visit: Entered, item_id: int) -> Response:
    return _form(visit, item_id, "complete")


@router.post("/roadmap/items/{item_id}/complete")
def complete(visit: Entered, item_id: int) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> Completed | Refused:
        sheet = show_item(tx, by=visit.by, item_id=item_id, named=visit.names_shown)
        occurrence = fields.raw("occurrence") or None
        proof = given_proof(visit, tx, sheet)
        if isinstance(proof, Refused):
            return proof
        return complete_item(tx, by=visit.by, item_id=item_id, proof=proof, occurrence=occurrence)

    def done(made: Completed) -> Went:
        return Went(
            f"/roadmap/items/{item_id}",
            Words("Отмечено выполненным", "Marked as done"),
            Undo(f"/roadmap/items/{item_id}/reopen", {"evidence": str(made.evidence_id)}),
        )

    return visit.change(flow, done=done, again=_again(visit, item_id, "complete"))


@router.post("/roadmap/items/{item_id}/reopen")
def reopen(visit: Entered, item_id: int) -> Response:
    def flow(tx: Connection) -> Reopened | Refused:
        return reopened(tx, visit, item_id)

    words = Words("Снова открыто: подтверждение отозвано", "Open again: the evidence is withdrawn")
    return visit.change(flow, done=lambda made: Went(f"/roadmap/items/{made.item_id}", words))


@router.get("/roadmap/items/{item_id}/reschedule")
def rescheduling(visit: Entered, item_id: int) -> Response:
    return _form(visit, item_id, "reschedule")


@router.post("/roadmap/items/{item_id}/reschedule")
def reschedule(visit: Entered, item_id: int) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> Rescheduled | Refused:
        return reschedule_item(
            tx,
            by=visit.by,
            item_id=item_id,
            to_day=fields.day("to", today=visit.today),
            reason=fields.text("reason", longest=500),
            occurrence=fields.raw("occurrence") or None,
        )

    def done(made: Rescheduled) -> Went:
        day = f"{made.to_day:%d.%m.%Y}"
        words = Words(
            f"Срок перенесён на {day}, ответственным уйдёт письмо",
            f"Moved to {day}, the responsible will get a letter",
        )
        return Went(f"/roadmap/items/{item_id}", words)

    return visit.change(flow, done=done, again=_again(visit, item_id, "reschedule"))


@router.get("/roadmap/items/{item_id}/assign")
def assigning(visit: Entered, item_id: int) -> Response:
    return _form(visit, item_id, "assign")


@router.post("/roadmap/items/{item_id}/assign")
def assign(visit: Entered, item_id: int) -> Response:
    before: list[int] = []

    def flow(tx: Connection) -> Assigned | Refused:
        sheet = show_item(tx, by=visit.by, item_id=item_id, named=visit.names_shown)
        if sheet.row.responsible_id is not None:
            before.append(sheet.row.responsible_id)
        return assign_item(tx, by=visit.by, item_id=item_id, person_id=visit.fields.number("person"))

    def done(made: Assigned) -> Went:
        undo = None
        if before and before[-1] != made.person_id:
            undo = Undo(f"/roadmap/items/{item_id}/assign", {"person": str(before[-1])})
        return Went(f"/roadmap/items/{item_id}", Words("Ответственный назначен", "The responsible is set"), undo)

    return visit.change(flow, done=done, again=_again(visit, item_id, "assign"))


@router.get("/roadmap/items/{item_id}/bind")
def binding(visit: Entered, item_id: int) -> Response:
    return _form(visit, item_id, "bind")


@router.post("/roadmap/items/{item_id}/bind")
def bind(visit: Entered, item_id: int) -> Response:
    def flow(tx: Connection) -> Bound | Refused:
        return bind_item(tx, by=visit.by, item_id=item_id, on=visit.fields.day("on", today=visit.today))

    def done(made: Bound) -> Went:
        day = f"{made.on:%d.%m.%Y}"
        return Went(f"/roadmap/items/{item_id}", Words(f"День назначен: {day}", f"The day is set: {day}"))

    return visit.change(flow, done=done, again=_again(visit, item_id, "bind"))


def reopened(tx: Connection, visit: Visit, item_id: int) -> Reopened | Refused:
    """Takes back the evidence of the form. Raises Missing when it is another row's."""
    made = reopen_item(tx, by=visit.by, evidence_id=visit.fields.number("evidence"))
    if isinstance(made, Reopened) and made.item_id != item_id:
        raise Missing
    return made


def _form(visit: Visit, item_id: int, act: str, faults: Faults = NONE) -> Response:
    return show_form(visit, item_id, act, faults, own=False)


def show_form(visit: Visit, item_id: int, act: str, faults: Faults = NONE, *, own: bool) -> Response:
    """The form of one act. `own`: for the responsible by name, who may have no office here and sees only this."""
    with visit.read() as tx:
        sheet = show_item(tx, by=visit.by, item_id=item_id, named=visit.names_shown)
        inside = sheet.row.organisation_id
        office = visit.place.organisation_id if visit.place else visit.who.organisation_id
        # Seen from above people of the school have no names: the office there chooses among its own.
        choices = choices_for_item(tx, inside, staff_of=inside if sheet.named else office)
    return visit.page(
        f"roadmap/{act}.html",
        sheet=sheet,
        own=own,
        base="/my/items" if own else "/roadmap/items",
        choices=choices,
        given=visit.fields,
        faults=faults,
        kinds=[(key, visit.say(words)) for key, words in PAPER_KINDS],
        purposes=[(key, visit.say(words)) for key, words in PURPOSES],
        wanted=visit.fields.raw("occurrence") or visit.asked("occurrence"),
    )


def _again(visit: Visit, item_id: int, act: str) -> Callable[[Faults], Response]:
    return lambda faults: _form(visit, item_id, act, faults)


def given_proof(visit: Visit, tx: Connection, sheet: ItemSheet) -> Proof | Refused:
    """What the form gives as evidence. Raises BadInput of the field that is missing."""
    fields = visit.fields
    match fields.choice("proof", ("file", "link", "paper", "new", "reason")):
        case "file":
            given = fields.file("file")
            if given is None:
                raise BadInput("file", "Выберите файл", "Choose a file")
            return file_proof(visit.parts.data_dir, given.content, field="file")
        case "link":
            return link_proof(fields.line("link", longest=2000), field="link")
        case "reason":
            return reason_proof(fields.line("why", optional=True, longest=500), field="why")
        case "paper":
            paper = find_paper(tx, by=visit.by, paper_id=fields.number("paper"))
            return Proof("paper", str(paper.id), paper_id=paper.id)
        case _:
            return _registered(visit, tx, sheet)


def _registered(visit: Visit, tx: Connection, sheet: ItemSheet) -> Proof | Refused:
    """A paper entered into the register on the spot; of a pair's row it names the pair."""
    fields = visit.fields
    organisation = organisations.by_id(tx, sheet.row.organisation_id)
    assert organisation is not None  # noqa: S101  # the row belongs to it
    occurrence = fields.raw("occurrence")
    meant = [one.pair_id for one in sheet.choices if one.name == occurrence and one.pair_id is not None]
    paper: Any = register_paper(
        tx,
        by=visit.by,
        organisation=organisation,
        kind=fields.choice("kind", [key for key, _ in PAPER_KINDS]),
        purpose=fields.choice("purpose", [key for key, _ in PURPOSES]),
        number=fields.line("number", longest=50),
        dated=fields.day("date", today=visit.today),
        pair_ids=meant,
    )
    return paper if isinstance(paper, Refused) else Proof("paper", str(paper.id), paper_id=paper.id)
