"""`/programmes`: forms of mentoring of an organisation with their periods; a new one."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import Refused
from engine.words import Words
from storage import organisations, programmes, roadmaps
from storage.scope import visible
from storage.tables.organisations import organisations as places_table
from storage.tables.programmes import programmes as table
from storage.tables.roadmaps import roadmaps as roadmaps_table
from web.entering import Entered
from web.faults import NONE, Faults
from web.pages.roadmap import OFFICE
from web.visit import Visit
from web.went import Went
from workflows.definitions.lifecycle_files import lifecycle, lifecycles
from workflows.find import find_organisation
from workflows.start_programme import ProgrammeStarted, start_programme

router = APIRouter()


@router.get("/programmes")
def listing(visit: Entered) -> Response:
    with visit.read() as tx:
        found = programmes.listing(tx, visible=visible(visit.scope, table.c.organisation_id))
        titles = {
            row.id: row.title
            for row in roadmaps.listing(tx, visible=visible(visit.scope, roadmaps_table.c.organisation_id))
        }
        places = organisations.listing(tx, visible=visible(visit.scope, places_table.c.id))
    return visit.page(
        "programmes/list.html",
        found=found,
        roadmaps=titles,
        names={place.path: place.name for place in places},
        lifecycles=_titles(),
        acts=not OFFICE.isdisjoint(visit.roles),
    )


@router.get("/programmes/new")
def new(visit: Entered) -> Response:
    return _form(visit, NONE)


@router.post("/programmes/new")
def start(visit: Entered) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> ProgrammeStarted | Refused:
        return start_programme(
            tx,
            by=visit.by,
            organisation=find_organisation(tx, fields.raw("org"), by=visit.by, field="org"),
            title=fields.line("title"),
            lifecycle=fields.choice("lifecycle", lifecycles()),
            roadmap_id=fields.number_if_given("roadmap"),
            starts=fields.day("from", today=visit.today),
            ends=fields.day("to", today=visit.today),
        )

    def done(made: ProgrammeStarted) -> Went:
        words = Words(f"Программа «{made.title}» начата", f"The programme “{made.title}” is started")
        return Went("/programmes", words)

    return visit.change(flow, done=done, again=lambda faults: _form(visit, faults))


def _form(visit: Visit, faults: Faults) -> Response:
    wanted = visit.fields.raw("org") or visit.asked("org") or (visit.place.path if visit.place else "")
    with visit.read() as tx:
        places = organisations.listing(tx, visible=visible(visit.scope, places_table.c.id))
        chosen = next((place for place in places if place.path == wanted), None)
        own = roadmaps.listing(tx, visible=roadmaps_table.c.organisation_id == chosen.id) if chosen is not None else []
    return visit.page(
        "programmes/new.html",
        places=[(place.path, place.name) for place in places if place.kind != "partner"],
        wanted=wanted,
        lifecycles=[(key, visit.say(title)) for key, title in _titles().items()],
        roadmaps=[(row.id, f"{row.title}, {row.period_start:%d.%m.%Y} – {row.period_end:%d.%m.%Y}") for row in own],
        given=visit.fields,
        faults=faults,
    )


def _titles() -> dict[str, Words]:
    return {key: lifecycle(key).title for key in lifecycles()}
