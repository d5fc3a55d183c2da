"""How likely a run of lines is one whole cell of a column."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from engine.roadmap_reading.melted.headings import (
    ACTIVITY,
    DEADLINE,
    DOCUMENT,
    INDICATOR,
    NUMBER,
    OTHER,
    RESPONSIBLE,
    RESULT,
)
from engine.roadmap_reading.melted.learnt import Learnt, Style, plain
from engine.roadmap_reading.melted.likeness import fits, is_role
from engine.roadmap_reading.melted.visual import Visual, balance, begins, ends, first_piece, wide
from engine.roadmap_reading.melted.words import deadline_likeness, known_share, may_begin_deadline

IMPOSSIBLE = -1e6
# what an empty cell costs
EMPTY: Mapping[str, float] = {
    DEADLINE: -6.0,
    RESPONSIBLE: -4.5,
    RESULT: -4.5,
    DOCUMENT: -3.0,
    INDICATOR: -2.0,
    OTHER: -1.0,
}
_START = {"upper": 1.5, "short": 1.2, "name": 1.5, "digit": 0.0, "bullet": -2.5, "lower": -4.0, "other": -3.0}
_END = {"hyphen": -7.0, "comma": -3.5, "joint": -5.0, "colon": -3.0, "semicolon": -1.5, "stop": 1.0, "word": 0.0}
_TORN_END = -2.0
# a line of a cell that is not its first one: (how the line before it ends, how it begins)
_INNER_START = {"upper": -1.6, "short": -0.6, "name": -0.8, "digit": -0.2, "bullet": 0.2, "lower": 0.6, "other": 0.2}
_INNER_END = {"hyphen": 1.0, "joint": 0.8, "comma": 0.6, "colon": 0.6, "semicolon": 0.6, "stop": 0.2, "word": 0.0}
_LOOSE_STOPS = frozenset({"stop", "semicolon", "colon"})
_TOO_WIDE, _MOST_TOO_WIDE, _SLACK, _MOST_SLACK = 25.0, 7.0, 5.0, 2.2
_WIDE_ENOUGH, _FULL = 1.04, 0.97
_CROSSING, _OWN_LINE, _SHARED_LINE = -9.0, -2.2, -6.0
_MOST_LINES = {DEADLINE: 9, RESPONSIBLE: 16}
_MOST_LINES_OF_TEXT = 80
_REPEATED_LINES = 10
_OPEN = -3.0
_WORD_OF_DEADLINE = 0.05
_CAPITAL = frozenset({"upper", "short", "name"})
_SELDOM, _DATED, _MOST_LINES_OF_DATE = 0.1, -3.0, 3
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_STRANGE_LINE, _ROLE_INSIDE = 3.0, -1.2
_GOES_ON = frozenset({"joint", "comma", "hyphen", "colon"})
_SURE_SHARE, _CUT_DEADLINE, _NEARLY, _SIGHT = 0.99, 3.0, 0.7, 5


@dataclass(frozen=True, slots=True)
class Run:
    """Words from a place in one line (letter `start`) to a place in the same or a later line (before letter `end`)."""

    first: int
    start: int
    last: int
    end: int


class Scorer:
    """Judges runs of one page's lines. `kinds` are the columns; `numbers`: index of a line → the number it begins with.

    `headings`: lines whose number is a section's where rows have none.
    `torn`: from this line on a cell's end may be torn off by the end of the page. `bare_headings`: words without a
    number stand before the first numbered row.
    """

    def __init__(
        self,
        visuals: Sequence[Visual],
        kinds: Sequence[str],
        numbers: Mapping[int, str],
        style: Style,
        learnt: Learnt,
        torn: int,
        *,
        headings: frozenset[int] = frozenset(),
        bare_headings: bool = False,
    ) -> None:
        self.visuals, self.kinds, self.numbers = visuals, kinds, numbers
        self.style, self.learnt, self.torn = style, learnt, torn
        self.headings, self.bare_headings = headings, bare_headings
        self.texts = [visual.text for visual in visuals]
        self._begins = [begins(text) for text in self.texts]
        self._ends = [ends(text) for text in self.texts]
        self._wide = [wide(text) for text in self.texts]
        self._plain = [plain(text) for text in self.texts]
        self._balance = list(accumulate((balance(text) for text in self.texts), initial=0))
        self._needs = [self._needed(place) for place in range(len(self.texts))]
        self._inner = list(accumulate((self._inside(place) for place in range(len(self.texts))), initial=0.0))
        self._roles = list(
            accumulate((_ROLE_INSIDE * self._names_role(place) for place in range(len(self.texts))), initial=0.0)
        )
        self._slack = {column: self._slacks(column) for column in range(len(kinds))}
        self._over = {column: self._overs(column) for column in range(len(kinds))}

    def lines(self, run: Run) -> list[str]:
        """The run's words, line by line."""
        if run.first == run.last:
            return [self.texts[run.first][run.start : run.end].strip()]
        return [
            self.texts[run.first][run.start :].strip(),
            *self.texts[run.first + 1 : run.last],
            self.texts[run.last][: run.end].strip(),
        ]

    def whole(self, run: Run) -> bool:
        """Whether it ends where its line ends."""
        return run.end >= len(self.texts[run.last])

    def empty(self, column: int) -> float:
        """What it costs that the column has no words in a row."""
        return IMPOSSIBLE if self.kinds[column] == ACTIVITY else EMPTY.get(self.kinds[column], 0.0)

    def cell(self, column: int, run: Run, *, last: bool) -> float:
        """`last`: the row has no words in later columns."""
        kind = self.kinds[column]
        count = run.last - run.first + 1
        if count > _MOST_LINES.get(kind, _MOST_LINES_OF_TEXT):
            return IMPOSSIBLE
        if kind == NUMBER:
            return self._number(run)
        first = self._first(run)
        if kind == DEADLINE and not may_begin_deadline(first):
            return IMPOSSIBLE
        score = self._start(column, first) + self.middle(column, run) + self.placed(run, last=last)
        if kind == DEADLINE:
            score += self._deadline(run)
        else:
            score += self._dated(run, count)
            score += fits(kind, "\n".join(self.lines(run)) if kind == RESPONSIBLE else first, count)
        if count <= _REPEATED_LINES:
            score += self._repeated(column, run) * (1.0 if kind in {RESPONSIBLE, DEADLINE} else 0.6)
        return score + self.end(column, run) + (_OPEN if run.last < self.torn and self.opened(run) > 0 else 0.0)

    def _dated(self, run: Run, count: int) -> float:
        """What it costs that words of another column are nothing but a deadline."""
        if count > _MOST_LINES_OF_DATE or DEADLINE not in self.kinds or not may_begin_deadline(self._first(run)):
            return 0.0
        text = "\n".join(self.lines(run))
        return _DATED if known_share(text) > _SURE_SHARE and deadline_likeness(text) > 0 else 0.0

    def _deadline(self, run: Run) -> float:
        """How much the run is a whole deadline: not the end or the beginning of a longer one."""
        lines = self.lines(run)
        text = "\n".join(lines)
        score = deadline_likeness(text)
        score -= sum(_STRANGE_LINE for line in lines[1:] if begins(line) in _CAPITAL and not may_begin_deadline(line))
        score -= _WORD_OF_DEADLINE * len(text.split())
        longer = [*self._longer_before(run, text), *self._longer_after(run, text)]
        return score - (_CUT_DEADLINE if any(deadline_likeness(one) >= score - _NEARLY for one in longer) else 0.0)

    def _longer_before(self, run: Run, text: str) -> Iterator[str]:
        """The deadline with words that stand before it and may belong to it."""
        if run.start:
            word = self.texts[run.first][: run.start].split()[-1]
            if known_share(word) > _SURE_SHARE and may_begin_deadline(word):
                yield f"{word}\n{text}"
            return
        for first in range(run.first - 1, max(-1, run.first - _SIGHT), -1):
            if first + 1 in self.numbers:
                break
            if may_begin_deadline(self.texts[first]):
                yield "\n".join([*self.texts[first : run.first], text])

    def _longer_after(self, run: Run, text: str) -> Iterator[str]:
        following = run.last + 1
        if not self.whole(run):
            after = self.texts[run.last][run.end :].split()[0]
        else:
            after = self.texts[following] if following < len(self.texts) and following not in self.numbers else ""
        if after and known_share(after) > _SURE_SHARE:
            yield f"{text}\n{after}"

    def opened(self, run: Run) -> int:
        """Brackets and quotes opened in the run less closed."""
        whole = self._balance[run.last + 1] - self._balance[run.first]
        return whole - balance(self.texts[run.first][: run.start]) - balance(self.texts[run.last][run.end :])

    def _first(self, run: Run) -> str:
        return self.texts[run.first][run.start : run.end if run.first == run.last else None].strip()

    def _repeated(self, column: int, run: Run) -> float:
        if column not in self.learnt.texts:
            return 0.0
        if run.first == run.last:
            return self.learnt.repeated(column, plain(self._first(run)))
        between = "".join(self._plain[run.first + 1 : run.last])
        first, last = self.texts[run.first][run.start :], self.texts[run.last][: run.end]
        return self.learnt.repeated(column, plain(first) + between + plain(last))

    def middle(self, column: int, run: Run) -> float:
        """How its lines follow each other and suit the column's width."""
        score = self.flow(run)
        if self.kinds[column] != RESPONSIBLE and RESPONSIBLE in self.kinds:
            score += self._roles[run.last + 1] - self._roles[run.first + 1]
        over, slack = self._over[column], self._slack[column]
        if over and run.last > run.first:
            score += over[run.last] - over[run.first + 1] + slack[run.last] - slack[run.first]
            if run.start:
                score += self._slack_of(column, run.first, run.start) - slack[run.first + 1] + slack[run.first]
        if column in self.learnt.widths:
            edges = [self.lines(run)[0]] if run.first == run.last else [self.texts[run.first][run.start :], ""]
            if run.last > run.first:
                edges[1] = self.texts[run.last][: run.end]
            score += sum(self._too_wide(column, wide(edge)) for edge in edges)
        return score

    def flow(self, run: Run) -> float:
        """How its lines follow each other, whatever the column."""
        return self._inner[run.last + 1] - self._inner[run.first + 1]

    def end(self, column: int, run: Run) -> float:
        """How its last words end, and whether the column had room for the next ones."""
        text = self.texts[run.last][: run.end].rstrip()
        how = ends(text) if not self.whole(run) else self._ends[run.last]
        torn = run.last >= self.torn
        score = max(_END[how], _TORN_END) if torn else _END[how]
        if not self.whole(run) or run.last + 1 >= len(self.texts) or column not in self.learnt.widths:
            return score
        starts = run.start if run.first == run.last else 0
        needs = self._needs[run.last] - wide(text[:starts])
        return score + (0.7 if needs <= _FULL * self.learnt.widths[column] else -0.3)

    def _start(self, column: int, text: str) -> float:
        how = begins(text)
        kind = self.kinds[column]
        if kind == DEADLINE:
            return 0.3 if how != "other" else -1.0
        score = _START[how]
        if how == "lower":
            small = self.learnt.small.get(column)
            score += 1.5 if kind == RESPONSIBLE and (small is None or small > _SELDOM) else 0.0
            score += -1.5 if small is not None and small <= _SELDOM else 4.0 * min(0.9, small or 0.0)
        return score + (_DATED if _YEAR.match(text) else 0.0)

    def _number(self, run: Run) -> float:
        number = self.numbers.get(run.first)
        return 2.0 if number and run.start == 0 and run.first == run.last and run.end == len(number) else IMPOSSIBLE

    def placed(self, run: Run, *, last: bool) -> float:
        """Whether the cell stands in its lines as cells of this document do."""
        if not self.whole(run):
            if run.first != run.last:
                return IMPOSSIBLE  # only a cell of one line lets the next one begin on it
            double = self.texts[run.last][run.end - 2 : run.end] == "  "
            return (0.0 if self.style.inline else _SHARED_LINE) + (0.8 if double else 0.0)
        following = run.last + 1
        if following >= len(self.visuals):
            return 0.0
        spread = self.visuals[following].gap > self.style.gap
        if self.style.inline and run.first == run.last and not last and following not in self.numbers and not spread:
            return _OWN_LINE
        return 1.0 if spread else 0.0

    def _names_role(self, place: int) -> bool:
        """Whether the line begins with a person's role or name as a responsible's cell does."""
        capital = self._begins[place] in _CAPITAL and (place == 0 or self._ends[place - 1] not in _GOES_ON)
        return capital and (self._begins[place] == "name" or is_role(self.texts[place]))

    def _needed(self, place: int) -> float:
        """How wide this line would be with the least of the next one's words."""
        if place + 1 >= len(self.texts):
            return 0.0
        broken = self._ends[place] == "hyphen"  # had the column been wider, one more syllable would stand there
        piece = first_piece(self.texts[place + 1], broken or self.style.hyphens)
        return self._wide[place] + wide(piece) + (-0.6 if broken else 0.6)

    def _inside(self, place: int) -> float:
        """What it costs that this line continues the cell of the line before it."""
        if place == 0:
            return 0.0
        before, now = self._ends[place - 1], self._begins[place]
        score = _INNER_END[before] + _INNER_START[now]
        if now in _CAPITAL and before in _LOOSE_STOPS | {"comma", "joint", "hyphen"}:
            score += 1.0
        if not self.style.wrapped and now != "bullet" and before not in {"semicolon", "colon", "comma", "joint"}:
            score -= 3.0
        if place in self.numbers or place in self.headings:
            score += _CROSSING
        return score - (0.8 if self.visuals[place].gap > self.style.gap else 0.0)

    def _slacks(self, column: int) -> list[float]:
        """By line, summed: what it costs that a line of this column is cut though the next word had room."""
        width = self.learnt.widths.get(column)
        if width is None or not self.style.wrapped:
            return []
        return list(accumulate((self._slack_of(column, place, 0) for place in range(len(self.texts))), initial=0.0))

    def _slack_of(self, column: int, place: int, start: int) -> float:
        """The same for one line, of which the cell takes what stands from the letter `start` on."""
        width = self.learnt.widths[column]
        needs = self._needs[place] - wide(self.texts[place][:start])
        cost = min(_MOST_SLACK, _SLACK * max(0.0, _FULL * width - needs) / width)
        return -0.35 * cost if self._ends[place] in _LOOSE_STOPS else -cost

    def _overs(self, column: int) -> list[float]:
        if column not in self.learnt.widths or not self.style.wrapped:
            return []
        return list(accumulate((self._too_wide(column, width) for width in self._wide), initial=0.0))

    def _too_wide(self, column: int, width: float) -> float:
        if not self.style.wrapped or column not in self.learnt.widths:
            return 0.0
        allowed = _WIDE_ENOUGH * self.learnt.widths[column]
        return -min(_MOST_TOO_WIDE, _TOO_WIDE * max(0.0, width / allowed - 1))
