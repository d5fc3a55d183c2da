"""A roadmap offered from above is declined: the kind of reason goes up, the words stay here."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.cascade import KINDS_OF_WHY
from engine.refusals import Refused
from storage import journal, publications
from workflows.delegate_item import give_back
from workflows.offer_at_hand import not_answerable, take_offer
from workflows.offer_rows import answered
from workflows.plain_text import one_of, plain_text
from workflows.upper_rows import offered_rows


@dataclass(frozen=True, slots=True)
class Declined:
    publication_id: int


def decline_roadmap(tx: Connection, *, by: By, publication_id: int, why: str, words: str = "") -> Declined | Refused:
    """Decline an offer that waits. Raises BadInput for an unknown kind of reason."""
    offer, life, no = take_offer(tx, by=by, publication_id=publication_id)
    if no is not None:
        return no
    kind = one_of(why, KINDS_OF_WHY, "why")
    told = plain_text(words, "words", longest=500) if words.strip() else ""
    if (no := not_answerable(offer, ("offered",))) is not None:
        return no
    publications.change(tx, offer, state="declined", reason=kind, answered_at=by.at)
    give_back(tx, by=by, item_ids=[one.id for one in offered_rows(tx, offer)], to=offer.organisation_id)
    answered(tx, publication_id, life=life, by=by)
    journal.append(
        tx,
        organisation_id=offer.organisation_id,
        by=by,
        verb="roadmap.decline",
        subject=f"publication:{publication_id}",
        facts={"why": kind},
        words={"reason": told} if told else None,
    )
    return Declined(publication_id)
