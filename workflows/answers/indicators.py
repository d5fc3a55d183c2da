"""The documents of figures, for the console and the API alike."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sqlalchemy import Row

from engine.indicators.measures import Measure
from engine.indicators.share import Share
from engine.indicators.trajectory import planned
from engine.words import Language
from workflows.answers.plainly import plainly
from workflows.figures_at_hand import MeasuredRow, Reading, SeriesFigure, sides_of
from workflows.forecast_indicator import Foretold, lack_words
from workflows.rows_behind import RowsBehind

Document = dict[str, Any]


def measure_document(one: Measure, language: Language) -> Document:
    return {
        "key": one.key,
        "version": one.version,
        "title": one.title.in_(language),
        "how": one.how.in_(language),
        "kind": one.kind,
        "numerator": [str(part) for part in one.numerator],
        "denominator": [str(part) for part in one.denominator],
    }


def series_document(row: Row[Any]) -> Document:
    """What a yearly series is; what it counts is told even while it is only suggested."""
    above, below, confirmed = sides_of(row)
    return {
        "id": f"series:{row.id}",
        "kind": "series",
        "org": row.org_path,
        "roadmap": row.roadmap_id,
        "key": row.key,
        "title": row.title,
        "formula": row.formula,
        "numerator_words": row.numerator,
        "denominator_words": row.denominator,
        "numerator_measure": str(above),
        "denominator_measure": str(below),
        "confirmed": confirmed,
        "targets": row.targets,
    }


def row_document(row: Row[Any]) -> Document:
    return {
        "id": f"item:{row.id}",
        "kind": "row",
        "org": row.org_path,
        "roadmap": row.roadmap_id,
        "item": row.id,
        "number": row.number,
        "title": row.title,
        "thresholds": row.thresholds,
    }


def series_figure_document(one: SeriesFigure, behind: RowsBehind | None, foretold: Foretold | None) -> Document:
    plan = planned(one.targets, one.frame.on)
    lack = foretold.ahead.lack if foretold else None
    return {
        **series_document(one.row),
        "year": one.year,
        "on": one.frame.on.isoformat(),
        **_share(one.share),
        "target": one.target,
        "planned": _number(plan),
        "reached": None if one.target is None or not one.share.denominator else lack == 0,
        "lack": lack,
        **_behind(behind),
    }


def reading_document(row: MeasuredRow, one: Reading, behind: RowsBehind | None, language: Language) -> Document:
    return {
        "id": f"item:{row.row.id}",
        "kind": "row",
        "org": row.row.org_path,
        "roadmap": row.row.roadmap_id,
        "item": row.row.id,
        "row": row.row.number,
        "measure": one.threshold.measure,
        "title": one.measure.title.in_(language),
        "how": one.measure.how.in_(language),
        "numerator_measure": [str(part) for part in one.measure.numerator],
        "denominator_measure": [str(part) for part in one.measure.denominator],
        "since": row.window.since.isoformat(),
        "until": row.window.until.isoformat(),
        "on": one.frame.on.isoformat(),
        **_share(one.share),
        "threshold": {
            "comparison": one.threshold.comparison,
            "value": one.threshold.value,
            "unit": one.threshold.unit,
        },
        "reached": one.compared.reached,
        "lack": one.compared.lack,
        **_behind(behind),
    }


def foretold_document(one: Foretold, titles: Mapping[str, str], language: Language) -> Document:
    words = lack_words(one.ahead)
    return {
        "id": one.subject,
        "measure": one.measure,
        "title": titles.get(one.subject, ""),
        "until": one.ahead.until.isoformat(),
        "target": _number(one.target),
        "now": None if one.ahead.now is None else _share(one.ahead.now),
        "ahead": None if one.ahead.ahead is None else _share(one.ahead.ahead),
        "why": one.ahead.why,
        "reaches": one.ahead.reaches,
        "lack": one.ahead.lack,
        "lack_words": words.in_(language) if words else "",
        "points": [{"on": point.on.isoformat(), **_share(point.share)} for point in one.points],
    }


def _share(share: Share) -> Document:
    return {"numerator": share.numerator, "denominator": share.denominator, "percent": _number(share.percent)}


def _behind(behind: RowsBehind | None) -> Document:
    if behind is None:
        return {}
    return {"rows": [plainly(row) for row in behind.counted], "lacking": [plainly(row) for row in behind.lacking]}


def _number(value: Fraction | None) -> float | None:
    """Cut off, not rounded: 89.9999 never becomes 90."""
    return None if value is None else int(value * 10_000) / 10_000
