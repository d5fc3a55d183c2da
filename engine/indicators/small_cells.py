"""Tables over several organisations do not tell small numbers of people, nor let them be worked out."""

from collections.abc import Sequence

from engine.indicators.share import Share

SMALLEST_SHOWN = 5


def is_small(share: Share) -> bool:
    """Whether so few people, with or without the mark that is counted, could be known by it.

    >>> is_small(Share(4, 90)), is_small(Share(5, 90)), is_small(Share(88, 90)), is_small(Share(90, 90))
    (True, False, True, False)
    """
    if share.numerator < SMALLEST_SHOWN:
        return True
    rest = 0 if share.denominator is None else share.denominator - share.numerator
    return 0 < rest < SMALLEST_SHOWN


def hidden(cells: Sequence[Share | None], *, summed: bool) -> tuple[bool, ...]:
    """Which cells of a column are not shown; None is a cell with nothing in it and hides nothing.

    `summed`: the sum of the column is shown beside it. A single hidden cell could then be worked out, so the smallest
    of the others is hidden with it.

    >>> hidden([Share(3, 40), Share(12, 50), Share(30, 60)], summed=False)
    (True, False, False)
    >>> hidden([Share(3, 40), Share(12, 50), Share(30, 60)], summed=True)
    (True, True, False)
    """
    small = [cell is not None and is_small(cell) for cell in cells]
    if summed and sum(small) == 1:
        others = [place for place, cell in enumerate(cells) if cell is not None and not small[place]]
        if others:
            small[min(others, key=lambda place: _size(cells[place]))] = True
    return tuple(small)


def _size(cell: Share | None) -> int:
    return cell.numerator if cell is not None else 0
