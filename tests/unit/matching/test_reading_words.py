"""Needs meet competences however their words end; wished ages are read as people write them."""

import pytest

from engine.matching.ages import wished_ages
from engine.matching.terms import meetings, same_thing


@pytest.mark.parametrize(
    ("need", "competence"),
    [
        ("методика урока", "Методика современного урока"),
        ("работа с родителями", "Работа с родителями учеников"),
        ("дисциплина в классе", "дисциплина класса"),
        ("Цифровые инструменты", "цифровых инструментов"),
        ("проектная деятельность", "организация проектной деятельности"),
        ("шахматы", "Шахматы"),
        ("ИКТ", "икт"),
    ],
)
def test_the_same_thing_in_other_words(need: str, competence: str) -> None:
    assert same_thing(need, competence)
    assert same_thing(competence, need)
    assert meetings([need], ["прочее", competence])[need] == (competence,)


@pytest.mark.parametrize(
    ("need", "competence"),
    [
        ("методика урока", "методика кружка"),
        ("английский язык", "русский язык"),
        ("работа с родителями", "работа с документами"),
        ("оценивание", "планирование"),
        ("", "методика урока"),
        ("?!", "методика урока"),
    ],
)
def test_another_thing(need: str, competence: str) -> None:
    assert not same_thing(need, competence)
    assert meetings([need], [competence])[need] == ()


@pytest.mark.parametrize(
    ("words", "ages"),
    [
        ("10–12 лет", (10, 12)),
        ("от 14 до 17", (14, 17)),
        ("от 14", (14, 99)),
        ("старше 16 лет", (16, 99)),
        ("16+", (16, 99)),
        ("до 12 лет", (0, 12)),
        ("младше 10", (0, 10)),
        ("15", (15, 15)),
        ("5-7 классы", (11, 14)),
        ("9 класс", (15, 16)),
        ("до 4 класса", (0, 11)),
        ("от 8 класса", (14, 99)),
        ("grades 5-7", (11, 14)),
        ("любой", None),
        ("", None),
    ],
)
def test_a_wished_age(words: str, ages: tuple[int, int] | None) -> None:
    assert wished_ages(words) == ages
