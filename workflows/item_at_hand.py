"""A roadmap row taken up by somebody, and which of its obligations is meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.permissions import Verb
from engine.refusals import BadInput, Refused
from storage import figures, obligations, roadmaps
from workflows.access import forbidden, sees, unknown
from workflows.derive_obligations import derive_task
from workflows.local_life import LocalLife, local_life

WAITING_FOR_A_DAY = frozenset({"external", "event", "empty", "ambiguous", "unreadable"})
"""Kinds of deadline that say no date of their own: somebody has to bind the row to a day."""


@dataclass(frozen=True, slots=True)
class ItemAtHand:
    """The stored row with the local life of its organisation."""

    row: Row[Any]
    life: LocalLife
    refused: Refused | None

    @property
    def subject(self) -> str:
        return f"item:{self.row.id}"


def take_item(tx: Connection, *, by: By, item_id: int, verb: Verb) -> ItemAtHand:
    """The row as `by` finds it. Raises BadInput when there is none that this person may see.

    Whoever is responsible for a row by name may see and complete it, whatever roles he holds.
    """
    row = roadmaps.item(tx, item_id)
    own = row is not None and by.person_id is not None and row.responsible_id == by.person_id
    if row is None or not (own or sees(tx, by, row.organisation_id)):
        raise unknown("item", item_id)
    refused = None if own and verb == "roadmap.complete" else forbidden(tx, by, verb, row.organisation_id)
    return ItemAtHand(row, local_life(tx, row.organisation_id), refused)


def meant_obligations(
    tx: Connection, item: ItemAtHand, *, occurrence: str | None, pair_id: int | None, proving: bool = False
) -> Sequence[Row[Any]]:
    """The open obligation that is meant: named by its occurrence, its due day or its pair, or the only one there is.

    With `proving` those count, too, that a figure alone has closed when nothing is open: a paper makes it certain.
    Raises BadInput when none is open, none fits, or several do.
    """
    standing = obligations.open_of_item(tx, item.row.id)
    if not standing and proving:
        standing = figures.closed_alone(tx, item.row.id)
    if not standing:
        raise BadInput(
            "item",
            f"item: у пункта {item.row.number} нет открытых сроков (посмотрите: roadmap show {item.row.roadmap_id})",
            f"item: row {item.row.number} has nothing open (see: roadmap show {item.row.roadmap_id})",
        )
    fitting = [one for one in standing if _fits(one, occurrence, pair_id)]
    if len(fitting) == 1:
        return fitting
    named = ", ".join(_names(fitting or standing))
    if not fitting:
        raise BadInput(
            "--occurrence",
            f"--occurrence: у пункта {item.row.number} нет открытого срока «{occurrence or pair_id}»; есть: {named}",
            f"--occurrence: row {item.row.number} has no open date `{occurrence or pair_id}`; there are: {named}",
        )
    raise BadInput(
        "--occurrence",
        f"--occurrence: у пункта {item.row.number} открыто несколько сроков, укажите один: {named}",
        f"--occurrence: row {item.row.number} has several open dates, name one: {named}",
    )


def ask_again(tx: Connection, item: ItemAtHand, *, by: By) -> None:
    """What completing the row made needless is asked again: who answers for it, by when."""
    unassigned = item.row.responsible_role is None and item.row.responsible_id is None
    undated = any(one.due_on is None for one in obligations.open_of_item(tx, item.row.id))
    kinds = [*(["assign"] if unassigned else []), *(["set-date"] if undated else [])]
    for task_id in roadmaps.reopen_tasks(tx, item.row.id, kinds=kinds):
        derive_task(tx, task_id, at=by.at)


def _fits(one: Row[Any], occurrence: str | None, pair_id: int | None) -> bool:
    if pair_id is not None and one.pair_id != pair_id:
        return False
    if occurrence is None:
        return True
    return occurrence in (one.occurrence, one.occurrence.partition("/")[0], _iso(one.due_on))


def _names(rows: Sequence[Row[Any]]) -> list[str]:
    return [one.occurrence if one.pair_id is not None else _iso(one.due_on) or one.occurrence for one in rows][:12]


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
