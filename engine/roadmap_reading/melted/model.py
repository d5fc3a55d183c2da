"""What comes out of melted lines: tables again, the lines outside them, page furniture, and doubts."""

from dataclasses import dataclass

from engine.source import SourceCell, SourceLine, SourceTable, Spot
from engine.words import Words


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value whose borders are not sure: the place of its cell, the question's field, and why."""

    at: Spot
    field: str  # activity | deadline | responsible | result | document
    words: Words


@dataclass(frozen=True, slots=True)
class Melted:
    """`blocks`: tables and the lines outside them, in the order of the document; without a table, the lines alone.

    The first row of a table holds its headings; a section's row is one cell over all columns or, where the section
    has a result of its own, cells like any row. Cell texts keep "\\n" between the lines of the source.
    `furniture`: headings repeated on each page, page numbers, rows of column numbers.
    """

    blocks: tuple[SourceLine | SourceTable, ...]
    furniture: tuple[SourceLine, ...] = ()
    doubts: tuple[Doubt, ...] = ()


Row = tuple[SourceCell, ...]
