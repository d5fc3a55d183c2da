"""Meetings of pairs ahead: `nastavnik meeting plan|move|call-off|confirm|list`."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from web.api.calling import Caller
from web.api.shapes import Day, Id, In, Line, Out, PathId, Reason, ShortLine
from web.api.writing import change
from workflows.answers.meetings import meeting_documents
from workflows.answers.plainly import plainly
from workflows.confirm_meeting import confirm_meeting
from workflows.list_meetings import list_meetings
from workflows.plan_meeting import Details, call_off_meeting, plan_meeting
from workflows.plan_series import plan_series

router = APIRouter(prefix="/api/v1", tags=["meetings"])

MeetingKind = Literal["acquaintance", "trial", "planning", "work", "final"]
Time = Annotated[str, Field(strict=True, max_length=5, pattern=r"^([01]?[0-9]|2[0-3])[:.][0-5][0-9]$")]
Minutes = Annotated[int, Field(strict=True, ge=5, le=600)]


class AgreementIn(In):
    """A meeting agreed for a day. `move`: the agreement (or the nearest of its kind) is moved, else it is one more."""

    kind: MeetingKind = "work"
    on: Day
    time: Time | None = None
    minutes: Minutes | None = None
    place: ShortLine | None = None
    topic: ShortLine | None = None
    move: bool = False
    planned: Id | None = None
    reason: Reason = ""


class Said(Out):
    """Words in both languages."""

    ru: str
    en: str


class AgreementMade(Out):
    """`holiday`: the school holidays the day falls into, a warning only."""

    id: int
    pair_id: int
    kind: str
    planned_on: date
    moved_from: date | None
    same: bool
    at_time: str
    holiday: Said | None


class LeftOut(Out):
    """A day of the rhythm without a meeting, and why."""

    day: date
    why: Said


class SeriesIn(In):
    """`series`: «каждый вторник в 15:00 до 25.12». School holidays are left out, unless `through_holidays`."""

    kind: MeetingKind = "work"
    series: Line
    time: Time | None = None
    minutes: Minutes | None = None
    place: ShortLine | None = None
    through_holidays: bool = False


class SeriesMade(Out):
    id: int
    pair_id: int
    kind: str
    days: list[date]
    skipped: list[date]
    at_time: str
    left_out: list[LeftOut]


class CallOffIn(In):
    kind: MeetingKind = "work"
    planned: Id | None = None
    reason: Line


class CalledOff(Out):
    id: int
    pair_id: int
    kind: str
    planned_on: date


class WordIn(In):
    """`by`: whose word an office writes down; participants speak for themselves."""

    meeting: Id
    held: bool
    by: Id | None = None


class WordMade(Out):
    id: int
    pair_id: int
    kind: str
    held: bool | None
    before: bool | None
    stands: str


class MeetingLine(Out):
    """An agreed meeting (`state` planned) or a held one, with what both sides say."""

    id: int
    kind: str
    day: date
    time: str
    state: str
    topic: str | None
    minutes: int | None = None
    place: str | None = None
    confirmed: str = ""
    mentor_verdict: str | None = None
    mentee_verdict: str | None = None
    absent: list[str] | None = None
    notes: str | None = None
    next: str | None = None
    event: int | None = None


@router.get("/pairs/{pair_id}/meetings", operation_id="listMeetings", response_model=list[MeetingLine])
def meetings(visit: Caller, pair_id: PathId) -> list[MeetingLine]:
    """The meetings of a pair, agreed and held."""
    path = visit.home.path if visit.home else ""
    named = visit.names_shown(path) or not visit.roles_on(path)
    hidden = {} if named else dict.fromkeys(("place", "topic", "notes", "next", "absent"), None)
    with visit.read() as tx:
        told = meeting_documents(list_meetings(tx, by=visit.by, pair_id=pair_id, named=named))
    return [MeetingLine.model_validate({**one, **hidden}) for one in told]


@router.post("/pairs/{pair_id}/agreements", operation_id="planMeeting", response_model=AgreementMade, status_code=201)
def agree(visit: Caller, pair_id: PathId, sent: AgreementIn) -> Response:
    """Agree on a meeting or move one."""
    return change(
        visit,
        lambda tx: plan_meeting(
            tx,
            by=visit.by,
            pair_id=pair_id,
            kind=sent.kind,
            on=sent.on,
            reason=sent.reason,
            details=Details(sent.time, sent.minutes, sent.place, sent.topic),
            planned_id=sent.planned,
            beside=not sent.move and sent.planned is None,
        ),
        answer=lambda made: AgreementMade.model_validate(plainly(made)),
        sent=sent,
        status=201,
    )


@router.post("/pairs/{pair_id}/series", operation_id="planSeries", response_model=SeriesMade, status_code=201)
def agree_series(visit: Caller, pair_id: PathId, sent: SeriesIn) -> Response:
    """Agree on a series of meetings."""
    return change(
        visit,
        lambda tx: plan_series(
            tx,
            by=visit.by,
            pair_id=pair_id,
            series=sent.series,
            kind=sent.kind,
            details=Details(sent.time, sent.minutes, sent.place),
            through_holidays=sent.through_holidays,
        ),
        answer=lambda made: SeriesMade.model_validate(plainly(made)),
        sent=sent,
        status=201,
    )


@router.post("/pairs/{pair_id}/agreements/call-off", operation_id="callOffMeeting", response_model=CalledOff)
def call_off(visit: Caller, pair_id: PathId, sent: CallOffIn) -> Response:
    """Call an agreed meeting off."""
    return change(
        visit,
        lambda tx: call_off_meeting(
            tx, by=visit.by, pair_id=pair_id, kind=sent.kind, reason=sent.reason, planned_id=sent.planned
        ),
        answer=lambda made: CalledOff.model_validate(plainly(made)),
        sent=sent,
    )


@router.post("/meetings/words", operation_id="confirmMeeting", response_model=WordMade)
def confirm(visit: Caller, sent: WordIn) -> Response:
    """Say that a recorded meeting was held, or not."""
    return change(
        visit,
        lambda tx: confirm_meeting(tx, by=visit.by, meeting_id=sent.meeting, held=sent.held, person_id=sent.by),
        answer=lambda made: WordMade.model_validate(plainly(made)),
        sent=sent,
    )
