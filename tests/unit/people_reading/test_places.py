"""Which organisation a row names."""

import pytest
from rapidfuzz.distance import DamerauLevenshtein

from engine.people_reading.columns import BEFORE_CONSENT, field_of
from engine.people_reading.places import Place, Places
from engine.refusals import BadInput

DISTRICT = Place(1, "kirov/district", "Слободской район")
FIFTH = Place(2, "kirov/district/school-5", "МБОУ «СОШ № 5»")
SEVENTH = Place(3, "kirov/district/school-7", "МБОУ «СОШ № 7»")
GARDEN = Place(4, "kirov/district/garden-a/group", "Звёздочка")
TWIN = Place(5, "kirov/district/garden-b/group", "Звездочка")
PLACES = Places(DISTRICT, [FIFTH, SEVENTH, GARDEN, TWIN], DamerauLevenshtein.distance)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("", DISTRICT),
        ("   ", DISTRICT),
        ("слободской  РАЙОН", DISTRICT),
        ("МБОУ СОШ №5", FIFTH),
        ('мбоу "СОШ № 5"', FIFTH),
        ("school-7", SEVENTH),
        ("/kirov/district/school-7/", SEVENTH),
        ("KIROV/district/School-7", SEVENTH),
        ("kirov/district/garden-a/group", GARDEN),
    ],
)
def test_an_organisation_is_known_by_its_name_its_slug_and_its_path(said: str, place: Place) -> None:
    assert PLACES.named(said) == place


@pytest.mark.parametrize(
    ("said", "near"), [("МБОУ СОШ № 55", "«МБОУ «СОШ № 5»»"), ("school-77", "school-7"), ("Слободский район", "район»")]
)
def test_for_an_unknown_one_the_nearest_is_offered(said: str, near: str) -> None:
    for _ in range(2):
        with pytest.raises(BadInput) as refused:
            PLACES.named(said)
        assert refused.value.field == "organisation"
        assert near in refused.value.words.ru
        assert "Место работы или учёбы" in refused.value.words.ru


@pytest.mark.parametrize("said", ["Звёздочка", "ЗВЕЗДОЧКА", "group"])
def test_a_name_of_several_asks_for_the_path(said: str) -> None:
    with pytest.raises(BadInput, match="несколько организаций") as refused:
        PLACES.named(said)
    assert GARDEN.path in refused.value.words.en
    assert TWIN.path in refused.value.words.en


def test_what_lies_outside_is_as_unknown_as_what_is_not() -> None:
    inside = Places(FIFTH, [], DamerauLevenshtein.distance)
    assert not inside.several
    for said in ("school-7", "kirov/district", "МБОУ «СОШ № 7»"):
        with pytest.raises(BadInput) as refused:
            inside.named(said)
        assert "school-7" not in refused.value.words.ru.replace(said, "")


def test_the_column_is_read_before_any_consent() -> None:
    assert field_of("Организация") == field_of("Школа") == "organisation"
    assert field_of("Место работы или учёбы") == "place"
    assert "organisation" in BEFORE_CONSENT
