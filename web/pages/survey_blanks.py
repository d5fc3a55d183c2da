"""`/surveys/…/blanks`, `/questionnaires/…/blank`: questionnaires for those who answer on paper, as DOCX."""

from fastapi import APIRouter, Response

from documents.questionnaire_blanks import BlankSheet, questionnaire_blanks
from engine.refusals import BadInput
from engine.words import Words
from web.download import download
from web.entering import Entered
from web.refusing import Missing
from web.tree import spot
from web.visit import Visit
from workflows.published_questionnaires import chosen
from workflows.show_surveys import Person, show_results
from workflows.show_today import names_of_pairs

router = APIRouter()

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DAY = Words("Дата заполнения: ____________________", "Filled in on: ____________________")
_WHO = Words("Кто отвечает: ", "Who answers: ")


@router.get("/surveys/{survey_id}/blanks")
def of_survey(visit: Entered, survey_id: int) -> Response:
    """A sheet for everybody who has not answered, with the pair it is about; of an anonymous one without names."""
    with visit.read() as tx:
        found = show_results(tx, visit.by, survey_id)
        if found.hand.questionnaire is None or not visit.names_shown(found.hand.path):
            return visit.go(f"/surveys/{survey_id}")
        missing = [one for one in found.people if one.answer_id is None]
        names = names_of_pairs(tx, [one.pair_id for one in missing if one.pair_id is not None])
    if found.hand.anonymous:
        sheets = [BlankSheet() for _ in missing]
    else:
        sheets = [BlankSheet(_lines(visit, one, names)) for one in missing]
    content = questionnaire_blanks(
        found.hand.questionnaire, visit.say(found.hand.title), sheets or [BlankSheet()], visit.language
    )
    return download(content, f"survey-{survey_id}-blanks.docx", media_type=_DOCX)


@router.get("/questionnaires/{questionnaire}/blank")
def of_questionnaire(visit: Entered, questionnaire: str) -> Response:
    """One sheet with places for names."""
    with visit.read() as tx:
        here = spot(tx, visit)
        try:
            found = chosen(tx, questionnaire, here.place.path).questionnaire
        except BadInput:
            raise Missing from None
    blank = BlankSheet() if found.anonymous else BlankSheet((f"{visit.say(_WHO)}{'_' * 50}", visit.say(_DAY)))
    content = questionnaire_blanks(found, visit.say(found.title), [blank], visit.language)
    return download(content, "questionnaire-blank.docx", media_type=_DOCX)


def _lines(visit: Visit, one: Person, names: dict[int, str]) -> tuple[str, ...]:
    who = f"{visit.say(_WHO)}{one.name}"
    if one.pair_id is None:
        return who, visit.say(_DAY)
    pair = Words(f"Пара № {one.pair_number}: ", f"Pair No. {one.pair_number}: ")
    return f"{visit.say(pair)}{names.get(one.pair_id, '')}", who, visit.say(_DAY)
