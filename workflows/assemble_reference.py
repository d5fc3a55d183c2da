"""The справка of monitoring is assembled from below: statuses, figures and registered papers of every organisation.

What organisations have done is shown as it is; counts of people below five are hidden, and so is what would tell them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.cascade import LEAST, shielded
from storage import item_sheet, publications
from workflows.access import sees, unknown
from workflows.show_cascade import CascadeShown, PlaceLine, RowBelow, show_cascade

COUNTS = ("pairs", "mentors", "mentees")


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """An organisation in the document. `counts` of people by `COUNTS`: None = hidden."""

    line: PlaceLine
    counts: Mapping[str, int | None]

    @property
    def percent(self) -> int:
        """The share of rows taken that are done."""
        return round(100 * self.line.done / self.line.taken) if self.line.taken else 0


@dataclass(frozen=True, slots=True)
class Reference:
    """The document for row `item` on the day `on`. `totals` of people: None = hidden."""

    item: Row[Any]
    on: date
    shown: CascadeShown
    places: tuple[PlaceFigures, ...]
    totals: Mapping[str, int | None]

    @property
    def rows(self) -> tuple[RowBelow, ...]:
        """The rows that were handed down; the row of the document itself is not among its own figures."""
        return tuple(one for one in self.shown.rows if one.lines and one.row.id != self.item.id)


def assemble_reference(tx: Connection, *, by: By, item_id: int) -> Reference:
    """Assembled anew at each call, nothing is stored; without organisations while the roadmap was handed to nobody.

    Raises BadInput when there is no such row the reader may see.
    """
    item = item_sheet.get(tx, item_id)
    if item is None or not sees(tx, by, item.organisation_id):
        raise unknown("item", item_id)
    shown = show_cascade(tx, by=by, roadmap_id=item.roadmap_id)
    counts, totals = _people(tx, shown)
    return Reference(
        item,
        shown.place.today(by.at),
        shown,
        tuple(PlaceFigures(line, counts[line.offer.org_path]) for line in shown.places),
        totals,
    )


def _people(tx: Connection, shown: CascadeShown) -> tuple[dict[str, dict[str, int | None]], dict[str, int | None]]:
    """Counts of people by organisation, with everything below it, and their sums."""
    stored = publications.people_counted(tx, shown.place.path)
    paths = [line.offer.org_path for line in shown.places]
    found: dict[str, dict[str, int | None]] = {path: {} for path in paths}
    totals: dict[str, int | None] = {}
    for name in COUNTS:
        sums = [_sum(stored, path, name) for path in paths]
        for path, number in zip(paths, shielded(sums), strict=True):
            found[path][name] = number
        whole = sum(sums)
        totals[name] = None if 0 < whole < LEAST or _lone(sums) else whole
    return found, totals


def _sum(stored: Sequence[Row[Any]], path: str, name: str) -> int:
    return sum(getattr(row, name) for row in stored if row.org_path == path or row.org_path.startswith(f"{path}/"))


def _lone(sums: Sequence[int]) -> bool:
    """Whether the sum would tell the only hidden cell: nothing else could be hidden with it."""
    return sum(0 < number < LEAST for number in sums) == 1 and not any(number >= LEAST for number in sums)
