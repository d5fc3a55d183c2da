"""Where a row stands: one of five words, and its bars on the timeline."""

from datetime import date
from itertools import pairwise

import pytest

from engine.deadlines.status import Standing
from engine.obligations import Share, bars, progress
from engine.periods import Period

TODAY = date(2026, 1, 15)
YEAR = Period(date(2025, 9, 1), date(2026, 8, 31))
DONE = Share("done", date(2025, 12, 31))
LATE = Share("open", date(2026, 1, 14))
AHEAD = Share("open", date(2026, 3, 31))
BEGUN = Share("open", date(2026, 1, 31), starts_on=date(2026, 1, 12))
NO_DATE = Share("needs_date", None)
CANCELLED = Share("cancelled", date(2025, 12, 1))
LOOK = Share("open", date(2026, 3, 31), review=True)


@pytest.mark.parametrize(
    ("shares", "word"),
    [
        ([AHEAD], Standing.UPCOMING),
        ([BEGUN], Standing.UNDERWAY),
        ([DONE], Standing.DONE),
        ([LATE], Standing.OVERDUE),
        ([NO_DATE], Standing.NEEDS_DATE),
        ([LOOK], Standing.UNDERWAY),
        ([DONE, AHEAD], Standing.UNDERWAY),
        ([DONE, AHEAD, NO_DATE], Standing.NEEDS_DATE),
        ([DONE, BEGUN, NO_DATE, LATE], Standing.OVERDUE),
        ([CANCELLED, DONE], Standing.DONE),
        ([CANCELLED], None),
        ([], None),
    ],
)
def test_the_worst_of_a_row_is_its_word(shares: list[Share], word: Standing | None) -> None:
    assert progress(shares, today=TODAY).standing is word


def test_the_due_day_itself_is_in_time() -> None:
    assert progress([Share("open", TODAY)], today=TODAY).standing is Standing.UNDERWAY


def test_a_review_past_its_day_is_not_late() -> None:
    assert progress([Share("open", date(2025, 12, 31), review=True)], today=TODAY).late == 0


def test_pairs_are_counted_and_the_nearest_open_day_is_next() -> None:
    shares = [
        Share("done", date(2025, 12, 31), count=12),
        Share("open", date(2026, 1, 14), count=3),
        Share("open", date(2026, 3, 31), count=5),
        Share("cancelled", date(2025, 12, 1), count=7),
    ]
    found = progress(shares, today=TODAY)
    assert (found.done, found.late, found.total, found.next_due) == (12, 3, 20, date(2026, 1, 14))


def test_a_line_is_painted_without_overlaps_and_the_urgent_wins() -> None:
    found = bars([LOOK, DONE, LATE, BEGUN, AHEAD], period=YEAR, today=TODAY)
    assert all(one.end < other.start for one, other in pairwise(found))
    assert [(bar.paint.value, f"{bar.end:%d.%m}") for bar in found] == [
        ("doing", "16.12"),
        ("done", "30.12"),
        ("overdue", "14.01"),
        ("doing", "15.01"),
        ("rest", "16.03"),
        ("ahead", "31.03"),
    ]


def test_what_lies_outside_the_period_is_cut() -> None:
    [bar] = bars([Share("done", date(2025, 9, 5))], period=YEAR, today=TODAY)
    assert (bar.start, bar.end) == (YEAR.start, date(2025, 9, 5))
    assert bars([CANCELLED, NO_DATE], period=YEAR, today=TODAY) == ()
