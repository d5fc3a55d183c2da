"""`/papers`: the register with its search, the drafts, how papers are numbered; the register as a file."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.permissions import permitted
from engine.refusals import BadInput, Refused
from engine.typed_days import read_day
from engine.words import Words
from storage.papers import Wanted
from storage.scope import below
from storage.tables.papers import paper_drafts as table
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults
from web.paper_words import KINDS, PURPOSES
from web.tree import spot
from web.visit import Visit
from web.went import Went
from workflows.access import acting
from workflows.paper_forms import form_for
from workflows.propose_number import NumberingChanged, change_numbering, numberings
from workflows.show_papers import list_drafts, list_papers

router = APIRouter()

_HEADINGS = (
    Words("Дата", "Date"),
    Words("Номер", "Number"),
    Words("Вид", "Kind"),
    Words("О чём", "About"),
    Words("Документ", "Paper"),
    Words("Пар", "Pairs"),
    Words("Организация", "Organisation"),
    Words("Аннулирован", "Annulled"),
)


@router.get("/papers")
def papers(visit: Entered) -> Response:
    return _register(visit, "")


@router.post("/papers/search")
def search(visit: Entered) -> Response:
    """Words somebody looks for are no part of an address."""
    return _register(visit, visit.fields.line("text", optional=True))


@router.get("/papers/xlsx")
def as_file(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        found = list_papers(tx, visible=below([here.place.path]), wanted=_wanted(visit))
    sheet = Sheet(
        visit.say(Words("Журнал регистрации", "Register of papers")),
        [visit.say(one) for one in _HEADINGS],
        _rows(found),
    )
    return download(spreadsheet(sheet), f"papers-{visit.today:%Y-%m-%d}.xlsx")


@router.get("/papers/numbering")
def numbering(visit: Entered) -> Response:
    return _numbering(visit)


@router.post("/papers/numbering")
def renumber(visit: Entered) -> Response:
    def flow(tx: Connection) -> list[NumberingChanged] | Refused:
        here = spot(tx, visit)
        made: list[NumberingChanged] = []
        for one in numberings(tx, organisation_id=here.place.id, year=visit.today.year):
            said = visit.fields.raw(f"pattern-{one.kind}").strip()
            if not said or said == one.pattern:
                continue
            version = visit.fields.number_if_given(f"version-{one.kind}")
            try:
                changed = change_numbering(
                    tx, by=visit.by, organisation_id=here.place.id, kind=one.kind, pattern=said, version=version
                )
            except BadInput as error:
                raise BadInput(f"pattern-{one.kind}", error.words.ru, error.words.en) from None
            if isinstance(changed, Refused):
                return changed
            made.append(changed)
        return made

    org = visit.fields.raw("org")
    words = Words("Нумерация сохранена", "The numbering is saved")
    return visit.change(
        flow,
        done=lambda _: Went(f"/papers/numbering?org={org}" if org else "/papers/numbering", words),
        again=lambda faults: _numbering(visit, faults),
    )


def _register(visit: Visit, text: str) -> Response:
    wanted = _wanted(visit, text)
    with visit.read() as tx:
        here = spot(tx, visit)
        inside = below([here.place.path])
        found = list_papers(tx, visible=inside, wanted=wanted)
        may = here.own and permitted(acting(tx, visit.by, here.place.id), "paper.draft") is None
        # Drafts may hold names, and an observer opens none: only the organisation's own office reads them.
        drafts = list_drafts(tx, visible=table.c.organisation_id == here.place.id) if may else []
        forms = {row.form: form_for(tx, here.place.path, row.form).title for row in drafts}
    return visit.page(
        "papers/register.html",
        here=here,
        found=found,
        drafts=drafts,
        wanted=wanted,
        text=text,
        kinds=KINDS,
        purposes=PURPOSES,
        forms=forms,
        may=may,
    )


def _numbering(visit: Visit, faults: Faults = NONE) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        found = numberings(tx, organisation_id=here.place.id, year=visit.today.year)
    return visit.page("papers/numbering.html", here=here, found=found, kinds=KINDS, given=visit.fields, faults=faults)


def _wanted(visit: Visit, text: str = "") -> Wanted:
    kind, purpose = visit.asked("kind"), visit.asked("purpose")
    return Wanted(
        text=text,
        kind=kind if kind in KINDS else "",
        purpose=purpose if purpose in PURPOSES else "",
        since=_day(visit, "from"),
        until=_day(visit, "to"),
    )


def _day(visit: Visit, name: str) -> date | None:
    """A day of the address; one nobody can read asks for nothing."""
    try:
        return read_day(visit.asked(name), today=visit.today, field=name) if visit.asked(name).strip() else None
    except BadInput:
        return None


def _rows(found: Any) -> Iterator[list[Cell]]:
    for row in found:
        yield [
            row.dated,
            row.number,
            KINDS[row.kind].ru,
            PURPOSES[row.purpose].ru if row.purpose in PURPOSES else row.purpose,
            row.title,
            row.pairs,
            row.organisation,
            row.annulled_on,
        ]
