"""`/people`: who belongs where, with roles and consents; found by the beginning of a name; somebody new."""

from collections.abc import Iterator

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.lifecycle.needs.consents import CONSENT_KINDS
from engine.permissions import PERMISSIONS, ROLE_TITLES
from engine.refusals import Refused
from engine.words import Words
from storage import organisations
from storage.people_list import WANTED, Wanted
from storage.scope import below
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults
from web.tree import spot
from web.visit import Visit
from web.went import Went
from workflows.add_person import NewPerson, PersonAdded, add_person
from workflows.find import find_organisation
from workflows.list_people import PeoplePage, PersonShown, list_people

router = APIRouter()

_ROWS = 50
_FILE_ROWS = 20_000
_CHOICES = 500
KINDS: dict[str, Words] = {
    "staff": Words("сотрудник", "member of staff"),
    "pupil": Words("школьник", "pupil"),
    "student": Words("студент", "student"),
    "employer": Words("работодатель или родитель", "employer or parent"),
}
FILTERS: dict[Wanted, Words] = {
    "all": Words("Все", "All"),
    "mentor": Words("Наставники", "Mentors"),
    "mentee": Words("Наставляемые", "Mentees"),
    "curator": Words("Кураторы", "Curators"),
    "young": Words("Молодые специалисты", "Young specialists"),
    "office": Words("С должностной ролью", "In office"),
    "staff": Words("Сотрудники", "Staff"),
    "pupil": Words("Школьники", "Pupils"),
    "student": Words("Студенты", "Students"),
    "employer": Words("Работодатели и родители", "Employers and parents"),
    "unsigned": Words("Без согласия", "Without consent"),
    "faulty": Words("Адрес не работает", "Bad address"),
    "disabled": Words("Отключены", "Disabled"),
}
_TITLES = {str(role): title for role, title in ROLE_TITLES.items()}
_HEADINGS = (
    Words("Фамилия, имя, отчество", "Name"),
    Words("Организация", "Organisation"),
    Words("Кто", "Kind"),
    Words("Должность", "Position"),
    Words("Почта", "Mail"),
    Words("Роли", "Roles"),
    Words("Согласия", "Consents"),
    Words("Пар", "Pairs"),
    Words("Может вести пар", "Capacity in pairs"),
)


@router.get("/people")
def people(visit: Entered) -> Response:
    return _list(visit, "")


@router.post("/people/search")
def search(visit: Entered) -> Response:
    """A name is sent, never written into an address."""
    return _list(visit, visit.fields.raw("q").strip()[:100])


@router.get("/people/xlsx")
def as_file(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        page = list_people(
            tx, here.place, wanted=_wanted(visit), most=_FILE_ROWS, named=visit.names_shown, at=visit.now
        )
    title = visit.say(Words("Участники", "People"))
    sheet = Sheet(title, [visit.say(one) for one in _HEADINGS], _rows(page, visit))
    return download(spreadsheet(sheet), "people.xlsx")


@router.get("/people/new")
def new(visit: Entered) -> Response:
    return _form(visit, NONE)


@router.post("/people/new")
def add(visit: Entered) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> PersonAdded | Refused:
        place = find_organisation(tx, fields.line("org"), by=visit.by, field="org")
        told = NewPerson(
            name=fields.line("name"),
            email=fields.line("email", optional=True, longest=254),
            kind=fields.choice("kind", KINDS),
            position=fields.line("position", optional=True),
        )
        return add_person(tx, by=visit.by, organisation_id=place.id, told=told)

    return visit.change(
        flow,
        done=lambda made: Went(
            f"/people/{made.id}", Words("Участник добавлен. Запишите согласие", "Added. Record the consent")
        ),
        again=lambda faults: _form(visit, faults),
    )


def number_of(person_id: int) -> Words:
    """What stands for a name where it is not shown."""
    nbsp = "\N{NO-BREAK SPACE}"
    return Words(f"Участник №{nbsp}{person_id}", f"Participant No{nbsp}{person_id}")


def _list(visit: Visit, said: str) -> Response:
    wanted = _wanted(visit)
    after = visit.asked("after")
    with visit.read() as tx:
        here = spot(tx, visit)
        page = list_people(
            tx,
            here.place,
            wanted=wanted,
            said=said,
            most=_ROWS,
            named=visit.names_shown,
            at=visit.now,
            after=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0,
        )
    return visit.page(
        "people/people.html",
        here=here,
        page=page,
        wanted=wanted,
        said=said,
        filters=FILTERS,
        kinds=KINDS,
        consents=CONSENT_KINDS,
        number_of=number_of,
        may_add=not visit.roles_on(here.place.path).isdisjoint(PERMISSIONS["person.add"]),
        first=not after,
    )


def _form(visit: Visit, faults: Faults) -> Response:
    """The organisation is chosen where the visitor's office reaches further than one."""
    with visit.read() as tx:
        here = spot(tx, visit)
        places = organisations.listing(tx, visible=below([here.place.path]))
    return visit.page(
        "people/new.html",
        here=here,
        places=[(one.path, one.name) for one in places[:_CHOICES]],
        kinds_said=[(kind, visit.say(title)) for kind, title in KINDS.items()],
        faults=faults,
        given={name: visit.fields.raw(name) for name in ("name", "email", "kind", "position")},
    )


def _wanted(visit: Visit) -> Wanted:
    asked = visit.fields.raw("show") or visit.asked("show")
    return asked if asked in WANTED else "all"


def _rows(page: PeoplePage, visit: Visit) -> Iterator[list[Cell]]:
    for one in page.lines:
        row = one.row
        yield [
            row.name if one.named else visit.say(number_of(row.id)),
            row.organisation,
            visit.say(KINDS[row.kind]),
            row.position if one.named else "",
            row.email if one.named else "",
            ", ".join(dict.fromkeys(visit.say(_TITLES[role]) for role in _roles(one))),
            ", ".join(visit.say(title) for kind, title in CONSENT_KINDS.items() if kind in one.consents),
            sum(one.pairs.values()) or None,
            one.capacity,
        ]


def _roles(one: PersonShown) -> Iterator[str]:
    yield from (held.role for held in one.roles)
    yield from (role for role in one.pairs if role != "curator")
