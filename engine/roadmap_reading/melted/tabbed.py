"""Tables of which each cell begins on a line of its own with a tab; the lines after it without one continue it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.roadmap_reading.melted.headings import ACTIVITY, DEADLINE, NUMBER, complete, kind_of
from engine.roadmap_reading.melted.model import Melted, Row
from engine.roadmap_reading.melted.words import begins_section, deadline_likeness, is_number, number_in
from engine.source import SourceCell, SourceLine, SourceTable

_NEVER = -1e9
_SKIP = -4.0  # a column without its cell, or a cell too many
_MOST_UNKNOWN = 2
_LONGEST_HEADING = 90


@dataclass
class _Atom:
    """A cell's lines; `plain` when it began without a tab."""

    lines: list[SourceLine]
    index: int
    plain: bool = False
    text: str = field(init=False, default="")

    def close(self) -> None:
        self.text = "\n".join(line.text.strip("\t") for line in self.lines if line.text.strip())


def tables_of_tabs(lines: Sequence[SourceLine]) -> Melted | None:
    """The tables among the lines, None when they were not written like this."""
    atoms = _atoms(lines)
    header = _header(atoms)
    if header is None:
        return None
    start, kinds = header
    width = len(kinds)
    texts = [_plain(atom.text) for atom in atoms[start : start + width]]
    kept, furniture, place = list[_Atom](), list[SourceLine](), start + width
    while place < len(atoms):
        after = [_plain(atom.text) for atom in atoms[place : place + width]]
        if after == texts or after == [str(number) for number in range(1, width + 1)]:
            furniture += [line for atom in atoms[place : place + width] for line in atom.lines if line.text.strip()]
            place += width
            continue
        kept.append(atoms[place])
        place += 1
    rows, used = _rows(kept, kinds)
    head = tuple(_cell(atom, column) for column, atom in enumerate(atoms[start : start + width]))
    table = SourceTable((head, *rows), head[0].at)
    after_lines = [line for atom in kept[used:] for line in atom.lines]
    return Melted((*lines[: atoms[start].index], table, *after_lines), tuple(furniture))


def _atoms(lines: Sequence[SourceLine]) -> list[_Atom]:
    atoms = list[_Atom]()
    gap = True
    for index, line in enumerate(lines):
        if line.text.startswith("\t"):
            atoms.append(_Atom([line], index))
        elif not line.text.strip():
            gap = True
            continue
        elif gap or not atoms:
            atoms.append(_Atom([line], index, plain=True))
        else:
            atoms[-1].lines.append(line)
        gap = False
    for atom in atoms:
        atom.close()
    return atoms


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()


def _header(atoms: list[_Atom]) -> tuple[int, tuple[str, ...]] | None:
    """Where the headings begin and what they name."""
    for start, atom in enumerate(atoms):
        if atom.plain or kind_of(atom.text) is None:
            continue
        kinds, unknown = list[str](), list[str]()
        for after in atoms[start:]:
            kind = None if after.plain or len(after.text) > _LONGEST_HEADING else kind_of(after.text)
            if kind is None and (after.plain or len(unknown) >= _MOST_UNKNOWN or is_number(after.text)):
                break
            if kind is None:
                unknown.append("other")
            else:
                kinds += [*unknown, kind]
                unknown.clear()
        if complete(kinds):
            return start, tuple(kinds)
    return None


def _cell(atom: _Atom, column: int, width: int = 1) -> SourceCell:
    return SourceCell(atom.text, column, atom.lines[0].at, width)


def _rows(atoms: list[_Atom], kinds: tuple[str, ...]) -> tuple[list[Row], int]:
    """The best way to cut the cells into rows, and how many of them it used."""
    count, width = len(atoms), len(kinds)
    best: list[float] = [0.0] + [_NEVER] * count
    came: list[tuple[int, tuple[int, ...] | None]] = [(0, None)] * (count + 1)
    for start in range(count):
        if best[start] == _NEVER:
            continue
        section = best[start] + _section(atoms[start])
        if section > best[start + 1]:
            best[start + 1], came[start + 1] = section, (start, None)
        for shape in _shapes(width):
            end = start + sum(shape)
            if end > count:
                continue
            score = best[start] + _row(atoms[start:end], shape, kinds)
            if score > best[end]:
                best[end], came[end] = score, (start, shape)
    end = max(range(count + 1), key=lambda place: best[place] - 1.5 * sum(1 for atom in atoms[place:] if atom.text))
    rows, place = list[Row](), end
    while place > 0:
        start, form = came[place]
        rows.append(_made(atoms[start:place], form, width))
        place = start
    return rows[::-1], end


def _shapes(width: int) -> list[tuple[int, ...]]:
    """How many cells of the source each column may take: one, or in one place none or two."""
    even = (1,) * width
    odd = [(*even[:place], many, *even[place + 1 :]) for place in range(width) for many in (0, 2)]
    return [even, *odd]


def _section(atom: _Atom) -> float:
    if not atom.text or is_number(atom.text):
        return _SKIP * 3
    if begins_section(atom.text) or number_in(atom.text):
        return 3.0
    return -2.0


def _row(atoms: list[_Atom], shape: tuple[int, ...], kinds: tuple[str, ...]) -> float:
    score, place = 0.0, 0
    for many, kind in zip(shape, kinds, strict=True):
        cells = atoms[place : place + many]
        place += many
        if many != 1:
            score += _SKIP
        score += _likeness(kind, "\n".join(cell.text for cell in cells))
        score += sum(_SKIP / 2 for cell in cells if cell.plain)
    return score


def _likeness(kind: str, text: str) -> float:
    if kind == NUMBER:
        return 3.0 if is_number(text) else -1.5 if not text else -6.0
    if kind == DEADLINE:
        return -0.5 if not text else 3.0 if deadline_likeness(text) > 0 else -3.0
    if is_number(text) or begins_section(text):
        return -5.0
    if kind == ACTIVITY:
        return 0.5 if text else -5.0
    return 0.2 if text else -0.3


def _made(atoms: list[_Atom], shape: tuple[int, ...] | None, width: int) -> Row:
    if shape is None:
        return (_cell(atoms[0], 0, width),)
    cells, place = list[SourceCell](), 0
    for column, many in enumerate(shape):
        own = atoms[place : place + many]
        place += many
        at = own[0].lines[0].at if own else atoms[0].lines[0].at
        cells.append(SourceCell("\n".join(atom.text for atom in own), column, at))
    return tuple(cells)
