"""What the needs of a move look at: meetings, feedback, papers; plans stand in `plans.py`, surveys in
`surveys.py`."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from web.api.calling import Caller
from web.api.shapes import Day, Id, In, Line, LongText, OrgPath, Out, PathId, ShortLine, Text
from web.api.writing import change
from workflows.answers.plainly import plainly
from workflows.find import find_organisation
from workflows.record_feedback import record_feedback
from workflows.record_meeting import Notes, record_meeting
from workflows.record_report import ReportWords, record_report
from workflows.register_paper import register_paper

router = APIRouter(prefix="/api/v1", tags=["facts"])

Verdict = Literal["go", "stop"]


class MeetingIn(In):
    """A meeting that was held. `absent` are ids of members who did not come."""

    kind: Literal["acquaintance", "trial", "planning", "work", "final"]
    held: Day
    mentor_verdict: Verdict | None = None
    mentee_verdict: Verdict | None = None
    absent: Annotated[tuple[Id, ...], Field(max_length=100)] = ()
    topic: ShortLine = ""
    notes: LongText = ""
    next: LongText = ""


class MeetingMade(Out):
    id: int
    pair_id: int
    kind: str
    held_on: date


class FeedbackIn(In):
    """What `person` said about the work of the pair."""

    person: Id
    text: Text
    wish: Literal["", "mentee", "mentor", "later", "no"] = ""


class FeedbackMade(Out):
    id: int
    pair_id: int
    given_on: date


class ReportIn(In):
    """The report of `person`. Of period and percentage null is what we know: from the pair's beginning to today, and
    what of the plan is done."""

    person: Id
    results: Text
    problems: LongText = ""
    advice: LongText = ""
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    percent: Annotated[int, Field(strict=True, ge=0, le=100)] | None = None
    wish: Literal["", "mentee", "mentor", "later", "no"] = ""


class ReportMade(Out):
    """`replaced`: the report it corrects."""

    id: int
    pair_id: int
    person_id: int
    given_on: date
    period_from: date
    period_to: date
    percent: int | None
    replaced: int | None


class PaperIn(In):
    """A paper of the organisation's register, about these pairs, or closing a row of the roadmap."""

    org: OrgPath
    kind: Literal["order", "regulation", "plan", "report", "protocol", "reference", "register", "agreement"]
    purpose: Annotated[str, Field(strict=True, max_length=64, pattern=r"^[a-z][a-z-]*$", examples=["pairing"])]
    number: Annotated[Line, Field(max_length=100)]
    date_: Day = Field(alias="date")
    pairs: Annotated[tuple[Id, ...], Field(max_length=200)] = ()
    item: Id | None = None


class PaperClosed(Out):
    """A row of the roadmap that a paper closed by itself; `pair_id` null: the organisation owed it."""

    evidence_id: int
    item_id: int
    pair_id: int | None
    number: str
    title: str


class PaperMade(Out):
    id: int
    org: str
    kind: str
    purpose: str
    number: str
    dated: date
    pairs: list[int]
    closed: list[PaperClosed]
    same_number: list[int]


@router.post("/pairs/{pair_id}/meetings", operation_id="recordMeeting", response_model=MeetingMade, status_code=201)
def meeting(visit: Caller, pair_id: PathId, sent: MeetingIn) -> Response:
    """Record a meeting."""
    return change(
        visit,
        lambda tx: record_meeting(
            tx,
            by=visit.by,
            pair_id=pair_id,
            kind=sent.kind,
            held_on=sent.held,
            mentor_verdict=sent.mentor_verdict,
            mentee_verdict=sent.mentee_verdict,
            absent=sent.absent,
            notes=Notes(sent.topic, sent.notes, sent.next),
        ),
        answer=lambda made: MeetingMade.model_validate(plainly(made)),
        sent=sent,
        status=201,
    )


@router.post("/pairs/{pair_id}/feedback", operation_id="recordFeedback", response_model=FeedbackMade, status_code=201)
def feedback(visit: Caller, pair_id: PathId, sent: FeedbackIn) -> Response:
    """Record what a participant says."""
    return change(
        visit,
        lambda tx: record_feedback(
            tx, by=visit.by, pair_id=pair_id, person_id=sent.person, text=sent.text, wish=sent.wish
        ),
        answer=lambda made: FeedbackMade.model_validate(plainly(made)),
        sent=sent,
        status=201,
    )


@router.post("/pairs/{pair_id}/reports", operation_id="recordReport", response_model=ReportMade, status_code=201)
def report(visit: Caller, pair_id: PathId, sent: ReportIn) -> Response:
    """Give or correct a participant's report."""
    words = ReportWords(
        sent.results, sent.problems, sent.advice, since=sent.from_, until=sent.to, percent=sent.percent, wish=sent.wish
    )
    return change(
        visit,
        lambda tx: record_report(tx, by=visit.by, pair_id=pair_id, person_id=sent.person, words=words),
        answer=lambda made: ReportMade.model_validate(plainly(made)),
        sent=sent,
        status=201,
    )


@router.post("/papers", operation_id="registerPaper", response_model=PaperMade, status_code=201)
def paper(visit: Caller, sent: PaperIn) -> Response:
    """Register a paper."""
    return change(
        visit,
        lambda tx: register_paper(
            tx,
            by=visit.by,
            organisation=find_organisation(tx, sent.org, by=visit.by, field="org"),
            kind=sent.kind,
            purpose=sent.purpose,
            number=sent.number,
            dated=sent.date_,
            pair_ids=sent.pairs,
            item_id=sent.item,
        ),
        answer=lambda made: PaperMade.model_validate(plainly(made)),
        sent=sent,
        status=201,
    )
