"""`/pairs/{pair_id}/meetings`: the log of a pair's meetings, what both sides say of each, and what they were about."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Sheet, spreadsheet
from engine.lifecycle.needs.meetings import MEETING_TITLES
from engine.meetings import Confirmation
from engine.refusals import Refused
from engine.words import Words
from storage import pair_records
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults
from web.meeting_fields import notes_of
from web.pages.pair import WORDS, named, sheet
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.confirm_meeting import MeetingConfirmed, confirm_meeting
from workflows.describe_meeting import MeetingDescribed, describe_meeting
from workflows.list_meetings import MeetingLog, list_meetings
from workflows.pair_at_hand import take_pair
from workflows.settle_meeting import MeetingSettled, settle_meeting
from workflows.spoken_words import speaks_as

router = APIRouter()

_HEADINGS = (
    Words("Дата", "Date"),
    Words("Встреча", "Meeting"),
    Words("Были", "Present"),
    Words("Не было", "Absent"),
    Words("О чём", "Topic"),
    Words("Что сделали", "Done"),
    Words("Что дальше", "Next"),
    Words("Подтверждение", "Confirmation"),
)
_STANDS: dict[Confirmation, Words] = {
    "both": Words("подтвердили оба", "both confirmed"),
    "mentor": Words("ждём наставляемого", "the mentee has not confirmed"),
    "mentee": Words("ждём наставника", "the mentor has not confirmed"),
    "nobody": Words("никто не подтвердил", "nobody has confirmed"),
    "disputed": Words("спорно", "disputed"),
}
_TITLES = {str(key): title for key, title in MEETING_TITLES.items()}


@router.get("/pairs/{pair_id}/meetings")
def log(visit: Entered, pair_id: int) -> Response:
    found, speaks = _log(visit, pair_id)
    return visit.page(
        "pair/meeting-log.html", shown=sheet(visit, pair_id), log=found, speaks=speaks, words=WORDS, faults=NONE
    )


@router.get("/pairs/{pair_id}/meetings/xlsx")
def as_file(visit: Entered, pair_id: int) -> Response:
    found, _ = _log(visit, pair_id)
    rows: list[list[str | date]] = [
        [
            one.meeting.held_on,
            visit.say(_TITLES[one.meeting.kind]),
            ", ".join(one.came),
            ", ".join(one.absent),
            *((one.meeting.topic, one.meeting.notes, one.meeting.next_step) if named(visit) else ("", "", "")),
            visit.say(_STANDS[one.stands]),
        ]
        for one in reversed(found.held)
    ]
    title = visit.say(Words(f"Встречи пары № {found.number}", f"Meetings of pair No {found.number}"))
    return download(spreadsheet(Sheet(title, [visit.say(one) for one in _HEADINGS], rows)), "meetings.xlsx")


@router.get("/pairs/{pair_id}/meetings/notes")
def notes_form(visit: Entered, pair_id: int) -> Response:
    return _notes(visit, pair_id, NONE)


@router.post("/pairs/{pair_id}/meetings/notes")
def notes(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> MeetingDescribed | Refused:
        meeting_id = _of_pair(tx, visit, pair_id)
        return describe_meeting(tx, by=visit.by, meeting_id=meeting_id, notes=notes_of(visit))

    def done(made: MeetingDescribed) -> Went:
        before = {"topic": made.before.topic, "notes": made.before.done, "next": made.before.next_step}
        undo = Undo(f"/pairs/{pair_id}/meetings/notes", {"meeting": str(made.id), **before})
        return Went(f"/pairs/{pair_id}/meetings", Words("Записано", "Noted"), undo)

    return visit.change(flow, done=done, again=lambda faults: _notes(visit, pair_id, faults))


@router.post("/pairs/{pair_id}/meetings/word")
def word(visit: Entered, pair_id: int) -> Response:
    """A participant's own word; taking it back says what was said before."""

    def flow(tx: Connection) -> MeetingConfirmed | Refused:
        meeting_id, said = _of_pair(tx, visit, pair_id), visit.fields.choice("held", ("yes", "no", "unsaid"))
        held = {"yes": True, "no": False, "unsaid": None}[said]
        return confirm_meeting(tx, by=visit.by, meeting_id=meeting_id, held=held)

    def done(made: MeetingConfirmed) -> Went:
        back = {True: "yes", False: "no", None: "unsaid"}[made.before]
        undo = Undo(f"/pairs/{pair_id}/meetings/word", {"meeting": str(made.id), "held": back})
        return Went(f"/pairs/{pair_id}/meetings", Words("Ваш ответ записан", "Your word is noted"), undo)

    return visit.change(flow, done=done)


@router.post("/pairs/{pair_id}/meetings/settle")
def settle(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> MeetingSettled | Refused:
        meeting_id = _of_pair(tx, visit, pair_id)
        return settle_meeting(
            tx, by=visit.by, meeting_id=meeting_id, held=visit.fields.choice("held", ("yes", "no")) == "yes"
        )

    words = Words("Спор решён, запись исправлена", "The dispute is settled")
    return visit.change(flow, done=lambda _: Went(f"/pairs/{pair_id}/meetings", words))


def _log(visit: Visit, pair_id: int) -> tuple[MeetingLog, bool]:
    with visit.read() as tx:
        found = list_meetings(tx, by=visit.by, pair_id=pair_id, named=named(visit))
        return found, bool(speaks_as(tx, take_pair(tx, by=visit.by, pair_id=pair_id)))


def _of_pair(tx: Connection, visit: Visit, pair_id: int) -> int:
    """The meeting the form names, when it is one of this pair."""
    found = pair_records.meeting(tx, visit.fields.number("meeting"))
    if found is None or found.pair_id != pair_id:
        raise Missing
    return found.id


def _notes(visit: Visit, pair_id: int, faults: Faults) -> Response:
    asked = visit.fields.number_if_given("meeting") or _asked(visit)
    with visit.read() as tx:
        met = pair_records.meeting(tx, asked)
    if met is None or met.pair_id != pair_id or not named(visit):
        raise Missing

    def wanted(name: str, kept: str) -> Any:
        return visit.fields.raw(name) if visit.request.method == "POST" else kept

    return visit.page("pair/meeting-notes.html", shown=sheet(visit, pair_id), met=met, wanted=wanted, faults=faults)


def _asked(visit: Visit) -> int:
    said = visit.asked("meeting")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0
