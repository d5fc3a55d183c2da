"""A lifecycle as an SVG picture: stages from the top down, waiting stages on the left, everything else in
lanes on the right.

Presentation attributes only: the pages' policy forbids inline styles.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from engine.lifecycle.definition import BEFORE_SUSPENSION, SAME, Definition, Move, Stage
from engine.words import Language

_BOX_WIDTH, _BOX_HEIGHT, _GAP = 230, 52, 46
_MARGIN, _LEFT_GAP, _LANE = 24, 70, 46
_ARROW = 36  # the arrows down stand left of the middle, so that their labels end before the lanes
_INK, _QUIET, _PAPER, _LINE = "#1c2733", "#5b6b7c", "#ffffff", "#8494a5"
_FILL = {"stage": "#eef4fb", "final": "#e7f4ec", "waiting": "#fdf3df"}
_EDGE = {"stage": "#3b6ea8", "final": "#2f7d4f", "waiting": "#a8741a"}


def svg(definition: Definition, language: Language = "ru", counts: Mapping[str, int] | None = None) -> str:
    """The picture as one `<svg>` element, with a title for screen readers. `counts`: live pairs by stage
    key.
    """
    drawing = _Drawing(definition, language, counts or {})
    body = "\n".join(drawing.parts())
    title = escape(definition.title.in_(language))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width} {drawing.height}" role="img"'
        f' width="{drawing.width}" height="{drawing.height}" font-family="Golos Text, Arial, sans-serif">\n'
        f"<title>{title}</title>\n"
        f'<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8"'
        f' orient="auto-start-reverse"><path d="M0 1 L9 5 L0 9 z" fill="{_LINE}"/></marker></defs>\n'
        f'<rect width="{drawing.width}" height="{drawing.height}" fill="{_PAPER}"/>\n{body}\n</svg>'
    )


@dataclass(frozen=True, slots=True)
class _Box:
    """A stage on the paper: its upper left corner."""

    stage: Stage
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.y + _BOX_HEIGHT // 2

    @property
    def centre(self) -> int:
        return self.x + _BOX_WIDTH // 2

    @property
    def kind(self) -> str:
        return "final" if self.stage.final else "waiting" if self.stage.resumes else "stage"


class _Drawing:
    """The layout. The spine holds the stages in their order; a move to the next stage is an arrow down; each
    other move is a lane on the right, with a dot at every stage it leaves and one arrow into the stage it
    leads to.
    """

    def __init__(self, definition: Definition, language: Language, counts: Mapping[str, int]) -> None:
        self.language: Language = language
        self.counts = counts
        spine = [stage for stage in definition.stages if not stage.resumes]
        waiting = [stage for stage in definition.stages if stage.resumes]
        left = _MARGIN + (_BOX_WIDTH + _LEFT_GAP if waiting else 0)
        step = _BOX_HEIGHT + _GAP
        self.spine = {stage.key: _Box(stage, left, _MARGIN + step * row) for row, stage in enumerate(spine)}
        self.height = 2 * _MARGIN + step * len(spine) - _GAP
        middle = self.height // 2 - (step * len(waiting) - _GAP) // 2
        self.waiting = {stage.key: _Box(stage, _MARGIN, middle + 2 * step * row) for row, stage in enumerate(waiting)}
        order = list(self.spine)
        self.following = dict(pairwise(order))
        self.moves = definition.moves
        self.lanes = [move for move in definition.moves if self.sideways(move)]
        self.width = left + _BOX_WIDTH + _LANE * len(self.lanes) + _MARGIN

    def sideways(self, move: Move) -> list[str]:
        """The spine stages this move leaves for another one than the next; these are joined by its lane."""
        if move.to not in self.spine and move.to != SAME:
            return []
        on = [stage for stage in move.from_ if stage in self.spine]
        return [stage for stage in on if move.kind != "forward" or self.following.get(stage) != move.to]

    def parts(self) -> Iterator[str]:
        for number, move in enumerate(self.lanes):
            yield from self.lane(move, number)
        for number, move in enumerate(self.lanes):
            yield self.lane_title(move, number)
        yield from self.waits()
        yield from self.downs()
        for box in [*self.spine.values(), *self.waiting.values()]:
            yield from self.box(box)

    def downs(self) -> Iterator[str]:
        for stage, after in self.following.items():
            ways = [move for move in self.moves if stage in move.from_ and move.to == after]
            titles = [move.title for move in ways if move.kind == "forward"]
            if not titles:
                continue
            x, top = self.spine[stage].x + _ARROW, self.spine[stage].y + _BOX_HEIGHT
            yield _path(f"M{x} {top} V{self.spine[after].y - 1}", tip=True)
            label = " / ".join(title.in_(self.language) for title in titles)
            yield _text(x + 9, top + _GAP // 2 + 4, label)

    def lane(self, move: Move, number: int) -> Iterator[str]:
        x, ends, target = self.lane_x(number), self.lane_ends(move, number), self.spine.get(move.to)
        for stage in self.sideways(move):
            box = self.spine[stage]
            y = box.middle + _jog(number)
            yield _path(f"M{box.x + _BOX_WIDTH} {y} H{x}", start=target is None)
            yield f'<circle cx="{x}" cy="{y}" r="2.5" fill="{_LINE}"/>'
        yield _path(f"M{x} {min(ends)} V{max(ends)}")
        if target is not None:
            yield _path(f"M{x} {ends[-1]} H{target.x + _BOX_WIDTH + 1}", tip=True)

    def lane_title(self, move: Move, number: int) -> str:
        ends = self.lane_ends(move, number)
        x, middle = self.lane_x(number) + 12, (min(ends) + max(ends)) // 2
        return _text(x, middle, move.title.in_(self.language), anchor="middle", turned=True)

    def lane_x(self, number: int) -> int:
        return max(box.x for box in self.spine.values()) + _BOX_WIDTH + _LANE * (number + 1) - _LANE // 3

    def lane_ends(self, move: Move, number: int) -> list[int]:
        """The heights at which a lane meets the spine; that of its target comes last."""
        ends = [self.spine[stage].middle + _jog(number) for stage in self.sideways(move)]
        return [*ends, self.spine[move.to].middle - _jog(number)] if move.to in self.spine else ends

    def waits(self) -> Iterator[str]:
        """Lines between the spine and the waiting stages; an arrow at both ends where a pair can also come
        back.
        """
        for box in self.waiting.values():
            back = any(box.stage.key in move.from_ and move.to == BEFORE_SUSPENSION for move in self.moves)
            sources = [stage for move in self.moves if move.to == box.stage.key for stage in move.from_]
            for row, stage in enumerate(stage for stage in self.spine if stage in sources):
                y = box.y + (row + 1) * _BOX_HEIGHT // (len(sources) + 1)
                near, far = box.x + _BOX_WIDTH, self.spine[stage].x - 1
                bend = near + _LEFT_GAP // 2
                there = f"C{bend} {y} {bend} {self.spine[stage].middle} {far} {self.spine[stage].middle}"
                yield _path(f"M{near + 1} {y} {there}", tip=back, start=True)
            key, language = box.stage.key, self.language
            titles = ["← " + move.title.in_(language) for move in self.moves if move.to == key]
            titles += ["→ " + move.title.in_(language) for move in self.moves if key in move.from_]
            for row, title in enumerate(titles):
                y = box.y + _BOX_HEIGHT + 20 + 17 * row
                yield _text(box.centre, y, title, anchor="middle")

    def box(self, box: _Box) -> Iterator[str]:
        yield (
            f'<rect x="{box.x}" y="{box.y}" width="{_BOX_WIDTH}" height="{_BOX_HEIGHT}" rx="10"'
            f' fill="{_FILL[box.kind]}" stroke="{_EDGE[box.kind]}" stroke-width="1.5"/>'
        )
        lines = _wrapped(box.stage.title.in_(self.language))
        for row, line in enumerate(lines):
            y = box.middle + 5 + 18 * row - 9 * (len(lines) - 1)
            yield _inside(box.centre, y, line, size=15, fill=_INK)
        if count := self.counts.get(box.stage.key):
            x, edge = box.x + _BOX_WIDTH - 14, _EDGE[box.kind]
            yield f'<rect x="{x - 16}" y="{box.y - 11}" width="40" height="22" rx="11" fill="{edge}"/>'
            yield _inside(x + 4, box.y + 5, str(count), size=13, fill=_PAPER)


def _jog(lane: int) -> int:
    """Keeps the stubs of several lanes apart on one box."""
    return (lane % 4) * 6 - 9


def _path(way: str, *, tip: bool = False, start: bool = False) -> str:
    ends = (' marker-end="url(#tip)"' if tip else "") + (' marker-start="url(#tip)"' if start else "")
    return f'<path d="{way}" fill="none" stroke="{_LINE}" stroke-width="1.5"{ends}/>'


def _text(x: int, y: int, text: str, *, anchor: str = "start", turned: bool = False) -> str:
    """A label on the paper, with a halo where it crosses lines."""
    turn = f' transform="rotate(-90 {x} {y})"' if turned else ""
    return (
        f'<text x="{x}" y="{y}" font-size="12" fill="{_QUIET}" text-anchor="{anchor}"{turn}'
        f' stroke="{_PAPER}" stroke-width="4" paint-order="stroke">{escape(text)}</text>'
    )


def _inside(x: int, y: int, text: str, *, size: int, fill: str) -> str:
    """A text inside a box, centred on x."""
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{fill}" text-anchor="middle">{escape(text)}</text>'


def _wrapped(title: str, most: int = 24) -> list[str]:
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:2]
