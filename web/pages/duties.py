"""What one click does from a list: remind the responsible of one thing, close a questionnaire."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import Refused
from engine.words import Words
from web.entering import Entered
from web.went import Undo, Went
from web.wording import moment
from workflows.close_survey import SurveyClosed, close_survey
from workflows.remind_now import Reminded, remind_now

router = APIRouter()


@router.post("/obligations/{obligation_id}/remind")
def remind(visit: Entered, obligation_id: int) -> Response:
    back = visit.came_from
    zone = visit.home.timezone if visit.home else visit.who.timezone

    def flow(tx: Connection) -> Reminded | Refused:
        return remind_now(tx, by=visit.by, obligation_id=obligation_id)

    def done(made: Reminded) -> Went:
        goes = min(letter.goes_at for letter in made.letters)
        if goes <= visit.now:
            return Went(back, Words("Письмо уходит сейчас", "The letter goes now"))
        return Went(
            back,
            Words(f"Письмо уйдёт {moment(goes, zone, 'ru')}", f"The letter goes on {moment(goes, zone, 'en')}"),
        )

    return visit.change(flow, done=done)


@router.post("/surveys/{survey_id}/close")
def close(visit: Entered, survey_id: int) -> Response:
    back = visit.came_from

    def flow(tx: Connection) -> SurveyClosed | Refused:
        return close_survey(tx, by=visit.by, survey_id=survey_id)

    def done(made: SurveyClosed) -> Went:
        many = made.answered
        words = Words(f"Анкета закрыта, ответов: {many}", f"The questionnaire is closed, answers: {many}")
        return Went(back, words, Undo(f"/surveys/{survey_id}/reopen"))

    return visit.change(flow, done=done)
