"""What is drawn on a page: words and straight lines with their places, measured in points from the top left corner."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import Matrix, PathSegment, Point

_GAP = 0.22  # of the size of letters: what parts two words where no space is written
_THIN = 3.0  # a filled box as thin as this is a line
_FARTHEST = 20_000.0  # points; pages end at 14,400, and what stands farther away nobody ever saw
_UNREAD = "\ufffd"
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u00ad": "-", "\u00a0": " ", "\u2007": " ", "\u202f": " "})


class Word(NamedTuple):
    """Letters without a space between them. `before`, `after`: a space is written there."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str
    before: bool = False
    after: bool = False
    turned: int = 0  # quarters of a circle to the left: 1 is read from below, 3 from above

    @property
    def size(self) -> float:
        return self.bottom - self.top


class Ruling(NamedTuple):
    """A straight line: where it lies (x of an upright one, y of a level one), from where to where it goes."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Ink:
    """A page as drawn."""

    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    level: list[Ruling] = field(default_factory=list)
    upright: list[Ruling] = field(default_factory=list)
    pictures: int = 0
    letters: int = 0
    unread: int = 0  # letters of fonts that do not say which letters they are


class Pen(PDFTextDevice):
    """Takes down what a page draws. pdfminer's own layout keeps thirty facts of each letter and is too slow for it."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.ink = Ink(0, 0)
        self._known: dict[tuple[int, int], tuple[str, float]] = {}
        self._fonts: list[PDFFont] = []  # kept alive: their ids are keys

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        x0, y0, x1, y1 = page.mediabox
        across = page.rotate in (90, 270)
        wide, high = abs(x1 - x0), abs(y1 - y0)
        self.ink = Ink(*((high, wide) if across else (wide, high)))

    def render_image(self, name: str, stream: Any) -> None:
        self.ink.pictures += 1

    def render_string_horizontal(
        self,
        seq: PDFTextSeq,
        matrix: Matrix,
        pos: Point,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        charspace: float,
        wordspace: float,
        rise: float,
        dxscale: float,
        ncs: Any,
        graphicstate: PDFGraphicState,
    ) -> Point:
        x, y = pos
        line = _Line(self.ink, matrix, y, font.get_descent() * fontsize + rise, fontsize)
        spaced = False
        pieces: Iterable[Any] = seq  # a broken file writes anything there
        for piece in pieces:
            if isinstance(piece, int | float):
                x -= piece * dxscale
                spaced = True
                continue
            if not isinstance(piece, bytes):
                continue
            for cid in font.decode(piece):
                if spaced:
                    x += charspace
                text, width = self._letter(font, cid)
                end = x + width * fontsize * scaling
                line.put(text, x, end)
                x = end
                if cid == 32 and wordspace:
                    x += wordspace
                spaced = True
        line.finish()
        return (x, y)

    def _letter(self, font: PDFFont, cid: int) -> tuple[str, float]:
        key = (id(font), cid)
        known = self._known.get(key)
        if known is None:
            self._fonts.append(font)
            try:
                text = font.to_unichr(cid).translate(_HYPHENS)
            except PDFUnicodeNotDefined:
                text = _UNREAD
            known = self._known[key] = (text, font.char_width(cid))
        return known

    def paint_path(
        self, graphicstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Sequence[PathSegment]
    ) -> None:
        if not stroke and not fill:
            return
        outlines = self._outlines(path)
        frame = not stroke and len(outlines) == 2 and _framing(*outlines)
        for corners in outlines[:1] if frame else outlines:
            self._stroke(corners, stroke or frame)

    def _outlines(self, path: Sequence[PathSegment]) -> list[list[Point]]:
        """The corners of each straight part of the path; a part with a curve is no part of a table."""
        outlines: list[list[Point]] = []
        for segment in path:
            kind = segment[0]
            if kind == "m":
                outlines.append([self._place(segment[1:])])  # type: ignore[arg-type]  # a union of tuples of all kinds
            elif kind == "l" and outlines and outlines[-1]:
                outlines[-1].append(self._place(segment[1:]))  # type: ignore[arg-type]  # the same
            elif kind == "h" and outlines and outlines[-1]:
                outlines[-1].append(outlines[-1][0])
            elif outlines:
                outlines[-1] = []
        return [corners for corners in outlines if len(corners) > 1]

    def _place(self, point: Point) -> Point:
        a, b, c, d, e, f = self.ctm or (1, 0, 0, 1, 0, 0)
        x, y = point
        return (a * x + c * y + e, self.ink.height - (b * x + d * y + f))

    def _stroke(self, corners: list[Point], stroke: bool) -> None:
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        top, bottom = min(y for _, y in corners), max(y for _, y in corners)
        if bottom - top <= _THIN < right - left:
            self.ink.level.append(Ruling((top + bottom) / 2, left, right))
        elif right - left <= _THIN < bottom - top:
            self.ink.upright.append(Ruling((left + right) / 2, top, bottom))
        elif stroke:
            for (x0, y0), (x1, y1) in zip(corners, corners[1:], strict=False):  # noqa: RUF007  # pairs of one list
                if abs(y0 - y1) <= 1 < abs(x0 - x1):
                    self.ink.level.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
                elif abs(x0 - x1) <= 1 < abs(y0 - y1):
                    self.ink.upright.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _framing(one: list[Point], other: list[Point]) -> bool:
    """Two boxes, one just inside the other, with ink between them: a frame drawn without a pen."""
    sides = [(min(x), max(x), min(y), max(y)) for x, y in (zip(*one, strict=True), zip(*other, strict=True))]
    return all(abs(a - b) <= _THIN for a, b in zip(*sides, strict=True))


class _Line:
    """One string as the file writes it, cut into words while it is read."""

    __slots__ = ("_before", "_down", "_end", "_gap", "_ink", "_matrix", "_size", "_start", "_text", "_up", "_y")

    def __init__(self, ink: Ink, matrix: Matrix, y: float, descent: float, size: float) -> None:
        self._ink, self._matrix, self._y = ink, matrix, y
        self._down, self._up = y + descent, y + descent + size
        self._gap = abs(size) * _GAP
        self._size = size
        self._text: list[str] = []
        self._start = self._end = 0.0
        self._before = False

    def put(self, text: str, x0: float, x1: float) -> None:
        self._ink.letters += 1
        if text == _UNREAD:
            self._ink.unread += 1
        if text.isspace() or not text:
            if self._text:
                self._write(after=True)
            self._before = True
            return
        if self._text and x0 - self._end > self._gap:
            self._write(after=False)
        if not self._text:
            self._start = x0
        self._text.append(text)
        self._end = x1

    def finish(self) -> None:
        if self._text:
            self._write(after=False)

    def _write(self, *, after: bool) -> None:
        a, b, c, d, e, f = self._matrix
        xs = [a * x + c * y + e for x in (self._start, self._end) for y in (self._down, self._up)]
        ys = [self._ink.height - (b * x + d * y + f) for x in (self._start, self._end) for y in (self._down, self._up)]
        turned = round(math.atan2(b, a) / (math.pi / 2)) % 4 if b else (2 if a < 0 else 0)
        text = "".join(self._text)
        self._ink.words.append(Word(min(xs), max(xs), min(ys), max(ys), text, self._before, after, turned))
        self._text = []
        self._before = False


def ink_of(page: PDFPage, pen: Pen, interpreter: PDFPageInterpreter) -> Ink:
    """The page as it is meant to be looked at: a table set on its side is turned."""
    interpreter.process_page(page)
    ink = pen.ink
    ink.words = [word for word in ink.words if all(abs(place) < _FARTHEST for place in word[:4])]
    turned = [0, 0, 0, 0]
    for word in ink.words:
        turned[word.turned] += len(word.text)
    quarters = turned.index(max(turned)) if ink.words else 0
    return _turned(ink, quarters) if quarters else ink


def _turned(ink: Ink, quarters: int) -> Ink:
    wide, high = (ink.height, ink.width) if quarters % 2 else (ink.width, ink.height)

    def place(x: float, y: float) -> Point:
        return {1: (ink.height - y, x), 2: (ink.width - x, ink.height - y), 3: (y, ink.width - x)}[quarters]

    turned = Ink(wide, high, pictures=ink.pictures, letters=ink.letters, unread=ink.unread)
    for word in ink.words:
        (xa, ya), (xb, yb) = place(word.x0, word.top), place(word.x1, word.bottom)
        box = (min(xa, xb), max(xa, xb), min(ya, yb), max(ya, yb))
        turned.words.append(Word(*box, word.text, word.before, word.after, (word.turned - quarters) % 4))
    for upright, lines in ((False, ink.level), (True, ink.upright)):
        for line in lines:
            ends = (
                ((line.at, line.start), (line.at, line.end))
                if upright
                else ((line.start, line.at), (line.end, line.at))
            )
            (xa, ya), (xb, yb) = place(*ends[0]), place(*ends[1])
            if upright != bool(quarters % 2):
                turned.upright.append(Ruling(xa, min(ya, yb), max(ya, yb)))
            else:
                turned.level.append(Ruling(ya, min(xa, xb), max(xa, xb)))
    return turned
