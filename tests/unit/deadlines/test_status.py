from datetime import date

import pytest

from engine.deadlines import Standing, standing

START, DUE = date(2025, 9, 1), date(2025, 9, 20)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2025, 8, 31), "впереди"),
        (START, "идёт"),
        (DUE, "идёт"),
        (date(2025, 9, 21), "просрочено"),
    ],
)
def test_a_span_is_ahead_under_way_or_overdue(today: date, expected: str) -> None:
    assert standing(due_on=DUE, starts_on=START, today=today).words.ru == expected


def test_a_point_is_ahead_until_its_day() -> None:
    assert standing(due_on=DUE, today=date(2025, 9, 19)) is Standing.UPCOMING
    assert standing(due_on=DUE, today=DUE) is Standing.UNDERWAY


def test_done_is_done_even_late() -> None:
    assert standing(due_on=DUE, today=date(2026, 1, 1), done=True) is Standing.DONE


def test_without_a_day_a_date_is_needed() -> None:
    assert standing(due_on=None, today=DUE) is Standing.NEEDS_DATE


def test_a_review_is_never_overdue() -> None:
    assert standing(due_on=DUE, today=date(2025, 12, 1), review=True) is Standing.UNDERWAY


def test_every_standing_has_words_in_both_languages() -> None:
    assert {one.words.ru for one in Standing} == {"впереди", "идёт", "выполнено", "просрочено", "нужна дата"}
    assert all(one.words.en for one in Standing)
