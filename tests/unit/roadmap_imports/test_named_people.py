"""A name in a roadmap's cell finds the people it may mean."""

import pytest

from engine.named_people import people_named

STAFF = [(1, "Белова Анна Сергеевна"), (2, "Белов Антон Ильич"), (3, "Ким Анна Петровна"), (4, "Белова Ольга Юрьевна")]


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("Белова А. С.", (1,)),
        ("А.С. Белова", (1,)),
        ("Беловой Анне Сергеевне", (1,)),
        ("БЕЛОВА", (1, 2, 4)),
        ("Белов А. И.", (2,)),
        ("Ким А.П.", (3,)),
        ("Иванова А. С.", ()),
        ("А. С.", ()),
        ("", ()),
    ],
)
def test_surnames_with_initials_in_any_case(named: str, found: tuple[int, ...]) -> None:
    assert people_named(named, STAFF) == found
