"""How a template would look on real data: filled for a pair the organisation has, nothing is stored."""

from sqlalchemy import Connection

from documents.papers.rendering import rendered
from engine.actors import By
from storage import paper_templates
from storage.organisations import OrganisationRow
from workflows.access import sees, unknown
from workflows.inflecting import inflect_at
from workflows.paper_forms import form_for
from workflows.papers.collecting import values_of
from workflows.papers.ground import Ground

_MOST_PAIRS = 3


def try_template(tx: Connection, *, by: By, organisation: OrganisationRow, form: str, template: bytes) -> bytes:
    """The DOCX, with places to write by hand where the data say nothing.

    Raises BadInput for an unknown form and for an organisation `by` may not see.
    """
    if not sees(tx, by, organisation.id):
        raise unknown("organisation")
    known = form_for(tx, organisation.path, form)
    pairs = tuple(paper_templates.pairs_to_show(tx, organisation.id, most=1 if known.about == "pair" else _MOST_PAIRS))
    people = tuple(paper_templates.people_of(tx, pairs[:1]))
    ground = Ground(tx, by, organisation, organisation.today(by.at), known, pairs, people)
    return rendered(template, values_of(ground, {}, inflect_at(tx, organisation.path)).values)
