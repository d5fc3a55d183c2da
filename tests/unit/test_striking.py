"""A name is struck out of texts in any case, with initials, with ё or е; other people's names stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.striking import STRUCK, strike_of

FULL = "Гусева Анна Сергеевна"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Гусева Анна Сергеевна", STRUCK),
        ("поручить Гусевой А. С. провести", f"поручить {STRUCK} провести"),
        ("А.С. Гусеву наградить", f"{STRUCK} наградить"),
        ("с ГУСЕВОЙ\u00a0А.\u00a0С.", f"с {STRUCK}"),
        ("Анне Сергеевне Гусевой", STRUCK),
        ("Анна Гусева", STRUCK),
        ("почта anna@school.ru.", f"почта {STRUCK}."),
    ],
)
def test_ways_to_name_somebody(text: str, left: str) -> None:
    strike = strike_of(FULL, ["anna@school.ru"], alone=False)
    assert strike is not None
    assert strike.struck(text) == left


@pytest.mark.parametrize("text", ["Гусев Иван", "Гусева О. П.", "Анна Сергеевна", "гусеница", "Гусева"])
def test_others_stay(text: str) -> None:
    strike = strike_of(FULL, [], alone=False)
    assert strike is not None
    assert strike.struck(text) == text


def test_a_surname_nobody_else_has_is_struck_alone() -> None:
    strike = strike_of("Семёнов Пётр Ильич", [], alone=True)
    assert strike is not None
    assert strike.struck("к Семенову; СЕМЁНОВЫМ; семенами") == f"к {STRUCK}; {STRUCK}; семенами"


def test_a_short_surname_is_struck_with_its_initials_only() -> None:
    strike = strike_of("Ли Ольга Петровна", [], alone=True)
    assert strike is not None
    assert strike.struck("Ли О. П. была, Листов О. П. не был, ли, Ли") == f"{STRUCK} была, Листов О. П. не был, ли, Ли"


def test_nothing_to_look_for() -> None:
    assert strike_of("", [], alone=True) is None
    assert strike_of("Ли", ["@"], alone=False) is None


@given(st.text(max_size=60), st.text(max_size=120))
def test_any_name_and_text(name: str, text: str) -> None:
    strike = strike_of(name, [], alone=True)
    if strike is not None:
        struck = strike.struck(text)
        assert strike.finds(text) == (struck != text) or STRUCK in text
