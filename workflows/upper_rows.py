"""Rows of a roadmap as they are offered below: their words with moved dates, and how often they have changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from engine.cascade import KEPT, agreed_words
from storage import publications, roadmaps

_ONLY = "1"  # the occurrence of a deadline that names one day


@dataclass(frozen=True, slots=True)
class UpperRow:
    """A row to agree to. `mark` grows with each change of it, a moved date too."""

    row: Row[Any]
    words: dict[str, Any]
    mark: int

    @property
    def id(self) -> int:
        return int(self.row.id)


def offered_rows(tx: Connection, publication: Row[Any]) -> list[UpperRow]:
    """The rows of an offer in the order of the roadmap; what was dropped since is not among them."""
    live = [one.row for one in roadmaps.live_items(tx, publication.roadmap_id)]
    return upper_rows(tx, [row for row in live if publication.rows is None or row.id in publication.rows])


def upper_rows(tx: Connection, rows: Sequence[Row[Any]]) -> list[UpperRow]:
    """These stored rows as they are offered."""
    moved = publications.moved_days(tx, [row.id for row in rows])
    return [_upper(row, *moved.get(row.id, (0, {}))) for row in rows]


def upper_rows_by_id(tx: Connection, ids: Iterable[int]) -> dict[int, UpperRow]:
    """The same by the ids of rows, dropped ones too."""
    return {one.id: one for one in upper_rows(tx, list(publications.rows_of(tx, ids).values()))}


def _upper(row: Row[Any], times: int, days: dict[str, date]) -> UpperRow:
    return UpperRow(
        row, agreed_words({name: getattr(row, name) for name in KEPT}, days.get(_ONLY)), row.version + times
    )
