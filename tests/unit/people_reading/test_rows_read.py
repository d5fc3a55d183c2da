"""A row becomes a person, cell by cell; a broken cell never hides another."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.people_reading.columns import FIELDS
from engine.people_reading.rows import read_row
from engine.people_reading.sheets import Grid, column_letters, headed
from engine.people_reading.values import day_of
from engine.refusals import BadInput

TODAY = date(2026, 11, 21)


def address(text: str, field: str) -> str:
    if "@" not in text:
        raise BadInput(field, f"{field}: нужен адрес", f"{field}: an address is needed")
    return text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("25.9.98", date(1998, 9, 25)),
        ("25.09.1998", date(1998, 9, 25)),
        ("1998-09-25", date(1998, 9, 25)),
        ("1998-09-25 00:00:00", date(1998, 9, 25)),
        ("25 сентября 1998 г.", date(1998, 9, 25)),
        ("01.02.05", date(2005, 2, 1)),
        ("29.02.28", date(1928, 2, 29)),
        ("21.11.26", TODAY),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: date) -> None:
    assert day_of(text, today=TODAY, field="born", earliest=date(1900, 1, 1)) == day


def test_every_broken_cell_of_a_row_is_named() -> None:
    cells = {"name": "Иванова", "email": "нет", "sex": "?", "born": "весной", "capacity": "много", "phone": "02"}
    person, faults = read_row(cells, today=TODAY, address=address)  # type: ignore[arg-type]  # keys are fields
    assert [fault.field for fault in faults] == ["name", "email", "sex", "born", "phone", "capacity"]
    assert person.details == {}


def test_a_name_in_three_columns_is_one_name() -> None:
    cells = {"surname": "ИВАНОВА", "first_name": "Мария", "patronymic": "Петровна"}
    person, faults = read_row(cells, today=TODAY, address=address)  # type: ignore[arg-type]  # keys are fields
    assert (person.name, faults) == ("Иванова Мария Петровна", ())


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=40), max_size=10))
def test_no_cell_breaks_the_reader(cells: dict[str, str]) -> None:
    person, faults = read_row(cells, today=TODAY, address=address)  # type: ignore[arg-type]  # keys are fields
    assert person.name or any(fault.field in ("name", "surname") for fault in faults)


def test_the_heading_may_stand_below_a_stamp_and_numbers_below_it_are_no_person() -> None:
    rows = (
        (1, {1: "УТВЕРЖДАЮ"}),
        (3, {1: "№", 2: "ФИО", 3: "Должность"}),
        (4, {1: "1", 2: "2", 3: "3"}),
        (5, {1: "1", 2: "Иванова Мария", 3: "учитель"}),
        (60, {1: "№", 2: "ФИО", 3: "Должность"}),
        (61, {2: "Петров Пётр"}),
    )
    [sheet] = headed((Grid("Список", rows), Grid("Пустой", ())))
    assert (sheet.heading, dict(sheet.fields)) == (3, {2: "name", 3: "position"})
    assert [row for row, _ in sheet.rows] == [5, 61]


def test_a_sheet_without_headings_is_refused_with_the_remedy() -> None:
    with pytest.raises(BadInput) as error:
        headed((Grid("Лист1", ((1, {1: "Иванова Мария", 2: "учитель"}),)),))
    assert "Скачайте шаблон" in error.value.words.ru


def test_columns_are_called_as_excel_calls_them() -> None:
    assert [column_letters(at) for at in (1, 26, 27, 52, 53, 703)] == ["A", "Z", "AA", "AZ", "BA", "AAA"]
