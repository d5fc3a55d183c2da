"""`/people/registers`: mentees, mentors, young specialists and teachers, counts for statistics, on any day."""

from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import quote

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents import register_docx
from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.permissions import GIVEN_BY
from engine.refusals import BadInput, Refused
from engine.typed_days import read_day
from engine.words import Words
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults, of_bad_input
from web.pages.person import show_person_page
from web.tree import Spot, spot
from web.visit import Visit
from web.went import Undo, Went
from workflows.find import find_organisation
from workflows.grant_role import NewGrant, RoleGranted, grant_role
from workflows.show_registers import TABS, TITLES, RegisterName, RegisterTable, show_register
from workflows.show_registers import Cell as Told

router = APIRouter()

_ROWS = 200
_EMPTY = Words("На этот день записей нет.", "Nothing on this day.")


@router.get("/people/registers")
def registers(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        day, faults = _day(visit, here)
        table = show_register(tx, here.place, _tab(visit), day=day, named=visit.names_shown)
    return visit.page(
        "people/registers.html",
        here=here,
        table=table,
        day=day,
        typed=visit.asked("on") or f"{day:%d.%m.%Y}",
        faults=faults,
        tabs=TABS,
        rows=[_cells(visit, row) for row in table.rows[:_ROWS]],
        more=max(len(table.rows) - _ROWS, 0),
        form=visit.parts.statistics_form,
        grantable=table.people[:_ROWS] if _may_grant(visit, here) else (),
    )


@router.post("/people/{person_id}/mentor")
def make_mentor(visit: Entered, person_id: int) -> Response:
    """One click in the list of potential mentors: the role in the person's own organisation, from today on."""

    def flow(tx: Connection) -> RoleGranted | Refused:
        assert visit.home is not None  # noqa: S101  # the policy has found the person
        home = find_organisation(tx, visit.home.path, by=visit.by, field="org")
        told = NewGrant(person_id=person_id, role="mentor", organisation_id=home.id, from_day=visit.today)
        return grant_role(tx, by=visit.by, told=told)

    def done(made: RoleGranted) -> Went:
        words = Words("Роль наставника дана", "The mentor's role is granted")
        return Went(
            f"/people/registers?tab=potential&org={quote(visit.fields.raw('org'))}",
            words,
            Undo(f"/people/{person_id}/roles/{made.id}/revoke"),
        )

    return visit.change(flow, done=done, again=lambda faults: show_person_page(visit, person_id, faults))


@router.get("/people/registers/xlsx")
def as_sheet(visit: Entered) -> Response:
    table, _ = _asked(visit)
    titles = [visit.say(one) for one in table.columns]
    sheet = Sheet(visit.say(TABS[table.name]), titles, (_cells(visit, row) for row in table.rows))
    return download(spreadsheet(sheet), f"register-{table.name}.xlsx")


@router.get("/people/registers/docx")
def as_document(visit: Entered) -> Response:
    table, here = _asked(visit)
    content = register_docx.register_docx(
        visit.say(table.title),
        list(_lines(visit, table, here)),
        [visit.say(one) for one in table.columns],
        (_cells(visit, row) for row in table.rows),
        empty=visit.say(_EMPTY),
    )
    return download(content, f"register-{table.name}.docx", media_type=register_docx.MEDIA_TYPE)


def _asked(visit: Visit) -> tuple[RegisterTable, Spot]:
    with visit.read() as tx:
        here = spot(tx, visit)
        day, _ = _day(visit, here)
        return show_register(tx, here.place, _tab(visit), day=day, named=visit.names_shown), here


def _lines(visit: Visit, table: RegisterTable, here: Spot) -> Iterator[str]:
    """What stands under the title: the form's name, whose register it is, of which day."""
    if table.name == "statistics" and visit.parts.statistics_form:
        yield visit.parts.statistics_form
    yield here.place.name
    yield visit.say(Words(f"по состоянию на {table.day:%d.%m.%Y}", f"as of {table.day.isoformat()}"))
    if table.unnamed:
        count = table.unnamed
        yield visit.say(Words(f"не названы участники других организаций: {count}", f"not named: {count}"))


def _day(visit: Visit, here: Spot) -> tuple[date, Faults]:
    today = here.place.today(visit.now)
    asked = visit.asked("on")
    if not asked:
        return today, NONE
    try:
        return read_day(asked, today=today, field="on"), NONE
    except BadInput as error:
        return today, of_bad_input(error)


def _may_grant(visit: Visit, here: Spot) -> bool:
    return not visit.roles_on(here.place.path).isdisjoint(GIVEN_BY["mentor"])


def _tab(visit: Visit) -> RegisterName:
    asked = visit.asked("tab")
    known: dict[str, RegisterName] = {name: name for name in TITLES}
    return known.get(asked, "mentees")


def _cells(visit: Visit, row: Sequence[Told]) -> list[Cell]:
    return [visit.say(cell) if isinstance(cell, Words) else cell for cell in row]
