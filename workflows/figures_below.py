"""How the organisations below stand by each measure: one statement for each side of a measure, whatever lies below."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from engine.indicators.counting import Counting
from engine.indicators.measures import Measure
from engine.indicators.share import Share
from engine.indicators.small_cells import hidden
from storage import figures, measures
from storage.measure_frame import Frame
from storage.organisations import OrganisationRow
from workflows.definitions.indicator_files import measure
from workflows.figures_at_hand import about_roadmaps

_SHOWN = ("staff_covered", "consents", "participants", "attendance", "plans_done", "diagnostics_passed", "rows_done")
_AUGUST = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """`share` None: small numbers of people are not told. A share of nobody has a whole of 0."""

    share: Share | None


@dataclass(frozen=True, slots=True)
class BelowLine:
    """An organisation right below, with everything under it."""

    id: int
    name: str
    path: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class BelowTable:
    """`total` counts once who takes part in two organisations; of fewer than five people it tells nothing, too."""

    since: date
    measures: tuple[Measure, ...]
    lines: tuple[BelowLine, ...]
    total: tuple[Cell, ...]


def below_table(tx: Connection, place: OrganisationRow, *, at: datetime) -> BelowTable | None:
    """The table of what lies right below a place; None when nothing does."""
    tree = figures.below_of(tx, place.path)
    branches = [row for row in tree if row.parent_id == place.id and row.kind != "partner"]
    if not branches:
        return None
    today = place.today(at)
    since = date(today.year if today.month >= _AUGUST else today.year - 1, _AUGUST, 1)
    frame = Frame(path=place.path, since=since, on=today, year=today.year, about_roadmaps=about_roadmaps())
    shown = tuple(measure(key) for key in _SHOWN)
    columns = [_column(tx, one, frame, branches, tree) for one in shown]
    wanted = [(one, frame) for told in shown for one in (*told.numerator, *told.denominator)]
    sums = measures.totals(tx, wanted)
    return BelowTable(
        since,
        shown,
        tuple(
            BelowLine(row.id, row.name, row.path, tuple(column[number] for column in columns))
            for number, row in enumerate(branches)
        ),
        tuple(_total(one, frame, sums) for one in shown),
    )


def _column(
    tx: Connection, one: Measure, frame: Frame, branches: Sequence[Row[Any]], tree: Sequence[Row[Any]]
) -> list[Cell]:
    above = measures.by_organisation(tx, one.numerator, frame)
    below = measures.by_organisation(tx, one.denominator, frame)
    shares = [Share(_under(row, tree, above), _under(row, tree, below)) for row in branches]
    if not one.of_people:
        return [Cell(share) for share in shares]
    silent = hidden([share if share.denominator else None for share in shares], summed=True)
    return [Cell(None if small else share) for share, small in zip(shares, silent, strict=True)]


def _under(top: Row[Any], tree: Iterable[Row[Any]], numbers: Mapping[int, int]) -> int:
    return sum(numbers.get(row.id, 0) for row in tree if row.path == top.path or row.path.startswith(f"{top.path}/"))


def _total(one: Measure, frame: Frame, sums: Mapping[tuple[Counting, Frame], int]) -> Cell:
    share = Share(sum(sums[part, frame] for part in one.numerator), sum(sums[part, frame] for part in one.denominator))
    small = one.of_people and share.denominator and hidden([share], summed=False)[0]
    return Cell(None if small else share)
