"""What the needs of a move look at: meetings, feedback, plans, papers, surveys."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field
from sqlalchemy import Connection

from engine.refusals import ChangedMeanwhile, Refused
from storage import plans
from web.api.calling import Caller
from web.api.pair_shapes import PlanOut
from web.api.reading import one
from web.api.shapes import Day, Id, In, Line, OrgPath, Out, PathId, Text
from web.api.writing import change, expected
from workflows.answer_survey import answer_survey
from workflows.answers.pairs import plan_document
from workflows.answers.plainly import plainly
from workflows.approve_plan import approve_plan
from workflows.close_survey import close_survey
from workflows.describe_pair import describe_pair
from workflows.find import find_organisation
from workflows.mark_plan import mark_plan
from workflows.open_survey import open_survey
from workflows.record_feedback import record_feedback
from workflows.record_meeting import record_meeting
from workflows.register_paper import register_paper
from workflows.set_plan import PlanSet, set_plan

router = APIRouter(prefix="/api/v1", tags=["facts"])

Verdict = Literal["go", "stop"]


class MeetingIn(In):
    """A meeting that was held. `absent` are ids of members who did not come."""

    kind: Literal["acquaintance", "trial", "planning", "work", "final"]
    held: Day
    mentor_verdict: Verdict | None = None
    mentee_verdict: Verdict | None = None
    absent: Annotated[tuple[Id, ...], Field(max_length=100)] = ()


class MeetingMade(Out):
    id: int
    pair_id: int
    kind: str
    held_on: date


class FeedbackIn(In):
    """What `person` said about the work of the pair."""

    person: Id
    text: Text


class FeedbackMade(Out):
    id: int
    pair_id: int
    given_on: date


class PlanLineIn(In):
    title: Line
    due: Day


class PlanIn(In):
    """The whole plan. A line whose title stays keeps its mark."""

    items: Annotated[list[PlanLineIn], Field(min_length=1, max_length=100)]


class PlanMade(Out):
    """`approval_cleared`: it had been approved and must be again."""

    id: int
    version: int
    items: int
    approval_cleared: bool


class ApprovalIn(In):
    paper: Id


class ApprovalMade(Out):
    id: int
    approved_on: date
    paper_id: int


class MarkIn(In):
    done: Day


class MarkMade(Out):
    id: int
    pair_id: int
    position: int
    done_on: date
    done: int
    items: int


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


class SurveyIn(In):
    """A questionnaire asked of every live pair of the programme."""

    programme: Id
    period: Annotated[str, Field(strict=True, max_length=10, pattern=r"^[0-9]{4}(-(Q[1-4]|H[12]|[0-9]{2}))?$")]
    kind: Annotated[str, Field(strict=True, max_length=64, pattern=r"^[a-z][a-z-]*$")] = "diagnostics"


class SurveyMade(Out):
    id: int
    programme_id: int
    kind: str
    period: str
    opened_on: date


class AnswersIn(In):
    """What `person` answered, by the key of the question."""

    person: Id
    answers: Annotated[dict[Line, Line], Field(max_length=200)]


class AnswersMade(Out):
    id: int
    person_id: int
    answered_on: date
    answered: int


class SurveyEnded(Out):
    id: int
    closed_on: date
    answered: int


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
        lambda tx: record_feedback(tx, by=visit.by, pair_id=pair_id, person_id=sent.person, text=sent.text),
        answer=lambda made: FeedbackMade.model_validate(plainly(made)),
        sent=sent,
        status=201,
    )


@router.get("/pairs/{pair_id}/plan", operation_id="showPlan", response_model=PlanOut)
def plan(visit: Caller, pair_id: PathId) -> Response:
    """The pair's plan; one that was never written has version 0 and no items."""
    with visit.read() as tx:
        found = describe_pair(tx, by=visit.by, pair_id=pair_id)
    told = plan_document(found) or {"approved_on": None, "paper": None, "version": 0, "items": []}
    return one(visit, PlanOut.model_validate(told), version=told["version"])


@router.put("/pairs/{pair_id}/plan", operation_id="setPlan", response_model=PlanMade)
def write_plan(visit: Caller, pair_id: PathId, sent: PlanIn) -> Response:
    """Write the plan anew. Needs `If-Match`."""
    version = expected(visit, required=True)

    def flow(tx: Connection) -> PlanSet | Refused:
        standing = plans.get(tx, pair_id)
        if version is not None and version != (standing.version if standing else 0):
            raise ChangedMeanwhile
        return set_plan(tx, by=visit.by, pair_id=pair_id, lines=[(each.title, each.due) for each in sent.items])

    return change(visit, flow, answer=lambda made: PlanMade.model_validate(plainly(made)), sent=sent)


@router.post("/pairs/{pair_id}/plan/approval", operation_id="approvePlan", response_model=ApprovalMade)
def approve(visit: Caller, pair_id: PathId, sent: ApprovalIn) -> Response:
    """Approve the plan by a registered paper."""
    return change(
        visit,
        lambda tx: approve_plan(tx, by=visit.by, pair_id=pair_id, paper_id=sent.paper),
        answer=lambda made: ApprovalMade.model_validate(plainly(made)),
        sent=sent,
    )


@router.post("/pairs/{pair_id}/plan/items/{position}/mark", operation_id="markPlan", response_model=MarkMade)
def mark(visit: Caller, pair_id: PathId, position: PathId, sent: MarkIn) -> Response:
    """Mark an item of the plan as done."""
    return change(
        visit,
        lambda tx: mark_plan(tx, by=visit.by, pair_id=pair_id, position=position, done_on=sent.done),
        answer=lambda made: MarkMade.model_validate(plainly(made)),
        sent=sent,
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


@router.post("/surveys", operation_id="openSurvey", response_model=SurveyMade, status_code=201)
def open_(visit: Caller, sent: SurveyIn) -> Response:
    """Open a survey."""
    return change(
        visit,
        lambda tx: open_survey(tx, by=visit.by, programme_id=sent.programme, kind=sent.kind, period=sent.period),
        answer=lambda made: SurveyMade.model_validate(plainly(made)),
        sent=sent,
        status=201,
    )


@router.post("/surveys/{survey_id}/answers", operation_id="answerSurvey", response_model=AnswersMade, status_code=201)
def answer(visit: Caller, survey_id: PathId, sent: AnswersIn) -> Response:
    """Record somebody's answers."""
    return change(
        visit,
        lambda tx: answer_survey(tx, by=visit.by, survey_id=survey_id, person_id=sent.person, answers=sent.answers),
        answer=lambda made: AnswersMade.model_validate(plainly(made)),
        sent=sent,
        status=201,
    )


@router.post("/surveys/{survey_id}/close", operation_id="closeSurvey", response_model=SurveyEnded)
def close(visit: Caller, survey_id: PathId) -> Response:
    """Close a survey."""
    return change(
        visit,
        lambda tx: close_survey(tx, by=visit.by, survey_id=survey_id),
        answer=lambda done: SurveyEnded.model_validate(plainly(done)),
    )
