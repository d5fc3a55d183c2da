"""Requests against resources, subject by subject."""

from engine.questionnaires.weighing import Weighed, weighed


def test_what_lacks_most_stands_on_top_and_what_nobody_asks_for_at_the_end() -> None:
    found = weighed(
        [["урок", "класс"], ["Урок", "экзамен"], ["урок", "класс"]],
        [["урок"], ["класс", "проект"], ["класс"]],
    )
    assert found == (
        Weighed("урок", 3, 1),
        Weighed("экзамен", 1, 0),
        Weighed("класс", 2, 2),
        Weighed("проект", 0, 1),
    )
    assert [one.lacking for one in found] == [2, 1, 0, 0]


def test_a_person_counts_once_however_the_subject_is_spelled() -> None:
    assert weighed([["Учёба", "учеба ", "  "]], []) == (Weighed("учеба", 1, 0),)
