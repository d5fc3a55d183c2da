"""A roadmap handed down, seen from above: to whom, how it stands there, what is collected; and changes from above."""

from collections.abc import Iterator
from datetime import datetime

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.actors import Role
from engine.cascade import FIELD_TITLES, WHYS
from engine.permissions import PERMISSIONS
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import organisations, publications
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults
from web.pages.publications import STATES
from web.pages.roadmap_import_words import KINDS
from web.visit import Visit
from web.went import Undo, Went
from workflows.below_lines import BelowLine
from workflows.publish_roadmap import Published, publish_roadmap
from workflows.show_cascade import CascadeShown, show_cascade
from workflows.show_changes import show_changes
from workflows.take_changes import CHOICES, ChangesTaken, Choice, take_changes
from workflows.undo_changes import ChangesUndone, undo_changes
from workflows.withdraw_publication import Withdrawn, withdraw_offers

router = APIRouter()

ANSWERS: dict[str, Words] = {
    "waiting": Words("ждёт ответа", "waits for an answer"),
    "left": Words("не взят", "not taken"),
    "declined": Words("отклонён", "declined"),
    "returned": Words("возвращён", "given back"),
    "withdrawn": Words("отозван", "withdrawn"),
    "taken": Words("принят", "taken"),
}
"""How a row stands where it is nobody's work."""

_HEADINGS = (
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


@router.get("/roadmap/{roadmap_id}/publish")
def publishing(visit: Entered, roadmap_id: int) -> Response:
    return _publishing(visit, roadmap_id, NONE)


@router.post("/roadmap/{roadmap_id}/publish")
def publish(visit: Entered, roadmap_id: int) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> Published | Refused:
        to = () if fields.raw("whom") != "some" else fields.numbers("to")
        if fields.raw("whom") == "some" and not to:
            raise BadInput("whom", "Отметьте хотя бы одну организацию", "Tick at least one organisation")
        live = {one.row.id for one in show_cascade(tx, by=visit.by, roadmap_id=roadmap_id).rows}
        rows = set(fields.numbers("row"))
        return publish_roadmap(tx, by=visit.by, roadmap_id=roadmap_id, to=to, rows=None if rows == live else rows)

    def done(made: Published) -> Went:
        already = f", уже было: {made.standing}" if made.standing else ""
        words = Words(
            f"Предложено организациям: {len(made.fresh)}{already}",
            f"Offered to organisations: {len(made.fresh)}" + (f", had it: {made.standing}" if made.standing else ""),
        )
        undo = Undo(f"/roadmap/{roadmap_id}/withdraw", {"at": visit.now.isoformat()}) if made.fresh else None
        return Went(f"/roadmap/{roadmap_id}/below", words, undo)

    return visit.change(flow, done=done, again=lambda faults: _publishing(visit, roadmap_id, faults))


@router.post("/roadmap/{roadmap_id}/withdraw")
def withdraw(visit: Entered, roadmap_id: int) -> Response:
    """Everything one publishing offered, as far as nobody has answered."""

    def flow(tx: Connection) -> Withdrawn | Refused:
        try:
            at = datetime.fromisoformat(visit.fields.raw("at"))
        except ValueError:
            raise BadInput("at", "Обновите страницу", "Reload the page") from None
        return withdraw_offers(tx, by=visit.by, roadmap_id=roadmap_id, offered_at=at)

    def done(made: Withdrawn) -> Went:
        words = Words(
            f"Отозвано: {made.withdrawn}" + (f", уже ответили: {made.kept}" if made.kept else ""),
            f"Withdrawn: {made.withdrawn}" + (f", answered already: {made.kept}" if made.kept else ""),
        )
        return Went(f"/roadmap/{roadmap_id}/below", words)

    return visit.change(flow, done=done)


@router.get("/roadmap/{roadmap_id}/below")
def below(visit: Entered, roadmap_id: int) -> Response:
    with visit.read() as tx:
        shown = show_cascade(tx, by=visit.by, roadmap_id=roadmap_id)
    return visit.page(
        "publications/cascade.html",
        shown=shown,
        states=STATES,
        whys=WHYS,
        may=_may(visit, shown),
    )


@router.get("/roadmap/{roadmap_id}/below/xlsx")
def below_file(visit: Entered, roadmap_id: int) -> Response:
    with visit.read() as tx:
        shown = show_cascade(tx, by=visit.by, roadmap_id=roadmap_id)
    return download(
        spreadsheet(Sheet(shown.roadmap.title, [visit.say(one) for one in _HEADINGS], rows_of(shown, visit))),
        "cascade.xlsx",
    )


@router.get("/roadmap/{roadmap_id}/changes")
def changes(visit: Entered, roadmap_id: int) -> Response:
    return _changes(visit, roadmap_id, NONE)


@router.post("/roadmap/{roadmap_id}/changes")
def take(visit: Entered, roadmap_id: int) -> Response:
    def flow(tx: Connection) -> ChangesTaken | Refused:
        choices = dict(_taken(visit))
        if not choices:
            raise BadInput("", "Выберите, что сделать хотя бы с одним пунктом", "Choose something for at least one row")
        return take_changes(tx, by=visit.by, roadmap_id=roadmap_id, choices=choices)

    def done(made: ChangesTaken) -> Went:
        words = Words(
            f"Принято: {made.taken}, оставлено своё: {made.kept}, убрано: {made.dropped}",
            f"Taken: {made.taken}, kept: {made.kept}, dropped: {made.dropped}",
        )
        return Went(f"/roadmap/{roadmap_id}", words, Undo(f"/roadmap/{roadmap_id}/changes/undo"))

    return visit.change(flow, done=done, again=lambda faults: _changes(visit, roadmap_id, faults))


@router.post("/roadmap/{roadmap_id}/changes/undo")
def untake(visit: Entered, roadmap_id: int) -> Response:
    def flow(tx: Connection) -> ChangesUndone | Refused:
        return undo_changes(tx, by=visit.by, roadmap_id=roadmap_id)

    words = Words("Пункты снова такие, какими были", "The rows are as they were")
    return visit.change(flow, done=lambda _: Went(f"/roadmap/{roadmap_id}/changes", words))


def rows_of(shown: CascadeShown, visit: Visit) -> Iterator[list[Cell]]:
    """Every row in every organisation, for a file."""
    for row in shown.rows:
        for line in row.lines:
            paper = line.paper
            yield [
                row.row.number,
                row.row.title,
                line.name,
                visit.say(status_of(line)),
                line.due_on,
                line.late_days or None,
                visit.say(KINDS.get(paper.kind, Words(paper.kind, paper.kind))) if paper else None,
                paper.number if paper else None,
                paper.dated if paper else None,
            ]


def status_of(line: BelowLine) -> Words:
    """«просрочено», «ждёт ответа», «отклонён»."""
    if line.answer == "taken" and line.standing is not None:
        return line.standing.words
    return ANSWERS[line.answer]


def _may(visit: Visit, shown: CascadeShown) -> bool:
    allowed: frozenset[Role] = PERMISSIONS["roadmap.publish"]
    return not visit.roles_on(shown.place.path).isdisjoint(allowed)


def _publishing(visit: Visit, roadmap_id: int, faults: Faults) -> Response:
    with visit.read() as tx:
        shown = show_cascade(tx, by=visit.by, roadmap_id=roadmap_id)
        places = publications.targets(tx, shown.place.path)
        above = organisations.by_id(tx, shown.roadmap.organisation_id)
    sent = visit.request.method == "POST"
    known = {one.offer.organisation_id: one.offer.state for one in shown.places}
    names = {one.path: one.name for one in places}
    return visit.page(
        "publications/publish.html",
        shown=shown,
        place=above,
        places=[(one, names.get(one.path.rpartition("/")[0], "")) for one in places],
        schools=sum(one.kind == "school" for one in places),
        known=known,
        states=STATES,
        ticked=set(visit.fields.numbers("to")) if sent else set(),
        rows=set(visit.fields.numbers("row")) if sent else {one.row.id for one in shown.rows},
        whom=visit.fields.raw("whom") or "schools",
        faults=faults,
    )


def _changes(visit: Visit, roadmap_id: int, faults: Faults) -> Response:
    with visit.read() as tx:
        shown = show_changes(tx, by=visit.by, roadmap_id=roadmap_id)
    return visit.page(
        "publications/changes.html",
        shown=shown,
        titles=FIELD_TITLES,
        papers=KINDS,
        given=visit.fields,
        faults=faults,
    )


def _taken(visit: Visit) -> Iterator[tuple[int, Choice]]:
    for name, value in visit.fields.items():
        row = name.removeprefix("take_")
        if name.startswith("take_") and row.isascii() and row.isdigit() and len(row) < 10 and value in CHOICES:
            yield int(row), value
