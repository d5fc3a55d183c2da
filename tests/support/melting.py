"""Plans of other schools, and how their tables melt into lines on the way through a PDF or a copied page."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_PLANS = Path(__file__).parents[1] / "fixtures" / "melted" / "plans.txt"
_VOWELS = "аеёиоуыэюя"


@dataclass(frozen=True)
class Plan:
    """`rows`: a section's heading alone, or the cells of a row."""

    name: str
    kinds: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Melting:
    """`shared`: a cell of one line shares its line with the next. `page`: lines on a page, 0 for no pages.

    `width`: letters of the whole table. `hyphens`: words are broken. `spaced`: an empty line after each line.
    """

    shared: bool = True
    hyphens: bool = True
    spaced: bool = True
    page: int = 0
    width: int = 110


def plans() -> list[Plan]:
    found = list[Plan]()
    for block in _PLANS.read_text(encoding="utf-8").split("= ")[1:]:
        name, head, *rest = block.strip().split("\n")
        pairs = [column.split("=") for column in head.split("|")]
        rows = tuple((line[2:],) if line.startswith("# ") else tuple(line.split("|")) for line in rest)
        found.append(Plan(name, tuple(kind for kind, _ in pairs), tuple(words for _, words in pairs), rows))
    return found


def melted(plan: Plan, how: Melting, luck: random.Random) -> list[str]:
    """The lines of the table, cells one after the other; rows broken by pages go on below a repeated heading."""
    widths = _widths(plan, how, luck)
    head = [wrapped(words, width, how, luck) for words, width in zip(plan.headings, widths, strict=True)]
    heading = list(_part(head, how))
    page = how.page or 10**9
    lines, left = [*heading], page
    for row in plan.rows:
        if len(row) == 1:
            cells = [wrapped(row[0], sum(widths), how, luck)]
        else:
            cells = [wrapped(words, width, how, luck) for words, width in zip(row, widths, strict=True)]
        if left < 2:
            lines, left = [*lines, *heading], page
        while any(cells):
            lines += _part([cell[:left] for cell in cells], how)
            used = min(left, max(len(cell) for cell in cells))
            cells, left = [cell[used:] for cell in cells], left - used
            if any(cells):
                lines, left = [*lines, *heading], page
    return [one for line in lines for one in ((line, "") if how.spaced else (line,))]


def tabbed(plan: Plan, luck: random.Random) -> list[str]:
    """Each cell begins with a tab; some are broken over lines."""
    lines = list[str]()
    for row in (plan.headings, *plan.rows):
        for words in row:
            broken = words.replace(" ", " \n", 1) if luck.random() < 0.3 and len(row) > 1 else words
            lines += f"\t{broken}".split("\n")
        lines.append("")
    return lines


def cell_by_cell(plan: Plan) -> list[str]:
    """Each cell is a line."""
    return [words for row in (plan.headings, *plan.rows) for words in row]


def wrapped(words: str, width: int, how: Melting, luck: random.Random) -> list[str]:
    """A cell's lines, at most `width` letters each."""
    lines, line = list[str](), ""
    for word in words.split():
        joined = f"{line} {word}" if line else word
        if len(joined) <= width:
            line = joined
            continue
        room = width - len(line) - 2
        cut = _cut(word, room, luck) if how.hyphens else 0
        if cut:
            lines.append(f"{line} {word[:cut]}-".strip())
            line = word[cut:]
        else:
            lines += [line] if line else []
            line = word
    return [*lines, line] if line else lines


def _cut(word: str, room: int, luck: random.Random) -> int:
    """Where a word may be broken, 0 where it may not."""
    if not word.isalpha() or not word.islower() or luck.random() < 0.15:
        return 0
    places = [
        place
        for place in range(2, min(room, len(word) - 2) + 1)
        if any(sign in _VOWELS for sign in word[:place])
        and any(sign in _VOWELS for sign in word[place:])
        and word[place] not in "ьъй"
        and (word[place - 1] in _VOWELS or word[place] not in _VOWELS)
    ]
    return places[-1] if places else 0


def _widths(plan: Plan, how: Melting, luck: random.Random) -> list[int]:
    """Columns as wide as their words ask for, with some chance."""
    shares = list[float]()
    for column in range(len(plan.kinds)):
        cells = [row[column] for row in plan.rows if len(row) > 1]
        shares.append((sum(map(len, cells)) / len(cells)) ** 0.6 * luck.uniform(0.8, 1.2))
    longest = [
        max(len(word) for words in (plan.headings[column], *_cells(plan, column)) for word in words.split())
        for column in range(len(plan.kinds))
    ]
    floor = [min(11, most) if how.hyphens else most for most in longest]
    return [
        max(least, round(how.width * share / sum(shares)), len(heading.split()[0]))
        for least, share, heading in zip(floor, shares, plan.headings, strict=True)
    ]


def _cells(plan: Plan, column: int) -> Iterator[str]:
    yield from (row[column] for row in plan.rows if len(row) > 1)


def _part(cells: Sequence[Sequence[str]], how: Melting) -> Iterator[str]:
    """The part of a row that stands on one page."""
    line = ""
    for cell in cells:
        if line and not how.shared:
            yield line
            line = ""
        for place, words in enumerate(cell):
            line = f"{line} {words}" if line else words
            if place or len(cell) > 1:
                yield line
                line = ""
    if line:
        yield line
