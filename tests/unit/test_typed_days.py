from datetime import date

import pytest

from engine.refusals import BadInput
from engine.typed_days import read_day

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("25.09.2026", date(2026, 9, 25)),
        ("25.9.26", date(2026, 9, 25)),
        ("25 сентября", date(2026, 9, 25)),
        ("25 сентября 2026 г.", date(2026, 9, 25)),
        ("25\u00a0сентября 2026\u00a0г.", date(2026, 9, 25)),
        ("1 мая", date(2027, 5, 1)),
        ("1 марта 27", date(2027, 3, 1)),
        ("10.11", date(2026, 11, 10)),
        ("05.01", date(2027, 1, 5)),
        ("2026-11-30", date(2026, 11, 30)),
        ("Сегодня", TODAY),
        ("вчера", date(2026, 11, 20)),
        ("3 December 2026", date(2026, 12, 3)),
        (" 25/09/2026 ", date(2026, 9, 25)),
    ],
)
def test_days_as_people_type_them(typed: str, meant: date) -> None:
    assert read_day(typed, today=TODAY, field="held") == meant


@pytest.mark.parametrize(
    "typed", ["", "когда-нибудь", "31.02.2026", "45.01.2026", "25.13.2026", "1.1.0001", "x" * 500, "10 ма", "9" * 30]
)
def test_what_is_no_day_names_the_field_and_an_example(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_day(typed, today=TODAY, field="held")
    assert refused.value.field == "held"
    assert "25.09.2026" in refused.value.words.ru
