"""Who else it could be: the nearest other choices of a person, what each would cost, and whom it would move."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.matching.model import FORBIDDEN, Found, Places, Table, best_of

_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class Forced:
    """What it takes to give this mentee this mentor. `loss`: points of the whole proposal, below 0 = a gain.

    `swaps` goes to the mentee's own mentor instead (or, with `alone`, is left without one); None: nobody is touched.
    """

    loss: int
    swaps: int | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another choice for a row (a column) or for a column (a row), with what it takes."""

    other: int
    forced: Forced


def force(table: Table, places: Places, found: Found, row: int, column: int) -> Forced | None:
    """The least that must change for this; None when these two may not be a pair or it is so already.

    >>> force([[9, 8], [7, 1]], [[0], [0]], [0, 1], 0, 1)
    Forced(loss=-5, swaps=1, alone=False)
    """
    return _force(table, places, found, _led(found, places), row, column)


def alternatives_of(
    table: Table, places: Places, found: Found, *, most: int = 3
) -> tuple[list[list[Alternative]], list[list[Alternative]]]:
    """For each mentee the cheapest other mentors, for each mentor with a place the cheapest other mentees."""
    led = _led(found, places)
    of_mentees = [
        _cheapest(
            [
                Alternative(column, forced)
                for column in best_of(told, _LOOKED_AT)
                if (forced := _force(table, places, found, led, row, column))
            ],
            most,
        )
        for row, told in enumerate(table)
    ]
    turned: list[tuple[int, ...]] = list(zip(*table, strict=True)) if table else [()] * len(places)
    of_mentors = [
        _cheapest(
            [
                Alternative(row, forced)
                for row in best_of(told, _LOOKED_AT)
                if (forced := _force(table, places, found, led, row, column))
            ],
            most,
        )
        for column, told in enumerate(turned)
    ]
    return of_mentees, of_mentors


def _cheapest(ways: list[Alternative], most: int) -> list[Alternative]:
    return sorted(ways, key=lambda way: (way.forced.alone, way.forced.loss, way.other))[:most]


def _force(
    table: Table, places: Places, found: Found, led: Sequence[Sequence[int]], row: int, column: int
) -> Forced | None:
    points, now = table[row][column], found[row]
    if points == FORBIDDEN or column == now or not places[column]:
        return None
    taken = led[column]
    own = 0 if now is None else table[row][now] - places[now][len(led[now]) - 1]
    if len(taken) < len(places[column]):
        return Forced(own - (points - places[column][len(taken)]))
    ways = [_swap(table, places, row, now, column, other, led) for other in taken]
    return min(ways, key=lambda way: (way.alone and now is not None, way.loss, way.swaps or 0))


def _swap(
    table: Table, places: Places, row: int, now: int | None, column: int, other: int, led: Sequence[Sequence[int]]
) -> Forced:
    """`other` gives his place at `column` to `row`, and takes the one that becomes free when he may."""
    given = table[other][column] - table[row][column]
    if now is None:
        return Forced(given, other, alone=True)
    if table[other][now] == FORBIDDEN:
        freed = table[row][now] - places[now][len(led[now]) - 1]
        return Forced(given + freed, other, alone=True)
    return Forced(given + table[row][now] - table[other][now], other)


def _led(found: Found, places: Places) -> list[list[int]]:
    led: list[list[int]] = [[] for _ in places]
    for row, column in enumerate(found):
        if column is not None:
            led[column].append(row)
    return led
