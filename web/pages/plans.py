"""`/plans`: every individual plan below an organisation, how far it is, what is late or not approved; as a file too."""

from collections.abc import Iterator

from fastapi import APIRouter, Response

from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.refusals import BadInput
from engine.words import Words
from storage.organisations import OrganisationRow
from storage.plan_list import Show
from web.download import download
from web.entering import Entered
from web.refusing import Missing
from web.visit import Visit
from workflows.find import find_organisation
from workflows.list_plans import SHOWS, PlanPage, list_plans

router = APIRouter()

_MOST = 100
_MOST_IN_FILE = 20_000
_HEADINGS = (
    Words("Организация", "Organisation"),
    Words("Пара №", "Pair No"),
    Words("Участники", "People"),
    Words("Программа", "Programme"),
    Words("Пунктов", "Lines"),
    Words("Выполнено", "Done"),
    Words("Выполнено, %", "Done, %"),
    Words("Просрочено", "Late"),
    Words("Ближайший срок", "Next day"),
    Words("Утверждён", "Approved"),
    Words("Редакция", "Edition"),
)


@router.get("/plans")
def plans(visit: Entered) -> Response:
    place, found = _found(visit, _MOST)
    return visit.page("plans/list.html", place=place, found=found, show=_show(visit), org=visit.asked("org"))


@router.get("/plans/xlsx")
def as_file(visit: Entered) -> Response:
    _, found = _found(visit, _MOST_IN_FILE)
    sheet = Sheet(visit.say(Words("Планы", "Plans")), [visit.say(title) for title in _HEADINGS], _rows(found))
    return download(spreadsheet(sheet), "plans.xlsx")


def _found(visit: Visit, most: int) -> tuple[OrganisationRow, PlanPage]:
    path = visit.asked("org") or (visit.place.path if visit.place else "")
    if not visit.scope.sees(path):
        raise Missing
    after = visit.asked("after")
    with visit.read() as tx:
        try:
            place = find_organisation(tx, path, by=visit.by, field="org")
        except BadInput:
            raise Missing from None
        return place, list_plans(
            tx,
            place,
            show=_show(visit),
            most=most,
            named=visit.names_shown,
            at=visit.now,
            after=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0,
        )


def _show(visit: Visit) -> Show:
    for one in SHOWS:
        if one == visit.asked("show"):
            return one
    return "all"


def _rows(found: PlanPage) -> Iterator[list[Cell]]:
    for line in found.lines:
        row = line.row
        yield [
            row.organisation,
            row.number,
            line.names,
            row.programme,
            row.items,
            row.done,
            line.percent,
            row.late,
            row.next_due,
            row.approved_on,
            row.edition,
        ]
