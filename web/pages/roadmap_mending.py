"""Mending a draft before it is accepted: a row, the head, a line that went into nothing. Each is a small form."""

from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.deadlines import read
from engine.refusals import BadInput, Refused
from engine.roadmap_mending import Mended, questions_of
from engine.words import Words
from storage import roadmap_imports
from web.entering import Entered
from web.faults import NONE, Faults
from web.pages.roadmap_import import show
from web.pages.roadmap_import_words import KINDS, ROLES, WORDS
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.clarify_item import Clarified, clarify_item
from workflows.mend_import import (
    HeadMending,
    LineMending,
    Mending,
    RowMending,
    UnassignedMending,
    check_period,
    mend_import,
)
from workflows.roadmap_import_at_hand import take_import
from workflows.show_import import show_import
from workflows.show_progress import understood

router = APIRouter()

_TEXTS = ("number", "activity", "deadline", "result", "document", "indicator")
_CHOICES = ("section", "responsible", "document_kind")
_LONGEST_ID = 10
_ANSWERS = frozenset({"deadline", "responsible", "person", "document_kind", "section", "number"})


@router.get("/roadmap/imports/{import_id}/rows/{row}")
def editing(visit: Entered, import_id: int, row: str) -> Response:
    return _form(visit, import_id, row)


@router.get("/roadmap/imports/{import_id}/rows/{row}/shown")
def shown(visit: Entered, import_id: int, row: str) -> Response:
    """The row alone as it is now: what a mended form turns into where scripts run."""
    return _row_page(visit, import_id, row, "roadmap_import/row.html", NONE)


@router.post("/roadmap/imports/{import_id}/rows/{row}")
def mend(visit: Entered, import_id: int, row: str) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> Mended | Refused:
        values: dict[str, Any] = {name: fields.raw(name) for name in (*_TEXTS, *_CHOICES) if _sent(visit, name)}
        if _sent(visit, "person"):
            values["person"] = fields.number_if_given("person")
        before = _edits(tx, visit, import_id, row)
        values = {name: value for name, value in values.items() if not _as_read(name, value, before)}
        return _mend(tx, visit, import_id, RowMending(row, values, fields.raw("seen") or None))

    return visit.change(
        flow, done=lambda _: _went(visit, import_id, row), again=lambda faults: _form(visit, import_id, row, faults)
    )


@router.post("/roadmap/imports/{import_id}/rows/{row}/answer")
def answer(visit: Entered, import_id: int, row: str) -> Response:
    """One click: a candidate is taken, what stands there is right, the row is left out or taken back."""
    fields = visit.fields
    undo: dict[str, str] = {}

    def flow(tx: Connection) -> Mended | Refused:
        name, value = fields.raw("field"), fields.raw("value")
        values: dict[str, Any]
        match name:
            case "sure":
                values = {"sure": value}
            case "drop":
                values = {"drop": bool(value) or None}
                undo.update({"field": "drop", "value": "" if value else "1"})
            case "person":
                values = {"person": fields.number("value")}
            case _ if name in _ANSWERS:
                values = {name: value}
            case _:
                raise BadInput("field", "Этого здесь нельзя изменить", "This cannot be changed here")
        return _mend(tx, visit, import_id, RowMending(row, values))

    def done(_: Mended) -> Went:
        went = _went(visit, import_id, row)
        if not undo:
            return went
        left_out = Words("Пункт не войдёт в карту", "The row will be left out")
        back = Words("Пункт снова в карте", "The row is in again")
        again = Undo(f"/roadmap/imports/{import_id}/rows/{row}/answer", undo)
        return Went(went.url, back if undo["value"] else left_out, again)

    return visit.change(flow, done=done, again=lambda faults: show(visit, import_id, faults))


@router.post("/roadmap/imports/{import_id}/head")
def mend_head(visit: Entered, import_id: int) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> Mended | Refused:
        start = fields.day_if_given("from", today=visit.today)
        end = fields.day_if_given("to", today=visit.today)
        if (start is None) != (end is None):
            raise BadInput("to" if start else "from", "Нужны оба дня", "Both days are needed")
        period = check_period(start, end) if start and end else None
        title = fields.raw("title").strip()
        return _mend(tx, visit, import_id, HeadMending(title or None, period))

    words = Words("Название и период записаны", "Title and period are kept")
    return visit.change(
        flow,
        done=lambda _: Went(f"/roadmap/imports/{import_id}", words),
        again=lambda faults: show(visit, import_id, faults),
    )


@router.post("/roadmap/imports/{import_id}/unassigned")
def appoint(visit: Entered, import_id: int) -> Response:
    """One answer for every row that names nobody."""
    role, _, person = visit.fields.raw("who").partition(":")

    def flow(tx: Connection) -> Mended | Refused:
        if not role:
            raise BadInput("who", "Выберите, кто отвечает", "Choose who is responsible")
        named = int(person) if person.isascii() and person.isdigit() and len(person) < _LONGEST_ID else None
        if role == "person" and named is None:
            raise BadInput("who", "Выберите, кто отвечает", "Choose who is responsible")
        return _mend(tx, visit, import_id, UnassignedMending("" if role == "person" else role, named))

    words = Words("Ответственный назначен во всех пунктах, где его не было", "Everybody without one has a responsible")
    return visit.change(
        flow,
        done=lambda _: Went(f"/roadmap/imports/{import_id}", words),
        again=lambda faults: show(visit, import_id, faults),
    )


@router.post("/roadmap/imports/{import_id}/lines/{line}")
def say_line(visit: Entered, import_id: int, line: str) -> Response:
    """What a line that went into nothing is."""
    said = visit.fields.raw("said")

    def flow(tx: Connection) -> Mended | Refused:
        return _mend(tx, visit, import_id, LineMending(line, said))

    def done(_: Mended) -> Went:
        told = {
            "item": Words("Строка стала пунктом", "The line became a row"),
            "section": Words("Строка стала разделом", "The line became a section"),
            "drop": Words("Строка не нужна", "The line is not needed"),
        }
        undo = Undo(f"/roadmap/imports/{import_id}/lines/{line}", {"said": ""})
        if said == "item":
            return Went(f"/roadmap/imports/{import_id}/rows/u{line}", told[said], undo)
        return Went(f"/roadmap/imports/{import_id}#left", told.get(said), undo if said else None)

    return visit.change(flow, done=done, again=lambda faults: show(visit, import_id, faults))


@router.post("/roadmap/items/{item_id}/clarify")
def clarify(visit: Entered, item_id: int) -> Response:
    """Of a row in force: what the file left unclear stands as it is."""

    def flow(tx: Connection) -> Clarified | Refused:
        return clarify_item(tx, by=visit.by, item_id=item_id)

    words = Words("Пункт верен как есть", "The row is right as it is")
    return visit.change(flow, done=lambda made: Went(f"/roadmap/items/{made.item_id}", words))


@router.post("/roadmap/imports/{import_id}/understood")
def understanding(visit: Entered, import_id: int) -> Response:
    """How a deadline would be understood; changes nothing. It is a POST so that the words stay out of addresses."""
    text = visit.fields.raw("deadline")[:1000]
    with visit.read() as tx:
        period = take_import(tx, by=visit.by, import_id=import_id, verb="roadmap.mend").review.period
    meaning = read(text, period).deadline
    return visit.page(
        "roadmap_import/understood.html",
        words=understood(meaning.kind, meaning.value, source=""),
        questions=questions_of(meaning, text, period),
    )


def _form(visit: Visit, import_id: int, row: str, faults: Faults = NONE) -> Response:
    return _row_page(visit, import_id, row, "roadmap_import/edit.html", faults)


def _row_page(visit: Visit, import_id: int, row: str, template: str, faults: Faults) -> Response:
    with visit.read() as tx:
        stored = roadmap_imports.get(tx, import_id)
        if stored is None or not stored.reading:
            raise Missing
        sheet = show_import(tx, by=visit.by, import_id=import_id, named=visit.names_shown, row=row)
    if not sheet.rows:
        raise Missing
    choices: dict[str, Any] = {
        name: [(key, visit.say(words)) for key, words in offered.items()]
        for name, offered in (("kinds", KINDS), ("roles", ROLES))
    }
    sections = [(one.number, f"{one.number}. {one.title}") for one in sheet.review.sections]
    told = WORDS | (choices if template.endswith("edit.html") else {})
    return visit.page(
        template,
        sheet=sheet,
        one=sheet.rows[0],
        sections=sections,
        given=visit.fields,
        faults=faults,
        **told,
    )


def _mend(tx: Connection, visit: Visit, import_id: int, mending: Mending) -> Mended | Refused:
    return mend_import(tx, by=visit.by, import_id=import_id, mending=mending)


def _sent(visit: Visit, name: str) -> bool:
    return bool(visit.fields.every(name))


def _edits(tx: Connection, visit: Visit, import_id: int, row: str) -> dict[str, Any]:
    """The values of the row as its form showed them."""
    review = take_import(tx, by=visit.by, import_id=import_id, verb="roadmap.mend").review
    found = next((one for one in review.rows if one.name == row), None)
    if found is None:
        raise Missing
    item = found.item
    texts = {name: getattr(item, name).text for name in ("activity", "deadline", "result", "document", "indicator")}
    return texts | {
        "number": item.number,
        "section": item.section,
        "responsible": item.who.roles[0] if item.who.roles else "",
        "document_kind": item.document_kinds[0] if item.document_kinds else "",
        "person": found.person_id,
    }


def _as_read(name: str, value: object, before: dict[str, Any]) -> bool:
    """Whether a field came back as it was shown; line ends of a browser are no change."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip() == str(before[name] or "").strip()
    return bool(value == before[name])


def _went(visit: Visit, import_id: int, row: str) -> Went:
    if visit.request.headers.get("hx-request"):
        return Went(f"/roadmap/imports/{import_id}/rows/{row}/shown")
    back = visit.fields.raw("back")
    query = f"?{back}" if back and all(letter.isalnum() or letter in "=&" for letter in back) else ""
    return Went(f"/roadmap/imports/{import_id}{query}#row-{row}")
