"""Names: written anew, compared, told apart; nobody is silently taken for somebody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from engine.people_reading.columns import TITLES, field_of
from engine.people_reading.matching import Known, Match, Register
from engine.people_reading.names import is_name, tidy_name
from engine.search_keys import search_key

MARIA = "Иванова Мария Петровна"


def register(*names: str, email: str = "m@school.test") -> Register:
    people = (Known(at, name, search_key(name), email) for at, name in enumerate(names, start=1))
    return Register(people, DamerauLevenshtein.distance)


def ids(match: Match) -> tuple[int | None, tuple[int, ...]]:
    return match.same.id if match.same else None, tuple(one.id for one in match.alike)


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("  иванова   мария петровна ", MARIA),
        ("Ивaнoвa Mapия Пeтpoвнa", MARIA),
        ("ПЕТРОВ-ВОДКИН КУЗЬМА", "Петров-Водкин Кузьма"),
        ("О'Нил Шон", "О'Нил Шон"),
        ("Smith John", "Smith John"),
        ("Иванова М.П.", "Иванова М.П."),
    ],
)
def test_a_name_is_written_as_papers_write_it(typed: str, tidied: str) -> None:
    assert tidy_name(typed) == tidied
    assert is_name(tidied)


@pytest.mark.parametrize("text", ["Иванова", "12345", "8А класс", "a@b.ru Вера", "=1+1 x", "", "—", "Иванова, Мария"])
def test_what_is_no_name(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize("typed", ["Иванова Марья Петровна", "Ивнова Мария Петровна", "Иванова Мария", "Иванова М. П."])
def test_slips_and_short_forms_are_shown_for_a_decision(typed: str) -> None:
    assert ids(register(MARIA).find(typed, "other@school.test")) == (None, (1,))


@pytest.mark.parametrize(
    "typed",
    [
        "Иванова Анна Петровна",
        "Иванов Пётр Ильич",
        "Петрова Мария Петровна",
        "Иванова А. П.",
        "Сидорова Мария Олеговна",
    ],
)
def test_other_people_are_other_people(typed: str) -> None:
    assert ids(register(MARIA).find(typed, "other@school.test")) == (None, ())


def test_a_brother_and_a_sister_are_two() -> None:
    assert ids(register("Соколов Олег Ильич").find("Соколов Глеб Ильич", "")) == (None, ())


def test_the_same_name_and_address_are_the_same_person_whatever_else_the_file_says() -> None:
    assert ids(register(MARIA).find("ИВАНОВА Мария Петровна", "M@school.test")) == (1, ())
    assert ids(register(MARIA).find(MARIA, "")) == (1, ())  # a list without addresses


def test_namesakes_with_other_addresses_are_shown() -> None:
    assert ids(register(MARIA).find(MARIA, "second@school.test")) == (None, (1,))
    assert ids(register(MARIA, MARIA, email="").find(MARIA, "")) == (None, (1, 2))


def test_who_was_stored_with_initials_is_found_by_the_whole_name() -> None:
    assert ids(register("Иванова М.П.").find(MARIA, "x@school.test")) == (None, (1,))


@given(st.lists(st.text("абвгд", min_size=1, max_size=6), min_size=2, max_size=3))
def test_a_name_is_always_recognised_as_itself(words: list[str]) -> None:
    name = " ".join(word.capitalize() for word in words)
    match = register(name).find(name, "m@school.test")
    assert ids(match) in ((1, ()), (None, (1,)))  # by initials only: a person decides


def test_the_headings_of_the_template_are_known_in_both_languages() -> None:
    for name, title in TITLES.items():
        assert field_of(title.ru) == name
        assert field_of(title.en) == name


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Ф.И.О.", "name"),
        ("ФИО наставника", "name"),
        ("E-mail", "email"),
        ("Адрес эл. почты", "email"),
        ("Дата рождения (ДД.ММ.ГГГГ)", "born"),
        ("Принят на работу", "hired"),
        ("Класс/группа", "position"),
        ("Согласие на обработку ПДн", "consent"),
        ("ФИО родителя", "representative"),
        ("№ п/п", None),
        ("Цвет глаз", None),
    ],
)
def test_columns_are_known_by_the_words_schools_use(heading: str, name: str | None) -> None:
    assert field_of(heading) == name
