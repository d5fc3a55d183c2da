"""A row is done by another organisation: one below or beside offers to take it, or it goes back up with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.cascade import KEPT, KINDS_OF_WHY, changes
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import journal, organisations, publications, roadmaps
from storage.organisations import OrganisationRow
from workflows.access import unknown
from workflows.derive_obligations import derive_roadmap, derive_task
from workflows.item_at_hand import ItemAtHand, take_item
from workflows.offer_rows import offer_rows
from workflows.plain_text import one_of, plain_text


@dataclass(frozen=True, slots=True)
class Delegated:
    """`publication_id` None: it went back up, where it stands as a row already."""

    item_id: int
    to: int
    publication_id: int | None


def delegate_item(
    tx: Connection, *, by: By, item_id: int, to: int, why: str = "", words: str = ""
) -> Delegated | Refused:
    """Hand a row to an organisation below or beside this one, or back to where it came from with a kind of reason.

    Nothing of it is owed here until it comes back; whoever it goes to answers the offer like any other. Raises
    BadInput for an organisation it may not go to.
    """
    item = take_item(tx, by=by, item_id=item_id, verb="roadmap.adopt")
    if item.refused is not None:
        return item.refused
    if (no := _already(item)) is not None:
        return no
    upper = _upper_of(tx, item.row)
    if upper is not None and to == upper:
        return _back_up(tx, item, by=by, to=to, why=one_of(why, KINDS_OF_WHY, "why"), words=words)
    place = _reachable(tx, item, to)
    roadmap = roadmaps.get(tx, item.row.roadmap_id)
    assert roadmap is not None  # noqa: S101  # the row belongs to it
    given_before = _rows_given(tx, roadmap.id, place.id)
    offer_rows(tx, by=by, roadmap=roadmap, to=[place.id], rows={*given_before, item_id})
    _put_down(tx, item, by=by, to=place.id, why="", words="")
    [publication] = [one for one in publications.of_roadmap(tx, roadmap.id) if one.organisation_id == place.id]
    return Delegated(item_id, place.id, publication.id)


def give_back(tx: Connection, *, by: By, item_ids: Iterable[int], to: int) -> None:
    """Rows that were delegated to an organisation which does not take them are owed again where they came from."""
    found = publications.rows_of(tx, item_ids)
    back = [row for row in found.values() if row.adoption == "delegated" and row.delegated_to == to]
    for row in back:
        take_up(tx, row, by=by)
    for roadmap_id in sorted({row.roadmap_id for row in back}):
        derive_roadmap(tx, roadmap_id, at=by.at)


def take_up(tx: Connection, row: Row[Any], *, by: By) -> None:
    """The row is the organisation's own work again, and asks again what it asked."""
    agreed = {name: said for name, said in row.agreed.items() if name != "returned"} if row.agreed else None
    roadmaps.change_item(tx, row, adoption=_adoption(row), delegated_to=None, agreed=agreed)
    unassigned = row.responsible_role is None and row.responsible_id is None
    for task_id in roadmaps.reopen_tasks(tx, row.id, kinds=["assign"] if unassigned else []):
        derive_task(tx, task_id, at=by.at)


def _adoption(row: Row[Any]) -> str | None:
    """What it was before it was delegated: a row of one's own, taken as it is, or with a date of one's own."""
    if row.upper_item_id is None:
        return None
    here = {name: getattr(row, name) for name in KEPT}
    own = bool(row.agreed) and any(one.field == "deadline" for one in changes(row.agreed, here))
    return "adapted" if own else "accepted"


def _back_up(tx: Connection, item: ItemAtHand, *, by: By, to: int, why: str, words: str) -> Delegated:
    _put_down(tx, item, by=by, to=to, why=why, words=plain_text(words, "words", longest=500) if words.strip() else "")
    return Delegated(item.row.id, to, None)


def _put_down(tx: Connection, item: ItemAtHand, *, by: By, to: int, why: str, words: str) -> None:
    agreed = {**(item.row.agreed or {}), "returned": why} if why else item.row.agreed
    roadmaps.change_item(tx, item.row, adoption="delegated", delegated_to=to, agreed=agreed)
    for task in roadmaps.open_tasks(tx, [item.row.id]):
        roadmaps.finish_task(tx, task.id, on=item.life.today(by.at))
        derive_task(tx, task.id, at=by.at)
    derive_roadmap(tx, item.row.roadmap_id, at=by.at)
    journal.append(
        tx,
        organisation_id=item.row.organisation_id,
        by=by,
        verb="roadmap.delegate",
        subject=item.subject,
        facts={"to": to} | ({"why": why} if why else {}),
        words={"reason": words} if words else None,
    )


def _rows_given(tx: Connection, roadmap_id: int, organisation_id: int) -> set[int]:
    """The rows of this roadmap the organisation was offered before and still is, or has."""
    return {
        row
        for one in publications.of_roadmap(tx, roadmap_id)
        if one.organisation_id == organisation_id and one.state in ("offered", "accepted")
        for row in one.rows or ()
    }


def _reachable(tx: Connection, item: ItemAtHand, to: int) -> OrganisationRow:
    """An organisation below this one, or with the same parent."""
    place, here = organisations.by_id(tx, to), organisations.by_id(tx, item.life.organisation_id)
    if place is None or here is None or place.id == here.id:
        raise unknown("--to", to)
    beside = here.parent_id is not None and place.parent_id == here.parent_id
    if not beside and not place.path.startswith(f"{here.path}/"):
        raise unknown("--to", to)
    return place


def _upper_of(tx: Connection, row: Row[Any]) -> int | None:
    """The organisation the row came from."""
    upper = None if row.upper_item_id is None else roadmaps.item(tx, row.upper_item_id)
    return None if upper is None else int(upper.organisation_id)


def _already(item: ItemAtHand) -> Refused | None:
    if item.row.adoption != "delegated":
        return None
    return Refused(
        (
            Reason(
                "delegated",
                Words("Пункт уже передан", "The row is delegated already"),
                Words("Сначала возьмите его обратно", "Take it back first"),
            ),
        )
    )
