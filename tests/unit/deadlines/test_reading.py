from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.deadlines import Ambiguous, Deadline, Empty, Unreadable, from_key, read, write
from engine.deadlines.lexicon import FORMS
from engine.periods import Period, school_year
from tests.support.deadline_rows import Row, comparable, rows

SCHOOL = school_year(2025)
ROWS = rows("seeds.tsv", "examples.tsv", "own.tsv", "adversary.tsv")


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_every_row_of_the_key(row: Row) -> None:
    deadline = read(row.phrase, row.period).deadline
    assert comparable(deadline.kind, deadline.value) == comparable(row.kind, row.value)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_every_meaning_can_be_stored_and_written(row: Row) -> None:
    deadline = read(row.phrase, row.period).deadline
    assert from_key(deadline.kind, deadline.value) == deadline
    if not isinstance(deadline, Ambiguous | Unreadable | Empty):
        assert read(write(deadline), row.period).deadline == deadline


def test_the_fixtures_are_large_enough_to_mean_something() -> None:
    assert len(rows("seeds.tsv")) == 105
    assert len(rows("examples.tsv")) == 92
    assert len(rows("own.tsv")) >= 150
    assert len(rows("adversary.tsv")) >= 400
    assert len({(row.phrase, row.period) for row in rows("own.tsv", "adversary.tsv")}) == len(
        rows("own.tsv", "adversary.tsv")
    )


def test_a_written_year_stays_outside_the_plan_with_a_warning() -> None:
    reading = read("до 20.09.2023", SCHOOL)
    assert reading.deadline.value == "2023-09-20"
    assert "20.09.2023" in reading.warnings[0].ru
    assert "2023-09-20" in reading.warnings[0].en


def test_no_warning_within_the_plan() -> None:
    assert read("до 20.09.2025", SCHOOL).warnings == ()
    assert read("до начала учебного года", SCHOOL).warnings == ()


def test_words_left_aside_are_named() -> None:
    assert "актовый зал" in read("15.10.2025, актовый зал", SCHOOL).warnings[0].ru


def test_a_guessed_year_in_a_long_plan_is_said() -> None:
    plan = Period(date(2022, 1, 1), date(2024, 12, 31))
    assert read("до 15 мая", plan).warnings != ()
    assert read("до 15 мая 2023", plan).warnings == ()


def test_a_question_offers_words_that_are_understood() -> None:
    reading = read("август", SCHOOL)
    assert reading.suggestion is not None
    assert reading.suggestion.ru == "Напишите: август 2025 г. или август 2026 г."
    assert read("Директор школы", SCHOOL).suggestion is not None
    assert read("август 2025", SCHOOL).suggestion is None


@pytest.mark.parametrize(
    "phrase",
    [
        "Директор школы",
        "15.13.2025",
        "99",
        "до до до",
        "с по",
        "каждый",
        "раз в",
        "( ( (",
        "№",
        "\x00",
        "до 45 мая",
        "I VI IX",
        "1/2/3/4/5",
        "🙂",
        "за",
        "2025 2026",
        "двадцать тридцатого",
        "а" * 5000,
        "до 1 " * 100,
    ],
)
def test_nonsense_is_a_question_and_never_an_error(phrase: str) -> None:
    deadline = read(phrase, SCHOOL).deadline
    assert isinstance(deadline, Ambiguous | Unreadable | Empty) or deadline.kind == "multi"
    assert from_key(deadline.kind, deadline.value) == deadline


WORDS = st.sampled_from(sorted(FORMS) + list("123456789,;.:()-/«»") + ["15", "31", "2025", "20.09.2025", "09.25", "№"])


@given(
    st.lists(WORDS, min_size=1, max_size=9),
    st.sampled_from([None, SCHOOL, Period(date(2022, 1, 1), date(2024, 12, 31))]),
)
def test_any_words_of_time_give_a_meaning_that_can_be_stored(words: list[str], period: Period | None) -> None:
    deadline = read(" ".join(words), period).deadline
    assert from_key(deadline.kind, deadline.value) == deadline
    if not isinstance(deadline, Ambiguous | Unreadable | Empty):
        assert write(deadline)


@given(st.text(max_size=60))
def test_any_text_is_read(phrase: str) -> None:
    deadline = read(phrase, SCHOOL).deadline
    assert from_key(deadline.kind, deadline.value) == deadline


NEVER_CERTAIN = [
    "сентябрь или октябрь",
    "не ранее 1 октября",
    "после 15 сентября",
    "перенесено на 15 мая",
    "кроме июля",
    "«__» сентября 2025 г.",
    "сентябрь 2025 -",
    "до 31.06.2026",
    "29.02.2026",
    "август",
    "до 25 августа",
    "конец мая",
    "вторник",
    "до 15 числа",
    "ноябрь-февраль 2025",
    "3 раза в год",
    "ежеквартально до 10 числа",
    "к октябрю",
    "до 2026 года",
    "с 1 сентября",
    "2025-2026 гг.",
    "20-е числа мая",
    "май - 2026",
    "июкь 2026",
    "январь 2026, 2027 гг.",
    "10.-15.09.2025",
    "01.11.2024 ио 10.11.2024",
    "15.05.2026, 10.10",
    "2 раза в год (декабрь)",
    "каждая вторая среда",
    "III квартал 2025-2026 уч. года",
    "третья неделя",
    "через день",
    "09.25",
    "осенний период",
    "сентябрь - конец учебного года",
    "I полугодие (декабрь)",
    "ежегодно в каникулы",
    "ежегодно, 3 четверть",
    "1 раз в четверть, до 5 числа",
    "раз в полугодие, до 10 числа",
    "еженедельно до 5 числа",
    "к новому учебному году",
    "май 2025 г., проверка ежегодно до 1 сентября",
]


@pytest.mark.parametrize("phrase", NEVER_CERTAIN)
def test_doubt_is_never_a_date(phrase: str) -> None:
    assert isinstance(read(phrase, SCHOOL).deadline, Ambiguous | Unreadable)


def test_without_a_period_an_undated_phrase_is_a_question() -> None:
    for phrase in ("сентябрь", "до 25 мая", "I полугодие", "сентябрь - май", "раз в полугодие"):
        assert read(phrase, None).deadline.kind == "ambiguous", phrase


def test_a_date_beside_another_plan_is_not_swallowed() -> None:
    assert read("по графику, но не позднее 1 декабря", SCHOOL).deadline.value == "2025-12-01"
    assert read("по плану 1 раз в месяц", SCHOOL).deadline.kind == "recurring"
    assert read("по приказу от 1 сентября 2025 г.", SCHOOL).deadline.kind == "external"


def test_the_start_of_a_school_year_is_not_its_end() -> None:
    assert read("за месяц до начала учебного года", SCHOOL).deadline.value == "school-year-start -P1M"
    assert read("через месяц после начала учебного года", SCHOOL).deadline.value == "school-year-start +P1M"


def test_words_like_words_of_time_are_not_taken_for_them() -> None:
    assert read("обсуждение программы", SCHOOL).deadline.kind == "unreadable"
    assert read("каб. 12", SCHOOL).deadline.kind == "unreadable"


def test_reading_is_linear_in_the_number_of_phrases() -> None:
    """No phrase makes another dearer: what is remembered is bounded."""
    information = read.cache_info()
    assert information.maxsize is not None
    assert information.maxsize <= 10_000
    for number in range(information.maxsize + 100):
        read(f"до 1 мая 2026 г., каб. {number}", None)
    assert read.cache_info().currsize <= information.maxsize


def test_no_phrase_of_the_fixtures_stands_whole_in_the_engine() -> None:
    code = "\n".join(file.read_text("utf-8") for file in Path(engine.__path__[0]).rglob("*.py"))
    long = {row.phrase for row in rows("seeds.tsv", "examples.tsv") if len(row.phrase) > 20}
    assert [phrase for phrase in long if phrase in code] == []


def test_the_meaning_does_not_depend_on_what_was_read_before() -> None:
    phrases: list[str] = ["май", "до 1 октября", "ежегодно"]
    once: list[Deadline] = [read(phrase, SCHOOL).deadline for phrase in phrases]
    assert [read(phrase, SCHOOL).deadline for phrase in reversed(phrases)] == once[::-1]
