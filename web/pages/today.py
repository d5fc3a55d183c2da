"""`/`: what asks for attention today, by what the visitor is: a school's office, an office above schools, a pair's
own people."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from web.counts import COUNTERS
from web.entering import Entered
from web.pages.roadmap import OFFICE
from web.visit import Visit
from workflows.show_today import count_waiting, show_district_day, show_office_day, show_own_day

router = APIRouter()

_ABOVE = ("region", "municipality")


@router.get("/")
def today(visit: Entered) -> Response:
    place = visit.place
    if place is None:
        return _own(visit)
    return _district(visit) if place.kind in _ABOVE else _office(visit)


def _waiting(tx: Connection, visit: Visit) -> int:
    """Above schools nothing waits for a single person."""
    above = visit.place is None or visit.place.kind in _ABOVE
    return 0 if above else count_waiting(tx, visit.scope)


COUNTERS["/"] = (_waiting, False)


def _office(visit: Visit) -> Response:
    with visit.read() as tx:
        day = show_office_day(tx, visit.scope, named=visit.names_shown, at=visit.now)
    return visit.page(
        "today/office.html", day=day, leads="head" in visit.roles, acts=not OFFICE.isdisjoint(visit.roles)
    )


def _district(visit: Visit) -> Response:
    with visit.read() as tx:
        day = show_district_day(tx, visit.scope, at=visit.now)
    return visit.page("today/district.html", day=day, acts=not OFFICE.isdisjoint(visit.roles))


def _own(visit: Visit) -> Response:
    with visit.read() as tx:
        day = show_own_day(tx, person_id=visit.who.person_id, day=visit.today, at=visit.now)
    return visit.page("today/own.html", day=day)
