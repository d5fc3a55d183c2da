"""Paragraphs whose words are parted by tabs, as tables: what a table pasted into Word as plain text becomes."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from documents.reading_roadmaps import text_tabs
from engine.source import SourceLine, SourceTable, Spot

Block = SourceLine | SourceTable


def with_tables(blocks: list[Block], tables: int) -> Iterator[Block]:
    """The same blocks; runs of tabbed lines become tables numbered after the `tables` there are."""
    for of_lines, found in groupby(blocks, key=lambda block: isinstance(block, SourceLine)):
        if not of_lines:
            yield from found
            continue
        run = [block for block in found if isinstance(block, SourceLine)]
        texts = [line.text for line in run]
        at = 0
        while at < len(run):
            made = text_tabs.table(texts, at, tables + 1) if "\t" in texts[at] else None
            if made is None:
                yield run[at]
                at += 1
                continue
            tables += 1
            yield _placed(made[0], run)
            at = made[1]


def _placed(table: SourceTable, run: list[SourceLine]) -> SourceTable:
    """Lines counted as paragraphs of the document, not as lines of the run."""

    def at(spot: Spot) -> Spot:
        return replace(spot, line=run[spot.line - 1].at.line) if spot.line is not None else spot

    rows = tuple(tuple(replace(cell, at=at(cell.at)) for cell in row) for row in table.rows)
    return SourceTable(rows, at(table.at))
