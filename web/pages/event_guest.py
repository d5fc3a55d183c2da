"""`/events/{event_id}/guest`: one person of an event's list: as whom, the answer, the result, the certificate."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import Refused
from engine.words import Words
from storage.events import GuestRow
from web.entering import Entered
from web.faults import NONE, Faults
from web.pages.event import MARKS, shown_event
from web.pages.events import WORDS, options
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.answer_invitation import answer_invitation
from workflows.answers.events import event_state
from workflows.certify_event import GuestTold, tell_of_guest

router = APIRouter()


@router.get("/events/{event_id}/guest")
def guest_form(visit: Entered, event_id: int) -> Response:
    return _guest(visit, event_id, NONE)


@router.post("/events/{event_id}/guest")
def guest(visit: Entered, event_id: int) -> Response:
    """One person of the list: as whom, with what answer, result and certificate."""

    def flow(tx: Connection) -> GuestTold | Refused:
        fields = visit.fields
        person_id = fields.number("person")
        told = tell_of_guest(
            tx,
            by=visit.by,
            event_id=event_id,
            person_id=person_id,
            role=fields.choice("role", WORDS["roles"]),
            result=fields.line("result", optional=True),
            certificate=fields.line("certificate", optional=True, longest=60),
            certified_on=fields.day_if_given("certified_on", today=visit.today),
        )
        if isinstance(told, Refused) or not fields.raw("coming"):
            return told
        coming = MARKS[fields.choice("coming", MARKS)]
        answered = answer_invitation(tx, by=visit.by, event_id=event_id, person_id=person_id, coming=coming)
        return answered if isinstance(answered, Refused) else told

    def done(made: GuestTold) -> Went:
        undo = Undo(f"/events/{event_id}/guest", {"person": str(made.person_id), **_kept(made.before)})
        return Went(f"/events/{event_id}", Words("Сведения сохранены", "It is saved"), undo)

    return visit.change(flow, done=done, again=lambda faults: _guest(visit, event_id, faults))


def _guest(visit: Visit, event_id: int, faults: Faults) -> Response:
    shown = shown_event(visit, event_id)
    asked = visit.fields.raw("person") or visit.asked("person")
    found = next((one for one in shown.guests if str(one.person_id) == asked), None)
    if found is None:
        raise Missing
    return visit.page(
        "events/guest.html",
        shown=shown,
        guest=found,
        name=found.name if visit.names_shown(shown.path) else f"№ {found.person_id}",
        kept=_kept(found),
        state=event_state(shown.event),
        options=options(visit),
        given=visit.fields,
        faults=faults,
    )


def _kept(guest: GuestRow) -> dict[str, str]:
    """A person of the list as the fields of its form."""
    return {
        "role": guest.role,
        "result": guest.result,
        "certificate": guest.certificate,
        "certified_on": f"{guest.certified_on:%d.%m.%Y}" if guest.certified_on else "",
        "coming": next(key for key, value in MARKS.items() if value is guest.coming),
    }
