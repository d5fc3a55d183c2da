"""A good assignment without any third party: the best couples first, then everybody left in, then swaps that gain."""

from collections import deque
from collections.abc import Sequence

from engine.matching.model import FORBIDDEN, Found, Places, Table, best_of

_ROUNDS = 20  # of swapping; what has not settled by then gains next to nothing
_NEAREST = 20  # how many of the best mentors a mentee tries in a round


class Greedy:
    """The solver that is always there. The same table gives the same answer; ties go to the earlier row and column."""

    name = "greedy"

    def __call__(self, table: Table, places: Places) -> Found:
        """For each mentee the column of the mentor, None = nobody.

        >>> greedy([[9, 8], [9, 1]], [[0], [0]])
        [1, 0]
        """
        desk = _Desk(table, places)
        desk.take_best_first()
        desk.let_everybody_in()
        for _ in range(_ROUNDS):
            if not desk.swap_for_gain():
                break
        return desk.found


greedy = Greedy()


class _Desk:
    """An assignment being made. `led[column]`: the rows a mentor has."""

    def __init__(self, table: Table, places: Places) -> None:
        self._table = table
        self._places = places
        self.found: Found = [None] * len(table)
        self._led: list[list[int]] = [[] for _ in places]

    def take_best_first(self) -> None:
        width, most = len(self._places), 1 + max((max(row, default=0) for row in self._table), default=0)
        block = max(1, len(self._table) * width)
        # One whole number for a couple: sorting numbers is many times faster than sorting tuples.
        order = [
            (most - points) * block + row * width + column
            for row, told in enumerate(self._table)
            for column, points in enumerate(told)
            if points != FORBIDDEN
        ]
        for code in sorted(order):
            row, column = divmod(code % block, width)
            if self.found[row] is None and self._room(column):
                self._put(row, column)

    def let_everybody_in(self) -> None:
        """Chains of moves that end in a free place, until nobody else can be placed."""
        open_to = [self._mask(row) for row in self._table]
        dead = 0  # mentors from whom no chain leads to a free place: none ever will
        for row, column in enumerate(self.found):
            if column is None:
                dead |= self._chain(row, open_to, dead)

    def swap_for_gain(self) -> bool:
        """One round over everybody; whether anything was gained."""
        gained = False
        for row, column in enumerate(self.found):
            if column is None:
                gained |= self._take_over(row)
            else:
                gained |= self._better(row, column)
        return gained

    def _better(self, row: int, now: int) -> bool:
        told = self._table[row]
        for column in best_of(told, _NEAREST):
            if column == now:
                continue
            if self._room(column) and told[column] - self._next(column) > told[now] - self._last(now):
                self._move(row, now, column)
                return True
            for other in self._led[column]:
                back = self._table[other][now]
                if back != FORBIDDEN and told[column] + back > told[now] + self._table[other][column]:
                    self._move(other, column, None)
                    self._move(row, now, column)
                    self._put(other, now)
                    return True
        return False

    def _take_over(self, row: int) -> bool:
        """Somebody without a mentor takes the place of somebody whom it fits less."""
        told = self._table[row]
        for column in best_of(told, _NEAREST):
            if not self._led[column]:
                continue
            least = min(self._led[column], key=lambda one: (self._table[one][column], one))
            if told[column] > self._table[least][column]:
                self._move(least, column, None)
                self._put(row, column)
                return True
        return False

    def _chain(self, start: int, open_to: Sequence[int], dead: int) -> int:
        """Place `start`, moving others on; returns the mentors found to lead nowhere (0 when he was placed)."""
        seen, came_from = dead, dict[int, int]()  # the row a mentor was reached from
        waiting = deque([start])
        while waiting:
            row = waiting.popleft()
            fresh = open_to[row] & ~seen
            seen |= fresh
            while fresh:
                column = (fresh & -fresh).bit_length() - 1
                fresh &= fresh - 1
                came_from[column] = row
                if self._room(column):
                    self._walk_back(column, came_from)
                    return 0
                waiting.extend(self._led[column])
        return seen

    def _walk_back(self, column: int, came_from: dict[int, int]) -> None:
        while True:
            row = came_from[column]
            before = self.found[row]
            self._move(row, before, column)
            if before is None:
                return
            column = before

    def _room(self, column: int) -> bool:
        return len(self._led[column]) < len(self._places[column])

    def _next(self, column: int) -> int:
        return self._places[column][len(self._led[column])]

    def _last(self, column: int) -> int:
        return self._places[column][len(self._led[column]) - 1]

    def _put(self, row: int, column: int) -> None:
        self.found[row] = column
        self._led[column].append(row)

    def _move(self, row: int, before: int | None, after: int | None) -> None:
        if before is not None:
            self._led[before].remove(row)
        self.found[row] = None
        if after is not None:
            self._put(row, after)

    def _mask(self, row: Sequence[int]) -> int:
        """The mentors of a row as the bits of one number."""
        bits = "".join("1" if points != FORBIDDEN else "0" for points in reversed(row))
        return int(bits, 2) if bits else 0
