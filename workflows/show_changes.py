"""What changed above since rows were taken: offered here side by side; nothing changes by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.cascade import Change, changes
from storage import publications, roadmaps
from workflows.access import sees, unknown
from workflows.upper_rows import UpperRow, offered_rows, upper_rows_by_id


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row here whose row above changed (`changes`) or was dropped there. `own_deadline`: how it is dated here."""

    row: Row[Any]
    upper: UpperRow
    kind: Literal["changed", "dropped"]
    changes: tuple[Change, ...]
    own_deadline: str

    @property
    def dated(self) -> bool:
        """Whether its date changed."""
        return any(one.field == "deadline" for one in self.changes)


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row that the offer has and this roadmap has not."""

    publication_id: int
    upper: UpperRow


@dataclass(frozen=True, slots=True)
class ChangesShown:
    roadmap: Row[Any]
    rows: tuple[ChangedRow, ...]
    new: tuple[NewRow, ...]

    @property
    def any(self) -> bool:
        return bool(self.rows or self.new)


def show_changes(tx: Connection, *, by: By, roadmap_id: int) -> ChangesShown:
    """Raises BadInput when there is no such roadmap the reader may see."""
    roadmap = roadmaps.get(tx, roadmap_id)
    if roadmap is None or not sees(tx, by, roadmap.organisation_id):
        raise unknown("roadmap", roadmap_id)
    mine = [row for row in publications.taken_rows(tx, roadmap_id) if row.dropped_on is None]
    above = upper_rows_by_id(tx, [row.upper_item_id for row in mine])
    return ChangesShown(
        roadmap,
        tuple(_changed(mine, above)),
        tuple(_new(tx, roadmap_id, {row.upper_item_id for row in mine})),
    )


def _changed(mine: list[Row[Any]], above: dict[int, UpperRow]) -> Iterator[ChangedRow]:
    for row in mine:
        upper = above[row.upper_item_id]
        if row.upper_version == upper.mark:
            continue
        if upper.row.dropped_on is not None:
            yield ChangedRow(row, upper, "dropped", (), row.deadline_text)
        elif found := changes(row.agreed or {}, upper.words):
            yield ChangedRow(row, upper, "changed", found, row.deadline_text)


def _new(tx: Connection, roadmap_id: int, taken: set[int]) -> Iterator[NewRow]:
    """Offered, neither taken nor left out on purpose."""
    for offer in publications.answered_by(tx, roadmap_id):
        for one in offered_rows(tx, offer):
            if one.id not in taken and one.id not in offer.left:
                yield NewRow(offer.id, one)
