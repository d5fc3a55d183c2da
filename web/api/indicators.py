"""Figures of an organisation, where they are heading, and the numbers somebody enters: `nastavnik indicator`."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from web.api.calling import Caller
from web.api.reading import one
from web.api.scoping import named
from web.api.shapes import Id, In, Line, Link, Out, PathId
from web.api.writing import change
from workflows.answers.indicators import foretold_document, reading_document, series_figure_document
from workflows.answers.plainly import plainly
from workflows.enter_count import enter_count
from workflows.figures_at_hand import figures_of
from workflows.forecast_indicator import foretell
from workflows.give_publication import give_publication
from workflows.rows_behind import rows_behind

router = APIRouter(prefix="/api/v1", tags=["indicators"])

_Year = Annotated[int | None, Query(ge=2000, le=2099, description="The year of the yearly targets")]
Number = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]


class BehindOut(Out):
    """One thing that is counted. `label` is empty for people of an organisation above which the caller stands."""

    kind: str
    id: int
    ref: int
    label: str
    org: str
    amount: int


class SeriesOut(Out):
    """A yearly series in one year. `confirmed` false: both rules are suggested by the words of the source."""

    id: str
    kind: Literal["series"]
    org: str
    roadmap: int
    key: str
    title: str
    formula: str
    numerator_words: str
    denominator_words: str
    numerator_measure: str
    denominator_measure: str
    confirmed: bool
    targets: dict[str, float]
    year: int
    on: date
    numerator: int
    denominator: int | None
    percent: float | None
    target: float | None
    planned: float | None
    reached: bool | None
    lack: int | None
    rows: list[BehindOut]
    lacking: list[BehindOut]


class ThresholdOut(Out):
    comparison: str
    value: int
    unit: str


class ReadingOut(Out):
    """One threshold of a row of a roadmap."""

    id: str
    kind: Literal["row"]
    org: str
    roadmap: int
    item: int
    row: str
    measure: str
    title: str
    how: str
    numerator_measure: list[str]
    denominator_measure: list[str]
    since: date
    until: date
    on: date
    numerator: int
    denominator: int | None
    percent: float | None
    threshold: ThresholdOut
    reached: bool
    lack: int | None
    rows: list[BehindOut]
    lacking: list[BehindOut]


class FiguresOut(Out):
    series: list[SeriesOut]
    rows: list[ReadingOut]


class ShareOut(Out):
    numerator: int
    denominator: int | None
    percent: float | None


class PointOut(ShareOut):
    on: date


class ForetoldOut(Out):
    """`ahead` null: nobody can say, `why` says why."""

    id: str
    measure: str
    title: str
    until: date
    target: float | None
    now: ShareOut | None
    ahead: ShareOut | None
    why: str
    reaches: bool | None
    lack: int | None
    lack_words: str
    points: list[PointOut]


class ForecastsOut(Out):
    items: list[ForetoldOut]


class CountIn(In):
    """A number that cannot be computed, and where it is from. `whole`: out of how many; `item`: the row it is about."""

    what: Line
    year: Annotated[int, Field(strict=True, ge=2000, le=2099)]
    value: Number
    source: Line
    whole: Number | None = None
    item: Id | None = None


class CountMade(Out):
    id: int
    org: str
    what: str
    year: int
    value: int
    whole: int | None
    item: int | None


class GivenLinkIn(In):
    link: Link


class GivenLinkOut(Out):
    id: int
    item: int


@router.get("/organisations/{organisation_id}/indicators", operation_id="computeIndicators", response_model=FiguresOut)
def figures(visit: Caller, organisation_id: PathId, year: _Year = None) -> Response:
    """Every figure with its numerator, its denominator and the rows behind them."""

    def has_names(path: str) -> bool:
        return named(visit, path)

    with visit.read() as tx:
        found = figures_of(tx, organisation_id, at=visit.now, year=year)
        ahead = {(each.subject, each.measure): each for each in foretell(tx, found)}
        series = [
            series_figure_document(
                each, rows_behind(tx, each, named=has_names), ahead.get((f"series:{each.row.id}", each.row.key))
            )
            for each in found.series
        ]
        rows: list[Any] = [
            reading_document(row, each, rows_behind(tx, each, named=has_names), visit.language)
            for row in found.rows
            for each in row.readings
        ]
    return one(visit, FiguresOut.model_validate({"series": series, "rows": rows}))


@router.get(
    "/organisations/{organisation_id}/indicators/forecast",
    operation_id="forecastIndicators",
    response_model=ForecastsOut,
)
def forecast(visit: Caller, organisation_id: PathId, year: _Year = None) -> Response:
    """Where each figure stands at the end of its year by the pace so far, and how many are lacking until then."""
    with visit.read() as tx:
        found = figures_of(tx, organisation_id, at=visit.now, year=year)
        titles = {f"series:{each.row.id}": each.row.title for each in found.series}
        titles |= {f"item:{each.row.id}": each.row.title for each in found.rows}
        items = [foretold_document(each, titles, visit.language) for each in foretell(tx, found)]
    return one(visit, ForecastsOut.model_validate({"items": items}))


@router.post(
    "/organisations/{organisation_id}/counts",
    operation_id="enterCount",
    response_model=CountMade,
    status_code=201,
)
def enter(visit: Caller, organisation_id: PathId, sent: CountIn) -> Response:
    """Enter a number; the newest of its kind and year is in force."""
    return change(
        visit,
        lambda tx: enter_count(
            tx,
            by=visit.by,
            organisation_id=organisation_id,
            what=sent.what,
            year=sent.year,
            value=sent.value,
            words=sent.source,
            whole=sent.whole,
            item_id=sent.item,
        ),
        answer=lambda made: CountMade.model_validate(plainly(made)),
        sent=sent,
        status=201,
    )


@router.post("/items/{item_id}/links", operation_id="givePublication", response_model=GivenLinkOut, status_code=201)
def give(visit: Caller, item_id: PathId, sent: GivenLinkIn) -> Response:
    """Give a row a publication: it counts, and closes nothing by itself."""
    return change(
        visit,
        lambda tx: give_publication(tx, by=visit.by, item_id=item_id, link=sent.link),
        answer=lambda made: GivenLinkOut(id=made.id, item=made.item),
        sent=sent,
        status=201,
    )
