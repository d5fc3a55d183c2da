"""A paper as a page shows it: blocks of its layout with the values in them; what is still empty is marked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.papers.model import (
    Annex,
    Block,
    Bulleted,
    Heading,
    Letterhead,
    Numbered,
    PageBreak,
    Pairs,
    PaperForm,
    Paragraph,
    Requisites,
    Signatures,
    Stamp,
    Table,
)
from engine.papers.placeholders import PLACEHOLDER
from engine.papers.values import Filled

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_BLANK = re.compile(r"(_{4,}[^_\n]*(?:_{4,}[^_\n]*)*г\.|_{4,})")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line. `blank`: a place that waits for words."""

    text: str
    bold: bool = False
    blank: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One block to be shown: its kind, its lines, and what a table or signatures consist of."""

    kind: str
    lines: tuple[Line, ...] = ()
    look: str = ""
    rows: tuple[tuple[Line, ...], ...] = ()
    heads: tuple[str, ...] = ()


def preview(form: PaperForm, values: Filled) -> list[Piece]:
    """The layout from the top down; a paragraph whose placeholders are all empty is left out, as in the document."""
    single = {name: value for name, value in values.items() if isinstance(value, str)}
    lists = {name: value for name, value in values.items() if not isinstance(value, str)}
    return [piece for block in form.layout for piece in _pieces(block, single, lists)]


def _pieces(block: Block, single: dict[str, str], lists: Mapping[str, Sequence[Mapping[str, str]]]) -> Iterator[Piece]:
    match block:
        case Letterhead(lines):
            yield Piece("letterhead", _told(lines, single))
        case Heading():
            yield Piece("heading", _told([block.text], single), str(block.level))
        case Requisites():
            yield Piece("requisites", tuple(_line(text, single) for text in (block.left, block.middle, block.right)))
        case Paragraph():
            look = " ".join(
                [block.align, *(["indent"] if block.indent else []), *(["small"] if block.small else [])]
                + (["bold"] if block.bold else [])
            )
            for line in _told([block.text], single):
                yield Piece("paragraph", (line,), look)
        case Numbered(items) | Bulleted(items):
            yield Piece("numbered" if isinstance(block, Numbered) else "bulleted", _told(items, single))
        case Table() | Pairs() | Signatures():
            yield from _ruled(block, single, lists)
        case Stamp():
            yield Piece("stamp", (_line(block.title, single), *_told(block.lines, single)))
        case Annex():
            yield Piece("annex", _told([block.label, block.title], single))
        case PageBreak():
            yield Piece("break")


def _ruled(
    block: Table | Pairs | Signatures, single: dict[str, str], lists: Mapping[str, Sequence[Mapping[str, str]]]
) -> Iterator[Piece]:
    match block:
        case Table():
            yield Piece(
                "table",
                heads=tuple(column.title for column in block.columns) if block.border else (),
                rows=tuple(
                    tuple(_line(column.text, single | _of_row(row)) for column in block.columns)
                    for row in lists.get(block.over, ())
                ),
            )
        case Pairs():
            rows = tuple((_line(left, single), _line(right, single)) for left, right in block.rows)
            yield Piece("sheet", rows=rows)
        case Signatures():
            yield from _signatures(block, single, lists)


def _signatures(
    block: Signatures, single: dict[str, str], lists: Mapping[str, Sequence[Mapping[str, str]]]
) -> Iterator[Piece]:
    if block.over:
        of_rows = [(block.lines[0], single | _of_row(row)) for row in lists.get(block.over, ())]
    else:
        of_rows = [(line, dict(single)) for line in block.lines]
    if not of_rows:
        return
    if block.title:
        yield Piece("paragraph", (_line(block.title, single),), "left")
    yield Piece("signatures", rows=tuple((_line(line.post, scope), _line(line.name, scope)) for line, scope in of_rows))


def _of_row(row: Mapping[str, str]) -> dict[str, str]:
    return {f"row.{name}": value for name, value in row.items()}


def _told(texts: Sequence[str], values: Mapping[str, str]) -> tuple[Line, ...]:
    """The lines that say something."""
    return tuple(
        _line(text, values)
        for text in texts
        if not (named := PLACEHOLDER.findall(text)) or any(values.get(name, "").strip() for name in named)
    )


def _line(text: str, values: Mapping[str, str]) -> Line:
    """Marks of bold belong to the layout alone: in a value they are stars."""
    runs: list[Run] = []
    at = 0
    for match in _BOLD.finditer(text):
        runs.extend(_runs(text[at : match.start()], values, bold=False))
        runs.extend(_runs(match[1], values, bold=True))
        at = match.end()
    runs.extend(_runs(text[at:], values, bold=False))
    return tuple(run for run in runs if run.text)


def _runs(text: str, values: Mapping[str, str], *, bold: bool) -> Iterator[Run]:
    def value(match: re.Match[str]) -> str:
        return values.get(match[1], "")

    said = PLACEHOLDER.sub(value, text)
    for part in _BLANK.split(said):
        yield Run(part, bold, bool(_BLANK.fullmatch(part)))


def blank_count(pieces: Sequence[Any]) -> int:
    """How many places still wait for words."""
    return sum(run.blank for piece in pieces for line in piece.lines for run in line)
