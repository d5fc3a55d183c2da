"""A table without a header: its columns by what their cells say. Whoever guesses asks."""

from collections.abc import Sequence

from engine.roadmap_reading.columns import Column, Layout, Row, extent_of, filled
from engine.roadmap_reading.evidence import average, likeness
from engine.roadmap_reading.headings import Meaning

# How much the cells of a column must look like it on average.
_TOLD: tuple[tuple[Meaning, float], ...] = (("number", 0.6), ("deadline", 0.5), ("responsible", 0.4))
_FURTHER: tuple[Meaning, ...] = ("result", "document")
_FEWEST_ROWS = 2
_NAMES: dict[Meaning, str] = {
    "number": "№",
    "activity": "Мероприятие",
    "deadline": "Срок",
    "responsible": "Ответственный",
    "result": "Результат",
    "document": "Документ",
}


def guessed(rows: Sequence[Row]) -> Layout | None:
    """The layout of rows without a header; None when no column tells when and none tells what to do."""
    extents = [extent_of(row) for row in rows if len(filled(row)) > 1]
    if len(extents) < _FEWEST_ROWS:
        return None
    extent = max(set(extents), key=lambda one: (extents.count(one), one))
    columns = [_column(rows, place) for place in range(extent)]
    meanings: list[Meaning] = ["other"] * extent
    for meaning, least in _TOLD:
        free = [place for place in range(extent) if meanings[place] == "other" and _filled(columns[place])]
        fitting = {place: average(columns[place], meaning) for place in free}
        best = max(free, key=fitting.__getitem__, default=None)
        if best is not None and fitting[best] >= least:
            meanings[best] = meaning
    free = [place for place in range(extent) if meanings[place] == "other" and _filled(columns[place])]
    if "deadline" not in meanings or not free:
        return None
    meanings[free[0]] = "activity"
    for place, meaning in zip(free[1:], _FURTHER, strict=False):
        meanings[place] = meaning
    return Layout(
        tuple(
            Column(meaning, _NAMES.get(meaning, f"Колонка {place + 1}"), place, place + 1)
            for place, meaning in enumerate(meanings)
        ),
        guessed=True,
    )


def fits(rows: Sequence[Row], layout: Layout) -> bool:
    """Whether rows without a header go on under a known one: as wide, and their dates stand under the dates."""
    wide = [row for row in rows if len(filled(row)) > 1]
    if not wide:
        return any(filled(row) for row in rows) and all(extent_of(row) <= layout.extent for row in rows)
    columns = [_column(wide, place) for place in range(max(map(extent_of, wide)))]
    return _dated(columns, layout) >= 0 if len(columns) == len(layout.columns) else _any_date(columns)


def _dated(columns: list[list[str]], layout: Layout) -> float:
    places = layout.places("deadline", "deadline_start")
    return average(columns[places[0]], "deadline") if places and places[0] < len(columns) else 0.0


def _any_date(columns: list[list[str]]) -> bool:
    return any(likeness(cell, "deadline") > 0 for cells in columns for cell in cells)


def _column(rows: Sequence[Row], place: int) -> list[str]:
    return [
        cell.text for row in rows for cell in row if cell.column <= place < cell.column + cell.width and cell.width == 1
    ]


def _filled(cells: list[str]) -> bool:
    return any(cell.strip() for cell in cells)
