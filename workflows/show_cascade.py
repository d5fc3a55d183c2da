"""A roadmap seen from above: what became of it in every organisation, and of every row over all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.deadlines import Standing
from storage import organisations, publications, roadmaps
from storage.organisations import OrganisationRow
from workflows.access import sees, unknown
from workflows.below_lines import BelowLine, lines_of, tally


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """An organisation over all rows. `taken` of `offered` rows; of those taken so many are `done` and `late`."""

    offer: Row[Any]
    offered: int
    taken: int
    done: int
    late: int
    late_days: int


@dataclass(frozen=True, slots=True)
class RowBelow:
    """A row over all organisations."""

    row: Row[Any]
    lines: tuple[BelowLine, ...]
    done: int
    asked: int

    @property
    def late(self) -> int:
        return sum(one.standing is Standing.OVERDUE for one in self.lines)


@dataclass(frozen=True, slots=True)
class CascadeShown:
    roadmap: Row[Any]
    place: OrganisationRow
    places: tuple[PlaceLine, ...]
    rows: tuple[RowBelow, ...]

    @property
    def answered(self) -> int:
        return sum(one.offer.state in ("accepted", "declined") for one in self.places)


def show_cascade(tx: Connection, *, by: By, roadmap_id: int) -> CascadeShown:
    """Raises BadInput when there is no such roadmap the reader may see. The statements do not grow with its rows."""
    roadmap = roadmaps.get(tx, roadmap_id)
    if roadmap is None or not sees(tx, by, roadmap.organisation_id):
        raise unknown("roadmap", roadmap_id)
    place = organisations.by_id(tx, roadmap.organisation_id)
    assert place is not None  # noqa: S101  # a foreign key
    offers = [one for one in publications.of_roadmap(tx, roadmap_id) if one.state != "withdrawn"]
    live = [one.row for one in roadmaps.live_items(tx, roadmap_id)]
    lines = lines_of(tx, offers, [row.id for row in live], at=by.at)
    return CascadeShown(
        roadmap,
        place,
        tuple(_place(offer, [one for row in live for one in lines[row.id]]) for offer in offers),
        tuple(RowBelow(row, lines[row.id], *tally(lines[row.id])) for row in live),
    )


def _place(offer: Row[Any], lines: Sequence[BelowLine]) -> PlaceLine:
    mine = [one for one in lines if one.publication_id == offer.id]
    taken = [one for one in mine if one.answer == "taken"]
    return PlaceLine(
        offer,
        len(mine),
        len(taken),
        sum(one.standing is Standing.DONE for one in taken),
        sum(one.standing is Standing.OVERDUE for one in taken),
        max((one.late_days for one in taken), default=0),
    )
