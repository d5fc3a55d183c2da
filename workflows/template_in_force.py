"""Which DOCX a paper of an organisation is made from: its own template, one from above, or the built-in one."""

from dataclasses import dataclass

from sqlalchemy import Connection

from documents.papers.building import built_in_template
from storage import paper_templates
from storage.organisations import OrganisationRow
from storage.paper_templates import TemplateRow
from workflows.paper_forms import form_for


@dataclass(frozen=True, slots=True)
class TemplateInForce:
    """`row` None: the built-in one. `owner` is the path of the organisation whose template it is."""

    form: str
    docx: bytes
    owner: str = ""
    row: TemplateRow | None = None


def template_in_force(tx: Connection, organisation: OrganisationRow, form: str) -> TemplateInForce:
    """Raises BadInput (field `form`) when there is no such form."""
    known = form_for(tx, organisation.path, form)
    found = paper_templates.in_force(tx, organisation.path, form).get(form)
    if found is None:
        return TemplateInForce(form, built_in_template(known))
    owner, row = found
    return TemplateInForce(form, paper_templates.docx_of(tx, row.id), owner, row)
