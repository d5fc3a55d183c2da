"""What a school does first, in order; each step is data, so it can be left and gone on with at any time."""

from fastapi import APIRouter, Response

from engine.words import Words
from storage import first_steps as steps
from web.entering import Entered
from web.faults import NONE, Faults
from web.policy import policy
from web.settings_place import place_of
from web.visit import Visit
from web.went import Went
from workflows.add_people import add_people

router = APIRouter()

_LONGEST = 20_000


@router.get("/settings/first-steps")
def first_steps(visit: Entered) -> Response:
    return _page(visit)


@router.post("/settings/first-steps/people")
def people(visit: Entered) -> Response:
    place = place_of(visit)
    return visit.change(
        lambda tx: add_people(
            tx, by=visit.by, organisation_id=place.id, lines=visit.fields.text("lines", longest=_LONGEST)
        ),
        done=lambda made: Went(
            f"/settings/first-steps{place.query}",
            Words(f"Добавлено участников: {made.people}", f"People added: {made.people}"),
        ),
        again=lambda faults: _page(visit, faults),
    )


def _page(visit: Visit, faults: Faults = NONE) -> Response:
    place = place_of(visit)
    with visit.read() as tx:
        come = steps.come(tx, place.id)
    pairing = "/pairs/new" if "GET /pairs/new" in policy() else "/pairs"
    return visit.page("first_run/steps.html", place=place, come=come, faults=faults, longest=_LONGEST, pairing=pairing)
