"""The answer to an offered roadmap is undone within a day: its rows are dropped, the offer waits again."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import journal, programmes, publications, roadmaps
from workflows.derive_obligations import derive_roadmap, derive_task
from workflows.local_life import LocalLife
from workflows.offer_at_hand import not_answerable, take_offer
from workflows.offer_rows import ask

UNDOABLE_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Unanswered:
    publication_id: int
    dropped: int


def undo_answer(tx: Connection, *, by: By, publication_id: int) -> Unanswered | Refused:
    """Nothing is deleted: rows taken are rows no longer. Refused after a day, and when a row is proved already."""
    offer, life, no = take_offer(tx, by=by, publication_id=publication_id)
    if no is not None:
        return no
    if (no := not_answerable(offer, ("accepted", "declined"))) is not None:
        return no
    if offer.answered_at is None or by.at - offer.answered_at > UNDOABLE_FOR:
        return _refused(
            Words("Отменить можно в течение суток", "It can be undone within a day"),
            Words("Меняйте пункты по одному", "Change the rows one by one"),
        )
    dropped: list[int] = []
    if offer.state == "accepted" and offer.lower_roadmap_id is not None:
        found = _rows_of_offer(tx, offer)
        if publications.proved(tx, found) or publications.lower_rows(tx, found):
            return _refused(
                Words(
                    "По принятым пунктам уже есть подтверждения или их передали дальше",
                    "Rows taken are proved already, or handed on",
                ),
                Words("Сначала отмените это", "Undo that first"),
            )
        dropped = _drop(tx, offer, found, life, by)
    publications.change(tx, offer, state="offered", reason="", answered_at=None, left=[])
    ask(tx, publication_id, life=life, by=by)
    journal.append(
        tx,
        organisation_id=offer.organisation_id,
        by=by,
        verb="roadmap.unanswer",
        subject=f"publication:{publication_id}",
        facts={"dropped": dropped},
    )
    return Unanswered(publication_id, len(dropped))


def _rows_of_offer(tx: Connection, offer: Row[Any]) -> list[int]:
    """What stands in the organisation's roadmap from this offer."""
    mine = publications.taken_rows(tx, offer.lower_roadmap_id)
    upper = publications.rows_of(tx, [row.upper_item_id for row in mine])
    return [
        row.id for row in mine if row.dropped_on is None and upper[row.upper_item_id].roadmap_id == offer.roadmap_id
    ]


def _drop(tx: Connection, offer: Row[Any], item_ids: list[int], life: LocalLife, by: By) -> list[int]:
    today = life.today(by.at)
    for task in roadmaps.open_tasks(tx, item_ids):
        roadmaps.finish_task(tx, task.id, on=today)
        derive_task(tx, task.id, at=by.at)
    publications.drop(tx, item_ids, on=today)
    roadmap_id = offer.lower_roadmap_id
    derive_roadmap(tx, roadmap_id, at=by.at)
    own = roadmaps.get(tx, roadmap_id)
    made_for_it = own is not None and own.upper_roadmap_id == offer.roadmap_id
    if made_for_it and not roadmaps.live_items(tx, roadmap_id) and not programmes.follow(tx, roadmap_id):
        publications.drop_roadmap(tx, roadmap_id, on=today)
    return item_ids


def _refused(reason: Words, mend: Words) -> Refused:
    return Refused((Reason("undo", reason, mend),))
