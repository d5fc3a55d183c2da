"""The mail of this installation: the way to its server, and a letter to oneself to see whether it arrives."""

from fastapi import APIRouter, Response

from engine.words import Words
from web.entering import Entered
from web.settings_place import place_of
from web.went import Went
from workflows.send_test_letter import send_test_letter, show_mail

router = APIRouter()

_UNDER_WAY = ("queued", "claimed", "in_data")


@router.get("/settings/mail")
def mail(visit: Entered) -> Response:
    place = place_of(visit)
    with visit.read() as tx:
        shown = show_mail(tx, person_id=visit.who.person_id)
    newest = shown.tests[0] if shown.tests else None
    waiting = newest is not None and newest.state in _UNDER_WAY
    soon = waiting and newest is not None and (newest.next_attempt_at or visit.now) <= visit.now
    return visit.page("settings/mail.html", place=place, shown=shown, waiting=waiting, soon=soon, parts=visit.parts)


@router.post("/settings/mail/test")
def test_letter(visit: Entered) -> Response:
    place = place_of(visit)
    return visit.change(
        lambda tx: send_test_letter(tx, by=visit.by, organisation_id=place.id),
        done=lambda _: Went(
            f"/settings/mail{place.query}", Words("Пробное письмо в очереди", "The test letter is in the queue")
        ),
    )
