"""The blocks of a source told apart: rows of the roadmap, yearly figures, lines, and tables of something else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from engine.roadmap_reading.approval import is_stamp
from engine.roadmap_reading.columns import (
    Column,
    Layout,
    Row,
    filled,
    is_header,
    is_numbering,
    is_subheader,
    layout_of,
    year_columns,
)
from engine.roadmap_reading.evidence import average
from engine.roadmap_reading.guessing import fits, guessed
from engine.roadmap_reading.headings import Meaning, meaning_of
from engine.roadmap_reading.indicators import looks_like_figures
from engine.source import SourceLine, SourceTable

_LEAST_LIKE = 0.5
_LEAST_ACTIVITY = 0.05  # a column of sentences looks like nothing in particular


@dataclass(frozen=True, slots=True)
class RoadmapRows:
    """Rows under known columns. `header`: the rows that name them; none where they go on from an earlier table."""

    layout: Layout
    rows: tuple[Row, ...]
    header: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureRows:
    """Rows of yearly figures: grid column → year."""

    years: dict[int, int]
    rows: tuple[Row, ...]
    header: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureLines:
    """The same written as lines, the first one heads them."""

    years: tuple[int, ...]
    lines: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class OtherRows:
    """A table of something else."""

    rows: tuple[Row, ...]


Segment = SourceLine | RoadmapRows | FigureRows | FigureLines | OtherRows


@dataclass(slots=True)
class _Chunk:
    """Rows below one header, before they are judged."""

    header: list[Row] = field(default_factory=list[Row])
    layout: Layout | None = None
    years: dict[int, int] = field(default_factory=dict[int, int])
    rows: list[Row] = field(default_factory=list[Row])


def has_roadmap(blocks: Sequence[SourceLine | SourceTable]) -> bool:
    """Whether some table of the document holds a roadmap's rows."""
    tables = (block for block in blocks if isinstance(block, SourceTable))
    found = (segment for segment in sorted_out(list(tables)) if isinstance(segment, RoadmapRows))
    return any(filled(row) for segment in found for row in segment.rows)


def sorted_out(blocks: Sequence[SourceLine | SourceTable | FigureLines]) -> Iterator[Segment]:
    """Segments in the order of the document. Tables go on from each other where their columns fit."""
    last: RoadmapRows | FigureRows | None = None
    for block in blocks:
        if not isinstance(block, SourceTable):
            yield block
            continue
        chunks = list(_chunks(block.rows))
        for place, chunk in enumerate(chunks):
            for segment in _judged(chunk, last, before_header=place + 1 < len(chunks)):
                if isinstance(segment, RoadmapRows | FigureRows):
                    last = segment
                yield segment


def _chunks(rows: Sequence[Row]) -> Iterator[_Chunk]:
    chunk = _Chunk()
    place = 0
    while place < len(rows):
        row = rows[place]
        years = year_columns(row)
        if years and years != chunk.years:
            if chunk.header or chunk.rows:
                yield chunk
            chunk = _Chunk(header=[row], years=years)
        elif not years and is_header(row) and not _again(row, chunk):
            if chunk.header or chunk.rows:
                yield chunk
            below = rows[place + 1] if place + 1 < len(rows) else ()
            sub = below if below and is_subheader(below, row) else None
            chunk = _Chunk(header=[row], layout=layout_of(row, sub))
            if sub:
                chunk.header.append(sub)
                place += 1
        else:
            chunk.rows.append(row)
        place += 1
    if chunk.header or chunk.rows:
        yield chunk


def _again(row: Row, chunk: _Chunk) -> bool:
    """Whether a header repeats the one the rows stand under: the same meanings in the same order."""
    if chunk.layout is None:
        return False
    return [one.meaning for one in layout_of(row, None).columns] == [one.meaning for one in chunk.layout.columns] or [
        cell.text for cell in filled(row)
    ] == [cell.text for cell in filled(chunk.header[0])]


def _judged(chunk: _Chunk, last: RoadmapRows | FigureRows | None, *, before_header: bool) -> Iterator[Segment]:
    rows, header = tuple(chunk.rows), tuple(chunk.header)
    if chunk.years:
        yield FigureRows(chunk.years, rows, header)
    elif chunk.layout is not None:
        layout = _completed(chunk.layout, rows)
        # A form to be filled in has blank rows; a section that only holds further ones has none.
        blank = bool(rows) and not any(filled(row) for row in rows)
        yield RoadmapRows(layout, rows, header) if layout.is_roadmap and not blank else OtherRows((*header, *rows))
    elif isinstance(last, FigureRows) and looks_like_figures(rows, last.years):
        yield FigureRows(last.years, rows)
    elif before_header or any(is_stamp(cell.text) for row in rows for cell in row):
        yield from _as_lines(rows)
    elif isinstance(last, RoadmapRows) and fits(rows, last.layout):
        yield RoadmapRows(last.layout, rows)
    elif layout_told := guessed(rows):
        yield RoadmapRows(layout_told, rows)
    else:
        yield OtherRows(rows)


def _as_lines(rows: Sequence[Row]) -> Iterator[SourceLine]:
    """Cells of a stamp or of a title set in a table, line by line, cell by cell."""
    for row in rows:
        for cell in filled(row):
            yield from (SourceLine(line, cell.at) for line in cell.text.split("\n"))
        if row:
            yield SourceLine("", row[0].at)


def _completed(layout: Layout, rows: Sequence[Row]) -> Layout:
    """What headings did not tell is told by the cells: the dates, who is responsible, what to do."""
    columns = [part for column in layout.columns for part in _divided(column, rows)]
    wanted: tuple[tuple[Meaning, tuple[Meaning, ...]], ...] = (
        ("deadline", ("deadline", "deadline_start", "deadline_end")),
        ("responsible", ("responsible",)),
        ("activity", ("activity",)),
    )
    unsure = ""
    for meaning, same in wanted:
        if not any(column.meaning in same for column in columns):
            unsure = _told_by_cells(columns, rows, meaning) or unsure
    return replace(layout, columns=tuple(columns), unsure=unsure)


def _told_by_cells(columns: list[Column], rows: Sequence[Row], meaning: Meaning) -> str:
    """Of the columns whose headings nobody knows, the one whose cells look most like it: its heading, or ""."""
    free = [i for i, column in enumerate(columns) if column.meaning == "other" and not meaning_of(column.heading)]
    fitting = {i: _like(rows, columns[i], meaning) for i in free}
    best = max(free, key=fitting.__getitem__, default=None)
    if best is not None and fitting[best] >= (_LEAST_LIKE if meaning != "activity" else _LEAST_ACTIVITY):
        columns[best] = replace(columns[best], meaning=meaning)
        return columns[best].heading or "—"
    return ""


def _divided(column: Column, rows: Sequence[Row]) -> tuple[Column, ...]:
    """One heading over two columns of cells: a number before the activity, a start before an end."""
    if column.end - column.start != 2:
        return (column,)
    left, right = (replace(column, start=place, end=place + 1) for place in (column.start, column.start + 1))
    if column.meaning == "activity" and _like(rows, left, "number") > _LEAST_LIKE:
        return replace(left, meaning="number", heading="№"), right
    if column.meaning == "deadline" and min(_like(rows, one, "deadline") for one in (left, right)) > _LEAST_LIKE:
        return replace(left, meaning="deadline_start"), replace(right, meaning="deadline_end")
    return (column,)


def _like(rows: Sequence[Row], column: Column, meaning: Meaning) -> float:
    said = [row for row in rows if not is_numbering(row)]
    cells = [cell.text for row in said for cell in row if column.start <= cell.column < column.end and cell.width == 1]
    return average(cells, meaning)
