"""Where the figures of an organisation will stand at the end of their year, by the pace since it began."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Row

from engine.indicators.forecasting import Forecast, Point, forecast
from engine.indicators.share import Share
from engine.words import Words
from storage import figures
from workflows.figures_at_hand import Figures, MeasuredRow, Reading, SeriesFigure

_MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


@dataclass(frozen=True, slots=True)
class Foretold:
    """`subject` is `series:3` or `item:12`; `points` are the figure since the year began, today's last."""

    subject: str
    measure: str
    target: Fraction | None
    points: tuple[Point, ...]
    ahead: Forecast


def foretell(tx: Connection, found: Figures) -> tuple[Foretold, ...]:
    """Every yearly series, and every threshold in percent of a row whose days are not over."""
    since = min([date(found.today.year, 1, 1), *(one.frame.since for one in found.series)])
    since = min([since, *(one.window.since for one in found.rows)])
    stored = figures.points_of(tx, found.life.organisation_id, since=since)
    return (*_of_series(found, stored), *_of_rows(found, stored))


def lack_words(ahead: Forecast) -> Words | None:
    """«не хватает 7 до 31 декабря 2025»; None when nothing is lacking or nobody can say."""
    if not ahead.lack:
        return None
    day = ahead.until
    return Words(
        f"не хватает {ahead.lack} до {day.day} {_MONTHS[day.month - 1]} {day.year}",
        f"{ahead.lack} lacking by {day:%d %B %Y}",
    )


def _of_series(found: Figures, stored: Sequence[Row[Any]]) -> Iterator[Foretold]:
    for one in found.series:
        points = _points(stored, "series", one.row.id, one.row.key, one.frame.since)
        yield _told(f"series:{one.row.id}", one, one.row.key, points, found.today)


def _told(subject: str, one: SeriesFigure, measure: str, points: list[Point], today: date) -> Foretold:
    target = None if one.target is None else Fraction(one.target).limit_denominator(1000)
    if one.share.denominator:
        points = _with_today(points, one.share, one.frame.on)
    ahead = forecast(points, today=one.frame.on, until=date(one.year, 12, 31), percent=target)
    return Foretold(subject, measure, target, tuple(points), ahead)


def _of_rows(found: Figures, stored: Sequence[Row[Any]]) -> Iterator[Foretold]:
    for row in found.rows:
        for one in row.readings:
            if one.threshold.unit == "percent" and row.window.current:
                yield _row_told(row, one, stored)


def _row_told(row: MeasuredRow, one: Reading, stored: Sequence[Row[Any]]) -> Foretold:
    points = _points(stored, "item", row.row.id, one.threshold.measure, row.window.since)
    if one.share.denominator:
        points = _with_today(points, one.share, one.frame.on)
    target = Fraction(one.threshold.value)
    ahead = forecast(points, today=one.frame.on, until=row.window.until, percent=target)
    return Foretold(f"item:{row.row.id}", one.threshold.measure, target, tuple(points), ahead)


def _points(stored: Sequence[Row[Any]], kind: str, ident: int, measure: str, since: date) -> list[Point]:
    """The figure from `since` on; what was counted before counted other days."""
    return [
        Point(one.on, Share(one.numerator, one.denominator))
        for one in stored
        if (one.subject_kind, one.subject_id, one.measure) == (kind, ident, measure) and one.on >= since
    ]


def _with_today(points: list[Point], share: Share, on: date) -> list[Point]:
    return [*(one for one in points if one.on < on), Point(on, share)]
