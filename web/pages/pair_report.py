"""`/pairs/{pair_id}/report`: the report of a mentor or a mentee, first or corrected, filled in here by themselves or by
the office."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.next_cycle import WISH_TITLES
from engine.refusals import Refused
from engine.words import Words
from web.entering import Entered
from web.faults import NONE, Faults
from web.pages.pair import sheet
from web.pages.pair_records import form, own_people
from web.refusing import Missing
from web.report_fields import report_words
from web.visit import Visit
from web.went import Undo, Went
from workflows.pair_at_hand import take_pair
from workflows.record_report import ReportRecorded, prefill_report, record_report

router = APIRouter()


@router.get("/pairs/{pair_id}/report")
def report_form(visit: Entered, pair_id: int) -> Response:
    return _form(visit, pair_id)


@router.post("/pairs/{pair_id}/report")
def report(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> ReportRecorded | Refused:
        person_id, words = visit.fields.number("by"), report_words(visit.fields, today=visit.today)
        return record_report(tx, by=visit.by, pair_id=pair_id, person_id=person_id, words=words)

    def done(made: ReportRecorded) -> Went:
        undo = Undo(f"/pairs/{pair_id}/undo-record", {"feedback": str(made.id)})
        first = Words("Отчёт сдан", "The report is in")
        words = first if made.replaced is None else Words("Отчёт исправлен", "The report is corrected")
        return Went(f"/pairs/{pair_id}", words, undo)

    return visit.change(flow, done=done, again=lambda faults: _form(visit, pair_id, faults))


def _form(visit: Visit, pair_id: int, faults: Faults = NONE) -> Response:
    """For whom: the one asked for, else the visitor or whom he represents, else the mentor."""
    shown = sheet(visit, pair_id)
    people = [one for one in shown.members if one.role != "curator"]
    if "consent.record" not in shown.may:
        own = own_people(visit)
        people = [one for one in people if one.person_id in own]
    asked = visit.fields.raw("by") or visit.asked("by")
    chosen = next((one for one in people if str(one.person_id) == asked), people[0] if people else None)
    if chosen is None:
        raise Missing
    with visit.read() as tx:
        hand = take_pair(tx, by=visit.by, pair_id=pair_id)
        known = prefill_report(tx, hand, chosen.person_id)
    wishes = [(key, visit.say(title)) for key, title in WISH_TITLES.items()] if shown.parting else []
    return form(visit, pair_id, "report", faults, known=known, chosen=chosen, choices=people, asks=wishes)
