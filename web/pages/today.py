"""`/`: what asks for attention today, by what the visitor is: a school's office, an office above schools, a pair's
own people."""

from weakref import WeakKeyDictionary

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.questionnaires import KIND_TITLES
from storage.database import Database
from web import cookies
from web.counts import COUNTERS
from web.entering import Entered
from web.pages.roadmap import OFFICE
from web.remembered import Remembered
from web.visit import Visit
from workflows.show_today import DistrictDay, count_waiting, show_district_day, show_office_day, show_own_day

router = APIRouter()

_ABOVE = ("region", "municipality")
_SECONDS = 30.0
_kept: WeakKeyDictionary[Database, Remembered[DistrictDay]] = WeakKeyDictionary()


@router.get("/")
def today(visit: Entered) -> Response:
    place = visit.place
    if place is None:
        return _own(visit)
    return _district(visit) if place.kind in _ABOVE else _office(visit)


def _waiting(tx: Connection, visit: Visit) -> int:
    """Above schools nothing waits for a single person."""
    above = visit.place is None or visit.place.kind in _ABOVE
    return 0 if above else count_waiting(tx, visit.scope, day=visit.today)


COUNTERS["/"] = (_waiting, False)


def _office(visit: Visit) -> Response:
    with visit.read() as tx:
        day = show_office_day(tx, visit.scope, named=visit.names_shown, at=visit.now)
    return visit.page(
        "today/office.html",
        day=day,
        leads="head" in visit.roles,
        acts=not OFFICE.isdisjoint(visit.roles),
        kinds=KIND_TITLES,
    )


def _district(visit: Visit) -> Response:
    day = _district_day(visit)
    return visit.page("today/district.html", day=day, acts=not OFFICE.isdisjoint(visit.roles))


def _district_day(visit: Visit) -> DistrictDay:
    """Counted over everything below, so it may be half a minute old; not for somebody who has just done something."""
    kept = _kept.setdefault(visit.parts.database, Remembered(_SECONDS))
    key = (visit.scope, visit.today)
    found = None if cookies.read(visit.request, cookies.TOAST) else kept.get(key, visit.parts.elapsed())
    if found is not None:
        return found
    with visit.read() as tx:
        return kept.put(key, visit.parts.elapsed(), show_district_day(tx, visit.scope, at=visit.now))


def _own(visit: Visit) -> Response:
    with visit.read() as tx:
        day = show_own_day(tx, person_id=visit.who.person_id, day=visit.today, at=visit.now)
    return visit.page("today/own.html", day=day)
