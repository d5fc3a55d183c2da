"""An organisation brings its own DOCX for one form of a paper."""

from dataclasses import dataclass

from sqlalchemy import Connection

from documents.papers.checking import CheckedTemplate
from engine.actors import By
from engine.papers.fitting import Finding
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import journal, paper_templates
from workflows.access import forbidden
from workflows.paper_forms import form_of

_REMEDY = Words("Исправьте это в Word и загрузите файл ещё раз", "Mend it in Word and upload the file again")


@dataclass(frozen=True, slots=True)
class TemplateUploaded:
    """`findings` are the warnings the template was taken with; `again`: the same file counted already."""

    id: int
    form: str
    version: int
    findings: tuple[Finding, ...]
    again: bool = False


def upload_template(
    tx: Connection, *, by: By, organisation_id: int, form: str, checked: CheckedTemplate
) -> TemplateUploaded | Refused:
    """It counts for the organisation and everything below without one of its own; papers made before stay as they are.

    `checked` is what `documents.papers.checking.check_template` said about the file: it takes a while, so it is asked
    before the transaction. Refused with every error it found. Raises BadInput (field `form`) for an unknown form.
    """
    if (no := forbidden(tx, by, "template.upload", organisation_id)) is not None:
        return no
    known = form_of(tx, organisation_id, form)
    if not checked.accepted:
        errors = (one for one in checked.findings if one.level == "error")
        return Refused(tuple(Reason("template", one.words, _REMEDY) for one in errors))
    standing = paper_templates.standing(tx, organisation_id, known.key)
    if standing is not None and paper_templates.docx_of(tx, standing.id) == checked.docx:
        return TemplateUploaded(standing.id, form, standing.version, checked.findings, again=True)
    made = paper_templates.add(
        tx,
        organisation_id=organisation_id,
        form=known.key,
        docx=checked.docx,
        placeholders=checked.placeholders,
        at=by.at,
        actor_id=by.person_id,
    )
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="template.upload",
        subject=f"template:{made.id}",
        facts={"form": form, "version": made.version, "sha256": made.sha256},
    )
    return TemplateUploaded(made.id, form, made.version, checked.findings)
