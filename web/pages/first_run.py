"""The first run of an installation: the school, then the account of whoever looks after it.

The address opens only while nobody has an account; afterwards it answers like a page that does not exist.
"""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from engine.words import Words
from storage.organisations import OrganisationRow
from web.entering import Entered
from web.faults import NONE, Faults, FieldFault
from web.first_run_code import is_first_run_code
from web.refusing import Missing
from web.visit import Visit
from web.went import Went
from workflows.add_user import UserAdded
from workflows.found_installation import (
    RUSSIAN_ZONES,
    FirstPerson,
    NewSchool,
    first_places,
    found_administrator,
    found_school,
    unfounded,
)

router = APIRouter()

_DIFFERENT = Words("Второй раз пароль написан иначе", "The second time the password is different")


@router.get("/first-run/{code}")
def first_run(visit: Entered, code: str) -> Response:
    return _page(visit, _opened(visit, code))


@router.post("/first-run/{code}")
def first_step(visit: Entered, code: str) -> Response:
    """`step`: `school` adds it, `account` ends the first run."""
    opened = _opened(visit, code)
    if visit.fields.raw("step") == "school":
        return visit.change(
            lambda tx: _school(tx, visit),
            done=lambda made: Went(f"/first-run/{opened}", Words(f"Готово: {made.name}", f"Done: {made.name}")),
            again=lambda faults: _page(visit, opened, faults),
        )
    if visit.fields.raw("password") != visit.fields.raw("again"):
        return _page(visit, opened, Faults((FieldFault("again", _DIFFERENT),)))
    said = Words("Учётная запись готова, теперь войдите", "The account is ready, now sign in")
    return visit.change(
        lambda tx: _account(tx, visit),
        done=lambda _: Went("/sign-in?next=/settings/first-steps", said),
        again=lambda faults: _page(visit, opened, faults),
    )


def _opened(visit: Visit, code: str) -> str:
    if not is_first_run_code(visit.parts.secret, code):
        raise Missing
    with visit.read() as tx:
        if not unfounded(tx):
            raise Missing
    return code


def _school(tx: Connection, visit: Visit) -> OrganisationRow | Refused:
    fields = visit.fields
    told = NewSchool(
        name=fields.line("name"),
        region=fields.line("region", optional=True),
        municipality=fields.line("municipality", optional=True),
        timezone=fields.raw("timezone"),
        week=int(fields.choice("week", ("5", "6"))),
    )
    return found_school(tx, by=By(at=visit.now), told=told)


def _account(tx: Connection, visit: Visit) -> UserAdded | Refused:
    fields = visit.fields
    told = FirstPerson(
        name=fields.line("name"),
        email=fields.line("email", longest=254),
        position=fields.line("position", optional=True),
        password=fields.raw("password"),
        curates=fields.ticked("curates"),
    )
    known = {place.id for place in first_places(tx)}
    place = fields.number("place")
    if place not in known:
        raise Missing
    return found_administrator(tx, by=By(at=visit.now), organisation_id=place, told=told)


def _page(visit: Visit, code: str, faults: Faults = NONE) -> Response:
    with visit.read() as tx:
        places = first_places(tx)
    anew = visit.asked("step") == "school" or (faults.any and visit.fields.raw("step") == "school")
    if anew or not places:
        zones = [(key, title.in_(visit.language)) for key, title in RUSSIAN_ZONES]
        return visit.page("first_run/school.html", code=code, faults=faults, zones=zones, places=places)
    schools = [place for place in places if place.kind == "school"] or places
    return visit.page("first_run/account.html", code=code, faults=faults, places=schools)
