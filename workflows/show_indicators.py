"""The page of figures: yearly series against their plan, thresholds of rows, and how the organisations below stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.indicators.counting import Counting, counting
from engine.indicators.forecasting import Point
from engine.indicators.share import Share
from engine.indicators.trajectory import planned
from storage import figures
from storage.organisations import OrganisationRow
from workflows.access import forbidden
from workflows.figures_at_hand import Figures, SeriesFigure, figures_of
from workflows.figures_below import BelowTable, below_table
from workflows.forecast_indicator import Foretold, foretell

_MOST_ENTERED = 30


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year of a series: its target and what came of it. `fact` None: not known (yet)."""

    year: int
    target: float | None
    fact: Share | None


@dataclass(frozen=True, slots=True)
class SeriesCard:
    """`plan`: what the plan asks for today. `points` are of all its years. `choices` of what each side may count."""

    figure: SeriesFigure
    foretold: Foretold
    years: tuple[YearLine, ...]
    points: tuple[Point, ...]
    plan: Fraction | None
    choices: tuple[tuple[Counting, ...], tuple[Counting, ...]]


@dataclass(frozen=True, slots=True)
class IndicatorsPage:
    """`below` None: nothing lies below. `may`: the reader may enter numbers."""

    figures: Figures
    series: tuple[SeriesCard, ...]
    rows: Mapping[tuple[str, str], Foretold]
    below: BelowTable | None
    entered: Sequence[Row[Any]]
    may: bool


def show_indicators(tx: Connection, *, by: By, place: OrganisationRow, year: int | None = None) -> IndicatorsPage:
    """By a number of statements that grows neither with rows nor with organisations."""
    found = figures_of(tx, place.id, at=by.at, year=year)
    foretold = {(one.subject, one.measure): one for one in foretell(tx, found)}
    stored = _all_points(tx, found)
    return IndicatorsPage(
        figures=found,
        series=tuple(_card(one, foretold, stored) for one in found.series),
        rows=foretold,
        below=None if place.kind in ("school", "partner") else below_table(tx, place, at=by.at),
        entered=figures.entered(tx, place.id, most=_MOST_ENTERED),
        may=forbidden(tx, by, "count.enter", place.id) is None,
    )


def _all_points(tx: Connection, found: Figures) -> Sequence[Row[Any]]:
    years = [year for one in found.series for year in one.targets]
    if not years:
        return ()
    return figures.points_of(tx, found.life.organisation_id, since=date(min(years), 1, 1))


def _card(one: SeriesFigure, foretold: Mapping[tuple[str, str], Foretold], stored: Sequence[Row[Any]]) -> SeriesCard:
    points = [
        Point(row.on, Share(row.numerator, row.denominator))
        for row in stored
        if (row.subject_kind, row.subject_id) == ("series", one.row.id) and row.on < one.frame.on
    ]
    if one.share.denominator:
        points.append(Point(one.frame.on, one.share))
    years = tuple(YearLine(year, one.targets[year], _fact(points, year)) for year in sorted(one.targets))
    subject = f"series:{one.row.id}", one.row.key
    return SeriesCard(one, foretold[subject], years, tuple(points), planned(one.targets, one.frame.on), _choices(one))


def _fact(points: Sequence[Point], year: int) -> Share | None:
    """The last figure of a year."""
    return next((point.share for point in reversed(points) if point.on.year == year), None)


def _choices(one: SeriesFigure) -> tuple[tuple[Counting, ...], tuple[Counting, ...]]:
    """What is chosen now, and what else a side could sensibly be."""
    whole = [part for part in one.numerator.parameters if part[0] != "role"]
    live = [Counting("people", tuple(whole))] if one.numerator.rule == "people" else [counting("enterprises")]
    by_hand = [counting("entered", what=f"series-{one.row.id}-{side}") for side in ("numerator", "denominator")]
    outside = [counting("entered", what=name) for name in ("children", "potential-mentees", "young-teachers")]
    below = [one.denominator, *live, *outside, counting("entered", what="enterprises"), by_hand[1]]
    return (one.numerator, by_hand[0]), tuple(dict.fromkeys(below))
