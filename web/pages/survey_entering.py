"""`/surveys/…/enter`: an office enters a paper questionnaire for somebody, or fills in its own."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import Refused
from engine.words import Words
from storage import surveys
from web.entering import Entered
from web.faults import NONE, Faults
from web.questions import sent_answers
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.answer_survey import SurveyAnswered, answer_survey, unanswer_survey
from workflows.show_survey_link import asking
from workflows.survey_at_hand import find_survey

router = APIRouter()


@router.get("/surveys/{survey_id}/enter")
def form(visit: Entered, survey_id: int) -> Response:
    return _form(visit, survey_id, NONE)


@router.post("/surveys/{survey_id}/enter")
def enter(visit: Entered, survey_id: int) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> SurveyAnswered | Refused:
        return answer_survey(
            tx,
            by=visit.by,
            survey_id=survey_id,
            person_id=fields.number("person"),
            answers=sent_answers(fields),
            pair_id=fields.number_if_given("pair"),
        )

    def done(made: SurveyAnswered) -> Went:
        words = Words("Ответы внесены", "The answers are entered")
        undo = Undo(f"/surveys/{survey_id}/unanswer", {"answer": str(made.answer_id)})
        return Went(f"/surveys/{survey_id}", words, undo)

    return visit.change(flow, done=done, again=lambda faults: _form(visit, survey_id, faults))


@router.post("/surveys/{survey_id}/unanswer")
def unanswer(visit: Entered, survey_id: int) -> Response:
    def flow(tx: Connection) -> SurveyAnswered | Refused:
        answer = surveys.answer_by_id(tx, visit.fields.number("answer"))
        if answer is None or answer.survey_id != survey_id:
            raise Missing
        return unanswer_survey(tx, by=visit.by, answer_id=answer.id)

    words = Words("Ответы взяты назад", "The answers are taken back")
    return visit.change(flow, done=lambda _: Went(f"/surveys/{survey_id}", words))


def _form(visit: Visit, survey_id: int, faults: Faults) -> Response:
    person_id, pair_id = _number(visit, "person"), _number(visit, "pair")
    with visit.read() as tx:
        hand = find_survey(tx, by=visit.by, survey_id=survey_id)
        if hand.questionnaire is None or not visit.names_shown(hand.path):
            return visit.go(f"/surveys/{survey_id}")  # any words are written on the pair's own page
        person = visit.who.person_id if person_id is None and hand.survey.asked == "curator" else person_id
        if person is None:
            return visit.go(f"/surveys/{survey_id}")
        shown = asking(tx, hand, person, pair_id, reader_id=visit.who.person_id, at=visit.now)
    return visit.page("surveys/enter.html", asking=shown, sent=visit.fields, faults=faults)


def _number(visit: Visit, name: str) -> int | None:
    text = visit.fields.raw(name) or visit.asked(name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None  # of ids
