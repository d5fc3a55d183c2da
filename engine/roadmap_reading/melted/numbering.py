"""Which lines begin a row: those whose numbers follow each other as a plan's numbers do."""

from collections.abc import Sequence

from engine.roadmap_reading.melted.words import number_in

_LOOK_BACK = 40
_FEWEST = 2


def numbers_of(texts: Sequence[str]) -> dict[int, str]:
    """Index of a line → the row's number it begins with, the likeliest chain of them.

    >>> numbers_of(["1. Начало", "1.1 Приказ", "2020", "1.2. План", "20 декабря", "2. Работа", "2.1 Урок"])
    {0: '1.', 1: '1.1', 3: '1.2.', 5: '2.', 6: '2.1'}
    """
    found = [(index, number) for index, text in enumerate(texts) if (number := number_in(text))]
    levels = [_levels(number) for _, number in found]
    best, came = list[float](), list[int]()
    for place, now in enumerate(levels):
        own = _weight(texts[found[place][0]], found[place][1])
        score, before = own + (0.0 if now in {(1,), (1, 1)} else -1.5), -1
        for earlier in range(max(0, place - _LOOK_BACK), place):
            through = best[earlier] + own + _step(levels[earlier], now) - 0.01 * (place - earlier)
            if through > score:
                score, before = through, earlier
        best.append(score)
        came.append(before)
    if not best:
        return {}
    chain, place = dict[int, str](), max(range(len(best)), key=best.__getitem__)
    while place >= 0:
        chain[found[place][0]] = found[place][1]
        place = came[place]
    return dict(sorted(chain.items())) if len(chain) >= _FEWEST else {}


def levels_of(number: str) -> tuple[int, ...]:
    """«6.1.1.» → (6, 1, 1)."""
    return _levels(number)


def _levels(number: str) -> tuple[int, ...]:
    return tuple(int(piece) for piece in number.rstrip(".)").split("."))


def _weight(text: str, number: str) -> float:
    """How sure a line's number is a row's: several levels most, a bare figure before small words least."""
    if "." in number.rstrip(".)"):
        return 2.0
    rest = text[len(number) :].strip()
    if number.endswith((".", ")")):
        return 1.2
    return 1.0 if not rest else 0.9 if rest[:1].isupper() or rest[:1] in '«"' else 0.05


def _step(before: tuple[int, ...], now: tuple[int, ...]) -> float:
    """What it costs that this number follows that one."""
    if now == (*before, 1):
        return 0.5
    for depth in range(min(len(before), len(now))):
        if before[depth] != now[depth]:
            return _rise(before, now, depth)
    return -3.0


def _rise(before: tuple[int, ...], now: tuple[int, ...], depth: int) -> float:
    gap = now[depth] - before[depth]
    rest = now[depth + 1 :]
    if rest and any(piece != 1 for piece in rest):
        return -3.0
    if 1 <= gap <= 3:
        return 0.5 - 0.6 * (gap - 1) - 0.1 * len(rest)
    if now == (1,) and len(before) == 1:
        return -0.8  # numbers begin anew in a section
    return -3.0
