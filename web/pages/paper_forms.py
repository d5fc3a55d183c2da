"""Forms of papers of an organisation's own: a file publishes one, any form's file can be taken as a beginning."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import BadInput, Refused
from engine.words import Words
from web.download import download
from web.entering import Entered
from web.pages.paper_templates import show_templates
from web.refusing import Missing
from web.settings_place import organisation_at, place_of
from web.typed_text import text_sent
from web.went import Went
from workflows.paper_forms import text_of
from workflows.publish_paper_form import PaperFormPublished, own_form, publish_paper_form

router = APIRouter()


@router.post("/settings/templates")
def publish(visit: Entered) -> Response:
    place = place_of(visit)

    def flow(tx: Connection) -> PaperFormPublished | Refused:
        own = own_form(text_sent(visit), "form.yaml", field="file")
        return publish_paper_form(tx, by=visit.by, organisation=organisation_at(tx, place), own=own)

    def done(made: PaperFormPublished) -> Went:
        words = Words(f"Форма опубликована, версия {made.version}", f"The form is published, version {made.version}")
        return Went(f"/settings/templates/{made.form}{place.query}", words)

    return visit.change(flow, done=done, again=lambda faults: show_templates(visit, faults))


@router.get("/settings/templates/{form}/yaml")
def as_text(visit: Entered, form: str) -> Response:
    place = place_of(visit)
    with visit.read() as tx:
        try:
            text = text_of(tx, place.path, form)
        except BadInput as error:
            raise Missing from error
    return download(text.encode(), f"{form}.yaml", media_type="application/yaml; charset=utf-8")
