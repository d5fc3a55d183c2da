"""A link is given to a row that counts its publications: it counts, and closes nothing by itself."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import evidence, figures, journal
from workflows.item_at_hand import take_item
from workflows.keep_evidence import link_proof

_KIND = "publication"


@dataclass(frozen=True, slots=True)
class PublicationGiven:
    """`id` is the evidence's."""

    id: int
    item: int


def give_publication(tx: Connection, *, by: By, item_id: int, link: str) -> PublicationGiven | Refused:
    """Keep the link with the row. Raises BadInput for what is no link and for a row that owes nothing at all."""
    item = take_item(tx, by=by, item_id=item_id, verb="roadmap.complete")
    if item.refused is not None:
        return item.refused
    proof = link_proof(link, field="link")
    owed = figures.owed_by(tx, [item_id])
    if not owed:
        raise BadInput("item", "item: у пункта нет сроков", "item: the row has no dates")
    # The first that is open: a figure that falls back has something to hang on to.
    one = next((each for each in owed if each.status == "open"), owed[-1])
    made = evidence.add(
        tx, obligation_id=one.id, kind=_KIND, reference=proof.reference, sha256="", paper_id=None, at=by.at
    )
    journal.append(
        tx,
        organisation_id=item.row.organisation_id,
        by=by,
        verb="roadmap.publication",
        subject=item.subject,
        facts={"obligation": one.id, "evidence": _KIND},
        words={"reference": proof.reference},
    )
    return PublicationGiven(made, item_id)
