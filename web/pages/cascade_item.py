"""One row and the organisations below: how it stands there, the reference assembled, passing it on, giving it back."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Sheet, spreadsheet
from engine.cascade import WHYS
from engine.refusals import Refused
from engine.words import Words
from storage import organisations, publications
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults
from web.pages.cascade import ANSWERS, rows_of
from web.pages.roadmap import STANDING_KEYS
from web.pages.roadmap_import_words import KINDS
from web.visit import Visit
from web.went import Undo, Went
from workflows.assemble_reference import COUNTS, Reference, assemble_reference
from workflows.close_from_below import close_from_below
from workflows.complete_item import Completed
from workflows.delegate_item import Delegated, delegate_item
from workflows.show_below import ItemBelow, show_below
from workflows.take_back_item import TakenBack, take_back_item

router = APIRouter()

_COUNTED = {
    "pairs": Words("Пары", "Pairs"),
    "mentors": Words("Наставники", "Mentors"),
    "mentees": Words("Наставляемые", "Mentees"),
}
_PLACES = (
    Words("Организация", "Organisation"),
    Words("Принято пунктов", "Rows taken"),
    Words("Выполнено", "Done"),
    Words("Просрочено", "Overdue"),
    Words("Доля, %", "Share, %"),
)
_ROWS = (
    Words("№", "No"),
    Words("Пункт", "Item"),
    Words("Организация", "Organisation"),
    Words("Состояние", "Status"),
    Words("Срок", "Due"),
    Words("Просрочка, раб. дней", "Working days late"),
    Words("Документ", "Document"),
    Words("Номер", "Number"),
    Words("Дата", "Date"),
)


@router.get("/roadmap/items/{item_id}/below")
def below(visit: Entered, item_id: int) -> Response:
    return _below(visit, item_id, NONE)


@router.post("/roadmap/items/{item_id}/below/close")
def close(visit: Entered, item_id: int) -> Response:
    def flow(tx: Connection) -> Completed | Refused:
        return close_from_below(tx, by=visit.by, item_id=item_id, occurrence=visit.fields.raw("occurrence") or None)

    def done(made: Completed) -> Went:
        words = Words("Отмечено выполненным по данным снизу", "Marked as done by what was done below")
        undo = Undo(f"/roadmap/items/{item_id}/reopen", {"evidence": str(made.evidence_id)})
        return Went(f"/roadmap/items/{item_id}", words, undo)

    return visit.change(flow, done=done, again=lambda faults: _below(visit, item_id, faults))


@router.get("/roadmap/items/{item_id}/reference")
def reference(visit: Entered, item_id: int) -> Response:
    made = _reference(visit, item_id)
    return visit.page(
        "publications/reference.html",
        made=made,
        counted=[(key, visit.say(_COUNTED[key])) for key in COUNTS],
        keys=STANDING_KEYS,
        answers=ANSWERS,
        papers=KINDS,
    )


@router.get("/roadmap/items/{item_id}/reference/xlsx")
def reference_file(visit: Entered, item_id: int) -> Response:
    made = _reference(visit, item_id)
    hidden = visit.say(Words("менее 5", "under 5"))
    places = Sheet(
        visit.say(Words("По организациям", "By organisation")),
        [visit.say(one) for one in (*_PLACES, *(_COUNTED[key] for key in COUNTS))],
        [
            [
                one.line.offer.org_name,
                one.line.taken,
                one.line.done,
                one.line.late,
                one.percent,
                *(hidden if one.counts[key] is None else one.counts[key] for key in COUNTS),
            ]
            for one in made.places
        ],
    )
    rows = Sheet(
        visit.say(Words("По пунктам", "By row")), [visit.say(one) for one in _ROWS], rows_of(made.shown, visit)
    )
    return download(spreadsheet(places, rows), "reference.xlsx")


@router.get("/roadmap/items/{item_id}/delegate")
def delegating(visit: Entered, item_id: int) -> Response:
    return _delegating(visit, item_id, NONE)


@router.post("/roadmap/items/{item_id}/delegate")
def delegate(visit: Entered, item_id: int) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> Delegated | Refused:
        return delegate_item(
            tx,
            by=visit.by,
            item_id=item_id,
            to=fields.number("to"),
            why=fields.raw("why"),
            words=fields.text("words", optional=True, longest=500),
        )

    def done(made: Delegated) -> Went:
        words = (
            Words("Пункт возвращён наверх", "The row is given back")
            if made.publication_id is None
            else Words("Пункт передан: там ответят на предложение", "The row is delegated: they will answer the offer")
        )
        return Went(_item(item_id), words, Undo(f"/roadmap/items/{item_id}/take-back"))

    return visit.change(flow, done=done, again=lambda faults: _delegating(visit, item_id, faults))


@router.post("/roadmap/items/{item_id}/take-back")
def take_back(visit: Entered, item_id: int) -> Response:
    def flow(tx: Connection) -> TakenBack | Refused:
        return take_back_item(tx, by=visit.by, item_id=item_id)

    words = Words("Пункт снова ваш", "The row is yours again")
    return visit.change(flow, done=lambda _: Went(_item(item_id), words))


def _item(item_id: int) -> str:
    return f"/roadmap/items/{item_id}"


def _below(visit: Visit, item_id: int, faults: Faults) -> Response:
    with visit.read() as tx:
        found = show_below(tx, by=visit.by, item_id=item_id)
    return visit.page(
        "publications/below.html",
        found=found,
        keys=STANDING_KEYS,
        answers=ANSWERS,
        whys=WHYS,
        papers=KINDS,
        faults=faults,
    )


def _reference(visit: Visit, item_id: int) -> Reference:
    with visit.read() as tx:
        return assemble_reference(tx, by=visit.by, item_id=item_id)


def _delegating(visit: Visit, item_id: int, faults: Faults) -> Response:
    with visit.read() as tx:
        found = show_below(tx, by=visit.by, item_id=item_id)
        places = _places(tx, found)
    return visit.page(
        "publications/delegate.html",
        found=found,
        places=places,
        whys=[(key, visit.say(words)) for key, words in WHYS.items()],
        given=visit.fields,
        faults=faults,
    )


def _places(tx: Connection, found: ItemBelow) -> list[tuple[int, str]]:
    """Where the row may go: below, beside, back up."""
    here = organisations.by_id(tx, found.row.organisation_id)
    assert here is not None  # noqa: S101  # a foreign key
    near = list(publications.targets(tx, here.path))
    if here.parent_id is not None:
        near += publications.beside(tx, parent_id=here.parent_id, organisation_id=here.id)
    return [(one.id, one.name) for one in near]
