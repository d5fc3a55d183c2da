"""Tables drawn with signs: Markdown's pipes, rows between bars, frames of +---+ or of box drawing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from documents.reading_roadmaps.text_markup import plain
from engine.source import SourceCell, SourceTable, Spot

_BARS = "|│║┃"
_JOINTS = "+┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╟╢╤╧╪╫┏┓┗┛┣┫┳┻╋"
_DASHES = "-=─═━:"
_RULE = re.compile(rf"[\s{re.escape(_BARS + _JOINTS + _DASHES)}]+")
_DRAWN = re.compile(rf"[{re.escape(_DASHES)}]{{2,}}")
_JOINT_OR_BAR = re.compile(rf"[{re.escape(_BARS + _JOINTS)}]")
_BAR = re.compile(rf"(?<!\\)[{re.escape(_BARS)}]")
_PART_RULE = re.compile(rf"[{re.escape(_JOINTS)}][{re.escape(_DASHES)}]{{2,}}")


@dataclass(slots=True)
class _Cell:
    column: int
    width: int
    texts: list[str] = field(default_factory=list)
    upper: "_Cell | None" = None  # the cell of the row above this one is merged with

    @property
    def text(self) -> str:
        own = self.upper.text if self.upper is not None else "\n".join(self.texts)
        return plain(own.replace("\\|", "|")).strip()


@dataclass(slots=True)
class _Row:
    line: int
    cells: dict[int, _Cell] = field(default_factory=dict)


def table(lines: list[str], start: int, number: int) -> tuple[SourceTable, int] | None:
    """The table that begins in `lines[start]` and where it ends; None when none begins there."""
    end = _end(lines, start)
    drawn = [(at, lines[at]) for at in range(start, end) if lines[at].strip()]
    said = [line for _, line in drawn if not _rule(line)]
    if not said or not any(len(_BAR.findall(line)) > 1 for line in said):
        return None
    framed = any(_rule(line) and line.strip()[0] not in _BARS + "-:" for _, line in drawn)
    rows = _framed(drawn) if framed else _piped(drawn)
    made = tuple(
        tuple(
            SourceCell(
                cell.text,
                cell.column,
                Spot(table=number, row=place, line=row.line + 1),
                cell.width,
                cell.upper is not None,
            )
            for _, cell in sorted(row.cells.items())
        )
        for place, row in enumerate(rows, start=1)
    )
    return SourceTable(made, Spot(table=number, line=start + 1)), end


def _end(lines: list[str], start: int) -> int:
    """The index after the last drawn line; empty lines between drawn ones are inside while they are drawn alike."""
    end = at = start
    while at < len(lines):
        if lines[at].strip():
            apart = end < at and (lines[at].strip()[0] not in _BARS or lines[at].strip()[0] != lines[start].strip()[0])
            if apart or not _of_table(lines, at):
                break
            end = at + 1
        elif end == start:
            break
        at += 1
    return end


def _of_table(lines: list[str], at: int) -> bool:
    line = lines[at].strip()
    if line[0] in _BARS or (line[0] in _JOINTS and _DRAWN.search(line)):
        return True
    # Markdown lets rows begin without a bar; the ruler under the heading tells such a table.
    if "|" not in line or "\t" in line:
        return False
    rulers = lines[max(at - 1, 0) : at + 2]
    return any(_rule(ruler) and "|" in ruler for ruler in rulers) or (at > 0 and _bars(lines[at - 1]) == _bars(line))


def _bars(line: str) -> int:
    return len(_BAR.findall(line.strip()))


def _rule(line: str) -> bool:
    """Whether it is a ruler from edge to edge; one drawn under some cells only is not."""
    if not _RULE.fullmatch(line) or not _DRAWN.search(line):
        return False
    return all(part.strip() for part in _JOINT_OR_BAR.split(line.strip()) if part)


def _piped(drawn: list[tuple[int, str]]) -> Iterator[_Row]:
    """A row per line: Markdown, and rows between bars without any frame."""
    for at, line in drawn:
        if _rule(line) or not line.strip():
            continue
        inner = line.strip()
        inner = inner[1:] if inner[0] in _BARS else inner
        inner = inner[:-1] if inner and inner[-1] in _BARS and not inner.endswith("\\|") else inner
        row = _Row(at)
        for column, text in enumerate(_BAR.split(inner)):
            row.cells[column] = _Cell(column, 1, [text.strip()])
        yield row


def _framed(drawn: list[tuple[int, str]]) -> list[_Row]:
    """Rows between rulers, a cell's text over several lines; columns by where the bars stand."""
    edges = _edges([line for _, line in drawn])
    rulers = sum(_rule(line) for _, line in drawn)
    ruled = rulers > 3  # more than above, below the heading and below: between the rows, too
    heading = 1 if rulers == 3 else 0
    rows: list[_Row] = []
    fresh = True
    for at, line in drawn:
        if _rule(line):
            fresh = True
            continue
        parted = bool(_PART_RULE.search(line)) and not fresh and bool(rows)
        parts = _parts(line, _JOINT_OR_BAR if parted else _BAR, edges)
        if parted:
            rows.append(_below(rows[-1], parts, at))
            continue
        if fresh or (not ruled and parts and parts[0][2] and len(rows) > heading):
            rows.append(_Row(at))
            fresh = False
        _put(rows[-1], parts)
    return [row for row in rows if any(cell.text for cell in row.cells.values())]


def _put(row: _Row, parts: list[tuple[int, int, str]]) -> None:
    for column, width, text in parts:
        cell = row.cells.setdefault(column, _Cell(column, width))
        while cell.upper is not None:
            cell = cell.upper
        if text:
            cell.texts.append(text)


def _below(above: _Row, parts: list[tuple[int, int, str]], at: int) -> _Row:
    """The row after a ruler drawn under some cells only: the others are merged downwards."""
    row = _Row(at)
    for column, width, text in parts:
        if _RULE.fullmatch(text) and _DRAWN.search(text):
            row.cells[column] = _Cell(column, width)
        elif (upper := above.cells.get(column)) is not None:
            row.cells[column] = _Cell(column, upper.width, upper=upper)
            _put(row, [(column, width, text)])
    return row


def _edges(lines: list[str]) -> list[int]:
    """Where bars stand, over the whole table."""
    found: set[int] = set()
    for line in lines:
        found.update(sign.start() for sign in (_JOINT_OR_BAR if _rule(line) else _BAR).finditer(line))
    return sorted(found)


def _parts(line: str, signs: re.Pattern[str], edges: list[int]) -> list[tuple[int, int, str]]:
    """(column, width, text) of the line's cells."""
    bars = [sign.start() for sign in signs.finditer(line)]
    if not bars or bars[-1] < len(line.rstrip()) - 1:
        bars.append(len(line.rstrip()))
    parts: list[tuple[int, int, str]] = []
    for left, right in pairwise(bars):
        column = sum(edge < left for edge in edges) if left in edges else sum(edge <= left for edge in edges)
        width = max(1, sum(left < edge <= right for edge in edges))
        parts.append((column, width, line[left + 1 : right].strip()))
    return parts
