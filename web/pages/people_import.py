"""`/people/import`: a list of people from XLSX, checked before anything is stored, loaded, taken back."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.people_workbook import people_template
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import organisations, people_imports
from storage.scope import below
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults, of_bad_input
from web.pages.people import KINDS
from web.refusing import Missing
from web.tree import spot
from web.visit import Visit
from web.went import Undo, Went
from workflows.access import forbidden
from workflows.check_people import PeopleChecked, check_people
from workflows.decide_people import Decision, decide_people
from workflows.drop_people import drop_people
from workflows.find import find_organisation
from workflows.load_people import PeopleLoaded, load_people
from workflows.mark_people_file import mark_people_file
from workflows.read_people_file import read_people_file
from workflows.show_people_import import ONLY, Only, show_people_import
from workflows.undo_people import PeopleUndone, undo_people

router = APIRouter()

_CHOICES = 500
_MOST_REASONS = 5  # the table below tells all of them
ACTIONS: dict[str, tuple[Words, str, str]] = {
    "add": (Words("новый", "new"), "ok", "user-plus"),
    "change": (Words("изменится", "will change"), "info", "pencil"),
    "same": (Words("уже есть", "there already"), "", "check"),
    "decide": (Words("похож", "looks alike"), "warn", "circle-help"),
    "fault": (Words("ошибка", "fault"), "bad", "circle-alert"),
    "skip": (Words("пропустить", "left out"), "", "x"),
}
FILTERS: tuple[tuple[Only, Words], ...] = (
    ("", Words("Все строки", "All rows")),
    ("fault", Words("С замечаниями", "With remarks")),
    ("decide", Words("Похожие", "Alike")),
    ("add", Words("Новые", "New")),
    ("change", Words("Изменятся", "Changing")),
    ("same", Words("Без изменений", "As they were")),
    ("skip", Words("Пропустить", "Left out")),
)


@router.get("/people/import")
def choosing(visit: Entered) -> Response:
    return _form(visit, NONE)


@router.get("/people/import/template")
def template(visit: Entered) -> Response:
    return download(people_template(visit.language), "people-template.xlsx")


@router.post("/people/import")
def upload(visit: Entered) -> Response:
    """The file is read and checked; nothing of it is anybody's record yet."""
    fields = visit.fields

    def again(faults: Faults) -> Response:
        return _form(visit, faults)

    try:
        given = fields.file("file")
        if given is None:
            raise BadInput("file", "Выберите файл XLSX", "Choose an XLSX file")
        with visit.read() as tx:
            place = find_organisation(tx, fields.raw("org"), by=visit.by, field="org")
            refused = forbidden(tx, visit.by, "people.import", place.id)
        if refused is not None:
            return again(Faults(reasons=refused.reasons, status=409))
        found = read_people_file(given.content)
    except BadInput as error:
        return again(of_bad_input(error))

    def flow(tx: Connection) -> PeopleChecked | Refused:
        return check_people(tx, by=visit.by, organisation_id=place.id, found=found)

    def done(made: PeopleChecked) -> Went:
        known = Words("Этот файл уже проверен и ждёт загрузки", "This file is checked and waits to be loaded")
        return Went(_at(made.import_id), known if made.again else None)

    return visit.change(flow, done=done, again=again)


@router.get("/people/imports/{people_import_id}")
def preview(visit: Entered, people_import_id: int) -> Response:
    return _shown(visit, people_import_id, NONE)


@router.get("/people/imports/{people_import_id}/xlsx")
def marked(visit: Entered, people_import_id: int) -> Response:
    """The same file with its faulty cells in red."""
    with visit.read() as tx:
        _own(tx, visit, people_import_id)
        made = mark_people_file(tx, by=visit.by, import_id=people_import_id, language=visit.language)
    if isinstance(made, Refused):
        return _shown(visit, people_import_id, Faults(reasons=made.reasons, status=409))
    return download(made, "people-remarks.xlsx")


@router.post("/people/imports/{people_import_id}/decide")
def decide(visit: Entered, people_import_id: int) -> Response:
    fields = visit.fields
    decisions: dict[str, Decision] = {
        name.removeprefix("row-"): int(said) if said.isascii() and said.isdigit() and len(said) < 10 else said
        for name, said in fields.items()
        if name.startswith("row-") and said
    }

    def flow(tx: Connection) -> int | Refused:
        return decide_people(
            tx,
            by=visit.by,
            import_id=people_import_id,
            decisions=decisions,
            version=fields.number_if_given("version"),
        )

    return visit.change(
        flow,
        done=lambda kept: Went(_at(people_import_id), Words(f"Решений записано: {kept}", f"Decisions kept: {kept}")),
        again=lambda faults: _shown(visit, people_import_id, faults),
    )


@router.post("/people/imports/{people_import_id}/load")
def load(visit: Entered, people_import_id: int) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> PeopleLoaded | Refused:
        return load_people(
            tx,
            by=visit.by,
            import_id=people_import_id,
            good_only=fields.ticked("good"),
            version=fields.number_if_given("version"),
        )

    def done(made: PeopleLoaded) -> Went:
        words = Words(
            f"Добавлено: {made.added}, изменено: {made.changed}, пропущено строк: {made.left}",
            f"Added: {made.added}, changed: {made.changed}, rows left out: {made.left}",
        )
        return Went(_at(people_import_id), words, Undo(f"{_at(people_import_id)}/undo"))

    def again(faults: Faults) -> Response:
        few = Faults(faults.fields, faults.reasons[:_MOST_REASONS], faults.status)
        return _shown(visit, people_import_id, few)

    return visit.change(flow, done=done, again=again)


@router.post("/people/imports/{people_import_id}/undo")
def undo(visit: Entered, people_import_id: int) -> Response:
    def flow(tx: Connection) -> PeopleUndone | Refused:
        return undo_people(tx, by=visit.by, import_id=people_import_id)

    def done(made: PeopleUndone) -> Went:
        words = Words(
            f"Загрузка отменена: убрано {made.removed}, возвращено прежнее у {made.restored}",
            f"Undone: {made.removed} removed, {made.restored} restored",
        )
        return Went("/people", words)

    return visit.change(flow, done=done, again=lambda faults: _shown(visit, people_import_id, faults))


@router.post("/people/imports/{people_import_id}/drop")
def drop(visit: Entered, people_import_id: int) -> Response:
    def flow(tx: Connection) -> int | Refused:
        return drop_people(tx, by=visit.by, import_id=people_import_id)

    words = Words("Файл убран, из него ничего не сохранено", "The file is dropped, nothing of it is kept")
    return visit.change(
        flow,
        done=lambda _: Went("/people/import", words),
        again=lambda faults: _shown(visit, people_import_id, faults),
    )


def _form(visit: Visit, faults: Faults) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        inside = below([here.place.path])
        places = organisations.listing(tx, visible=inside)
        earlier = people_imports.listing(tx, visible=inside, most=10)
    return visit.page(
        "people/import.html",
        here=here,
        places=[(one.path, one.name) for one in places[:_CHOICES]],
        chosen=visit.fields.raw("org") or here.place.path,
        earlier=[one for one in earlier if visit.names_shown(one.path) or one.actor_id == visit.who.person_id],
        faults=faults,
    )


def _shown(visit: Visit, import_id: int, faults: Faults) -> Response:
    only, page = visit.asked("only"), visit.asked("page")
    with visit.read() as tx:
        _own(tx, visit, import_id)
        sheet = show_people_import(
            tx,
            by=visit.by,
            import_id=import_id,
            only=only if only in ONLY else "",
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )
    return visit.page(
        "people/preview.html",
        sheet=sheet,
        faults=faults,
        actions=ACTIONS,
        filters=[one for one in FILTERS if not one[0] or one[0] == "fault" or sheet.counts.get(one[0])],
        kinds=KINDS,
    )


def _own(tx: Connection, visit: Visit, import_id: int) -> None:
    """A file names people: it is read in its organisation, and by whoever brought it."""
    row = people_imports.get(tx, import_id)
    brought = row is not None and row.actor_id == visit.who.person_id
    if visit.home is not None and not visit.names_shown(visit.home.path) and not brought:
        raise Missing


def _at(import_id: int) -> str:
    return f"/people/imports/{import_id}"
