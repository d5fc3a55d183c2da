"""Rows of two versions of a roadmap are recognised, wherever they moved and however they were reworded."""

from engine.roadmap_diff import DiffRow, changes, paired


def row(name: str, number: str, title: str, key: str = "") -> DiffRow:
    return DiffRow(name, number, key, title)


def test_words_win_over_numbers() -> None:
    old = [row("7", "1", "Издать приказ"), row("8", "2", "Собрать согласия"), row("9", "3", "Провести встречу")]
    new = [row("a", "1", "Создать совет"), row("b", "2", "Издать приказ"), row("c", "3", "Собрать согласия")]
    found = paired(old, new)
    assert found.old_of == {"b": "7", "c": "8"}
    assert (found.added, found.gone) == (("a",), ("9",))


def test_a_reworded_row_keeps_its_number_or_its_key() -> None:
    old = [row("7", "4", "Провести первую встречу пар", "first-meeting"), row("8", "5", "Утвердить планы работы пар")]
    new = [row("a", "9", "Знакомство участников", "first-meeting"), row("b", "5", "Утвердить планы работы всех пар")]
    assert paired(old, new).old_of == {"a": "7", "b": "8"}


def test_a_number_given_to_another_row_is_no_pair() -> None:
    found = paired([row("7", "1", "Издать приказ о кураторе")], [row("a", "1", "Закупить мебель для школы")])
    assert (found.pairs, found.added, found.gone) == ((), ("a",), ("7",))


def test_rows_of_the_same_words_pair_in_their_order() -> None:
    old = [row("7", "1", "Мониторинг"), row("8", "2", "Мониторинг")]
    new = [row("a", "1", "Мониторинг"), row("b", "2", "Мониторинг"), row("c", "3", "Мониторинг")]
    found = paired(old, new)
    assert (found.old_of, found.added) == ({"a": "7", "b": "8"}, ("c",))


def test_letters_that_look_alike_and_spaces_are_no_change() -> None:
    assert paired([row("7", "1", "Отчёт  о работе")], [row("a", "2", "отчет o pаботе")]).pairs == (("7", "a"),)
    assert changes({"result": "Приказ\nо кураторе"}, {"result": "Приказ о кураторе"}) == ()
    [one] = changes({"deadline": "до 20 мая"}, {"deadline": "до 25 мая", "result": ""})
    assert (one.field, one.before, one.after) == ("deadline", "до 20 мая", "до 25 мая")


def test_hundreds_of_reworded_rows_find_their_pairs() -> None:
    old = [row(f"o{n}", str(n), f"Провести занятие номер {n} с наставниками школы") for n in range(300)]
    new = [row(f"n{n}", str(n + 1), f"Провести занятие номер {n} с наставниками всей школы") for n in range(300)]
    assert len(paired(old, new).pairs) >= 290
