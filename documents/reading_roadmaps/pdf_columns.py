"""Tables without lines: columns are the white space no line of a row crosses, rows the wider space between lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from documents.reading_roadmaps.pdf_ink import Word
from documents.reading_roadmaps.pdf_lines import TextLine, chunks, text_of
from documents.reading_roadmaps.pdf_parts import Piece, PieceCell, PieceRow, Text

_GAP = 0.6  # of the letters' size: white space wider than this may part two columns
_LEAST_VALLEY = 4.0  # points
_CROSSED = 0.1  # of the lines with several groups of words; headings over two columns cross, cells do not
_APART = 1.22  # of the distance of lines: a wider one parts rows
_FAR = 2.6  # of it: a wider one parts tables
_FEWEST_COLUMNS, _FEWEST_LINES = 3, 3
_WIDE = 0.8  # of the page's text: a line as wide as this is no cell
_MOST_PARTED = 200  # lines, more than a page has: every place between them is tried
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXІХ]{1,5})[.)]?")


@dataclass(slots=True)
class Placed:
    """A line of text on its page, its words in groups."""

    page: int
    line: TextLine
    groups: list[list[Word]]

    @property
    def spans(self) -> list[tuple[float, float]]:
        return [(group[0].x0, max(word.x1 for word in group)) for group in self.groups]

    @property
    def size(self) -> float:
        return self.line.bottom - self.line.top


@dataclass(slots=True)
class _Block:
    """Lines that stand together; with columns when white space runs through them."""

    lines: list[Placed]
    columns: list[tuple[float, float]] = field(default_factory=list)

    @property
    def several(self) -> list[Placed]:
        return [placed for placed in self.lines if len(placed.groups) > 1]


def placed(page: int, line: TextLine) -> Placed:
    return Placed(page, line, chunks(line, _GAP * (line.bottom - line.top)))


def tables_in(lines: Sequence[Placed]) -> Iterator[Text | Piece]:
    """Texts and tables without lines, in the order of the pages; a table is one piece however many pages it fills."""
    blocks = [_Block(part, _columns(part)) for block in _apart(lines) for part in _parted(block)]
    at = 0
    while at < len(blocks):
        if len(blocks[at].columns) < _FEWEST_COLUMNS:
            yield from _texts(blocks[at])
            at += 1
            continue
        joined, end = _joined(blocks, at)
        if len(joined.several) >= _FEWEST_LINES:
            if end < len(blocks):
                _take_last_cell(joined, blocks[end])
            yield from _table(joined)
        else:
            for block in blocks[at:end]:
                yield from _texts(block)
        at = end


def _apart(lines: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Blocks: a page, a wide space, a line over (nearly) the whole width each part them."""
    if not lines:
        return
    left = min(placed.line.x0 for placed in lines)
    width = max(placed.line.x1 for placed in lines) - left
    block: list[Placed] = []
    for one in lines:
        wide = len(one.groups) == 1 and one.line.x1 - one.line.x0 > _WIDE * width
        if block:
            last = block[-1]
            was_wide = len(last.groups) == 1 and last.line.x1 - last.line.x0 > _WIDE * width
            far = one.line.top - last.line.top > _FAR * max(one.size, last.size)
            if one.page != last.page or far or wide != was_wide:
                yield block
                block = []
        block.append(one)
    yield block


def _parted(lines: list[Placed]) -> list[list[Placed]]:
    """Two tables close to each other have fewer columns together than their lines have groups: parted between them."""
    most = max(len(one.groups) for one in lines)
    together = len(_columns(lines))
    if most < _FEWEST_COLUMNS or together >= most or len(lines) > _MOST_PARTED:
        return [lines]
    tried: list[tuple[int, float, int]] = []
    for place in range(1, len(lines)):
        if len(lines[place].groups) == 1:
            upper, lower = len(_columns(lines[:place])), len(_columns(lines[place:]))
            if min(upper, lower) >= _FEWEST_COLUMNS and max(upper, lower) > together:
                tried.append((upper + lower, lines[place].line.top - lines[place - 1].line.top, place))
    if not tried:
        return [lines]
    place = max(tried)[2]
    return [*_parted(lines[:place]), *_parted(lines[place:])]


def _joined(blocks: Sequence[_Block], at: int) -> tuple[_Block, int]:
    """The table that begins with this block and the index of the block after it."""
    columns = blocks[at].columns
    end = ahead = at + 1
    while ahead < len(blocks) and ahead - end < 4:
        block = blocks[ahead]
        if len(block.columns) > 1:
            if not _fits(block, columns):
                break
            columns = _widened(columns, block)
            end = ahead + 1
        ahead += 1
    lines = [line for block in blocks[at:end] for line in block.lines]
    return _Block(lines, _columns(lines)), end


def _widened(columns: list[tuple[float, float]], block: _Block) -> list[tuple[float, float]]:
    """The columns with what this block writes into them, and with those it is the first to fill."""
    made = list(columns)
    for one in block.several:
        for (start, end), (first, last) in zip(one.spans, _reach(one, made), strict=True):
            x0, x1 = made[first]
            if first == last and start <= x1 + 1 and end >= x0 - 1:
                made[first] = (min(x0, start), max(x1, end))
            elif first == last:
                made = sorted([*made, (start, end)])
    return made


def _take_last_cell(table: _Block, following: _Block) -> None:
    """Move the lines in which the table's last row goes on from the block after it."""
    while following.lines:
        one, last = following.lines[0], table.lines[-1]
        if not _same_cell(one, last, table):
            return
        table.lines.append(following.lines.pop(0))


def _same_cell(one: Placed, last: Placed, table: _Block, *, upwards: bool = False) -> bool:
    """Whether `one` goes on in a cell of the line above it (`upwards`: whether that line begins a cell of `one`)."""
    judged = last if upwards else one
    if one.page != last.page or len(judged.groups) > 1:
        return False
    start, stop = _reach(judged, table.columns)[0]
    # What begins exactly under a later column is no paragraph, even when a heading and a space stand between.
    aligned = not upwards and start > 0 and abs(judged.line.x0 - table.columns[start][0]) < 3
    if one.line.top - last.line.top > (2 if aligned else _APART) * 1.2 * last.size:
        return False
    return start == stop and (start > 0 or upwards or not _numbered(table.lines, table.columns))


def _fits(block: _Block, columns: list[tuple[float, float]]) -> bool:
    """Whether the block's own lines keep to these columns."""
    strays = sum(any(last > first for first, last in _reach(one, columns)) for one in block.several)
    return strays * 4 <= len(block.several)


def _columns(lines: Sequence[Placed]) -> list[tuple[float, float]]:
    """From where to where each column reaches: what is left between the white space running through the lines.

    Words over two columns bridge the white space between them (headings, full-width rows) and do not count; a column
    few rows fill is one all the same.
    """
    spans = [span for one in lines if len(one.groups) > 1 for span in one.spans]
    several = sum(len(one.groups) > 1 for one in lines)
    solid = _inked(spans, int(_CROSSED * several))
    kept = [(start, end) for start, end in spans if sum(start <= x1 and end >= x0 for x0, x1 in solid) < 2]
    return _inked(kept, 0)


def _inked(spans: Sequence[tuple[float, float]], allowed: int) -> list[tuple[float, float]]:
    """Where more than `allowed` spans lie, in pieces at least a valley apart."""
    if not spans:
        return []
    left, right = int(min(start for start, _ in spans)), int(max(end for _, end in spans)) + 2
    ink = [0] * (right - left + 1)
    for start, end in spans:
        for x in range(int(start) - left, int(end) - left + 1):
            ink[x] += 1
    columns: list[tuple[float, float]] = []
    begun: int | None = None
    white = 0
    for x, count in enumerate([*ink, *[0] * 8]):
        if count > allowed:
            begun = x if begun is None else begun
            white = 0
        elif begun is not None:
            white += 1
            if white >= _LEAST_VALLEY:
                columns.append((begun + left, x - white + 1 + left))
                begun = None
    return columns


def _reach(one: Placed, columns: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """(first, last) column each group of words touches."""
    reached: list[tuple[int, int]] = []
    for start, end in one.spans:
        touched = [place for place, (x0, x1) in enumerate(columns) if start <= x1 + 1 and end >= x0 - 1]
        if not touched:
            near = min(range(len(columns)), key=lambda place: abs(columns[place][0] - start))
            touched = [near]
        reached.append((touched[0], touched[-1]))
    return reached


@dataclass(slots=True)
class _Row:
    page: int
    cells: dict[tuple[int, int], list[Word]] = field(default_factory=dict)

    def wide(self) -> bool:
        return len(self.cells) == 1 and next(iter(self.cells))[0] < next(iter(self.cells))[1]


def _table(block: _Block) -> Iterator[Text | Piece]:
    columns = block.columns
    first, end = _extent(block)
    for one in block.lines[:first]:
        yield Text(one.page, one.line.text)
    lines = block.lines[first:end]
    spacing = _spacing(lines, columns)
    rule = _rule(lines, columns, spacing)
    rows: list[_Row] = []
    heading: list[str] = []
    since = 0  # lines since the page began
    for place, one in enumerate(lines):
        reached = _reach(one, columns)
        since = since + 1 if place and lines[place - 1].page == one.page else 0
        again = len(rows) > 1 and since == len(heading) and _said(lines[place - since : place]) == heading
        if not rows or again or _begins(lines, place, columns, rows[-1], spacing, rule):
            if len(rows) == 1:
                heading = _said(lines[:place])
            rows.append(_Row(one.page))
        for key, group in zip(reached, one.groups, strict=True):
            _put(rows[-1], key, group)
    left = columns[0][0]
    edges = [0.0, *(start - left for start, _ in columns[1:]), columns[-1][1] - left]
    made = [
        PieceRow(
            row.page,
            [PieceCell(edges[key[0]], edges[key[1] + 1], text_of(row.cells[key])) for key in sorted(row.cells)],
        )
        for row in rows
    ]
    yield Piece(lines[0].page, lines[0].line.top, edges, [_filled(row, edges) for row in made])
    for one in block.lines[end:]:
        yield Text(one.page, one.line.text)


def _said(lines: Sequence[Placed]) -> list[str]:
    return [one.line.text for one in lines]


def _put(row: _Row, key: tuple[int, int], words: list[Word]) -> None:
    """Into the row's cell; a group that reaches over the columns of others joins the one it begins in."""
    if row.wide():
        key = next(iter(row.cells))
    elif row.cells and key[0] < key[1]:
        key = next((have for have in row.cells if have[0] == key[0]), key)
    row.cells.setdefault(key, []).extend(words)


def _filled(row: PieceRow, edges: list[float]) -> PieceRow:
    """The row with its empty cells, so that a cell's place tells its column."""
    cells: list[PieceCell] = []
    at = 0
    for cell in row.cells:
        start = max(at, edges.index(cell.x0))
        cells += [PieceCell(edges[place], edges[place + 1], "") for place in range(at, start)]
        cells.append(cell)
        at = max(edges.index(cell.x1), start + 1)
    cells += [PieceCell(edges[place], edges[place + 1], "") for place in range(at, len(edges) - 1)]
    return PieceRow(row.page, cells)


def _extent(block: _Block) -> tuple[int, int]:
    """The lines from the first to the last with several groups, and those that go on in the last one's cells."""
    places = [place for place, one in enumerate(block.lines) if len(one.groups) > 1]
    first, end = places[0], places[-1] + 1
    while first and _same_cell(block.lines[first], block.lines[first - 1], block, upwards=True):
        first -= 1  # a heading of several lines whose neighbours stand at half its height
    while end < len(block.lines) and _same_cell(block.lines[end], block.lines[end - 1], block):
        end += 1
    return first, end


def _spacing(lines: Sequence[Placed], columns: list[tuple[float, float]]) -> float:
    """The distance of two lines of one cell: a low one among those of neighbouring lines of each column.

    Over all columns together it would be too small where cells are set at half the height of their row.
    """
    above: dict[int, Placed] = {}
    steps: list[float] = []
    for one in lines:
        for first, last in _reach(one, columns):
            upper = above.get(first)
            if first == last and upper is not None and upper.page == one.page:
                step = one.line.top - upper.line.top
                if step > 0.7 * one.size:
                    steps.append(step)
            above[first] = one
    steps.sort()
    return steps[len(steps) // 5] if steps else 1.2 * max(one.size for one in lines)


def _numbered(lines: Sequence[Placed], columns: list[tuple[float, float]]) -> bool:
    """Whether the first column holds the rows' numbers."""
    own = [text_of(one.groups[0]) for one in lines if len(one.groups) > 1 and _reach(one, columns)[0] == (0, 0)]
    return len(own) > 1 and sum(bool(_NUMBER.fullmatch(text)) for text in own) * 2 >= len(own)


def _rule(lines: Sequence[Placed], columns: list[tuple[float, float]], spacing: float) -> str:
    """What tells rows besides space: their `number`; `top`s of cells where there is none; `space` alone where numbers
    stand at half the height of their rows."""
    if not _numbered(lines, columns):
        return "top"
    after = [place for place, one in enumerate(lines) if place and _is_number(one, columns)]
    spaced = [place for place in after if not _near(lines, place, spacing)]
    gaps = sum(not _near(lines, place, spacing) for place in range(1, len(lines)))
    return "space" if len(spaced) * 2 < len(after) <= gaps * 1.7 else "number"


def _is_number(one: Placed, columns: list[tuple[float, float]]) -> bool:
    return _reach(one, columns)[0] == (0, 0) and bool(_NUMBER.fullmatch(text_of(one.groups[0])))


def _near(lines: Sequence[Placed], place: int, spacing: float) -> bool:
    """Whether the line stands as close to the one above as lines of one cell do."""
    one, last = lines[place], lines[place - 1]
    return one.page == last.page and one.line.top - last.line.top <= _APART * spacing


def _begins(
    lines: Sequence[Placed], place: int, columns: list[tuple[float, float]], row: _Row, spacing: float, rule: str
) -> bool:
    """Whether a new row begins with this line."""
    one, last = lines[place], lines[place - 1]
    near = _near(lines, place, spacing)
    if one.page == last.page and row.wide():
        return not (near and len(one.groups) == 1 and abs(one.line.x0 - last.line.x0) < one.size)
    reached = _reach(one, columns)
    if not near or (len(one.groups) == 1 and reached[0][1] - reached[0][0] > 1):
        return True  # space above it, or a heading over the columns
    if rule != "top":
        return rule == "number" and _is_number(one, columns)
    # Cells begin at the top: a column that had ended and speaks again has come to its next row.
    before = set(_reach(last, columns))
    return any(key in row.cells and key not in before for key in reached) and len(reached) > 1


def _texts(block: _Block) -> Iterator[Text]:
    """Lines of running text; two stamps side by side one after the other."""
    places = [place for place, one in enumerate(block.lines) if len(one.groups) > 1]
    lines = block.lines
    if len(block.columns) == 2 and len(places) > 1 and len(places) * 2 > places[-1] - places[0]:
        beside = lines[places[0] : places[-1] + 1]
        for one in lines[: places[0]]:
            yield Text(one.page, one.line.text)
        for column in (0, 1):
            for one in beside:
                for key, group in zip(_reach(one, block.columns), one.groups, strict=True):
                    if key[0] == column:
                        yield Text(one.page, text_of(group))
        lines = lines[places[-1] + 1 :]
    for one in lines:
        yield Text(one.page, one.line.text)
