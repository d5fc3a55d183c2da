"""The figures of an organisation as they stand: what its rows and its yearly series ask for, and what there is.

Everything is counted by one statement, however many rows measure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from engine.indicators.counting import Counting, counting, counting_in
from engine.indicators.measures import Measure
from engine.indicators.share import Compared, Share, compare
from engine.indicators.suggesting import suggest
from engine.refusals import BadInput
from engine.roadmaps import Threshold
from storage import figures, measures
from storage.measure_frame import Frame
from workflows.definitions.indicator_files import measure, measure_named
from workflows.definitions.indicator_files import measures as measure_keys
from workflows.local_life import LocalLife, local_life
from workflows.row_windows import Window, windows

_MEETINGS: Mapping[str, str] = {
    "acquaintance": "acquaintance",
    "trial_meeting": "trial",
    "planning": "planning",
    "work": "final",  # a pair leaves its work by the final meeting
    "final_meeting": "final",
}
"""The meeting that a row is about when it leads this stage of the pairs."""

_OF_ROW = frozenset(
    {"proofs", "entered", "whole", "came", "invited", "invited_or_whole", "guests", "experts", "lessons"}
    | {"attended", "awaited"}
)
"""Rules that count something else for each row."""

_YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Reading:
    """One threshold of a row, read. `words` of the measure tell what is counted."""

    threshold: Threshold
    measure: Measure
    share: Share
    compared: Compared
    frame: Frame


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """A row of a roadmap with its thresholds in one window of days."""

    row: Row[Any]
    window: Window
    readings: tuple[Reading, ...]

    @property
    def reached(self) -> bool:
        return all(one.compared.reached for one in self.readings)

    @property
    def fallen(self) -> bool:
        """Whether a figure that can be told is short of its threshold. A share of nobody tells nothing."""
        return any(
            not one.compared.reached for one in self.readings if one.share.denominator != 0 or _counts_things(one)
        )

    @property
    def decided(self) -> bool:
        """Whether being reached already means done: its days have begun, and what may not grow has had its time."""
        on = max(one.frame.on for one in self.readings)
        may_grow = any(one.threshold.comparison == "<=" for one in self.readings)
        return self.window.since <= on and not (may_grow and on < self.window.until)

    @property
    def about_the_roadmap(self) -> bool:
        return any(one.measure.about_the_roadmap for one in self.readings)


@dataclass(frozen=True, slots=True)
class SeriesFigure:
    """A yearly series in one year. `confirmed`: a person said what both sides count; else it is a suggestion.

    `share` has a denominator of 0 while nothing was entered for it.
    """

    row: Row[Any]
    year: int
    numerator: Counting
    denominator: Counting
    confirmed: bool
    share: Share
    frame: Frame

    @property
    def targets(self) -> dict[int, float]:
        return {int(year): float(target) for year, target in self.row.targets.items()}

    @property
    def target(self) -> float | None:
        return self.targets.get(self.year)


@dataclass(frozen=True, slots=True)
class Figures:
    """`rows` in the order of the roadmaps, one entry for each window that is open; `today` is the local day."""

    life: LocalLife
    today: date
    rows: tuple[MeasuredRow, ...]
    series: tuple[SeriesFigure, ...]


def figures_of(tx: Connection, organisation_id: int, *, at: datetime, year: int | None = None) -> Figures:
    """All figures of an organisation; series in `year`, else in this year or the nearest they have a target for.

    Raises BadInput for a year no roadmap can be about.
    """
    if year is not None:
        check_year(year, "--year")
    life = local_life(tx, organisation_id)
    today = life.today(at)
    found = figures.series_of(tx, organisation_id)
    return _read(
        tx,
        life,
        at,
        figures.measuring_rows(tx, organisation_id),
        [(row, _year(row, today, year)) for row in found],
    )


def check_year(year: int, field: str) -> None:
    """Raises BadInput for a year no roadmap can be about."""
    if year not in _YEARS:
        raise BadInput(field, f"{field}: {year}: нужен год вида 2025", f"{field}: {year}: write a year like 2025")


def row_figures(tx: Connection, item_id: int, *, at: datetime) -> tuple[MeasuredRow, ...]:
    """The figures of one row; empty when it measures nothing."""
    row = figures.measuring_row(tx, item_id)
    if row is None:
        return ()
    return _read(tx, local_life(tx, row.organisation_id), at, [row], []).rows


def rows_about_the_roadmap(tx: Connection, known: Figures, *, at: datetime) -> tuple[MeasuredRow, ...]:
    """Rows that count the rows of the roadmap, read again after those were closed or opened."""
    rows = {one.row.id: one.row for one in known.rows if one.about_the_roadmap}
    return _read(tx, known.life, at, list(rows.values()), []).rows if rows else ()


def series_figure(tx: Connection, series_id: int, *, at: datetime, year: int | None = None) -> SeriesFigure | None:
    row = figures.one_series(tx, series_id)
    if row is None:
        return None
    life = local_life(tx, row.organisation_id)
    [found] = _read(tx, life, at, [], [(row, _year(row, life.today(at), year))]).series
    return found


def sides_of(row: Row[Any]) -> tuple[Counting, Counting, bool]:
    """What a series counts: as a person said, else as its words suggest, else what somebody enters for each side."""
    suggested = suggest(row.title, row.formula, row.numerator, row.denominator)
    by_hand = [counting("entered", what=f"series-{row.id}-{side}") for side in ("numerator", "denominator")]
    told = [row.numerator_measure, row.denominator_measure]
    pairs = zip(told, (suggested.numerator, suggested.denominator), by_hand, strict=True)
    above, below = (_said(said) or hint or hand for said, hint, hand in pairs)
    return above, below, all(_said(one) for one in told)


def _said(text: str | None) -> Counting | None:
    """What is stored; a rule that this version no longer knows says nothing, and the words speak again."""
    try:
        return counting_in(text, "measure") if text else None
    except BadInput:
        return None


def about_roadmaps() -> tuple[str, ...]:
    """The names of the measures that count rows of the roadmap."""
    return tuple(key for key in measure_keys() if measure(key).about_the_roadmap)


def _read(
    tx: Connection, life: LocalLife, at: datetime, rows: Sequence[Row[Any]], series: Sequence[tuple[Row[Any], int]]
) -> Figures:
    today = life.today(at)
    clock = int((at.astimezone(life.zone).utcoffset() or at - at).total_seconds() // 60)
    plan = [*_planned_rows(tx, rows, life, today=today, clock=clock)]
    sides = [(row, year, *sides_of(row), _year_frame(life, year, today, clock)) for row, year in series]
    wanted = [
        *((one, frame) for _, _, asked in plan for _, told, frame in asked for one in _both(told)),
        *((one, frame) for _, _, above, below, _, frame in sides for one in (above, below)),
    ]
    counted = measures.totals(tx, wanted)
    return Figures(
        life,
        today,
        tuple(
            MeasuredRow(row, window, tuple(_reading(one, told, frame, counted) for one, told, frame in asked))
            for row, window, asked in plan
        ),
        tuple(
            SeriesFigure(row, year, above, below, confirmed, Share(counted[above, frame], counted[below, frame]), frame)
            for row, year, above, below, confirmed, frame in sides
        ),
    )


_Asked = tuple[Threshold, Measure, Frame]


def _planned_rows(
    tx: Connection, rows: Sequence[Row[Any]], life: LocalLife, *, today: date, clock: int
) -> Iterator[tuple[Row[Any], Window, list[_Asked]]]:
    owed = figures.owed_by(tx, [row.id for row in rows]) if rows else ()
    own_pairs = life.kind == "school"  # above, the pairs follow the roadmaps of their schools
    for row in rows:
        for window in windows(row, [one for one in owed if one.item_id == row.id], today=today):
            frame = Frame(
                path=life.path,
                since=window.since,
                on=min(today, row.period_end),
                year=today.year,
                roadmap_id=row.roadmap_id,
                follows_id=row.roadmap_id if own_pairs else None,
                item_id=row.id,
                opened_by=window.until if window.part else None,
                meeting=_MEETINGS.get(row.drives or "", "any"),
                clock=clock,
                about_roadmaps=about_roadmaps(),
            )
            asked = [_threshold(one) for one in row.thresholds]
            # Only what depends on the row keeps its id: the same count is then asked for once.
            yield row, window, [(one, told, _narrow(told, frame)) for one in asked if (told := _measure(one))]


def _threshold(stored: Mapping[str, Any]) -> Threshold:
    """Of what a row keeps with a threshold only this counts."""
    return Threshold(stored["measure"], stored["comparison"], stored["value"], stored["unit"])


def _measure(threshold: Threshold) -> Measure:
    return measure_named(threshold.measure, threshold.unit)


def _narrow(one: Measure, frame: Frame) -> Frame:
    rules = {part.rule for part in _both(one)}
    if not rules & _OF_ROW:
        frame = replace(frame, item_id=None)
    if not rules & {"present", "expected", "attended", "awaited"}:
        frame = replace(frame, meeting="any")
    if "answered" not in rules:
        frame = replace(frame, opened_by=None)
    return frame


def _both(one: Measure) -> Iterable[Counting]:
    return (*one.numerator, *one.denominator)


def _reading(
    threshold: Threshold, told: Measure, frame: Frame, counted: Mapping[tuple[Counting, Frame], int]
) -> Reading:
    below = sum(counted[one, frame] for one in told.denominator) if told.denominator else None
    share = Share(sum(counted[one, frame] for one in told.numerator), below)
    return Reading(threshold, told, share, compare(share, threshold), frame)


def _counts_things(one: Reading) -> bool:
    return one.threshold.unit == "count"


def _year(row: Row[Any], today: date, year: int | None) -> int:
    """The asked year, else this one; before the first target and after the last one theirs."""
    if year is not None:
        return year
    years = [int(each) for each in row.targets] or [today.year]
    return min(max(today.year, min(years)), max(years))


def _year_frame(life: LocalLife, year: int, today: date, clock: int) -> Frame:
    return Frame(
        path=life.path,
        since=date(year, 1, 1),
        on=max(min(today, date(year, 12, 31)), date(year, 1, 1)),
        year=year,
        clock=clock,
    )
