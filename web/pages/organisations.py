"""`/organisations`: the tree with figures, one organisation, a new one below it, what it is called and lives by."""

from collections.abc import Iterator

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.permissions import PERMISSIONS, ROLE_TITLES
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage.organisations import OrganisationKind, OrganisationRow
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults
from web.tree import spot
from web.visit import Visit
from web.went import Went
from workflows.add_organisation import ABOVE, add_organisation
from workflows.change_organisation import OrganisationChanges, change_organisation
from workflows.found_installation import RUSSIAN_ZONES
from workflows.show_organisations import OrganisationLine, show_organisation, show_organisations

router = APIRouter()

_ROWS = 100
KINDS: dict[str, Words] = {
    "region": Words("регион", "region"),
    "municipality": Words("муниципалитет", "municipality"),
    "school": Words("школа", "school"),
    "partner": Words("организация-партнёр", "partner organisation"),
}
WEEKS = {5: Words("пять рабочих дней", "five working days"), 6: Words("шесть рабочих дней", "six working days")}
_TITLES = {str(role): title for role, title in ROLE_TITLES.items()}
_HEADINGS = (
    Words("Организация", "Organisation"),
    Words("Вид", "Kind"),
    Words("Организаций ниже", "Organisations below"),
    Words("Участников", "People"),
    Words("Пар в работе", "Pairs at work"),
    Words("Просрочено", "Overdue"),
    Words("Кто отвечает", "In charge"),
)


@router.get("/organisations")
def organisations(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        page = show_organisations(tx, here.place, at=visit.now)
    begin = _begin(visit)
    return visit.page(
        "organisations/organisations.html",
        here=here,
        lines=page.lines[begin : begin + _ROWS],
        begin=begin,
        following=begin + _ROWS if len(page.lines) > begin + _ROWS else 0,
        kinds=KINDS,
        may_add=_may_add(visit, here.place),
    )


@router.get("/organisations/xlsx")
def as_file(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        page = show_organisations(tx, here.place, at=visit.now)
    title = visit.say(Words("Организации", "Organisations"))
    sheet = Sheet(title, [visit.say(one) for one in _HEADINGS], _rows(page.lines, visit))
    return download(spreadsheet(sheet), "organisations.xlsx")


@router.get("/organisations/new")
def new(visit: Entered) -> Response:
    return _form(visit, NONE)


@router.post("/organisations/new")
def add(visit: Entered) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> OrganisationRow | Refused:
        return add_organisation(
            tx,
            by=visit.by,
            name=fields.line("name"),
            kind=fields.choice("kind", KINDS),
            parent=fields.line("org"),
            timezone=fields.line("timezone", optional=True) or None,
            week=fields.number("week"),
        )

    return visit.change(
        flow,
        done=lambda made: Went(
            f"/organisations/{made.id}", Words("Организация добавлена", "The organisation is added")
        ),
        again=lambda faults: _form(visit, faults),
    )


@router.get("/organisations/{organisation_id}")
def organisation(visit: Entered, organisation_id: int) -> Response:
    return _shown(visit, organisation_id, NONE)


@router.post("/organisations/{organisation_id}")
def change(visit: Entered, organisation_id: int) -> Response:
    fields = visit.fields
    return visit.change(
        lambda tx: change_organisation(
            tx,
            by=visit.by,
            organisation_id=organisation_id,
            changes=OrganisationChanges(
                name=fields.line("name"), timezone=fields.line("timezone"), week=fields.number("week")
            ),
            version=fields.number("version"),
        ),
        done=lambda _: Went(f"/organisations/{organisation_id}", Words("Сохранено", "Saved")),
        again=lambda faults: _shown(visit, organisation_id, faults),
    )


def _begin(visit: Visit) -> int:
    asked = visit.asked("from")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0


def _shown(visit: Visit, organisation_id: int, faults: Faults) -> Response:
    with visit.read() as tx:
        sheet = show_organisation(tx, by=visit.by, organisation_id=organisation_id)
    row, fields = sheet.row, visit.fields
    roles = visit.roles_on(row.path)
    sent = faults.any
    return visit.page(
        "organisations/organisation.html",
        sheet=sheet,
        row=row,
        faults=faults,
        kinds=KINDS,
        weeks=[(days, visit.say(words)) for days, words in WEEKS.items()],
        zones=_zones(visit, row.timezone),
        given={
            "name": fields.raw("name") if sent else row.name,
            "timezone": fields.raw("timezone") if sent else row.timezone,
            "week": fields.raw("week") if sent else row.week,
        },
        may_change=not roles.isdisjoint(PERMISSIONS["organisation.change"]),
        may_add=_may_add(visit, row),
        may_see_days=not roles.isdisjoint(("administrator", "head", "curator")),
    )


def _form(visit: Visit, faults: Faults) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
    kinds = _kinds_below(here.place)
    if not kinds:
        raise BadInput("org", "Внутри этой организации других не бывает", "There is nothing inside this organisation")
    fields, sent = visit.fields, faults.any
    return visit.page(
        "organisations/new.html",
        here=here,
        faults=faults,
        kinds=[(kind, visit.say(KINDS[kind])) for kind in kinds],
        weeks=[(days, visit.say(words)) for days, words in WEEKS.items()],
        zones=_zones(visit, here.place.timezone),
        given={
            "name": fields.raw("name"),
            "kind": fields.raw("kind") or kinds[0],
            "timezone": fields.raw("timezone") if sent else here.place.timezone,
            "week": fields.raw("week") if sent else here.place.week,
        },
    )


def _kinds_below(place: OrganisationRow) -> list[OrganisationKind]:
    return [kind for kind, above in ABOVE.items() if place.kind in above]


def _may_add(visit: Visit, place: OrganisationRow) -> bool:
    may = not visit.roles_on(place.path).isdisjoint(PERMISSIONS["organisation.add"])
    return may and bool(_kinds_below(place))


def _zones(visit: Visit, current: str) -> list[tuple[str, str]]:
    known = [(zone, visit.say(words)) for zone, words in RUSSIAN_ZONES]
    return known if any(zone == current for zone, _ in known) else [(current, current), *known]


def _rows(lines: tuple[OrganisationLine, ...], visit: Visit) -> Iterator[list[Cell]]:
    for one in lines:
        held = (f"{visit.say(_TITLES[who.role])}: {who.name}" for who in one.in_charge)
        yield [
            one.name,
            visit.say(KINDS[one.kind]),
            one.below or None,
            one.people,
            one.pairs,
            one.late,
            "\n".join(held),
        ]
