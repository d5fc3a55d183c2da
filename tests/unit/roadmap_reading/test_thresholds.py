"""Measurable results in words, and numbers that measure nothing."""

import pytest

from engine.roadmap_reading.thresholds import thresholds_of
from tests.support.seed_words import SeedRow, seed_rows

MEASURED: dict[str, tuple[str, ...]] = {
    "Не менее 3 публикаций": ("publications >= 3",),
    "не менее трёх публикаций в СМИ": ("publications >= 3",),
    "Публикаций — не менее 3": ("publications >= 3",),
    "более 3 публикаций": ("publications >= 4",),
    "минимум 2 статьи": ("publications >= 2",),
    "3 публикации": ("publications >= 3",),
    "не менее 2-х рубрик": ("rubrics >= 2",),
    "создано не менее 2 новых рубрик": ("rubrics >= 2",),
    "от 5 экспертов": ("experts >= 5",),
    "не менее 5 (пяти) экспертов": ("experts >= 5",),
    "Проведено не менее 2 занятий в каждой группе": ("lessons_per_group >= 2",),
    "Не менее чем 15 педагогов приняли участие в конкурсах": ("representatives >= 15",),
    "не менее 3 представителей школы": ("representatives >= 3",),
    "100% участников": ("participants = 100 %",),
    "90-100% участников": ("participants >= 90 %",),
    "не менее половины наставников": ("participants >= 50 %",),
    "более половины наставников": ("participants >= 51 %",),
    "80% и более участников": ("participants >= 80 %",),
    "Согласия получены от 100% участников": ("consents = 100 %",),
    "100 % согласий": ("consents = 100 %",),
    "охват не менее 10% от общего количества педагогов": ("staff_covered >= 10 %",),
    "Охвачено 30% учителей": ("staff_covered >= 30 %",),
    "Доля педагогов 25%": ("staff_covered >= 25 %",),
    "выполнено 95% индивидуальных планов": ("plans_done >= 95 %",),
    "индивидуальные планы составлены в 100 % пар": ("plans_written = 100 %",),
    "разработаны персонализированные программы не менее чем для 90 % пар": ("plans_written >= 90 %",),
    "утверждено 100 % индивидуальных планов": ("plans_approved = 100 %",),
    "Планы выполнены не менее, чем на 90%": ("plans_done >= 90 %",),
    "Персонализированные программы реализованы не менее чем на 80 %": ("plans_done >= 80 %",),
    "Посещаемость не ниже 85 процентов": ("attendance >= 85 %",),
    "В семинаре приняло участие не менее 70 % приглашённых": ("attendance >= 70 %",),
    "Диагностику прошли 100 % наставников": ("diagnostics_passed = 100 %",),
    "На педсовете присутствовало не менее 75 % педагогов": ("council_attendance >= 75 %",),
    "Выполнение дорожной карты на 100%": ("rows_done = 100 %",),
    "100 процентов мероприятий выполнены в срок": ("rows_on_time = 100 %",),
    "до 10 %": ("things <= 10 %",),
    "не более 5 % отказов": ("things <= 5 %",),
    "Не более 3 замечаний": ("things <= 3",),
    "сформировано не менее 10 пар": ("things >= 10",),
    "не менее 90 %": ("things >= 90 %",),
    "удовлетворённость не менее 80%": ("things >= 80 %",),
    "Протокол педсовета, не менее 80% удовлетворённых участников": ("things >= 80 %",),
    "свыше 20 участников": ("event_participants >= 21",),
    "Не менее 5 экспертов, не менее 3 публикаций": ("experts >= 5", "publications >= 3"),
}
UNMEASURED = (
    "",
    "2023-2024 учебный год",
    "до 01.10.2025",
    "с 1 по 10 сентября",
    "20 декабря, 20 июня",
    "дети 10-18 лет",
    "в возрасте от 10 до 19 лет",
    "стаж от 0 до 3 лет",
    "ФЗ № 273 от 29.12.2012",
    "ст. 351.8 ТК РФ",
    "п.6.2 Положения",
    "Приказ № 5",
    "МБОУ СОШ № 5",
    "1) Приказ 2) Положение",
    "1 раз в квартал",
    "не менее 1 раза в месяц",
    "2 раза в год",
    "5-9 классы",
    "не ранее 2024 года",
    "Приложение 3",
    "Проведена встреча",
)


@pytest.mark.parametrize("row", seed_rows(), ids=lambda row: row.id)
def test_the_seeds_measure_what_the_built_in_roadmaps_measure(row: SeedRow) -> None:
    assert thresholds_of(row.measured_words, row.activity) == row.decided.thresholds


@pytest.mark.parametrize(("words", "expected"), MEASURED.items())
def test_words_mean_thresholds(words: str, expected: tuple[str, ...]) -> None:
    assert tuple(map(str, thresholds_of(words))) == expected


@pytest.mark.parametrize("words", UNMEASURED)
def test_dates_laws_and_ages_measure_nothing(words: str) -> None:
    assert thresholds_of(words) == ()


def test_the_activity_tells_what_a_bare_share_is_of() -> None:
    found = thresholds_of("не менее 90 %", "Выполнение индивидуальных планов")
    assert tuple(map(str, found)) == ("plans_done >= 90 %",)
