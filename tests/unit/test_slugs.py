"""Names as parts of addresses."""

import pytest

from engine.slugs import slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("МБОУ «Средняя школа № 5»", "mbou-srednyaya-shkola-5"),
        ("Щёлковский район", "schelkovskiy-rayon"),
        ("Lyceum No. 1", "lyceum-no-1"),
        ("Объединение «Ёлка»", "obedinenie-elka"),
        ("№ — «»", ""),
    ],
)
def test_a_name_becomes_latin(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_a_long_name_is_cut_between_words() -> None:
    assert slug_of("школа имени первого космонавта", longest=16) == "shkola-imeni"
    assert slug_of("щ" * 30, longest=10) == "schschschs"
