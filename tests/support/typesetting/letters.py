"""Whether a read source says what was typeset, cell by cell, leaving aside how words were broken into lines."""

from collections.abc import Iterator

from engine.source import Source, SourceCell, SourceTable
from tests.support.typesetting.layout import Layout, Line, tables
from tests.support.typesetting.plan import Plan

_Row = dict[int, str]


def letters(text: str) -> str:
    """Letters and digits alone: hyphens at line ends, spaces and line breaks may differ."""
    return "".join(sign for sign in text.lower() if sign.isalnum())


def mistakes(source: Source, plan: Plan, layout: Layout) -> list[str]:
    """What went wrong; nothing when every cell's words stand in their cell and no row is missing or strange.

    A row may come in parts (its end on the next page), a heading may come again on every page.
    """
    found = iter(_found(source))
    wrong: list[str] = []
    for table in tables(plan, layout):
        headings = [_expected(line) for line in table.lines if line.kind == "heading"]
        for line in table.lines:
            wanted = _expected(line)
            have = _next(found, wanted, headings if line.kind in ("section", "row") else [])
            if have != wanted:
                wrong.append(f"{line.kind}: wanted {wanted}, have {have}")
                return wrong
    ours = [_expected(line) for table in tables(plan, layout) for line in table.lines if line.kind == "heading"]
    rest = (row for row in found if row not in ours)
    years = [[str(year) for year in one.targets] for one in plan.indicators]
    rest = (row for row in rest if [row[place] for place in sorted(row) if place] not in years)
    for one in plan.indicators:
        wrong += _indicator(
            rest, letters(f"{one.title}({one.formula})"), [letters(one.targets[year]) for year in one.targets]
        )
    return wrong


def _next(found: Iterator[_Row], wanted: _Row, headings: list[_Row]) -> _Row:
    have: _Row = {}
    for row in found:
        if row in headings and wanted not in headings:
            continue
        for column, text in row.items():
            have[column] = have.get(column, "") + text
        if have == wanted or any(not wanted.get(column, "").startswith(text) for column, text in have.items()):
            break
    return have


def _indicator(found: Iterator[_Row], title: str, targets: list[str]) -> list[str]:
    have = ""
    values: list[str] = []
    for row in found:
        have += row.get(0, "")
        values += [row[column] for column in sorted(row) if column > 0]
        if len(have) >= len(title):
            break
    return [] if (have, values) == (title, targets) else [f"indicator: wanted {title} {targets}, have {have} {values}"]


def _expected(line: Line) -> _Row:
    return {cell.column: letters(cell.text) for cell in line.cells if letters(cell.text)}


def _found(source: Source) -> Iterator[_Row]:
    for block in source.blocks:
        if isinstance(block, SourceTable):
            for row in block.rows:
                yield _said(row)


def _said(row: tuple[SourceCell, ...]) -> _Row:
    return {cell.column: letters(cell.text) for cell in row if letters(cell.text) and not cell.from_above}
