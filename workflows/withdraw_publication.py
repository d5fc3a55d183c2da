"""An offer nobody has answered yet is taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import journal, publications
from workflows.access import forbidden, sees, unknown
from workflows.local_life import local_life
from workflows.offer_rows import answered


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """`kept`: offers that were answered meanwhile and stay."""

    roadmap_id: int
    withdrawn: int
    kept: int


def withdraw_publication(tx: Connection, *, by: By, publication_id: int) -> Withdrawn | Refused:
    """Take one offer back. Refused when it was answered. Raises BadInput when there is none `by` may know of."""
    one = publications.get(tx, publication_id)
    if one is None or not sees(tx, by, one.upper_id):
        raise unknown("publication", publication_id)
    if (no := forbidden(tx, by, "roadmap.publish", one.upper_id)) is not None:
        return no
    if one.state != "offered":
        return Refused(
            (
                Reason(
                    "state",
                    Words("На предложение уже ответили", "The offer was answered already"),
                    Words("Договоритесь с организацией", "Talk to the organisation"),
                ),
            )
        )
    _withdraw(tx, by, [one])
    return Withdrawn(one.roadmap_id, 1, 0)


def withdraw_offers(tx: Connection, *, by: By, roadmap_id: int, offered_at: datetime) -> Withdrawn | Refused:
    """Take back what one publishing offered, as far as nobody has answered yet."""
    found = [one for one in publications.of_roadmap(tx, roadmap_id) if one.offered_at == offered_at]
    if not found or not sees(tx, by, found[0].upper_id):
        raise unknown("roadmap", roadmap_id)
    if (no := forbidden(tx, by, "roadmap.publish", found[0].upper_id)) is not None:
        return no
    waiting = [one for one in found if one.state == "offered"]
    _withdraw(tx, by, waiting)
    return Withdrawn(roadmap_id, len(waiting), len(found) - len(waiting))


def _withdraw(tx: Connection, by: By, offers: Iterable[Row[Any]]) -> None:
    for one in offers:
        publications.change(tx, one, state="withdrawn", answered_at=by.at)
        answered(tx, one.id, life=local_life(tx, one.organisation_id), by=by)
        journal.append(
            tx,
            organisation_id=one.upper_id,
            by=by,
            verb="roadmap.withdraw",
            subject=f"publication:{one.id}",
            facts={"to": one.organisation_id},
        )
