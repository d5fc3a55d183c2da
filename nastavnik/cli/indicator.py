"""`nastavnik indicator`: what is measured, the figures with what they are made of, where they are heading."""

from pathlib import Path
from typing import Annotated, Any

from sqlalchemy import Connection

from engine.indicators.measures import Measure
from engine.refusals import BadInput
from engine.words import Words
from nastavnik.cli.arguments import argument, option, read_text
from nastavnik.cli.checked_file import show_faults
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from storage import figures
from workflows.answers.indicators import (
    Document,
    foretold_document,
    measure_document,
    reading_document,
    row_document,
    series_document,
    series_figure_document,
)
from workflows.answers.plainly import plainly
from workflows.definitions.faults import Fault
from workflows.definitions.indicator_files import measure, measures, read_measure
from workflows.enter_count import enter_count
from workflows.figures_at_hand import Figures, figures_of
from workflows.forecast_indicator import foretell
from workflows.give_publication import give_publication
from workflows.link_series import link_series
from workflows.refresh_figures import refresh_figures
from workflows.rows_behind import rows_behind

app = noun()

_SIDES = (Words("id", "id"), Words("Показатель", "Figure"), Words("Числитель", "Of"), Words("Знаменатель", "Whole"))
_EMPTY = Words("Показателей нет: введите дорожную карту", "No figures: make a roadmap live")
_Year = Annotated[int | None, option("--year", "Год ряда целей", "Year of the yearly targets")]


@reads(
    app, "list", "Что измеряется: меры, а с --org — показатели организации", "Measures, or an organisation's figures"
)
def list_(frame: Frame) -> None:
    if frame.org is None:
        known = [measure_document(measure(key), frame.language) for key in measures()]
        heads = (Words("Мера", "Measure"), Words("Название", "Title"), Words("Как считается", "How"))
        frame.show(known, Table(heads, [(one["key"], one["title"], one["how"]) for one in known]))
        return
    with frame.read() as tx:
        place = frame.organisation(tx)
        found = [series_document(row) for row in figures.series_of(tx, place.id)]
        found += [row_document(row) for row in figures.measuring_rows(tx, place.id)]
    frame.show(found, Table(_SIDES, [_listed(one) for one in found], empty=_EMPTY))


@changes(app, "compute", "Посчитать показатели и закрыть доказанные пункты", "Compute figures, prove rows")
def compute(
    frame: Frame,
    year: _Year = None,
    item: Annotated[int | None, option("--item", "Только этот пункт", "Only this row")] = None,
) -> int:
    told: list[Document] = []
    try:
        with frame.writing() as (tx, by):
            place = frame.organisation(tx)
            refresh_figures(tx, place.id, at=by.at)
            told = _computed(tx, figures_of(tx, place.id, at=by.at, year=year), frame, item)
            if frame.dry_run:
                raise _DryRun
    except _DryRun:
        pass
    heads = (
        *(Words("id", "id"), Words("Показатель", "Figure"), Words("Числитель", "Of"), Words("Знаменатель", "Whole")),
        *(Words("%", "%"), Words("Не хватает", "Lacking")),
    )
    rows = [
        (
            one["id"],
            one["title"],
            one["numerator"],
            _cell(one["denominator"]),
            _cell(one["percent"]),
            _cell(one["lack"]),
        )
        for one in told
    ]
    empty = Words("Показателей нет: введите дорожную карту", "No figures: make a roadmap live")
    frame.show(told, Table(heads, rows, empty=empty))
    return 0


@reads(app, "forecast", "Чем кончится год при нынешнем темпе", "Where the year ends at this pace")
def forecast(frame: Frame, year: _Year = None) -> None:
    with frame.read() as tx:
        place = frame.organisation(tx)
        found = figures_of(tx, place.id, at=frame.clock.now(), year=year)
        titles = _titles(found)
        told = [foretold_document(one, titles, frame.language) for one in foretell(tx, found)]
    heads = (
        Words("id", "id"),
        Words("Показатель", "Figure"),
        Words("Цель, %", "Target, %"),
        Words("Будет, %", "Ahead, %"),
    )
    rows = [(one["id"], one["title"], _cell(one["target"]), _ahead(one), one["lack_words"]) for one in told]
    frame.show(told, Table(heads, rows, empty=_EMPTY))


@changes(app, "enter", "Внести число или публикацию", "Enter a number or a publication")
def enter(
    frame: Frame,
    what: Annotated[str, option("--what", "Что: children-10-19, enterprises, experts …", "What it is")] = "",
    year: _Year = None,
    value: Annotated[int | None, option("--value", "Сколько", "How many")] = None,
    whole: Annotated[int | None, option("--of", "Из скольких", "Out of how many")] = None,
    source: Annotated[str, option("--source", "Откуда число", "Where it is from")] = "",
    item: Annotated[int | None, option("--item", "Пункт дорожной карты (id)", "Id of the row")] = None,
    link: Annotated[str | None, option("--link", "Ссылка на публикацию пункта", "A publication of the row")] = None,
) -> int:
    if link is not None:
        if item is None:
            raise BadInput("--item", "--item: к какому пункту публикация", "--item: which row the publication is of")
        return frame.change(
            lambda tx, by: give_publication(tx, by=by, item_id=item, link=link),
            answer=plainly,
            say=lambda _: Words("Публикация учтена", "The publication counts"),
        )
    if value is None:
        raise BadInput("--value", "--value: сколько", "--value: how many")
    return frame.change(
        lambda tx, by: enter_count(
            tx,
            by=by,
            organisation_id=frame.organisation(tx).id,
            what=what,
            year=year or by.at.year,
            value=value,
            whole=whole,
            words=source,
            item_id=item,
        ),
        answer=plainly,
        say=lambda made: Words(
            f"Внесено за {made['year']}: {made['what']} = {made['value']}",
            f"Entered for {made['year']}: {made['what']} = {made['value']}",
        ),
    )


@changes(app, "link", "Указать, что считает показатель", "Say what an indicator counts")
def link(
    frame: Frame,
    series: Annotated[int, argument("SERIES", "Номер ряда (indicator list)", "Id of the series")],
    numerator: Annotated[str, option("--numerator", "Правило: people(kind=pupil, role=mentee)", "The rule")],
    denominator: Annotated[str, option("--denominator", "Правило: entered(what=children)", "The rule")],
) -> int:
    return frame.change(
        lambda tx, by: link_series(tx, by=by, series_id=series, numerator=numerator, denominator=denominator),
        answer=plainly,
        say=lambda made: Words(
            f"Считается: {made['numerator']} из {made['denominator']}",
            f"Counted: {made['numerator']} of {made['denominator']}",
        ),
    )


@reads(app, "check", "Проверить файл меры", "Check the file of a measure")
def check(frame: Frame, file: Annotated[Path, argument("FILE", "Файл меры, YAML", "The measure, YAML")]) -> int:
    found = read_measure(read_text(file, "FILE"), file.name)
    faults: tuple[Fault, ...] = () if isinstance(found, Measure) else found
    return show_faults(frame, faults)


class _DryRun(Exception):  # noqa: N818  # not an error: how a transaction is left without a trace
    pass


def _computed(tx: Connection, found: Figures, frame: Frame, item: int | None) -> list[Document]:
    """Every figure with the rows behind it; the console shows names."""
    ahead = {(one.subject, one.measure): one for one in foretell(tx, found)}
    told = [
        series_figure_document(
            one, rows_behind(tx, one, named=lambda _: True), ahead.get((f"series:{one.row.id}", one.row.key))
        )
        for one in found.series
        if item is None
    ]
    told += [
        reading_document(row, one, rows_behind(tx, one, named=lambda _: True), frame.language)
        for row in found.rows
        if item in (None, row.row.id)
        for one in row.readings
    ]
    return told


def _titles(found: Figures) -> dict[str, str]:
    return {f"series:{one.row.id}": one.row.title for one in found.series} | {
        f"item:{one.row.id}": one.row.title for one in found.rows
    }


def _listed(one: Document) -> tuple[Any, ...]:
    if one["kind"] == "series":
        return one["id"], f"{one['key']}. {one['title']}", one["numerator_measure"], one["denominator_measure"]
    wanted = ", ".join(threshold["measure"] for threshold in one["thresholds"])
    return one["id"], f"{one['number']}. {one['title']}", wanted, ""


def _ahead(one: Document) -> str:
    return one["why"] if one["ahead"] is None else _cell(one["ahead"]["percent"])


def _cell(value: object) -> str:
    return "—" if value is None else str(value)
