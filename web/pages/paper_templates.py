"""`/settings/templates`: what papers are made from; a school takes our template, changes it in Word, brings it back.

Forms of its own stand beside ours; a file publishes them (`paper_forms.py`).
"""

from dataclasses import dataclass

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.papers.building import built_in_template
from documents.papers.checking import check_template
from documents.papers.media import DOCX
from engine.papers.fitting import absent, unplaced
from engine.papers.model import PaperField, PaperForm
from engine.papers.placeholders import ROW, names_of
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import organisations, paper_templates
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults, FieldFault, of_bad_input
from web.refusing import Missing
from web.settings_place import SettingsPlace, organisation_at, place_of
from web.visit import Visit
from web.went import Undo, Went
from workflows.definitions.paper_files import paper_keys
from workflows.paper_forms import form_for, forms_for
from workflows.template_in_force import template_in_force
from workflows.try_template import try_template
from workflows.upload_template import TemplateUploaded, upload_template
from workflows.withdraw_template import TemplateStands, restore_template, withdraw_template

router = APIRouter()


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """A field as the page explains it: its placeholder and the same in other forms; `over`: the list it belongs to."""

    title: Words
    name: str
    others: tuple[str, ...]
    required: bool
    over: str = ""


@router.get("/settings/templates")
def templates(visit: Entered) -> Response:
    return show_templates(visit)


@router.get("/settings/templates/{form}")
def template(visit: Entered, form: str) -> Response:
    return _page(visit, _form(visit, form))


@router.get("/settings/templates/{form}/docx")
def as_it_counts(visit: Entered, form: str) -> Response:
    known, place = _form(visit, form), place_of(visit)
    with visit.read() as tx:
        found = template_in_force(tx, organisation_at(tx, place), known.key)
    return download(found.docx, f"{known.key}.docx", media_type=DOCX)


@router.get("/settings/templates/{form}/built-in/docx")
def as_we_made_it(visit: Entered, form: str) -> Response:
    known = _form(visit, form)
    return download(built_in_template(known), f"{known.key}.docx", media_type=DOCX)


@router.get("/settings/templates/{form}/filled/docx")
def tried(visit: Entered, form: str) -> Response:
    """The template that counts, on the organisation's own data."""
    known, place = _form(visit, form), place_of(visit)
    if not place.own:  # names of people are shown where the visitor works, not above
        raise Missing
    with visit.read() as tx:
        organisation = organisation_at(tx, place)
        found = template_in_force(tx, organisation, known.key)
        made = try_template(tx, by=visit.by, organisation=organisation, form=known.key, template=found.docx)
    return download(made, f"{known.key}-sample.docx", media_type=DOCX)


@router.post("/settings/templates/{form}")
def upload(visit: Entered, form: str) -> Response:
    known, place = _form(visit, form), place_of(visit)

    def again(faults: Faults) -> Response:
        return _page(visit, known, faults=faults)

    try:
        given = visit.fields.file("file")
        if given is None:
            raise BadInput("file", "Выберите файл DOCX", "Choose a DOCX file")
        checked = check_template(known, given.content)
    except BadInput as error:
        return again(of_bad_input(error))
    if not checked.accepted:
        wrong = tuple(FieldFault("file", one.words) for one in checked.findings if one.level == "error")
        return again(Faults(wrong, status=422))

    def done(made: TemplateUploaded) -> Went:
        address = _address(place, known)
        if made.again:
            return Went(address, Words("Этот шаблон уже действует", "This template counts already"))
        undo = Undo(f"/settings/templates/{known.key}/take-back", _sent(place, made.id))
        return Went(address, Words("Шаблон действует", "The template counts"), undo)

    return visit.change(
        lambda tx: upload_template(tx, by=visit.by, organisation_id=place.id, form=known.key, checked=checked),
        done=done,
        again=again,
    )


@router.post("/settings/templates/{form}/take-back")
def take_back(visit: Entered, form: str) -> Response:
    known, place = _form(visit, form), place_of(visit)

    def flow(tx: Connection) -> TemplateStands | Refused:
        return withdraw_template(tx, by=visit.by, template_id=visit.fields.number("template"))

    def done(made: TemplateStands) -> Went:
        undo = Undo(f"/settings/templates/{known.key}/restore", _sent(place, made.id))
        return Went(_address(place, known), Words("Своего шаблона больше нет", "Your template counts no more"), undo)

    return visit.change(flow, done=done, again=lambda faults: _page(visit, known, faults=faults))


@router.post("/settings/templates/{form}/restore")
def restore(visit: Entered, form: str) -> Response:
    known, place = _form(visit, form), place_of(visit)
    return visit.change(
        lambda tx: restore_template(tx, by=visit.by, template_id=visit.fields.number("template")),
        done=lambda _: Went(_address(place, known), Words("Шаблон снова действует", "The template counts again")),
        again=lambda faults: _page(visit, known, faults=faults),
    )


def show_templates(visit: Visit, faults: Faults = NONE) -> Response:
    """The list of forms, with what was wrong with one sent there."""
    place = place_of(visit)
    with visit.read() as tx:
        found = paper_templates.in_force(tx, place.path)
        offered = forms_for(tx, place.path)
    return visit.page(
        "paper_templates/list.html",
        place=place,
        offered=offered,
        found=found,
        text=visit.fields.raw("text"),
        faults=faults,
    )


def _page(visit: Visit, form: PaperForm, *, faults: Faults = NONE) -> Response:
    place = place_of(visit)
    with visit.read() as tx:
        owner, row = paper_templates.in_force(tx, place.path, form.key).get(form.key, ("", None))
        above = organisations.by_path(tx, owner) if owner and owner != place.path else None
    return visit.page(
        "paper_templates/template.html",
        place=place,
        form=form,
        ours=form.key in paper_keys(),
        own=row if owner == place.path else None,
        above=above.name if above is not None else "",
        lacking=[absent(field) for field in unplaced(form, row.placeholders)] if row is not None else [],
        groups=[one for field in form.fields for one in _groups(field)],
        faults=faults,
    )


def _groups(field: PaperField) -> list[FieldGroup]:
    if field.of != "rows":
        first, *others = names_of(field)
        return [FieldGroup(field.title, first, tuple(others), field.required)]
    inner = [FieldGroup(Words("Номер по порядку", "Number in order"), f"{ROW}.n", (), required=False, over=field.name)]
    for one in field.fields:
        first, *others = (f"{ROW}.{name}" for name in names_of(one))
        inner.append(FieldGroup(one.title, first, tuple(others), one.required, field.name))
    return [FieldGroup(field.title, field.name, (), field.required, field.name), *inner]


def _form(visit: Visit, key: str) -> PaperForm:
    with visit.read() as tx:
        try:
            return form_for(tx, place_of(visit).path, key)
        except BadInput as error:
            raise Missing from error


def _address(place: SettingsPlace, form: PaperForm) -> str:
    return f"/settings/templates/{form.key}{place.query}"


def _sent(place: SettingsPlace, template_id: int) -> dict[str, str]:
    return {"template": str(template_id), **({"org": str(place.id)} if place.chosen else {})}
