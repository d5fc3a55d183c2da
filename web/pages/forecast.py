"""`/letters/forecast`: what would go on any day ahead, by the same code as the clock's work."""

from datetime import timedelta

from fastapi import APIRouter, Response

from engine.refusals import BadInput
from engine.typed_days import read_day
from web.entering import Entered
from web.faults import NONE, of_bad_input
from web.letter_words import kind_of
from web.tree import spot
from workflows.foresee_day import foresee_day

router = APIRouter()


@router.get("/letters/forecast")
def forecast(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        today = visit.now.astimezone(here.zone).date()
        day, faults = today, NONE
        try:
            day = read_day(visit.asked("day"), today=today, field="day") if visit.asked("day").strip() else today
        except BadInput as error:
            faults = of_bad_input(error)
        found = foresee_day(tx, here.place, day=day, named=visit.names_shown, now=visit.now)
    return visit.page(
        "letters/forecast.html",
        here=here,
        found=found,
        faults=faults,
        asked=visit.asked("day") if faults.any else "",
        past=day < today,
        before=day - timedelta(days=1) if day > today else None,
        after=day + timedelta(days=1),
        kind_of=kind_of,
    )
