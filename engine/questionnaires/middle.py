"""The middle of numbers people gave: half of them lie below it."""

from collections.abc import Sequence


def median(values: Sequence[int]) -> float:
    """
    >>> median([4, 2, 5]), median([4, 2])
    (4.0, 3.0)
    """
    ordered, half = sorted(values), len(values) // 2
    return float(ordered[half]) if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2
