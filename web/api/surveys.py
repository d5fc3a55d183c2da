"""Surveys: what is asked, who is missing, what was answered; questionnaires and their publication."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import Field

from engine.questionnaires import Asked, SurveyKind
from web.api.calling import Caller
from web.api.reading import one
from web.api.shapes import Day, Id, In, Line, OrgPath, Out, PathId
from web.api.writing import change
from workflows.announce_survey import remind_survey
from workflows.answer_survey import answer_survey
from workflows.answers.plainly import plainly
from workflows.answers.surveys import result_document, survey_documents
from workflows.close_survey import close_survey, reopen_survey
from workflows.find import find_organisation
from workflows.open_survey import open_survey
from workflows.publish_questionnaire import publish_questionnaire, questionnaire_of_text
from workflows.show_surveys import list_surveys, show_results

router = APIRouter(prefix="/api/v1", tags=["surveys"])

_Key = Annotated[str, Field(strict=True, max_length=64, pattern=r"^[a-z][a-z0-9-]*$")]
Said = Line | Annotated[tuple[Line, ...], Field(max_length=40)]


class SurveyIn(In):
    """A questionnaire asked of people of the programme. Without `questionnaire` any words of live pairs are taken."""

    programme: Id
    period: Annotated[str, Field(strict=True, max_length=10, pattern=r"^[0-9]{4}(-(Q[1-4]|H[12]|[0-9]{2}))?$")]
    kind: SurveyKind | None = None
    questionnaire: _Key | None = None
    asked: Asked | None = None
    due: Day | None = None
    item: Id | None = None
    event: Id | None = None


class SurveyMade(Out):
    id: int
    programme_id: int
    kind: str
    period: str
    opened_on: date
    questionnaire: str
    asked: str
    due_on: date | None
    letters: int


class AnswersIn(In):
    """What `person` answered, by the key of the question; `pair` where it is asked about each of several."""

    person: Id
    answers: Annotated[dict[Line, Said], Field(max_length=200)]
    pair: Id | None = None


class AnswersMade(Out):
    id: int
    person_id: int
    answered_on: date
    answered: int
    answer_id: int
    pair_id: int | None


class SurveyEnded(Out):
    id: int
    closed_on: date
    answered: int


class SurveyReopened(Out):
    id: int
    answered: int


class SurveyReminded(Out):
    """`silent`: how many of the missing get no letter."""

    id: int
    letters: int
    silent: int


class SurveyLine(Out):
    id: int
    title: str
    period: str
    whom: str
    programme_id: int
    programme: str
    org: str
    asked: int
    answered: int
    opened_on: date
    due_on: date | None
    closed_on: date | None


class SurveysOut(Out):
    surveys: list[SurveyLine]


class Missing(Out):
    person_id: int
    pair_id: int | None


class QuestionOut(Out):
    """Hidden numbers are null: so few could be known by them."""

    key: str
    title: str
    answered: int | None
    median: float | None
    counts: dict[str, int | None]
    texts: list[str]


class ResultsOut(Out):
    id: int
    title: str
    programme_id: int
    questionnaire: str | None
    asked: int
    answered: int
    opened_on: date
    due_on: date | None
    closed_on: date | None
    missing: list[Missing]
    questions: list[QuestionOut]
    swot: dict[str, Any] | None


class QuestionnaireIn(In):
    """A questionnaire of the organisation `org`: the text of its YAML file."""

    org: OrgPath
    yaml: Annotated[str, Field(strict=True, max_length=262144)]


class QuestionnaireMade(Out):
    id: int
    questionnaire: str
    version: int
    hash: str
    fresh: bool


@router.get("/surveys", operation_id="listSurveys", response_model=SurveysOut)
def listing(visit: Caller) -> Response:
    """Surveys of the organisations you may see, open ones first."""
    with visit.read() as tx:
        found = survey_documents(list_surveys(tx, visit.scope), visit.language)
    return one(visit, SurveysOut.model_validate({"surveys": found}))


@router.get("/surveys/{survey_id}", operation_id="showSurvey", response_model=ResultsOut)
def show(visit: Caller, survey_id: PathId) -> Response:
    """Who has not answered, and what was answered."""
    assert visit.home is not None  # noqa: S101  # the policy has found the survey
    with visit.read() as tx:
        found = show_results(tx, visit.by, survey_id, named=visit.names_shown(visit.home.path))
    return one(visit, ResultsOut.model_validate(result_document(found, visit.language)))


@router.post("/surveys", operation_id="openSurvey", response_model=SurveyMade, status_code=201)
def open_(visit: Caller, sent: SurveyIn) -> Response:
    """Open a survey."""
    return change(
        visit,
        lambda tx: open_survey(
            tx,
            by=visit.by,
            programme_id=sent.programme,
            kind=sent.kind,
            period=sent.period,
            questionnaire=sent.questionnaire,
            asked=sent.asked,
            due_on=sent.due,
            item_id=sent.item,
            event_id=sent.event,
        ),
        answer=lambda made: SurveyMade.model_validate(plainly(made)),
        sent=sent,
        status=201,
    )


@router.post("/surveys/{survey_id}/answers", operation_id="answerSurvey", response_model=AnswersMade, status_code=201)
def answer(visit: Caller, survey_id: PathId, sent: AnswersIn) -> Response:
    """Record somebody's answers."""
    return change(
        visit,
        lambda tx: answer_survey(
            tx, by=visit.by, survey_id=survey_id, person_id=sent.person, answers=sent.answers, pair_id=sent.pair
        ),
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


@router.post("/surveys/{survey_id}/reopening", operation_id="reopenSurvey", response_model=SurveyReopened)
def reopen(visit: Caller, survey_id: PathId) -> Response:
    """Open a closed survey again."""
    return change(
        visit,
        lambda tx: reopen_survey(tx, by=visit.by, survey_id=survey_id),
        answer=lambda done: SurveyReopened.model_validate(plainly(done)),
    )


@router.post("/surveys/{survey_id}/reminders", operation_id="remindSurvey", response_model=SurveyReminded)
def remind(visit: Caller, survey_id: PathId) -> Response:
    """Remind everybody who has not answered."""
    return change(
        visit,
        lambda tx: remind_survey(tx, by=visit.by, survey_id=survey_id),
        answer=lambda done: SurveyReminded.model_validate(plainly(done)),
    )


@router.post("/questionnaires", operation_id="publishQuestionnaire", response_model=QuestionnaireMade, status_code=201)
def publish(visit: Caller, sent: QuestionnaireIn) -> Response:
    """Publish an organisation's own questionnaire."""
    read = questionnaire_of_text(sent.yaml, "questionnaire.yaml", field="yaml")
    return change(
        visit,
        lambda tx: publish_questionnaire(
            tx,
            by=visit.by,
            organisation=find_organisation(tx, sent.org, by=visit.by, field="org"),
            questionnaire=read,
        ),
        answer=lambda made: QuestionnaireMade.model_validate(plainly(made)),
        sent=sent,
        status=201,
    )
