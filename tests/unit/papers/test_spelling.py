"""Dates, names and numbers as papers write them."""

from datetime import date

import pytest

from engine.papers.spelling import (
    NBSP,
    capital,
    date_in_figures,
    date_in_quotes,
    date_in_words,
    initials_first,
    number_in_figures,
    surname_first,
)


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def test_days() -> None:
    day = date(2026, 3, 8)
    assert plain(date_in_words(day)) == "8 марта 2026 года"
    assert plain(date_in_quotes(day)) == "«08» марта 2026 г."
    assert date_in_figures(day) == "08.03.2026"


def test_each_month_has_its_word() -> None:
    told = [plain(date_in_words(date(2026, month, 1))).split()[1] for month in range(1, 13)]
    assert told[:3] == ["января", "февраля", "марта"]
    assert len(set(told)) == 12


@pytest.mark.parametrize(
    ("full", "initials", "short"),
    [
        ("Гусева Анна Сергеевна", "А. С. Гусева", "Гусева А. С."),
        ("Ким Ольга", "О. Ким", "Ким О."),
        ("Бах", "Бах", "Бах"),
        ("", "", ""),
        ("Алиев Мамед Гасан оглы", "М. Г. Алиев", "Алиев М. Г."),
        ("Штраус Анна-Мария Карловна", "А.-М. К. Штраус", "Штраус А.-М. К."),
    ],
)
def test_initials(full: str, initials: str, short: str) -> None:
    assert plain(initials_first(full)) == initials
    assert plain(surname_first(full)) == short


def test_a_name_with_initials_never_breaks_at_the_end_of_a_line() -> None:
    assert " " not in initials_first("Гусева Анна Сергеевна")


def test_initials_with_a_surname_in_another_case() -> None:
    assert plain(initials_first("Гусева Анна Сергеевна", "Гусевой")) == "А. С. Гусевой"


@pytest.mark.parametrize(
    ("number", "told"), [(12, "12"), (87.5, "87,5"), (90.0, "90"), (0.25, "0,25"), (0, "0"), (100, "100")]
)
def test_numbers(number: int | float, told: str) -> None:
    assert number_in_figures(number) == told


def test_capital() -> None:
    assert (capital("директор школы"), capital("")) == ("Директор школы", "")
