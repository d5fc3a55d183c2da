"""`/indicators`: yearly series and thresholds against their plan, what they are made of, numbers entered by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.refusals import Refused
from engine.words import Words
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults
from web.figure_words import words_of_figures
from web.refusing import Missing
from web.trajectory import drawn
from web.tree import spot
from web.visit import Visit
from web.went import Went
from workflows.enter_count import enter_count
from workflows.figures_at_hand import Reading, SeriesFigure, row_figures, series_figure
from workflows.forecast_indicator import lack_words
from workflows.give_publication import give_publication
from workflows.link_series import SeriesLinked, link_series
from workflows.refresh_figures import refresh_figures
from workflows.rows_behind import rows_behind
from workflows.show_indicators import IndicatorsPage, show_indicators

router = APIRouter()

_DIGITS = 9
_FIGURES = (
    Words("Пункт", "Item"),
    Words("Показатель", "Figure"),
    Words("Числитель", "Numerator"),
    Words("Знаменатель", "Denominator"),
    Words("%", "%"),
    Words("Порог", "Threshold"),
    Words("Не хватает", "Lacking"),
)
_SERIES = (
    Words("Показатель", "Figure"),
    Words("Год", "Year"),
    Words("Цель, %", "Target, %"),
    Words("Числитель", "Numerator"),
    Words("Знаменатель", "Denominator"),
    Words("Факт, %", "Fact, %"),
)


@dataclass(frozen=True, slots=True)
class _Given:
    """Something was entered, for a row or for the organisation."""

    item_id: int | None


@router.get("/indicators")
def indicators(visit: Entered) -> Response:
    return _page(visit)


@router.get("/indicators/xlsx")
def as_file(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        page = show_indicators(tx, by=visit.by, place=here.place)
    sheets = [
        Sheet(visit.say(Words("По годам", "By years")), _heads(_SERIES, visit), _series_cells(page)),
        Sheet(visit.say(Words("Пороги пунктов", "Thresholds")), _heads(_FIGURES, visit), _row_cells(page, visit)),
    ]
    if page.below is not None:
        heads = [
            visit.say(Words("Организация", "Organisation")),
            *(visit.say(one.title) for one in page.below.measures),
        ]
        sheets.append(Sheet(visit.say(Words("Организации", "Organisations")), heads, _below_cells(page, visit)))
    return download(spreadsheet(*sheets), "indicators.xlsx")


@router.get("/indicators/rows")
def behind(visit: Entered) -> Response:
    """What a figure is made of: `?figure=series:3`, `?figure=item:12&measure=consents`; without one the whole page."""
    if not visit.asked("figure"):
        return _page(visit)
    with visit.read() as tx:
        here = spot(tx, visit)
        row, figure = _figure(tx, visit)
        if row.org_path != here.place.path:
            raise Missing
        found = rows_behind(tx, figure, named=visit.names_shown)
    return visit.page("indicators/rows.html", here=here, row=row, figure=figure, found=found, **words_of_figures())


@router.post("/indicators/enter")
def enter(visit: Entered) -> Response:
    def flow(tx: Connection) -> _Given | Refused:
        here, fields = spot(tx, visit), visit.fields
        item_id = fields.number_if_given("item")
        if fields.raw("link") and item_id is not None:
            made: Any = give_publication(tx, by=visit.by, item_id=item_id, link=fields.line("link", longest=2000))
        else:
            made = enter_count(
                tx,
                by=visit.by,
                organisation_id=here.place.id,
                what=fields.line("what"),
                year=fields.number("year"),
                value=fields.number("value"),
                whole=fields.number_if_given("of"),
                words=fields.line("source", longest=500),
                item_id=item_id,
            )
        return made if isinstance(made, Refused) else _computed(tx, visit, here.place.id, _Given(item_id))

    def done(made: _Given) -> Went:
        return Went(
            _back(visit, made.item_id), Words("Внесено, показатели пересчитаны", "Entered, figures are computed")
        )

    return visit.change(flow, done=done, again=lambda faults: _page(visit, faults))


@router.post("/indicators/link")
def link(visit: Entered) -> Response:
    def flow(tx: Connection) -> SeriesLinked | Refused:
        here, fields = spot(tx, visit), visit.fields
        made = link_series(
            tx,
            by=visit.by,
            series_id=fields.number("series"),
            numerator=fields.line("numerator"),
            denominator=fields.line("denominator"),
        )
        return made if isinstance(made, Refused) else _computed(tx, visit, here.place.id, made)

    words = Words("Понято: показатель считается так", "Understood: this is what the indicator counts")
    return visit.change(flow, done=lambda _: Went(_back(visit, None), words), again=lambda faults: _page(visit, faults))


@router.post("/indicators/compute")
def compute(visit: Entered) -> Response:
    def flow(tx: Connection) -> int:
        place = spot(tx, visit).place
        refresh_figures(tx, place.id, at=visit.now)
        return place.id

    return visit.change(
        flow, done=lambda _: Went(_back(visit, None), Words("Показатели пересчитаны", "Figures are computed"))
    )


def _page(visit: Visit, faults: Faults = NONE) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        page = show_indicators(tx, by=visit.by, place=here.place)
    lacks = {key: lack_words(one.ahead) for key, one in page.rows.items()}
    return visit.page(
        "indicators/indicators.html",
        here=here,
        page=page,
        drawings={card.figure.row.id: drawn(card) for card in page.series},
        lacks=lacks,
        given=visit.fields,
        faults=faults,
        **words_of_figures(),
    )


def _computed(tx: Connection, visit: Visit, organisation_id: int, made: Any) -> Any:
    """Whoever entered a number sees at once what it did."""
    refresh_figures(tx, organisation_id, at=visit.now)
    return made


def _back(visit: Visit, item_id: int | None) -> str:
    if item_id is not None and visit.fields.raw("from") == "item":
        return f"/roadmap/items/{item_id}"
    asked = visit.fields.raw("org")
    return f"/indicators?{urlencode({'org': asked})}" if asked else "/indicators"


def _figure(tx: Connection, visit: Visit) -> tuple[Any, SeriesFigure | Reading]:
    kind, _, number = visit.asked("figure").partition(":")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        raise Missing
    if kind == "series":
        series = series_figure(tx, int(number), at=visit.now)
        if series is None:
            raise Missing
        return series.row, series
    for row in row_figures(tx, int(number), at=visit.now):
        for one in row.readings:
            if one.threshold.measure == visit.asked("measure") and row.window.current:
                return row.row, one
    raise Missing


def _heads(words: tuple[Words, ...], visit: Visit) -> list[str]:
    return [visit.say(one) for one in words]


def _series_cells(page: IndicatorsPage) -> Iterator[list[Cell]]:
    for card in page.series:
        for line in card.years:
            fact = line.fact
            percent = None if fact is None or fact.percent is None else int(fact.percent * 100) / 100
            counts: list[Cell] = [None, None] if fact is None else [fact.numerator, fact.denominator]
            yield [f"{card.figure.row.key}. {card.figure.row.title}", line.year, line.target, *counts, percent]


def _row_cells(page: IndicatorsPage, visit: Visit) -> Iterator[list[Cell]]:
    for row in page.figures.rows:
        for one in row.readings:
            percent = one.share.percent
            unit = " %" if one.threshold.unit == "percent" else ""
            yield [
                f"{row.row.number}. {row.row.title}",
                visit.say(one.measure.title),
                one.share.numerator,
                one.share.denominator,
                None if percent is None else int(percent * 100) / 100,
                f"{one.threshold.comparison} {one.threshold.value}{unit}",
                one.compared.lack,
            ]


def _below_cells(page: IndicatorsPage, visit: Visit) -> Iterator[list[Cell]]:
    hidden = visit.say(Words("менее 5", "under 5"))
    for line in page.below.lines if page.below else ():
        yield [line.name, *(hidden if cell.share is None else cell.share.told for cell in line.cells)]
