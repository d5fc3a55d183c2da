from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.deadlines import Deadline, Month, Range, from_key, read, write
from engine.periods import Period, calendar_year, school_year
from tests.support.deadlines import deadlines

PERIODS = [None, school_year(2025), calendar_year(2023), Period(date(2022, 1, 1), date(2024, 12, 31))]


@settings(max_examples=500)
@given(deadlines(), st.sampled_from(PERIODS))
def test_what_is_written_is_read_as_it_was_meant(deadline: Deadline, period: Period | None) -> None:
    assert read(write(deadline), period).deadline == deadline


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("point", "2025-09-15", "до 15 сентября 2025 г."),
        ("month", "2025-09", "сентябрь 2025 г."),
        ("range", "2025-09-01..2026-05-31", "сентябрь 2025 г. – май 2026 г."),
        ("range", "2025-08-01..2025-08-31", "с 1 августа 2025 г. по 31 августа 2025 г."),
        ("range", "2022-01-01..2024-12-31", "2022–2024 гг."),
        ("recurring", "FREQ=MONTHLY;BYMONTHDAY=5", "ежемесячно до 5 числа"),
        ("recurring", "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=-1", "ежегодно, август"),
        ("recurring", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "ежеквартально"),
        ("recurring", "DTSTART=2024-12-31;FREQ=YEARLY", "ежегодно, начиная с 31 декабря 2024 г."),
        ("event", "order-signed +P3D(work)", "в течение 3 рабочих дней после издания приказа"),
        ("event", "programme-start -P10D", "за 10 дней до начала реализации программы"),
        ("external", "iro-plan", "по плану ИРО"),
        ("external", "regional-plan", "по плану «regional-plan»"),
        ("multi", "2025-09|continuous", "сентябрь 2025 г.; постоянно"),
        ("continuous", "", "постоянно"),
        ("empty", "", "—"),
    ],
)
def test_canonical_words(kind: str, value: str, expected: str) -> None:
    assert write(from_key(kind, value)) == expected


def test_a_question_is_written_by_its_candidates() -> None:
    question = from_key("ambiguous", "why: two; 2025-08 or 2026-08")
    assert write(question) == "август 2025 г. или август 2026 г."
    assert write(from_key("unreadable", "why: a stamp; «до 1 мая»")) == "до 1 мая"


def test_a_range_of_one_month_stays_a_range() -> None:
    assert read(write(Range(date(2025, 8, 1), date(2025, 8, 31))), None).deadline != Month(2025, 8)
