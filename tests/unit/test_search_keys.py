"""Names are found however they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.search_keys import search_key


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("семенов петр", "Семёнов Пётр"),
        ("СЕМЁНОВ   ПЁТР", "Семёнов Пётр"),
        ("Ceмeнoв", "Семенов"),  # Latin C, e, o
        ("Тамара", "Tamapa"),  # Latin T, a, m, p
        ("семёнов", "Семе\u0308нов"),  # ё of two characters
        (" \u00a0Иванова\tМ. ", "Иванова М."),
    ],
)
def test_the_same_name(typed: str, stored: str) -> None:
    assert search_key(typed) == search_key(stored)


@pytest.mark.parametrize(("one", "other"), [("Иванов", "Иванова"), ("Петров", "Пётрова"), ("Лев", "Лёня")])
def test_different_names(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


@given(st.text(alphabet="абвеёжоАЕЁ aceoxABC\t", max_size=30))
def test_a_key_is_its_own_key(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@given(st.text(alphabet="абвеёaceox", min_size=1, max_size=12), st.integers(min_value=0, max_value=12))
def test_half_a_word_is_the_beginning_of_the_whole(word: str, length: int) -> None:
    assert search_key(word).startswith(search_key(word[:length]))
