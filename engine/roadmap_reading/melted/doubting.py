"""Which borders between cells are not sure: another cut would have been nearly as likely."""

import re
from collections.abc import Iterator
from itertools import pairwise

from engine.roadmap_reading.melted.headings import ACTIVITY, DEADLINE, NUMBER, Header
from engine.roadmap_reading.melted.model import Doubt
from engine.roadmap_reading.melted.scoring import IMPOSSIBLE, Run, Scorer
from engine.roadmap_reading.melted.segmenting import Found, Piece
from engine.roadmap_reading.melted.visual import begins
from engine.roadmap_reading.melted.wrapped import Reading
from engine.words import Words

_SURE = 1.5  # how much likelier than the next best cut a sure one is
_SURE_PLACE, _SELDOM = 4.0, 0.15
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_NEVER_EMPTY = {NUMBER, DEADLINE, ACTIVITY}
_ASKED = {"activity", "result", "document", "responsible"}


def doubts_of(reading: Reading, header: Header) -> list[Doubt]:
    """Borders inside a page between neighbouring cells of words."""
    found = list[Doubt]()
    for row in reading.rows:
        if not row.section:
            found += _borders(reading, row, header)
            found += _places(reading, row, header)
    return found


def _borders(reading: Reading, row: Found, header: Header) -> Iterator[Doubt]:
    for (left, before), (right, after) in pairwise(row.cells):
        kinds = {header.headings[left].kind, header.headings[right].kind}
        if header.headings[right].kind in {NUMBER, DEADLINE} or before[-1].page != after[0].page:
            continue
        strange = _strange(reading.scorers[after[0].page], right, after[0])
        if not strange and kinds & {NUMBER, DEADLINE}:
            continue
        if (
            strange
            or _margin(reading.scorers[after[0].page], left, before[-1], right, after[0], len(header.headings)) < _SURE
        ):
            field = header.headings[right].kind
            yield Doubt(
                reading.first(after[0]).at,
                field if field in _ASKED else "activity",
                Words(
                    f"Не ясно, где кончается «{_name(header, left)}» и начинается «{_name(header, right)}»: в файле "
                    "нет границы между ячейками. Проверьте обе.",
                    f"It is not clear where “{_name(header, left)}” ends and “{_name(header, right)}” begins: the file "
                    "has no border between the cells. Check both.",
                ),
            )


def _strange(scorer: Scorer, column: int, piece: Piece) -> bool:
    """Whether a cell begins as no cell of its column does: with a small letter, with a year."""
    text = scorer.lines(piece.run)[0]
    if _YEAR.match(text):
        return True
    return begins(text) == "lower" and scorer.learnt.small.get(column, 0.0) < _SELDOM


def _places(reading: Reading, row: Found, header: Header) -> Iterator[Doubt]:
    """Beside a column without words: whether the words could as well be that column's."""
    own = dict(row.cells)
    for column, pieces in row.cells:
        kind = header.headings[column].kind
        if kind in {NUMBER, DEADLINE, ACTIVITY} or pieces[1:]:
            continue
        piece = pieces[-1]
        for other in (column - 1, column + 1):
            if other in own or not 0 <= other < len(header.headings) or header.headings[other].kind in _NEVER_EMPTY:
                continue
            scorer, run, last = reading.scorers[piece.page], piece.run, len(header.headings) - 1
            here = scorer.cell(column, run, last=column == last) + scorer.empty(other)
            there = scorer.cell(other, run, last=other == last) + scorer.empty(column)
            if here - there < _SURE_PLACE:
                yield Doubt(
                    reading.first(piece).at,
                    kind if kind in _ASKED else "activity",
                    Words(
                        f"В этой строке одна из граф «{_name(header, column)}» и «{_name(header, other)}» пуста. Слова "
                        "отнесены к первой: проверьте.",
                        f"In this row either “{_name(header, column)}” or “{_name(header, other)}” is empty. The words "
                        "were taken for the first: check it.",
                    ),
                )


def _margin(scorer: Scorer, left: int, before: Piece, right: int, after: Piece, width: int) -> float:
    """How much likelier the border is than the best other one at the end of a line between the same words."""
    one, two = before.run, after.run
    now = _pair(scorer, left, one, right, two, width)
    others = [
        _pair(
            scorer,
            left,
            Run(one.first, one.start, line, len(scorer.texts[line])),
            right,
            Run(line + 1, 0, two.last, two.end),
            width,
        )
        for line in range(one.first, two.last)
        if (line, len(scorer.texts[line])) != (one.last, one.end)
    ]
    return now - max(others, default=IMPOSSIBLE)


def _pair(scorer: Scorer, left: int, one: Run, right: int, two: Run, width: int) -> float:
    return scorer.cell(left, one, last=False) + scorer.cell(right, two, last=right == width - 1)


def _name(header: Header, column: int) -> str:
    return " ".join(header.headings[column].text.split())
