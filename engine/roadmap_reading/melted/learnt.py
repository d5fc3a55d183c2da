"""What the document itself teaches about its columns: how wide they are, what their cells repeat, how they begin."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.roadmap_reading.melted.visual import Visual, begins, wide
from engine.roadmap_reading.melted.words import may_begin_deadline

_FEWEST_LINES = 4
_SMALL_SHARE = 0.15
_SIGNED_SHARE = 0.5
_HYPHENED_SHARE = 0.04


@dataclass(frozen=True)
class Style:
    """How the document was melted.

    `inline`: a cell of one line shares its line with the next one. `wrapped`: cells are cut into lines of their
    column's width, otherwise each line is a cell or a paragraph of one. `hyphens`: words are broken at line ends.
    """

    inline: bool
    wrapped: bool
    hyphens: bool
    gap: int  # how many empty lines stand between two lines


@dataclass(frozen=True)
class Learnt:
    """By column; empty before the first reading. `widths` in average letters."""

    widths: Mapping[int, float] = field(default_factory=dict[int, float])
    texts: Mapping[int, Counter[str]] = field(default_factory=dict[int, Counter[str]])
    small: Mapping[int, float] = field(default_factory=dict[int, float])  # share of cells that begin small

    def repeated(self, column: int, words: str) -> float:
        """How often cells have these very words (as `plain` makes them), as a score."""
        count = self.texts[column][words] if column in self.texts else 0
        return min(2.5, math.log2(count)) if count > 1 else 0.0


def plain(text: str) -> str:
    """Words without cases, spaces and hyphens, for comparing.

    >>> plain("Куратор в\\nОО ") == plain("куратор в ОО")
    True
    """
    return "".join(sign for sign in text.lower() if sign.isalnum())


def style_of(visuals: Sequence[Visual], numbers: Mapping[int, str], *, own_column: bool) -> Style:
    """`numbers`: which of these lines begin a row; `own_column`: they have a column of their own.

    Without such a column `inline` is a guess.
    """
    alone = sum(1 for index, number in numbers.items() if visuals[index].text == number)
    rest = [visual for index, visual in enumerate(visuals) if index not in numbers]
    small = hyphened = 0
    for before, visual in zip([None, *rest], rest, strict=False):
        torn = before is not None and before.hyphened
        if torn or (begins(visual.text) == "lower" and not may_begin_deadline(visual.text)):
            small += 1
        hyphened += torn
    gaps = Counter(visual.gap for visual in visuals[1:])
    return Style(
        inline=not own_column or alone < _SIGNED_SHARE * len(numbers),
        wrapped=small > _SMALL_SHARE * max(1, len(rest)),
        hyphens=hyphened > _HYPHENED_SHARE * max(1, len(rest)),
        gap=gaps.most_common(1)[0][0] if gaps else 0,
    )


def learn(cells: Iterable[tuple[int, Sequence[Sequence[str]]]], odd: float) -> Learnt:
    """From (column, pieces of the cell, each a run of lines) of a reading; `odd`: which share of lines it misplaced."""
    lines, texts, starts = dict[int, list[float]](), dict[int, Counter[str]](), dict[int, list[bool]]()
    for column, pieces in cells:
        lines.setdefault(column, []).extend(wide(line) for piece in pieces for line in piece)
        texts.setdefault(column, Counter())[plain(" ".join(line for piece in pieces for line in piece))] += 1
        if pieces and pieces[0]:
            starts.setdefault(column, []).append(begins(pieces[0][0]) == "lower")
    return Learnt(
        {column: _width(found, odd) for column, found in lines.items() if len(found) >= _FEWEST_LINES},
        texts,
        {column: sum(found) / len(found) for column, found in starts.items()},
    )


def _width(found: list[float], odd: float) -> float:
    """The widest line, the odd ones left out."""
    return sorted(found)[-1 - int(len(found) * odd)]
