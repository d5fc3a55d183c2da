"""Groups out of places: none smaller than its form allows, nobody left aside who fits somewhere.

Which groups to open is a hard problem of its own; this is a careful approach to it, not the proven best.
"""

from engine.matching.forms import Form
from engine.matching.model import FORBIDDEN, Found, Places, Table


def settle_groups(form: Form, table: Table, places: Places, found: Found) -> Found:
    """Dissolve the groups that are too small, one at a time, and let their people into the others."""
    settled = list(found)
    led = _sizes(settled, places)
    while (weak := _weakest(form, table, settled, led)) is not None:
        loose = [row for row, column in enumerate(settled) if column == weak]
        led[weak] = 0
        for row in loose:
            settled[row] = None
            _join(form, table, places, settled, led, row)
    for row, column in enumerate(settled):
        if column is None:
            _join(form, table, places, settled, led, row)
    _open_again(form, table, places, settled, led)
    return settled


def _weakest(form: Form, table: Table, found: Found, led: list[int]) -> int | None:
    """The smallest of the groups below the least size, of equal ones that with the fewest points."""
    small = [column for column, size in enumerate(led) if 0 < size < form.at_least]
    if not small:
        return None
    points = dict.fromkeys(small, 0)
    for row, column in enumerate(found):
        if column in points:
            points[column] += table[row][column]
    return min(small, key=lambda column: (led[column], points[column], column))


def _join(form: Form, table: Table, places: Places, found: Found, led: list[int], row: int) -> None:
    """Into the group that needs him most, then into the one he fits best; an empty group is not opened for one."""
    ways = [
        column
        for column, points in enumerate(table[row])
        if points != FORBIDDEN and 0 < led[column] < len(places[column])
    ]
    if ways:
        best = min(ways, key=lambda column: (led[column] >= form.at_least, -table[row][column], column))
        found[row] = best
        led[best] += 1


def _open_again(form: Form, table: Table, places: Places, found: Found, led: list[int]) -> None:
    """A mentor without a group gets one of those still left, when they are enough for it."""
    for column, size in enumerate(led):
        if size or len(places[column]) < form.at_least:
            continue
        fit = [row for row, told in enumerate(table) if found[row] is None and told[column] != FORBIDDEN]
        if len(fit) < form.at_least:
            continue
        for row in sorted(fit, key=lambda one: (-table[one][column], one))[: len(places[column])]:
            found[row] = column
            led[column] += 1


def _sizes(found: Found, places: Places) -> list[int]:
    led = [0] * len(places)
    for column in found:
        if column is not None:
            led[column] += 1
    return led
