"""A link is given to a row that counts its publications: it is an article like any other, and closes nothing itself."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.permissions import permitted
from engine.refusals import Refused
from workflows.access import acting
from workflows.item_at_hand import take_item
from workflows.keep_evidence import link_proof
from workflows.record_article import give_link, record_article


@dataclass(frozen=True, slots=True)
class PublicationGiven:
    """`id` is the evidence's."""

    id: int
    item: int


def give_publication(tx: Connection, *, by: By, item_id: int, link: str) -> PublicationGiven | Refused:
    """Keep the link with the row. Raises BadInput for what is no link and for a row that owes nothing at all.

    Whoever is responsible for the row by name may do it without an office; then the row alone keeps it.
    """
    item = take_item(tx, by=by, item_id=item_id, verb="roadmap.complete")
    if item.refused is not None:
        return item.refused
    url = link_proof(link, field="link").reference
    owner = item.row.organisation_id
    if permitted(acting(tx, by, owner), "article.record") is not None:
        return PublicationGiven(give_link(tx, by, item, url), item_id)
    made = record_article(tx, by=by, organisation_id=owner, kind="article", link=url, item_id=item_id)
    if isinstance(made, Refused):
        return made
    assert made.evidence_id is not None  # noqa: S101  # it belongs to the row
    return PublicationGiven(made.evidence_id, item_id)
