from datetime import date

import pytest

from engine.deadlines import Ambiguous, Month, Point, from_key
from engine.deadlines.shifting import months_between, shifted_by_months, shifted_day
from engine.words import Words

_A_YEAR_ON = "2022-01-01..2024-12-31|DTSTART=2025-12-31;FREQ=YEARLY"
_ENDS_STAY_ENDS = "DTSTART=2023-06-30;FREQ=YEARLY;UNTIL=2024-06-30"


@pytest.mark.parametrize(
    ("kind", "value", "months", "expected"),
    [
        ("point", "2025-09-25", 12, "2026-09-25"),
        ("point", "2025-08-31", 6, "2026-02-28"),
        ("point", "2026-02-28", 24, "2028-02-29"),
        ("point", "2025-09-30", 1, "2025-10-31"),
        ("point", "2025-01-30", 1, "2025-02-28"),
        ("point", "2025-09-25", -9, "2024-12-25"),
        ("month", "2021-11", 3, "2022-02"),
        ("range", "2020-11-01..2020-12-31", 2, "2021-01-01..2021-02-28"),
        ("multi", "2021-10|2022-05", 12, "2022-10|2023-05"),
        ("multi", "2021-01-01..2023-12-31|DTSTART=2024-12-31;FREQ=YEARLY", 12, _A_YEAR_ON),
        ("recurring", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20", 24, "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20"),
        ("recurring", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20", 8, "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=20"),
        ("recurring", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30", 1, "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=-1"),
        ("recurring", "DTSTART=2023-05-31;FREQ=YEARLY;UNTIL=2024-05-31", 1, _ENDS_STAY_ENDS),
        ("recurring", "FREQ=WEEKLY;BYDAY=FR", 5, "FREQ=WEEKLY;BYDAY=FR"),
        ("continuous", "2022-01-01..2024-12-31", 12, "2023-01-01..2025-12-31"),
        ("continuous", "", 12, ""),
        ("event", "order-signed +P3D(work)", 12, "order-signed +P3D(work)"),
        ("external", "iro-course-plan", 12, "iro-course-plan"),
        ("empty", "", 12, ""),
    ],
)
def test_shifting_moves_dates_and_nothing_else(kind: str, value: str, months: int, expected: str) -> None:
    moved = shifted_by_months(from_key(kind, value), months)
    assert (moved.kind, moved.value) == (kind, expected)


def test_the_rhythm_of_calendar_quarters_stays() -> None:
    quarters = from_key("recurring", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1")
    assert shifted_by_months(quarters, 5) == quarters


def test_candidates_of_an_ambiguous_deadline_move_too() -> None:
    why = Words("два августа", "two Augusts")
    moved = shifted_by_months(Ambiguous(why, (Month(2025, 8), Point(date(2026, 8, 1)))), 12)
    assert moved == Ambiguous(why, (Month(2026, 8), Point(date(2027, 8, 1))))


def test_nothing_moves_by_zero_months() -> None:
    assert shifted_day(date(2026, 2, 28), 0) == date(2026, 2, 28)


def test_months_are_counted_from_month_to_month() -> None:
    assert months_between(date(2025, 9, 1), date(2024, 8, 31)) == -13
