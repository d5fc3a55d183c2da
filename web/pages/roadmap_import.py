"""`/roadmap/imports/{import_id}`: a school's own file beside what was understood of it, looked through, accepted."""

from typing import cast, get_args

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Sheet, spreadsheet
from engine.obligations import Past
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import roadmap_imports, roadmaps
from storage.roadmap_imports import ImportRow
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults, of_bad_input
from web.long_readings import LongReading
from web.pages.new_roadmap import places
from web.pages.roadmap_import_words import FILTERS, HEADINGS, PASTS, WORDS, cells, gone_quiet
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.accept_import import Accepted, accept_import
from workflows.access import forbidden
from workflows.begin_reading import begin_reading
from workflows.drop_import import drop_import, take_up_import
from workflows.find import find_organisation
from workflows.roadmap_import_at_hand import reads
from workflows.show_import import show_import
from workflows.start_import import Started, start_import
from workflows.undo_import import UNDOABLE_FOR, Undone, undo_import

router = APIRouter()

_SHOWN = ("", "doubts", "changed")
_MOST_CHANGES = 30


@router.get("/roadmap/{roadmap_id}/file")
def correcting(visit: Entered, roadmap_id: int) -> Response:
    """The form that takes a corrected file of a live roadmap."""
    return _upload_form(visit, NONE, into=roadmap_id)


@router.post("/roadmap/imports")
def upload(visit: Entered) -> Response:
    """Read the file while its sender waits; a long one is shown on its way."""
    fields = visit.fields
    path, into = fields.raw("org"), fields.number_if_given("into")

    def again(faults: Faults) -> Response:
        return _upload_form(visit, faults, into=into)

    try:
        given = fields.file("file")
        if given is None:
            raise BadInput("file", "Выберите файл", "Choose a file")
        with visit.read() as tx:
            place = find_organisation(tx, path, by=visit.by, field="org")
            refused = forbidden(tx, visit.by, "roadmap.import", place.id)
        if refused is not None:
            return again(Faults(reasons=refused.reasons, status=409))
        reading = LongReading(given.content).begin()
        if not reading.wait():
            return _on_its_way(visit, reading, place.id, into=into, size=len(given.content))
        found = reading.result()
    except BadInput as error:
        return again(of_bad_input(error))

    def flow(tx: Connection) -> Started | Refused:
        return start_import(tx, by=visit.by, organisation_id=place.id, found=found, into=into)

    def done(made: Started) -> Went:
        known = Words("Этот файл уже загружен: вот его черновик", "This file is here already: this is its draft")
        return Went(f"/roadmap/imports/{made.import_id}", known if made.again else None)

    return visit.change(flow, done=done, again=again)


@router.get("/roadmap/imports/{import_id}")
def review(visit: Entered, import_id: int) -> Response:
    return show(visit, import_id)


@router.get("/roadmap/imports/{import_id}/xlsx")
def as_file(visit: Entered, import_id: int) -> Response:
    """The whole review: the words of the file and how each was understood."""
    with visit.read() as tx:
        _read_one(tx, import_id)
        sheet = show_import(tx, by=visit.by, import_id=import_id, named=visit.names_shown, page=0, most=None)
    titles = [visit.say(title) for title in HEADINGS]
    return download(
        spreadsheet(Sheet(sheet.review.title or "—", titles, [cells(row, visit) for row in sheet.rows])),
        "roadmap-review.xlsx",
    )


@router.post("/roadmap/imports/{import_id}/accept")
def accept(visit: Entered, import_id: int) -> Response:
    fields = visit.fields
    past = fields.raw("past")
    past_of: dict[str, Past] = {
        name.removeprefix("past-"): cast(Past, said)
        for name, said in fields.items()
        if name.startswith("past-") and said in get_args(Past)
    }

    def flow(tx: Connection) -> Accepted | Refused:
        return accept_import(
            tx,
            by=visit.by,
            import_id=import_id,
            past=cast(Past, past) if past in get_args(Past) else "open",
            past_of=past_of,
            version=fields.number_if_given("version"),
        )

    def done(made: Accepted) -> Went:
        undo = Undo(f"/roadmap/imports/{import_id}/undo")
        return Went(f"/roadmap/{made.roadmap_id}", _accepted(made), undo)

    return visit.change(flow, done=done, again=lambda faults: show(visit, import_id, faults))


@router.post("/roadmap/imports/{import_id}/undo")
def undo(visit: Entered, import_id: int) -> Response:
    def flow(tx: Connection) -> Undone | Refused:
        return undo_import(tx, by=visit.by, import_id=import_id)

    def done(made: Undone) -> Went:
        if made.restored:
            return Went(f"/roadmap/{made.roadmap_id}", Words("Карта снова такая, как была", "It is again what it was"))
        return Went("/roadmap/new", Words("Загрузка отменена, карта не действует", "Undone, it is not in force"))

    return visit.change(flow, done=done, again=lambda faults: show(visit, import_id, faults))


@router.post("/roadmap/imports/{import_id}/drop")
def drop(visit: Entered, import_id: int) -> Response:
    def flow(tx: Connection) -> int | Refused:
        return drop_import(tx, by=visit.by, import_id=import_id)

    def done(_: int) -> Went:
        undo = Undo(f"/roadmap/imports/{import_id}/keep")
        return Went("/roadmap/new", Words("Черновик убран", "The draft is dropped"), undo)

    return visit.change(flow, done=done, again=lambda faults: show(visit, import_id, faults))


@router.post("/roadmap/imports/{import_id}/keep")
def keep(visit: Entered, import_id: int) -> Response:
    def flow(tx: Connection) -> int | Refused:
        return take_up_import(tx, by=visit.by, import_id=import_id)

    words = Words("Черновик снова здесь", "The draft is here again")
    return visit.change(flow, done=lambda _: Went(f"/roadmap/imports/{import_id}", words))


def show(visit: Visit, import_id: int, faults: Faults = NONE) -> Response:
    """The page as the import is now: on its way, failed, a draft, settled."""
    with visit.read() as tx:
        row = _read_one(tx, import_id)
        if not reads(tx, visit.by, row):
            raise Missing
        source = roadmap_imports.source(tx, import_id) if row.state in ("reading", "failed") else {}
    if row.state in ("reading", "failed"):
        quiet = row.state == "reading" and gone_quiet(row, visit)
        return visit.page("roadmap_import/reading.html", row=row, source=source, quiet=quiet, faults=faults)
    only = visit.asked("only")
    with visit.read() as tx:
        sheet = show_import(
            tx,
            by=visit.by,
            import_id=import_id,
            named=visit.names_shown,
            page=_number(visit.asked("page")),
            only=only if only in _SHOWN else "",
        )
    undoable = row.state == "accepted" and row.accepted_at is not None and visit.now - row.accepted_at <= UNDOABLE_FOR
    return visit.page(
        "roadmap_import/review.html",
        sheet=sheet,
        undoable=undoable,
        given=visit.fields,
        faults=faults,
        most=_MOST_CHANGES,
        filters=[one for one in FILTERS if one[0] != "changed" or sheet.difference],
        pasts=PASTS,
        past_choices=[(key, visit.say(words)) for key, words in PASTS],
        **WORDS,
    )


def _on_its_way(visit: Visit, reading: LongReading, organisation_id: int, *, into: int | None, size: int) -> Response:
    started: list[int] = []

    def flow(tx: Connection) -> Started | Refused:
        return begin_reading(tx, by=visit.by, organisation_id=organisation_id, size=size, into=into)

    def done(made: Started) -> Went:
        started.append(made.import_id)
        return Went(f"/roadmap/imports/{made.import_id}")

    answer = visit.change(flow, done=done, again=lambda faults: _upload_form(visit, faults, into=into))
    if started:
        reading.hand_over(visit.parts.database, started[-1], by=visit.by, now=visit.parts.now)
    return answer


def _upload_form(visit: Visit, faults: Faults, *, into: int | None) -> Response:
    """The upload alone: for a corrected file, and again when something was wrong with the first try."""
    with visit.read() as tx:
        live = roadmaps.get(tx, into) if into is not None else None
        path = visit.fields.raw("org")
        found = places(tx, visit)
    if into is not None and (live is None or live.organisation_id not in {place.id for place in found}):
        raise Missing
    own = next((place.path for place in found if live is not None and place.id == live.organisation_id), "")
    return visit.page(
        "roadmap_import/upload.html",
        live=live,
        places=[(place.path, place.name) for place in found],
        chosen=own or path or (visit.place.path if visit.place else ""),
        faults=faults,
    )


def _read_one(tx: Connection, import_id: int) -> ImportRow:
    found = roadmap_imports.get(tx, import_id)
    assert found is not None  # noqa: S101  # the door has looked where it belongs
    return found


def _accepted(made: Accepted) -> Words:
    if made.corrected is None:
        return Words(
            f"Дорожная карта действует: пунктов {made.items}, вопросов куратору {made.questions}",
            f"The roadmap is live: {made.items} rows, {made.questions} questions to the curator",
        )
    one = made.corrected
    return Words(
        f"Карта исправлена: новых пунктов {one.added}, изменённых {one.changed}, снятых {one.gone}",
        f"The roadmap is corrected: {one.added} rows added, {one.changed} changed, {one.gone} gone",
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
