"""`/roadmap/new`: a built-in template becomes live: choose it, see what is past already, answer, done."""

from collections.abc import Iterator
from datetime import date
from typing import cast, get_args

from fastapi import APIRouter, Response
from sqlalchemy import Connection, and_, or_

from engine.obligations import Past
from engine.refusals import BadInput, Refused
from engine.typed_days import read_day
from engine.words import Words
from storage import item_sheet, organisations, roadmap_imports
from storage.organisations import OrganisationRow
from storage.scope import visible
from storage.tables.imports import roadmap_imports as imports
from storage.tables.organisations import organisations as table
from web.entering import Entered
from web.faults import NONE, Faults, of_bad_input
from web.visit import Visit
from web.went import Went
from workflows.apply_roadmap import Applied
from workflows.definitions.roadmap_files import template, templates
from workflows.find import find_organisation
from workflows.introduce_roadmap import introduce_roadmap, preview_roadmap
from workflows.roadmap_import_at_hand import workplaces

router = APIRouter()

_MOST_STAFF = 500
_MOST_DRAFTS = 20


@router.get("/roadmap/new")
def new(visit: Entered) -> Response:
    """Without `template`: which one; with it: what would be due, and the questions about it."""
    if not visit.asked("template"):
        return _choosing(visit, NONE)
    try:
        return _asking(visit, visit.asked("template"), visit.asked("org"), visit.asked("start"), NONE)
    except BadInput as error:
        return _choosing(visit, of_bad_input(error))


@router.post("/roadmap/new")
def introduce(visit: Entered) -> Response:
    fields = visit.fields
    key, path, start = fields.raw("template"), fields.raw("org"), fields.raw("start")

    def flow(tx: Connection) -> Applied | Refused:
        return introduce_roadmap(
            tx,
            by=visit.by,
            organisation_id=find_organisation(tx, path, by=visit.by, field="org").id,
            template_key=key,
            start=_start(start, visit),
            past_of={row: cast(Past, said) for row, said in _sent(visit, "past-") if said in get_args(Past)},
            people={row: _person(row, said) for row, said in _sent(visit, "person-") if said},
        )

    def done(made: Applied) -> Went:
        words = Words(
            f"Дорожная карта действует: пунктов {made.items}, вопросов куратору {made.questions}",
            f"The roadmap is live: {made.items} rows, {made.questions} questions to the curator",
        )
        return Went(f"/roadmap/{made.roadmap_id}", words)

    def again(faults: Faults) -> Response:
        try:
            return _asking(visit, key, path, start, faults)
        except BadInput as error:
            return _choosing(visit, of_bad_input(error))

    return visit.change(flow, done=done, again=again)


def _choosing(visit: Visit, faults: Faults) -> Response:
    with visit.read() as tx:
        found = places(tx, visit)
        own = or_(
            imports.c.organisation_id.in_(sorted(workplaces(tx, visit.by))), imports.c.actor_id == visit.by.person_id
        )
        drafts = roadmap_imports.listing(
            tx,
            visible=and_(visible(visit.scope, imports.c.organisation_id), own),
            states=("draft", "reading"),
            most=_MOST_DRAFTS,
        )
    return visit.page(
        "roadmap/choose.html",
        templates=[template(key) for key in templates()],
        drafts=drafts,
        places=[(place.path, place.name) for place in found],
        chosen=visit.asked("org") or (visit.place.path if visit.place else ""),
        faults=faults,
    )


def _asking(visit: Visit, key: str, path: str, start: str, faults: Faults) -> Response:
    with visit.read() as tx:
        place = find_organisation(tx, path, by=visit.by, field="org")
        ahead = preview_roadmap(tx, by=visit.by, organisation_id=place.id, template_key=key, start=_start(start, visit))
        staff = item_sheet.staff_of(tx, place.id, most=_MOST_STAFF) if visit.names_shown(place.path) else ()
    return visit.page(
        "roadmap/introduce.html",
        ahead=ahead,
        place=place,
        staff=[(one.id, one.name + (f" · {one.position}" if one.position else "")) for one in staff],
        start=start,
        given=visit.fields,
        faults=faults,
    )


def places(tx: Connection, visit: Visit) -> list[OrganisationRow]:
    """Where the visitor may introduce a roadmap: partners have none of their own."""
    found = organisations.listing(tx, visible=visible(visit.scope, table.c.id))
    return [place for place in found if place.kind != "partner"]


def _start(text: str, visit: Visit) -> date | None:
    return read_day(text, today=visit.today, field="start") if text.strip() else None


def _sent(visit: Visit, prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in visit.fields.items():
        if name.startswith(prefix):
            yield name.removeprefix(prefix), value


def _person(row: str, said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise BadInput(f"person-{row}", "Выберите сотрудника из списка", "Choose somebody from the list")
    return int(said)
