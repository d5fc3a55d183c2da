"""Yearly indicators of schools nobody has seen: their words are read, not known."""

import pytest

from engine.indicators.suggesting import suggest

WORDS = [
    (
        ("Доля школьников 11–17 лет в роли наставляемых", "", "школьники 11–17 лет — наставляемые", "все школьники"),
        ("people(from_age=11, kind=pupil, role=mentee, to_age=17)", "people(kind=pupil)"),
    ),
    (
        ("", "", "подростки от 14 до 18 лет, ставшие наставниками", "подростки от 14 до 18 лет, проживающие в районе"),
        ("people(from_age=14, kind=pupil, role=mentor, to_age=18)", "entered(what=children-14-18)"),
    ),
    (
        ("", "", "педагоги со стажем от 0 до 5 лет в роли наставляемых", "все педагоги школы со стажем от 0 до 5 лет"),
        ("people(hired_years=5, kind=staff, role=mentee)", "people(hired_years=5, kind=staff)"),
    ),
    (
        ("Доля педагогов-наставников", "", "учителя-наставники", "все учителя гимназии"),
        ("people(kind=staff, role=mentor)", "people(kind=staff)"),
    ),
    (
        ("", "", "организации, предоставившие наставников", "предприятия округа"),
        ("enterprises(role=mentor)", "entered(what=enterprises)"),
    ),
    (
        ("", "", "студенты в роли наставников", "студенты техникума"),
        ("people(kind=student, role=mentor)", "people(kind=student)"),
    ),
    (
        (
            "",
            "",
            "ученики в роли наставляемых",
            "дети с ограниченными возможностями здоровья и дети с проблемами поведения",
        ),
        ("people(kind=pupil, role=mentee)", "entered(what=potential-mentees)"),
    ),
    (("Удовлетворённость, %", "", "", ""), ("None", "None")),
]


@pytest.mark.parametrize(("words", "expected"), WORDS)
def test_words_of_other_schools(words: tuple[str, str, str, str], expected: tuple[str, str]) -> None:
    made = suggest(*words)
    assert (str(made.numerator), str(made.denominator)) == expected


def test_both_sides_are_found_in_a_formula() -> None:
    made = suggest("Охват", "отношение числа детей 7–9 лет в роли наставляемых к общему числу детей 7–9 лет", "", "")
    assert str(made.numerator) == "people(from_age=7, kind=pupil, role=mentee, to_age=9)"
    assert str(made.denominator) == "people(from_age=7, kind=pupil, to_age=9)"
