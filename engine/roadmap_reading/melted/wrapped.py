"""Tables of which nothing but lines is left: cells one after the other, in the order of the headings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from engine.roadmap_reading.melted.headings import NUMBER
from engine.roadmap_reading.melted.learnt import Learnt, Style, learn, style_of
from engine.roadmap_reading.melted.model import Row
from engine.roadmap_reading.melted.numbering import levels_of, numbers_of
from engine.roadmap_reading.melted.scoring import Scorer
from engine.roadmap_reading.melted.segmenting import Found, Page, Path, Piece
from engine.roadmap_reading.melted.visual import Visual
from engine.roadmap_reading.melted.words import begins_deadline
from engine.source import SourceCell, SourceLine

_DATES_OF_A_NUMBER, _DATES_OF_A_LISTED_NUMBER = 1.7, 2.5
_TORN_LINES = 40
# which share of lines the reading before may have put into a wrong column
_ODD_AT_FIRST, _ODD_THEN = 0.2, 0.08
_LEARNT_LINES = 600


@dataclass(frozen=True, slots=True)
class Reading:
    """One table: its rows, the judges of its pages, the first line after it."""

    rows: tuple[Found, ...]
    kinds: tuple[str, ...]
    scorers: tuple[Scorer, ...]
    rest: int

    def lines(self, piece: Piece) -> list[str]:
        return self.scorers[piece.page].lines(piece.run)

    def first(self, piece: Piece) -> SourceLine:
        """The source line on which a piece begins."""
        return self.scorers[piece.page].visuals[piece.run.first].source

    def text(self, pieces: Sequence[Piece]) -> str:
        return "\n".join(line for piece in pieces for line in self.lines(piece))

    def row(self, found: Found, width: int) -> Row:
        """A row of the table of `width` columns."""
        if found.full is not None:
            return (SourceCell(self.text([found.full]), 0, self.first(found.full).at, width),)
        at = self.first(found.cells[0][1][0]).at
        if found.section and len([column for column, _ in found.cells if self.kinds[column] != NUMBER]) == 1:
            number, title = self.text(found.cells[0][1]), self.text(found.cells[-1][1])
            return (SourceCell(title if len(found.cells) == 1 else f"{number} {title}", 0, at, width),)
        cells = dict(found.cells)
        return tuple(
            SourceCell(self.text(cells[column]), column, self.first(cells[column][0]).at)
            if column in cells
            else SourceCell("", column, at)
            for column in range(width)
        )

    def merged(self, upper: Found, lower: Found, column: int) -> bool:
        """Whether the upper row's cell seems to reach down over the lower row, which has no words there.

        Such a cell stands in the middle of its rows' height: it begins a line though the cell before it was one line.
        """
        own, left = upper.pieces(column), upper.pieces(column - 1)
        if lower.pieces(column) or not own or not left or lower.section or upper.section:
            return False
        scorer, run, before = self.scorers[own[0].page], own[0].run, left[-1].run
        if not scorer.style.inline or before.first != before.last or run.first != before.last + 1 or run.start:
            return False
        return scorer.visuals[run.first].gap <= scorer.style.gap


def read_pages(pages: Sequence[Sequence[Visual]], kinds: Sequence[str], end: int) -> Reading:
    """The rows of a table whose lines stand on these pages; `end` is the index after the last line."""
    every = [visual for page in pages for visual in page]
    numbers = numbers_of([visual.text for visual in every])
    headings = frozenset[int]()
    if not list(_parents(numbers)) and _too_few(numbers, every, NUMBER in kinds):
        numbers, headings = {}, frozenset(numbers)
    learnt_from = _Lines(_first(pages), kinds, numbers, headings)
    told = bool(numbers) and NUMBER in kinds
    style = style_of(every, numbers, own_column=told)
    scorers, path = learnt_from.read(style, Learnt())
    if not told:
        other = replace(style, inline=not style.inline)
        scorers_otherwise, otherwise = learnt_from.read(other, Learnt())
        if otherwise.score > path.score:
            style, scorers, path = other, scorers_otherwise, otherwise
    scorers, path = learnt_from.read(style, learn(_cells(path, scorers), _ODD_AT_FIRST))
    learnt = learn(_cells(path, scorers), _ODD_THEN)
    scorers, path = _Lines(pages, kinds, numbers, headings).read(style, learnt)
    return Reading(path.rows, tuple(kinds), tuple(scorers), end if path.rest is None else path.rest)


def _first(pages: Sequence[Sequence[Visual]]) -> list[Sequence[Visual]]:
    """The pages from which the columns are learnt: the first ones, of a long document."""
    found, left = list[Sequence[Visual]](), _LEARNT_LINES
    for page in pages:
        if left > 0:
            found.append(page[:left])
        left -= len(page)
    return found


@dataclass(frozen=True, slots=True)
class _Lines:
    """A table's pages, and by the place of a line among all of them: numbers of rows, headings of sections."""

    pages: Sequence[Sequence[Visual]]
    kinds: Sequence[str]
    numbers: Mapping[int, str]
    headings: frozenset[int]

    def read(self, style: Style, learnt: Learnt) -> tuple[list[Scorer], Path]:
        """The likeliest rows, and the judges of the pages."""
        scorers, start = list[Scorer](), 0
        paths: list[Path] = [Path(0.0)]
        parents = frozenset(_parents(self.numbers))
        bare = min(self.numbers, default=0) > 0
        for number, page in enumerate(self.pages):
            end = start + len(page)
            own = {place - start: text for place, text in self.numbers.items() if start <= place < end}
            final = number == len(self.pages) - 1
            torn = len(page) if final else max(own, default=max(0, len(page) - _TORN_LINES))
            below, over = (frozenset(place - start for place in places) for places in (parents, self.headings))
            scorers.append(Scorer(page, self.kinds, own, style, learnt, torn, headings=over, bare_headings=bare))
            paths = Page(scorers, paths, final, below).read() or paths
            start = end
        return scorers, paths[0]


def _too_few(numbers: Mapping[int, str], visuals: Sequence[Visual], own_column: bool) -> bool:
    """Whether there are many more deadlines than numbers: the numbers are those of sections."""
    if any(len(levels_of(number)) > 1 for number in numbers.values()):
        return False
    dated = sum(any(begins_deadline(visual.text[start:]) for start in visual.starts) for visual in visuals)
    return dated > (_DATES_OF_A_LISTED_NUMBER if own_column else _DATES_OF_A_NUMBER) * len(numbers)


def _parents(numbers: Mapping[int, str]) -> Iterator[int]:
    """Lines whose number has one below it next."""
    chain = [(place, levels_of(number)) for place, number in numbers.items()]
    for (place, levels), (_, after) in pairwise(chain):
        if len(after) > len(levels) and after[: len(levels)] == levels:
            yield place


def _cells(path: Path, scorers: Sequence[Scorer]) -> Iterator[tuple[int, list[list[str]]]]:
    for row in path.rows:
        for column, pieces in row.cells:
            yield column, [scorers[piece.page].lines(piece.run) for piece in pieces]
