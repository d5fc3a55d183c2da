"""Which borders between cells are not sure: another cut would have been nearly as likely."""

from collections.abc import Iterator
from itertools import pairwise

from engine.roadmap_reading.melted.headings import DEADLINE, NUMBER, Header
from engine.roadmap_reading.melted.model import Doubt
from engine.roadmap_reading.melted.scoring import IMPOSSIBLE, Run, Scorer
from engine.roadmap_reading.melted.segmenting import Found, Piece
from engine.roadmap_reading.melted.wrapped import Reading
from engine.words import Words

_SURE = 1.5  # how much likelier than the next best cut a sure one is
_ASKED = {"activity", "result", "document", "responsible"}


def doubts_of(reading: Reading, header: Header) -> list[Doubt]:
    """Borders inside a page between neighbouring cells of words."""
    found = list[Doubt]()
    for row in reading.rows:
        if not row.section:
            found += _borders(reading, row, header)
    return found


def _borders(reading: Reading, row: Found, header: Header) -> Iterator[Doubt]:
    for (left, before), (right, after) in pairwise(row.cells):
        kinds = {header.headings[left].kind, header.headings[right].kind}
        if kinds & {NUMBER, DEADLINE} or before[-1].page != after[0].page:
            continue
        if _margin(reading.scorers[after[0].page], left, before[-1], right, after[0], len(header.headings)) < _SURE:
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
