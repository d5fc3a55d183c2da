"""Roadmaps offered to an organisation: the list, and one offer with its rows as they stand above and here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from storage import organisations, publications, roadmaps
from storage.scope import Scope
from storage.tables.roadmaps import roadmaps as table
from workflows.access import forbidden
from workflows.offer_at_hand import take_offer
from workflows.show_changes import show_changes
from workflows.show_progress import understood
from workflows.upper_rows import UpperRow, offered_rows

_OPEN = ("offered",)
_MOST = 100


@dataclass(frozen=True, slots=True)
class OfferedRow:
    """A row of the offer. `here` is the organisation's own row once it took it; `left`: not taken on purpose."""

    upper: UpperRow
    understood: str
    here: Row[Any] | None
    left: bool


@dataclass(frozen=True, slots=True)
class OfferShown:
    """`own`: the organisation's roadmaps that could take the rows; `beside`: organisations a row may be given to."""

    offer: Row[Any]
    rows: tuple[OfferedRow, ...]
    own: Sequence[Row[Any]]
    beside: Sequence[Row[Any]]
    may: bool

    @property
    def open(self) -> tuple[OfferedRow, ...]:
        """Rows that may still be taken."""
        return tuple(one for one in self.rows if one.here is None)


@dataclass(frozen=True, slots=True)
class Notices:
    """What the page of a roadmap says of others: offers that wait, rows that changed above, to how many it went."""

    offers: Sequence[Row[Any]]
    changed: int
    handed_to: int


def notices(tx: Connection, *, by: By, roadmap: Row[Any]) -> Notices:
    """About one roadmap and the organisation it belongs to."""
    offers = publications.waiting_for(tx, roadmap.organisation_id)
    shown = show_changes(tx, by=by, roadmap_id=roadmap.id)
    handed = [one for one in publications.of_roadmap(tx, roadmap.id) if one.state != "withdrawn"]
    return Notices(offers, len(shown.rows) + len(shown.new), len(handed))


def list_offers(tx: Connection, scope: Scope, *, states: Collection[str] = _OPEN) -> Sequence[Row[Any]]:
    """Offers in these states to the organisations in sight."""
    return publications.listing(tx, scope, states=states, most=_MOST)


def show_offer(tx: Connection, *, by: By, publication_id: int) -> OfferShown:
    """Raises BadInput when there is no such offer to an organisation the reader may see."""
    offer, life, no = take_offer(tx, by=by, publication_id=publication_id)
    mine = [] if offer.lower_roadmap_id is None else publications.taken_rows(tx, offer.lower_roadmap_id)
    here = {row.upper_item_id: row for row in mine if row.dropped_on is None}
    place = organisations.by_id(tx, life.organisation_id)
    assert place is not None  # noqa: S101  # a foreign key
    near = [
        *publications.targets(tx, place.path),
        *publications.beside(tx, parent_id=place.parent_id, organisation_id=place.id),
    ]
    return OfferShown(
        offer,
        tuple(
            OfferedRow(
                one,
                understood(one.words["deadline_kind"], one.words["deadline_value"], source=one.words["deadline_text"]),
                here.get(one.id),
                one.id in offer.left,
            )
            for one in offered_rows(tx, offer)
        ),
        own=roadmaps.listing(tx, visible=(table.c.organisation_id == life.organisation_id)),
        beside=near if place.parent_id is not None else publications.targets(tx, place.path),
        may=no is None and forbidden(tx, by, "roadmap.adopt", life.organisation_id) is None,
    )
