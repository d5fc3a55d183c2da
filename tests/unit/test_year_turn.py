"""What of a year comes again in the next one."""

from datetime import date
from typing import Any

import pytest

from engine.periods import Period
from engine.year_turn import (
    Because,
    RowFacts,
    decision,
    goes_on,
    months_on,
    next_period,
    proposed,
    retitled,
    stale_years,
)

YEAR = Period(date(2025, 9, 1), date(2026, 8, 31))
NEXT = next_period(YEAR)


def facts(kind: str = "point", value: str = "2025-12-20", **more: Any) -> RowFacts:
    told: dict[str, Any] = {
        "document_kind": None,
        "done": 1,
        "open_promises": (),
        "asked": True,
        "from_above": False,
    }
    return RowFacts(kind, value, **(told | more))


@pytest.mark.parametrize(
    ("row", "because", "take"),
    [
        (facts(), "again", True),
        (facts(done=0, open_promises=(date(2025, 12, 20),)), "carried", True),
        (facts(document_kind="regulation"), "lasting", False),
        (facts(document_kind="order"), "again", True),
        (facts(done=0, asked=False), "not-asked", False),
        (facts(from_above=True, done=0, open_promises=(date(2025, 12, 20),)), "from-above", False),
        (facts("continuous", ""), "recurs", True),
        (facts("recurring", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20"), "recurs", True),
    ],
)
def test_why_a_row_comes_or_not(row: RowFacts, because: Because, *, take: bool) -> None:
    made = proposed(row, "срок", NEXT)
    assert (made.because, made.take) == (because, take)


def test_dates_move_by_a_year_and_words_with_them() -> None:
    made = proposed(facts(), "до 20.12.2025", NEXT)
    assert (made.deadline.value, made.redated, made.deadline_text) == ("2026-12-20", True, "до 20 декабря 2026 г.")


def test_what_recurs_keeps_its_words() -> None:
    made = proposed(facts("continuous", ""), "постоянно", NEXT)
    assert (made.deadline_text, made.redated) == ("постоянно", False)


def test_the_earliest_promise_is_remembered() -> None:
    promised = (date(2026, 2, 20), date(2025, 10, 1))
    assert proposed(facts(done=0, open_promises=promised), "", NEXT).carried == date(2025, 10, 1)


def test_leap_days_and_ends_of_months() -> None:
    assert proposed(facts(value="2024-02-29"), "", NEXT).deadline.value == "2025-02-28"
    assert next_period(Period(date(2024, 2, 29), date(2024, 8, 31))).start == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("period", "months"),
    [
        (YEAR, 12),
        (Period(date(2025, 9, 1), date(2026, 5, 31)), 12),
        (Period(date(2020, 11, 1), date(2024, 12, 31)), 60),
    ],
)
def test_a_roadmap_comes_again_after_whole_years(period: Period, months: int) -> None:
    assert months_on(period) == months


def test_only_what_covers_the_whole_next_year_goes_on() -> None:
    five = Period(date(2020, 11, 1), date(2024, 12, 31))
    assert goes_on(five, Period(date(2023, 9, 1), date(2024, 5, 31)))
    assert not goes_on(five, Period(date(2024, 9, 1), date(2025, 5, 31)))


def test_years_are_moved_in_titles() -> None:
    assert retitled("План 2025-2026") == "План 2026-2027"
    assert retitled("Школа 2025 года, 2025/26") == "Школа 2026 года, 2026/27"
    assert retitled("Приказ № 20251") == "Приказ № 20251"
    assert retitled("2020–2024", 5) == "2025–2029"


def test_years_before_the_period_are_stale() -> None:
    assert stale_years(["результаты 2023-2024 года", "план на 2026 год"], NEXT) == (2023, 2024)


def test_a_pair_is_closed_only_when_nothing_is_missing() -> None:
    assert decision(may_complete=False, suspended=False, ending=False) == "prolong"
    assert decision(may_complete=True, suspended=True, ending=False) == "prolong"
    assert decision(may_complete=True, suspended=False, ending=True) == "leave"
