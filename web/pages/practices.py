"""`/practices`: the bank of best practices with its search; one practice; the package for the regional centre."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Sheet, spreadsheet
from engine.permissions import permitted
from engine.refusals import Refused
from engine.words import Words
from storage import item_sheet, practices
from storage.scope import below
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults
from web.refusing import Missing
from web.tree import spot
from web.visit import Visit
from web.went import Undo, Went
from workflows.access import acting
from workflows.definitions.lifecycle_files import lifecycle, lifecycles
from workflows.find_practices import find_practices
from workflows.keep_practice import (
    Practice,
    PracticeKept,
    keep_practice,
    publish_practice,
    withdraw_practice,
)
from workflows.send_practices import PracticesSent, pack_practices, send_practices

router = APIRouter()

STATES = {
    "draft": Words("черновик", "draft"),
    "published": Words("опубликована", "published"),
    "sent": Words("отправлена", "sent"),
}
_HEADINGS = (
    Words("Год", "Year"),
    Words("Название", "Title"),
    Words("Форма", "Form"),
    Words("Кратко", "Summary"),
    Words("Результат", "Result"),
    Words("Метки", "Tags"),
    Words("Ссылка", "Link"),
    Words("Организация", "Organisation"),
    Words("Состояние", "State"),
)
_MOST_AUTHORS = 400


@router.get("/practices")
def bank(visit: Entered) -> Response:
    return _bank(visit, "")


@router.post("/practices/search")
def search(visit: Entered) -> Response:
    form = visit.fields.raw("form")
    return _bank(visit, visit.fields.line("text", optional=True), form if form in lifecycles() else "")


@router.get("/practices/xlsx")
def as_file(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        found = [one for one in _found(tx, here.place.path) if _open(visit, one)]
    rows = [
        (
            one.year,
            one.title,
            _form(visit, one.form),
            one.summary,
            one.result,
            one.tags,
            one.url,
            one.organisation,
            visit.say(STATES[one.state]),
        )
        for one in found
    ]
    sheet = Sheet(visit.say(Words("Практики", "Practices")), [visit.say(one) for one in _HEADINGS], rows)
    return download(spreadsheet(sheet), f"practices-{visit.today:%Y-%m-%d}.xlsx")


@router.get("/practices/new")
def new(visit: Entered) -> Response:
    return _form_page(visit)


@router.post("/practices/new")
def keep_new(visit: Entered) -> Response:
    def flow(tx: Connection) -> PracticeKept | Refused:
        _inside(tx, visit)
        return keep_practice(tx, by=visit.by, organisation_id=spot(tx, visit).place.id, told=_told(visit))

    words = Words("Практика записана", "The practice is kept")
    return visit.change(
        flow, done=lambda made: Went(f"/practices/{made.id}", words), again=lambda faults: _form_page(visit, faults)
    )


@router.get("/practices/package")
def package(visit: Entered) -> Response:
    """The ZIP as it would go now; nothing is noted."""
    with visit.read() as tx:
        here = spot(tx, visit)
        if not here.own:
            raise Missing
        made = pack_practices(tx, by=visit.by, organisation=here.place)
    if isinstance(made, Refused):
        return _bank(visit, "", faults=Faults(reasons=made.reasons, status=409))
    return download(made.content, f"practices-{visit.today:%Y-%m-%d}.zip", media_type="application/zip")


@router.post("/practices/send")
def send(visit: Entered) -> Response:
    def flow(tx: Connection) -> PracticesSent | Refused:
        return send_practices(tx, by=visit.by, organisation=spot(tx, visit).place)

    def done(made: PracticesSent) -> Went:
        words = Words(f"Отмечено: отправлено практик {len(made.practices)}", f"Noted as sent: {len(made.practices)}")
        return Went("/practices", words)

    return visit.change(flow, done=done, again=lambda faults: _bank(visit, "", faults=faults))


@router.get("/practices/{practice_id}")
def practice(visit: Entered, practice_id: int) -> Response:
    return _one(visit, practice_id)


@router.get("/practices/{practice_id}/edit")
def editing(visit: Entered, practice_id: int) -> Response:
    return _form_page(visit, practice_id=practice_id)


@router.post("/practices/{practice_id}/edit")
def change(visit: Entered, practice_id: int) -> Response:
    def flow(tx: Connection) -> PracticeKept | Refused:
        _inside(tx, visit)
        found = practices.get(tx, practice_id)
        if found is None:
            raise Missing
        return keep_practice(
            tx,
            by=visit.by,
            organisation_id=found.organisation_id,
            told=_told(visit),
            practice_id=practice_id,
            version=visit.fields.number_if_given("version"),
        )

    words = Words("Практика сохранена", "The practice is saved")
    return visit.change(
        flow,
        done=lambda made: Went(f"/practices/{made.id}", words),
        again=lambda faults: _form_page(visit, faults, practice_id=practice_id),
    )


@router.post("/practices/{practice_id}/publish")
def publish(visit: Entered, practice_id: int) -> Response:
    def flow(tx: Connection) -> PracticeKept | Refused:
        return publish_practice(tx, by=visit.by, practice_id=practice_id)

    words, undo = Words("Практика опубликована", "Published"), Undo(f"/practices/{practice_id}/withdraw")
    return visit.change(
        flow,
        done=lambda _: Went(f"/practices/{practice_id}", words, undo),
        again=lambda faults: _one(visit, practice_id, faults),
    )


@router.post("/practices/{practice_id}/withdraw")
def withdraw(visit: Entered, practice_id: int) -> Response:
    def flow(tx: Connection) -> PracticeKept | Refused:
        return withdraw_practice(tx, by=visit.by, practice_id=practice_id)

    words, undo = Words("Практика снова черновик", "A draft again"), Undo(f"/practices/{practice_id}/publish")
    return visit.change(flow, done=lambda _: Went(f"/practices/{practice_id}", words, undo))


def _bank(visit: Visit, text: str, form: str = "", faults: Faults = NONE) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        found = [one for one in _found(tx, here.place.path, text, form) if _open(visit, one)]
        actor = acting(tx, visit.by, here.place.id)
        may, may_send = permitted(actor, "practice.keep") is None, permitted(actor, "practice.send") is None
    return visit.page(
        "practices/bank.html",
        here=here,
        found=found,
        text=text,
        form=form,
        forms=_forms(visit),
        states=STATES,
        form_of=partial(_form, visit),
        may=may and here.own,
        may_send=may_send and here.own and any(one.state != "draft" for one in found),
        faults=faults,
    )


def _one(visit: Visit, practice_id: int, faults: Faults = NONE) -> Response:
    with visit.read() as tx:
        found = next(iter(practices.chosen(tx, [practice_id])), None)
        if found is None or not _open(visit, found):
            raise Missing
        own = visit.names_shown(found.org_path)
        may = own and permitted(acting(tx, visit.by, found.organisation_id), "practice.keep") is None
        named = own or found.author_id in practices.consenting(tx, [found.author_id or 0])
    return visit.page(
        "practices/practice.html",
        one=found,
        named=named,
        may=may,
        states=STATES,
        form_of=partial(_form, visit),
        faults=faults,
    )


def _form_page(visit: Visit, faults: Faults = NONE, *, practice_id: int | None = None) -> Response:
    with visit.read() as tx:
        one = practices.get(tx, practice_id) if practice_id is not None else None
        _inside(tx, visit)
        place_id = one.organisation_id if one is not None else spot(tx, visit).place.id
        staff = item_sheet.staff_of(tx, place_id, most=_MOST_AUTHORS)
    return visit.page(
        "practices/form.html",
        one=one,
        given=visit.fields,
        authors=[(row.id, row.name) for row in staff],
        forms=_forms(visit),
        org=visit.fields.raw("org") or visit.asked("org"),
        faults=faults,
    )


def _inside(tx: Connection, visit: Visit) -> None:
    """A practice names its author: who only looks from above neither writes nor changes it."""
    if not (visit.names_shown(visit.home.path) if visit.home else spot(tx, visit).own):
        raise Missing


def _found(tx: Connection, path: str, text: str = "", form: str = "") -> list[Any]:
    return list(find_practices(tx, visible=below([path]), text=text, form=form))


def _open(visit: Visit, one: Any) -> bool:
    """Drafts belong to their own organisation."""
    return one.state != "draft" or visit.names_shown(one.org_path)


def _forms(visit: Visit) -> list[tuple[str, str]]:
    return [(key, visit.say(lifecycle(key).title)) for key in lifecycles()]


def _form(visit: Visit, key: str) -> str:
    return visit.say(lifecycle(key).title) if key in lifecycles() else ""


def _told(visit: Visit) -> Practice:
    fields = visit.fields
    return Practice(
        title=fields.line("title"),
        summary=fields.line("summary", optional=True, longest=500),
        body=fields.text("body", optional=True, longest=20_000),
        result=fields.text("result", optional=True, longest=20_000),
        url=fields.line("url", optional=True, longest=2000),
        tags=fields.line("tags", optional=True, longest=500),
        form=fields.raw("form"),
        year=fields.number_if_given("year") or 0,
        author_id=fields.number_if_given("author"),
    )
