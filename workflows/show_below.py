"""A row seen from above: how it stands in every organisation it was handed to; and where it came from itself."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from storage import item_sheet, publications
from workflows.access import forbidden, sees, unknown
from workflows.below_lines import BelowLine, lines_of, tally


@dataclass(frozen=True, slots=True)
class Above:
    """The row this one came from. `reachable`: the reader may open it; `publication_id` the offer that brought it."""

    item_id: int
    organisation_id: int
    organisation: str
    roadmap: str
    words: dict[str, Any]
    reachable: bool
    publication_id: int | None
    changed: bool


@dataclass(frozen=True, slots=True)
class ItemBelow:
    """`done` of `asked` organisations have done it. `may_close`: everybody has, and it is still owed here."""

    row: Row[Any]
    lines: tuple[BelowLine, ...]
    done: int
    asked: int
    above: Above | None
    may_close: bool
    delegated_to: str
    may_delegate: bool

    @property
    def handed_down(self) -> bool:
        return bool(self.lines)


def show_below(tx: Connection, *, by: By, item_id: int) -> ItemBelow:
    """Raises BadInput when there is no such row the reader may see."""
    row = item_sheet.get(tx, item_id)
    own = row is not None and by.person_id is not None and row.responsible_id == by.person_id
    if row is None or not (own or sees(tx, by, row.organisation_id)):
        raise unknown("item", item_id)
    lines = lines_of(tx, publications.of_roadmap(tx, row.roadmap_id), [item_id], at=by.at)[item_id]
    done, asked = tally(lines)
    owed = [share for share, _ in publications.shares(tx, [item_id]).get(item_id, ())]
    still = any(one.status in ("open", "needs_date") for one in owed)
    inside = sees(tx, by, row.organisation_id)
    may = inside and forbidden(tx, by, "roadmap.adopt", row.organisation_id) is None
    return ItemBelow(
        row=row,
        lines=lines,
        done=done,
        asked=asked,
        above=_above(tx, by, row),
        may_close=may and still and asked > 0 and done == asked,
        delegated_to=publications.names_of(tx, [row.delegated_to]).get(row.delegated_to, "")
        if row.delegated_to
        else "",
        may_delegate=may,
    )


def _above(tx: Connection, by: By, row: Row[Any]) -> Above | None:
    if row.upper_item_id is None:
        return None
    upper = item_sheet.get(tx, row.upper_item_id)
    assert upper is not None  # noqa: S101  # a foreign key
    moved = publications.moved_days(tx, [upper.id]).get(upper.id, (0, {}))[0]
    mine = [
        one.id for one in publications.of_roadmap(tx, upper.roadmap_id) if one.organisation_id == row.organisation_id
    ]
    return Above(
        upper.id,
        upper.organisation_id,
        upper.org_name,
        upper.roadmap,
        dict(row.agreed or {}),
        sees(tx, by, upper.organisation_id),
        mine[0] if mine else None,
        row.upper_version != upper.version + moved,
    )
