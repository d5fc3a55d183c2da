"""The list of plans of an organisation and of everything below it; participants are named only inside."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.plans.model import percent
from storage import plan_list
from storage.organisations import OrganisationRow
from storage.plan_list import PlanLineRow, Show
from workflows.show_today import names_of_pairs

SHOWS: tuple[Show, ...] = ("all", "missing", "unapproved", "late", "asked")


@dataclass(frozen=True, slots=True)
class PlanListed:
    """`names` is empty where the reader may not know people."""

    row: PlanLineRow
    names: str

    @property
    def percent(self) -> int:
        return percent(self.row.done, self.row.items)


@dataclass(frozen=True, slots=True)
class PlanPage:
    """`following`: the pair behind which the next page begins, 0 = this is the last. `counts`: pairs by filter."""

    lines: tuple[PlanListed, ...]
    following: int
    counts: dict[Show, int]


def list_plans(
    tx: Connection,
    place: OrganisationRow,
    *,
    show: Show,
    most: int,
    named: Callable[[str], bool],
    at: datetime,
    after: int = 0,
) -> PlanPage:
    """Live pairs by their ids."""
    day = place.today(at)
    found = plan_list.page(tx, place.path, show=show, day=day, most=most + 1, after=after)
    rows = found[:most]
    names = names_of_pairs(tx, [row.pair_id for row in rows if named(row.path)])
    lines = tuple(PlanListed(row, names.get(row.pair_id, "")) for row in rows)
    counts: dict[Show, int] = {each: plan_list.count(tx, place.path, show=each, day=day) for each in SHOWS}
    return PlanPage(lines, rows[-1].pair_id if len(found) > most else 0, counts)
