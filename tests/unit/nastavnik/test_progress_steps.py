"""The bar of long readings: whatever the readers count, it goes forward only and never beyond a hundred."""

from hypothesis import given
from hypothesis import strategies as st

from nastavnik.cli.progress_steps import steps

COUNTS = st.integers(0, 10_000)


def advanced(told: list[tuple[int, int]]) -> list[int]:
    moves: list[int] = []
    tell = steps(moves.append)
    for done, total in told:
        tell(done, total)
    return moves


@given(st.integers(1, 5_000))
def test_a_reading_to_its_end_fills_the_bar(total: int) -> None:
    assert sum(advanced([(done, total) for done in range(total + 1)])) == 100


@given(st.lists(st.tuples(COUNTS, COUNTS)))
def test_the_bar_never_falls_and_never_overflows(told: list[tuple[int, int]]) -> None:
    moves = advanced(told)
    assert all(step > 0 for step in moves)
    assert sum(moves) == min(100, max((done * 100 // max(total, 1) for done, total in told), default=0))


def test_a_count_that_begins_anew_waits_for_the_bar() -> None:
    assert advanced([(1, 2), (1, 4), (3, 4), (0, 0), (9, 9)]) == [50, 25, 25]
