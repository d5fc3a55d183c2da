"""A delegated row is taken back: it is owed here again, unless whoever it went to has taken it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import journal, organisations, publications
from workflows.delegate_item import take_up
from workflows.derive_obligations import derive_roadmap
from workflows.item_at_hand import ItemAtHand, take_item
from workflows.local_life import local_life
from workflows.offer_rows import answered


@dataclass(frozen=True, slots=True)
class TakenBack:
    item_id: int


def take_back_item(tx: Connection, *, by: By, item_id: int) -> TakenBack | Refused:
    """Refused when it was not delegated, or stands in another organisation's roadmap already."""
    item = take_item(tx, by=by, item_id=item_id, verb="roadmap.adopt")
    if item.refused is not None:
        return item.refused
    if item.row.adoption != "delegated":
        return _refused(
            Words("Пункт никому не передан", "The row is not delegated"),
            Words("Делать ничего не нужно", "Nothing has to be done"),
        )
    if any(one.organisation_id == item.row.delegated_to for one in publications.lower_rows(tx, [item_id])):
        taker = organisations.by_id(tx, item.row.delegated_to)
        name = "" if taker is None else taker.name
        return _refused(
            Words(f"Пункт уже принят: {name}", f"The row was taken: {name}"),
            Words("Договоритесь, чтобы его вернули", "Ask them to give it back"),
        )
    _no_longer_offered(tx, item, by)
    take_up(tx, item.row, by=by)
    derive_roadmap(tx, item.row.roadmap_id, at=by.at)
    journal.append(
        tx,
        organisation_id=item.row.organisation_id,
        by=by,
        verb="roadmap.take-back",
        subject=item.subject,
        facts={"from": item.row.delegated_to},
    )
    return TakenBack(item_id)


def _no_longer_offered(tx: Connection, item: ItemAtHand, by: By) -> None:
    """The offer loses the row; one without any row left is withdrawn."""
    for one in publications.of_roadmap(tx, item.row.roadmap_id):
        if one.organisation_id != item.row.delegated_to or item.row.id not in (one.rows or ()):
            continue
        rest = [row for row in one.rows if row != item.row.id]
        if rest or one.state != "offered":
            publications.change(tx, one, rows=rest)
        else:
            publications.change(tx, one, rows=rest, state="withdrawn", answered_at=by.at)
            answered(tx, one.id, life=local_life(tx, one.organisation_id), by=by)


def _refused(reason: Words, mend: Words) -> Refused:
    return Refused((Reason("delegated", reason, mend),))
