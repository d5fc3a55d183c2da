"""The likeliest cut of one page's lines into rows and cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from engine.roadmap_reading.melted.continuing import Open, continued, skipped
from engine.roadmap_reading.melted.headings import NUMBER
from engine.roadmap_reading.melted.scoring import IMPOSSIBLE, Run, Scorer
from engine.roadmap_reading.melted.sections import in_section_row, section, section_row, tail

_MOST_LINES, _MOST_LINES_WITHOUT_NUMBERS = 60, 30
_BEAM = 30.0  # a way so much worse than the best one to the same line is not followed
_NO_NUMBER = -7.0
_NOWHERE = -1e5
_SIDE_BY_SIDE = -6.0
ROW, SECTION, START = 0, 1, 2
_WAITING = 10  # modes from here on: the page goes on with a row of the page before, one mode for each way it may end


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a cell: the page and the run there."""

    page: int
    run: Run


@dataclass(frozen=True, slots=True)
class Found:
    """A row: its cells by column, each in one or more pieces; `full`: a section's heading over all columns."""

    cells: tuple[tuple[int, tuple[Piece, ...]], ...] = ()
    full: Piece | None = None
    section: bool = False

    def pieces(self, column: int) -> tuple[Piece, ...]:
        return next((pieces for own, pieces in self.cells if own == column), ())

    def with_piece(self, column: int, piece: Piece) -> "Found":
        cells = dict(self.cells)
        cells[column] = (*cells.get(column, ()), piece)
        return replace(self, cells=tuple(sorted(cells.items())))


@dataclass(frozen=True, slots=True)
class Path:
    """One way to read everything up to the end of a page. `open_at`: its last row still waits for this column."""

    score: float
    rows: tuple[Found, ...] = ()
    open_at: int | None = None
    rest: int | None = None  # the index of the line from which on nothing belongs to the table


_State = tuple[int, int, int, int]  # line, letter, column, mode


@dataclass
class _Step:
    score: float
    before: _State | None
    column: int = -1
    run: Run | None = None


@dataclass
class Page:
    """Lines of one page; `paths` are the ways the pages before may have ended."""

    scorers: Sequence[Scorer]  # of the pages before and, last, of this one
    paths: Sequence[Path]
    final: bool
    parents: frozenset[int]  # lines whose number has numbers below it
    opens: list[Open | None] = field(default_factory=list["Open | None"])

    def read(self) -> list[Path]:
        """The best ways to read up to the end of this page, the best first."""
        self.scorer, self.number = self.scorers[-1], len(self.scorers) - 1
        self.width, self.count = len(self.scorer.kinds), len(self.scorer.visuals)
        self.steps: dict[_State, _Step] = {}
        self.waiting: list[list[_State]] = [[] for _ in range(self.count + 1)]
        self.cells: dict[tuple[int, int, int], list[tuple[Run, float]]] = {}
        self.ends: list[tuple[float, _State, int]] = []
        for place, path in enumerate(self.paths):
            self.opens.append(self._open(path))
            if path.rows:
                self._reach((0, 0, 0, _WAITING + place), _Step(path.score, None))
            else:
                self._reach((0, 0, 0, START), _Step(path.score, None))
        for line in range(self.count):
            self._walk(line)
        return self._paths()

    def _open(self, path: Path) -> Open | None:
        if not path.rows:
            return None
        row = path.rows[-1]
        lines = {column: self.scorers[pieces[-1].page].lines(pieces[-1].run) for column, pieces in row.cells}
        return Open(lines, path.open_at, heading=row.full is not None)

    def _reach(self, state: _State, step: _Step) -> None:
        known = self.steps.get(state)
        if known is None:
            self.waiting[state[0]].append(state)
        elif known.score >= step.score:
            return
        self.steps[state] = step

    def _walk(self, line: int) -> None:
        """Goes on from every state on this line: letters from the left, row ends before row starts."""
        best = max((self.steps[state].score for state in self.waiting[line] if state[1] == 0), default=-1e9)
        while self.waiting[line]:
            # a row's start is reached from states at the line's beginning, everything else from further left
            state = min(self.waiting[line], key=lambda one: (one[1], one[3] == START))
            self.waiting[line].remove(state)
            score = self.steps[state].score
            best = max(best, score) if state[1] == 0 else best
            if score < best - _BEAM:
                continue
            if state[3] == START:
                self._start(state)
            else:
                self._end(state)
                self._go_on(state)

    def _end(self, state: _State) -> None:
        """The row ends here: nothing stands in its later columns."""
        line, letter, column, _ = state
        if letter == 0:
            cost = self._empty(state, column, self.width)
            self._reach((line, 0, 0, START), _Step(self.steps[state].score + cost, state))

    def _empty(self, state: _State, first: int, last: int) -> float:
        """What it costs that the columns from `first` before `last` have no words."""
        mode = state[3]
        if mode >= _WAITING and (waits := self.opens[mode - _WAITING]):
            return sum(skipped(self.scorer, waits, column) for column in range(first, last))
        costs = (self.scorer.empty(column) for column in range(first, last))
        return sum(min(0.0, cost if cost <= _NOWHERE else 0.0) if mode == SECTION else cost for cost in costs)

    def _go_on(self, state: _State) -> None:
        line, letter, column, mode = state
        at = self.steps[state].score
        if letter == 0 and (line in self.scorer.numbers or line in self.scorer.headings):
            return  # here a row or a section begins
        for own in range(column, self.width):
            skipping = self._empty(state, column, own)
            if skipping <= _NOWHERE:
                break
            for run, score in self._cells(line, letter, own, mode):
                self._reach(self._after(run, own, mode), _Step(at + skipping + score, state, own, run))

    def _after(self, run: Run, column: int, mode: int) -> _State:
        if self.scorer.whole(run):
            return (run.last + 1, 0, column + 1, mode)
        return (run.last, run.end, column + 1, mode)

    def _cells(self, line: int, letter: int, column: int, mode: int) -> Iterator[tuple[Run, float]]:
        """Every run that may be this column's cell from here on."""
        key = (line, letter, column)
        if mode >= _WAITING and (waits := self.opens[mode - _WAITING]) and not waits.fresh(column):
            for run in self._runs(line, letter, column):
                yield run, continued(self.scorer, waits, column, run)
            return
        if key not in self.cells:
            last = column == self.width - 1
            scored = ((run, self.scorer.cell(column, run, last=last)) for run in self._runs(line, letter, column))
            self.cells[key] = [(run, score) for run, score in scored if score > IMPOSSIBLE / 2]
        for run, score in self.cells[key]:
            yield run, score + (in_section_row(self.scorer.kinds[column]) if mode == SECTION else 0.0)

    def _runs(self, line: int, letter: int, column: int) -> Iterator[Run]:
        visual = self.scorer.visuals[line]
        if self.scorer.kinds[column] == NUMBER:
            number = self.scorer.numbers.get(line)
            if letter == 0 and number:
                yield Run(line, 0, line, len(number))
            return
        if self.scorer.style.inline:
            yield from (Run(line, letter, line, start) for start in visual.starts if start > letter)
        most = _MOST_LINES if self.scorer.numbers else _MOST_LINES_WITHOUT_NUMBERS
        for last in range(line, min(self.count, line + most)):
            if last > line and (last in self.scorer.numbers or last in self.scorer.headings):
                break
            yield Run(line, letter, last, len(self.scorer.visuals[last].text))

    def _start(self, state: _State) -> None:
        """A row, a section or what follows the table begins here."""
        line, at = state[0], self.steps[state].score
        numbered = line in self.scorer.numbers
        outside = tail(self.scorer, line) if self.final else _NOWHERE
        if outside > _NOWHERE:
            self.ends.append((at + outside, state, line))
        for last in range(line, min(self.count, line + 6)):
            if last > line and (last in self.scorer.numbers or last in self.scorer.headings):
                break
            run = Run(line, 0, last, len(self.scorer.visuals[last].text))
            cost = section(self.scorer, run, parent=line in self.parents)
            self._reach((last + 1, 0, 0, START), _Step(at + cost, state, -1, run))
        if line in self.scorer.headings:
            return
        own_column = NUMBER in self.scorer.kinds
        lost = _NO_NUMBER if self.scorer.numbers and not numbered else 0.0
        for mode in (ROW, SECTION):
            base = at + lost + (section_row(self.scorer, line, parent=line in self.parents) if mode == SECTION else 0.0)
            for column in range(self.width):
                if numbered and own_column and self.scorer.kinds[column] != NUMBER:
                    continue
                skipping = self._empty((line, 0, 0, mode), 0, column)
                if skipping <= _NOWHERE:
                    break
                for run, score in self._cells(line, 0, column, mode):
                    after = self._after_number(run) if self.scorer.kinds[column] == NUMBER else None
                    target = after if after else self._after(run, column, mode)
                    step = _Step(base + skipping + score, state, column, run)
                    self._reach((target[0], target[1], column + 1, mode), step)

    def _after_number(self, run: Run) -> _State | None:
        """Where the words after a row's number begin on its line, None when it stands there alone."""
        start = next((place for place in self._starts(run) if place >= run.end), None)
        return None if start is None else (run.first, start, 0, 0)

    def _starts(self, run: Run) -> tuple[int, ...]:
        text, starts = self.scorer.texts[run.first], self.scorer.visuals[run.first].starts
        return (run.end, *starts) if run.end < len(text) and text[run.end] != " " else starts

    def _paths(self) -> list[Path]:
        end = self.count
        reached = {state: self.steps[state] for state in self.waiting[end]}
        for state in list(reached):
            if state[3] != START:
                self._end(state)
        made = list[Path]()
        finish = self.steps.get((end, 0, 0, START))
        if finish is not None:
            made.append(self._traced((end, 0, 0, START), finish.score, None, None))
        for score, state, line in self.ends:
            made.append(self._traced(state, score, None, self.scorer.visuals[line].index))
        if not self.final:
            # where cells stand side by side, each began on the page on which its row began
            unlikely = _SIDE_BY_SIDE if self.scorer.style.inline else 0.0
            made += [
                self._traced(state, step.score + unlikely, state[2], None)
                for state, step in reached.items()
                if state[3] == ROW and state[2] < self.width
            ]
        made.sort(key=lambda path: -path.score)
        return made[: self.width + 2]

    def _traced(self, state: _State, score: float, open_at: int | None, rest: int | None) -> Path:
        """The rows that lead to this state."""
        steps = list[tuple[_State, _Step]]()
        now: _State | None = state
        first = state
        while now is not None:
            step = self.steps[now]
            steps.append((now, step))
            first, now = now, step.before
        mode = first[3]
        before = self.paths[mode - _WAITING if mode >= _WAITING else 0]
        rows = list(before.rows)
        current = rows.pop() if mode >= _WAITING and rows else None
        for reached, step in reversed(steps):
            if step.before is None:
                continue
            if reached[3] == START and step.run is None:
                self._closed(rows, current)
                current = None
            elif step.column < 0 and step.run is not None:
                rows.append(Found(full=Piece(self.number, step.run), section=True))
            elif step.run is not None:
                current = current or Found(section=reached[3] == SECTION)
                current = current.with_piece(step.column, Piece(self.number, step.run))
        self._closed(rows, current)
        return Path(score, tuple(rows), open_at, rest)

    def _closed(self, rows: list[Found], current: Found | None) -> None:
        if current is not None:
            rows.append(current)
