"""Whatever a reader of files counts, as steps of a bar of a hundred."""

from collections.abc import Callable

STEPS = 100


def steps(advance: Callable[[int], None]) -> Callable[[int, int], None]:
    """A `progress(done, total)` that moves the bar forward, never back."""
    shown = 0

    def told(done: int, total: int) -> None:
        nonlocal shown
        reached = min(STEPS, done * STEPS // max(total, 1))
        if reached > shown:
            advance(reached - shown)
            shown = reached

    return told
