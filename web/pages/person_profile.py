"""`/people/{id}/profile`: what the registers keep about somebody, changed by hand."""

from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import Refused
from engine.words import Words
from web.entering import Entered
from web.fields import Fields
from web.pages.person import show_person_page
from web.visit import Visit
from web.went import Undo, Went
from workflows.change_profile import LISTS, TEXTS, ProfileChanged, change_profile
from workflows.fill_profile import fill_profile, unfill_profile

router = APIRouter()

_LONG = ("request", "achievements")


@router.post("/people/{person_id}/profile")
def change(visit: Entered, person_id: int) -> Response:
    def flow(tx: Connection) -> ProfileChanged | Refused:
        changes = _told(visit, visit.fields)
        version = visit.fields.number("version")
        return change_profile(tx, by=visit.by, person_id=person_id, changes=changes, version=version)

    return visit.change(
        flow,
        done=lambda _: Went(f"/people/{person_id}", Words("Сохранено", "Saved")),
        again=lambda faults: show_person_page(visit, person_id, faults, form="profile"),
    )


@router.post("/people/{person_id}/profile/fill")
def fill(visit: Entered, person_id: int) -> Response:
    """The ticked fields as the questionnaires tell them."""
    fields = visit.fields
    return visit.change(
        lambda tx: fill_profile(
            tx, by=visit.by, person_id=person_id, only=fields.every("field"), version=fields.number("version")
        ),
        done=lambda _: Went(
            f"/people/{person_id}",
            Words("Перенесено из анкеты", "Taken from the questionnaire"),
            Undo(f"/people/{person_id}/profile/unfill"),
        ),
        again=lambda faults: show_person_page(visit, person_id, faults),
    )


@router.post("/people/{person_id}/profile/unfill")
def unfill(visit: Entered, person_id: int) -> Response:
    return visit.change(
        lambda tx: unfill_profile(tx, by=visit.by, person_id=person_id),
        done=lambda _: Went(f"/people/{person_id}", Words("Сведения прежние", "The profile is as before")),
        again=lambda faults: show_person_page(visit, person_id, faults),
    )


def _told(visit: Visit, fields: Fields) -> dict[str, Any]:
    """Every field of the form; an empty one takes its value away."""
    texts: dict[str, Any] = {}
    for name, most in TEXTS.items():
        read = fields.text if name in _LONG else fields.line
        texts[name] = read(name, optional=True, longest=most)
    lists = {name: fields.text(name, optional=True, longest=2000) for name in LISTS}
    return (
        texts
        | lists
        | {
            "sex": fields.raw("sex") if fields.raw("sex") in ("f", "m") else "",
            "phone": fields.line("phone", optional=True, longest=60),
            "capacity": fields.number_if_given("capacity"),
            "entered_on": fields.day_if_given("entered_on", today=visit.today),
        }
    )
