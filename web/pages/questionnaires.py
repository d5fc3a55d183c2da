"""`/questionnaires`: what can be asked, question by question; an organisation's own from a file."""

import json

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.questionnaires import ASKED_TITLES, KIND_TITLES
from engine.refusals import BadInput, Refused
from engine.words import Words
from web.entering import Entered
from web.faults import NONE, Faults
from web.fields import Fields
from web.pages.roadmap import OFFICE
from web.refusing import Missing
from web.tree import spot
from web.typed_text import text_sent
from web.visit import Visit
from web.went import Went
from workflows.publish_questionnaire import QuestionnairePublished, publish_questionnaire, questionnaire_of_text
from workflows.published_questionnaires import chosen, offered

router = APIRouter()


@router.get("/questionnaires")
def listing(visit: Entered) -> Response:
    return _listing(visit, NONE)


@router.post("/questionnaires")
def publish(visit: Entered) -> Response:
    def flow(tx: Connection) -> QuestionnairePublished | Refused:
        here = spot(tx, visit)
        read = questionnaire_of_text(text_sent(visit), "questionnaire.yaml", field="file")
        return publish_questionnaire(tx, by=visit.by, organisation=here.place, questionnaire=read)

    def done(made: QuestionnairePublished) -> Went:
        words = Words(f"Анкета опубликована, версия {made.version}", f"Published, version {made.version}")
        return Went(f"/questionnaires/{made.questionnaire}", words)

    return visit.change(flow, done=done, again=lambda faults: _listing(visit, faults))


@router.get("/questionnaires/{questionnaire}")
def show(visit: Entered, questionnaire: str) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        try:
            found = chosen(tx, questionnaire, here.place.path)
        except BadInput:
            raise Missing from None
    return visit.page(
        "surveys/questionnaire.html",
        here=here,
        questionnaire=found.questionnaire,
        own=found.path,
        whom=ASKED_TITLES[found.questionnaire.asked],
        kind=KIND_TITLES[found.questionnaire.kind],
        text=json.dumps(found.questionnaire.plain(), ensure_ascii=False, indent=2),
        empty=Fields(),
        faults=NONE,
    )


def _listing(visit: Visit, faults: Faults) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        found = offered(tx, here.place.path)
    return visit.page(
        "surveys/questionnaires.html",
        here=here,
        found=found,
        kinds=KIND_TITLES,
        whom=ASKED_TITLES,
        text=visit.fields.raw("text"),
        acts=not OFFICE.isdisjoint(visit.roles_on(here.place.path)),
        faults=faults,
    )
