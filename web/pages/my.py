"""`/my`: the pairs of a mentor, a mentee or a representative, each with its next step and the page of answers."""

from fastapi import APIRouter, Response

from web.entering import Entered
from web.pages.letter_link import own_links, own_subjects
from workflows.show_today import show_own_day

router = APIRouter()


@router.get("/my")
def my_pairs(visit: Entered) -> Response:
    person_id = visit.who.person_id
    with visit.read() as tx:
        day = show_own_day(tx, person_id=person_id, day=visit.today, at=visit.now)
    links = own_links(visit, person_id, *own_subjects(day))
    return visit.page("my/pairs.html", day=day, links=links)
