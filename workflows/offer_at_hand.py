"""An offered roadmap taken up by somebody of the organisation it was offered to."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import publications
from workflows.access import forbidden, sees, unknown
from workflows.local_life import LocalLife, local_life

_SAID = {
    "offered": Words("На предложение ещё не ответили", "The offer is not answered yet"),
    "accepted": Words("Предложение уже принято", "The offer is taken already"),
    "declined": Words("От предложения уже отказались", "The offer is declined already"),
    "withdrawn": Words("Предложение отозвано", "The offer was withdrawn"),
}


def take_offer(tx: Connection, *, by: By, publication_id: int) -> tuple[Row[Any], LocalLife, Refused | None]:
    """The offer as `by` finds it. Raises BadInput when there is none to an organisation this person may see."""
    offer = publications.get(tx, publication_id)
    if offer is None or not sees(tx, by, offer.organisation_id):
        raise unknown("publication", publication_id)
    life = local_life(tx, offer.organisation_id)
    return offer, life, forbidden(tx, by, "roadmap.adopt", offer.organisation_id)


def not_answerable(offer: Row[Any], states: Collection[str]) -> Refused | None:
    """None when the offer stands in one of these states."""
    if offer.state in states:
        return None
    mend = Words("Обновите страницу", "Reload the page")
    return Refused((Reason("state", _SAID[offer.state], mend),))
