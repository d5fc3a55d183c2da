"""What papers are made from: forms, an organisation's own templates, the patterns of numbers."""

import base64
import binascii
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field, StringConstraints

from documents.papers.checking import CheckedTemplate, check_template
from engine.papers.model import PaperForm
from engine.refusals import BadInput
from storage import paper_templates
from web.api.calling import Caller
from web.api.reading import one
from web.api.shapes import In, OrgPath, Out, PathId, Word
from web.api.writing import change, expected
from web.problems import Declined
from web.visit import Visit
from workflows.access import forbidden
from workflows.answers.plainly import plainly
from workflows.find import find_organisation
from workflows.paper_forms import form_for, forms_for
from workflows.propose_number import change_numbering, numberings
from workflows.upload_template import upload_template
from workflows.withdraw_template import restore_template, withdraw_template

router = APIRouter(prefix="/api/v1", tags=["papers"])

_LONGEST_FILE = 10 * 1024 * 1024
_BASE64 = r"^[A-Za-z0-9+/=]+$"
_Org = Annotated[str, Query(max_length=400)]


class FormField(Out):
    """`of`: text, lines, name, position, date, number, rows; `fields` are those of a row."""

    name: str
    title: str
    of: str
    required: bool
    fields: list[str]


class FormOut(Out):
    """`about`: pair, pairs, person, people, organisation … `template`: the organisation's own DOCX, null = built in."""

    form: str
    title: str
    kind: str
    purpose: str
    about: str
    fields: list[FormField]
    template: int | None
    template_org: str | None
    template_version: int | None


class Forms(Out):
    forms: list[FormOut]


class TemplateIn(In):
    """`file`: the bytes of a DOCX in base64; its placeholders are checked first."""

    org: OrgPath
    form: Word
    file: Annotated[str, StringConstraints(strict=True, min_length=4, max_length=2 * _LONGEST_FILE, pattern=_BASE64)]


class TemplateFinding(Out):
    level: str
    message: str


class TemplateMade(Out):
    """`again`: the same file counted already; `findings` are warnings it was taken with."""

    id: int
    form: str
    version: int
    again: bool
    findings: list[TemplateFinding]


class TemplateOut(Out):
    """`counts`: papers are made from it now."""

    id: int
    form: str
    version: int
    counts: bool


class NumberingOut(Out):
    """`{n}` of the pattern is the number, `{year}` the year. `next`: what the next paper gets. `version` 0: ours."""

    kind: str
    pattern: str
    next: str
    version: int


class Numberings(Out):
    numberings: list[NumberingOut]


class NumberingIn(In):
    org: OrgPath
    kind: Word
    pattern: Annotated[str, Field(min_length=3, max_length=40)]


class NumberingMade(Out):
    """`id` is the organisation's; `before`: the pattern until now."""

    id: int
    kind: str
    pattern: str
    before: str


@router.get("/paper-forms", operation_id="listPaperForms", response_model=Forms)
def forms(visit: Caller, org: _Org) -> Response:
    """The forms of papers an organisation may write, and whose templates count."""
    with visit.read() as tx:
        place = find_organisation(tx, org, by=visit.by, field="org")
        offered, counting = forms_for(tx, place.path), paper_templates.in_force(tx, place.path)
    found: list[FormOut] = []
    for form in (each.form for each in offered):
        owner, row = counting.get(form.key, ("", None))
        found.append(
            FormOut(
                form=form.key,
                title=visit.say(form.title),
                kind=form.kind,
                purpose=form.purpose,
                about=form.about,
                fields=_fields(visit, form),
                template=None if row is None else row.id,
                template_org=owner or None,
                template_version=None if row is None else row.version,
            )
        )
    return one(visit, Forms(forms=found))


@router.post("/paper-templates", operation_id="uploadTemplate", response_model=TemplateMade, status_code=201)
def upload(visit: Caller, sent: TemplateIn) -> Response:
    """Bring a template of one's own: it counts here and below from now on."""
    with visit.read() as tx:
        place = find_organisation(tx, sent.org, by=visit.by, field="org")
        if (no := forbidden(tx, visit.by, "template.upload", place.id)) is not None:
            raise Declined(no)
        known = form_for(tx, place.path, sent.form)
    checked = check_template(known, _bytes(sent.file))
    return change(
        visit,
        lambda tx: upload_template(tx, by=visit.by, organisation_id=place.id, form=known.key, checked=checked),
        answer=lambda made: TemplateMade(
            id=made.id,
            form=made.form,
            version=made.version,
            again=made.again,
            findings=_findings(visit, checked),
        ),
        sent=sent,
        status=201,
    )


@router.delete("/paper-templates/{template_id}", operation_id="withdrawTemplate", response_model=TemplateOut)
def withdraw(visit: Caller, template_id: PathId) -> Response:
    """Take a template of one's own back: the one above or the built-in one counts again."""
    return change(
        visit,
        lambda tx: withdraw_template(tx, by=visit.by, template_id=template_id),
        answer=lambda made: TemplateOut.model_validate(plainly(made)),
    )


@router.post("/paper-templates/{template_id}/return", operation_id="restoreTemplate", response_model=TemplateOut)
def restore(visit: Caller, template_id: PathId) -> Response:
    """A withdrawn template counts again."""
    return change(
        visit,
        lambda tx: restore_template(tx, by=visit.by, template_id=template_id),
        answer=lambda made: TemplateOut.model_validate(plainly(made)),
    )


@router.get("/paper-numberings", operation_id="listNumberings", response_model=Numberings)
def numbers(visit: Caller, org: _Org) -> Response:
    """How papers of each kind are numbered, and the next number of each."""
    with visit.read() as tx:
        place = find_organisation(tx, org, by=visit.by, field="org")
        found = numberings(tx, organisation_id=place.id, year=place.today(visit.now).year)
    told = [NumberingOut(kind=n.kind, pattern=n.pattern, next=n.following, version=n.version) for n in found]
    return one(visit, Numberings(numberings=told))


@router.put("/paper-numberings", operation_id="changeNumbering", response_model=NumberingMade)
def renumber(visit: Caller, sent: NumberingIn) -> Response:
    """Change the pattern of a kind. `If-Match` takes the version of its line."""
    with visit.read() as tx:
        place = find_organisation(tx, sent.org, by=visit.by, field="org")
    version = expected(visit)
    return change(
        visit,
        lambda tx: change_numbering(
            tx, by=visit.by, organisation_id=place.id, kind=sent.kind, pattern=sent.pattern, version=version
        ),
        answer=lambda made: NumberingMade.model_validate(plainly(made)),
        sent=sent,
    )


def _fields(visit: Visit, form: PaperForm) -> list[FormField]:
    return [
        FormField(
            name=each.name,
            title=visit.say(each.title),
            of=each.of,
            required=each.required,
            fields=[inner.name for inner in each.fields],
        )
        for each in form.fields
    ]


def _findings(visit: Visit, checked: CheckedTemplate) -> list[TemplateFinding]:
    return [TemplateFinding(level=each.level, message=visit.say(each.words)) for each in checked.findings]


def _bytes(file: str) -> bytes:
    try:
        return base64.b64decode(file, validate=True)
    except binascii.Error:
        raise BadInput("file", "Файл не в кодировке base64", "The file is not base64") from None
