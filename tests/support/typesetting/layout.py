"""How a roadmap's table is laid out, and the grid of cells that comes of it, whatever the file's format."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from tests.support.typesetting.plan import Plan, Row, Section

_OTHERS = "others"  # the place in the order of columns of those a plan alone has


@dataclass(frozen=True, slots=True)
class Layout:
    """`columns`: meanings in order; a plan that lacks one has no such column.

    `numbers`: as the author wrote them; none and no column for them; a list of Word, counted through the document.
    `sections`: a row over the whole width; a row with a number and a result of its own; a paragraph over a table each.
    """

    name: str
    columns: tuple[str, ...]
    numbers: Literal["own", "none", "list"] = "own"
    sections: Literal["wide", "row", "tables"] = "wide"
    split_deadline: bool = False  # «Срок реализации» over «начало» and «завершение»
    column_numbers: bool = False  # the row «1 2 3 4 5» after the heading
    repeat_heading: bool = False
    merged_down: bool = False  # the same responsible of two neighbouring rows is written once
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    column: int
    width: int = 1
    height: int = 1
    listed: bool = False  # Word counts it


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the grid. A cell merged down stands in its first row only."""

    kind: Literal["heading", "numbers", "section", "row"]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    title: str  # the paragraph above it, "" when there is none
    columns: tuple[str, ...]  # meanings; with two halves of a deadline: deadline, deadline-end
    lines: tuple[Line, ...]


_FULL = ("activity", _OTHERS, "deadline", "responsible", "result", "document", "indicator")
DEADLINE_THIRD = Layout("deadline-third", ("number", *_FULL), repeat_heading=True)
DEADLINE_SECOND = Layout(
    "deadline-second",
    ("activity", "deadline", "result", "document", "indicator", _OTHERS, "responsible"),
    numbers="none",
    column_numbers=True,
    merged_down=True,
)
DEADLINE_LAST = Layout(
    "deadline-last",
    ("number", "activity", _OTHERS, "responsible", "result", "document", "indicator", "deadline"),
    sections="row",
)
TWO_LEVELS = Layout("two-levels", ("number", *_FULL), split_deadline=True, column_numbers=True, repeat_heading=True)
SEVERAL_TABLES = Layout("several-tables", ("number", *_FULL), numbers="list", sections="tables", merged_down=True)
UNRULED = Layout(
    "unruled",
    ("number", "activity", _OTHERS, "result", "deadline", "responsible", "document", "indicator"),
    repeat_heading=True,
    ruled=False,
)
LAYOUTS = (DEADLINE_THIRD, DEADLINE_SECOND, DEADLINE_LAST, TWO_LEVELS, SEVERAL_TABLES, UNRULED)


def numbers_of(plan: Plan, layout: Layout) -> list[str]:
    """The numbers a reader sees in the number column, row by row; empty ones where there is no such column."""
    rows = list(plan.rows())
    if "number" not in plan.headings or "number" not in layout.columns or layout.numbers == "none":
        return ["" for _ in rows]
    return [str(place) for place in range(1, len(rows) + 1)] if layout.numbers == "list" else [r.number for r in rows]


def columns_of(plan: Plan, layout: Layout) -> tuple[str, ...]:
    known = {"number", "activity", "deadline", "responsible", "result", "document", "indicator"}
    own = [meaning for meaning in plan.headings if meaning not in known]
    wanted = [one for column in layout.columns for one in (own if column == _OTHERS else [column])]
    kept = [one for one in wanted if one in plan.headings and not (one == "number" and layout.numbers == "none")]
    if layout.split_deadline:
        kept.insert(kept.index("deadline") + 1, "deadline-end")
    return tuple(kept)


def tables(plan: Plan, layout: Layout) -> list[Table]:
    """The plan's own tables, without the indicators'."""
    columns = columns_of(plan, layout)
    numbers = iter(numbers_of(plan, layout))
    if layout.sections != "tables":
        lines = [*_heading(plan, layout, columns)]
        for section in plan.sections:
            lines += [*_section(section, layout, columns), *_rows(section.rows, layout, columns, numbers)]
        return [Table("", columns, tuple(lines))]
    return [
        Table(
            _title(section),
            columns,
            (*_heading(plan, layout, columns), *_rows(section.rows, layout, columns, numbers)),
        )
        for section in plan.sections
    ]


def _heading(plan: Plan, layout: Layout, columns: tuple[str, ...]) -> Iterator[Line]:
    if layout.split_deadline:
        at = columns.index("deadline")
        over = [
            Cell(plan.headings[meaning], place, 2 if place == at else 1, 1 if place == at else 2)
            for place, meaning in enumerate(columns)
            if meaning != "deadline-end"
        ]
        yield Line("heading", tuple(over))
        yield Line("heading", (Cell("начало", at), Cell("завершение", at + 1)))
    else:
        yield Line("heading", tuple(Cell(plan.headings[meaning], place) for place, meaning in enumerate(columns)))
    if layout.column_numbers:
        yield Line("numbers", tuple(Cell(str(place + 1), place) for place in range(len(columns))))


def _title(section: Section) -> str:
    return f"{section.number}. {section.title}" if section.number else section.title


def _section(section: Section, layout: Layout, columns: tuple[str, ...]) -> Iterator[Line]:
    if not section.title:
        return
    if layout.sections == "row" and "number" in columns:
        said = {"number": section.number and f"{section.number}.", "activity": section.title, "result": section.result}
        yield Line("section", tuple(Cell(said.get(meaning, ""), place) for place, meaning in enumerate(columns)))
        return
    title = section.title if layout.numbers == "none" else _title(section)
    yield Line("section", (Cell(title, 0, len(columns)),))


def _rows(rows: tuple[Row, ...], layout: Layout, columns: tuple[str, ...], numbers: Iterator[str]) -> Iterator[Line]:
    merged = _merged(rows) if layout.merged_down else set()
    for place, row in enumerate(rows):
        yield Line("row", tuple(_cells(row, layout, columns, next(numbers), (place in merged, place - 1 in merged))))


def _cells(
    row: Row, layout: Layout, columns: tuple[str, ...], number: str, merged: tuple[bool, bool]
) -> Iterator[Cell]:
    downwards, hidden = merged
    for place, meaning in enumerate(columns):
        if meaning == "number":
            yield Cell(f"{number}." if number else "", place, listed=layout.numbers == "list")
        elif meaning == "deadline" and layout.split_deadline:
            yield Cell(row.span[0], place) if row.span else Cell(row.deadline, place, width=2)
        elif meaning == "deadline-end":
            if row.span:
                yield Cell(row.span[1], place)
        elif meaning == "responsible" and (downwards or hidden):
            if not hidden:
                yield Cell(row.responsible, place, height=2)
        else:
            yield Cell(row.words(meaning), place)


def _merged(rows: tuple[Row, ...]) -> set[int]:
    """The rows whose responsible goes on in the next one; pairs, never three in a row."""
    found: set[int] = set()
    for place, (row, following) in enumerate(pairwise(rows)):
        if row.responsible and row.responsible == following.responsible and place - 1 not in found:
            found.add(place)
    return found
