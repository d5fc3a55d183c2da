"""The names lifecycles know rows by, and the stages their dates drive."""

import pytest

from engine.roadmap_reading.driving import key_of, keys_of, stage_driven
from tests.support.seed_words import SeedRow, seed_rows

ASKED_BY_LIFECYCLES = {"first-meeting", "plans-approved", "closing-game", "pairs-formed", "consents"}
KEYS = {
    "Формирование пар «наставник — наставляемый»": "pairs-formed",
    "Формирование тандемов": "pairs-formed",
    "Подбор наставнических пар": "pairs-formed",
    "Создание наставнических групп": "pairs-formed",
    "Сбор согласий на обработку персональных данных": "consents",
    "Получение письменных согласий родителей": "consents",
    "Первые встречи наставников и наставляемых": "first-meeting",
    "Организационная встреча в парах": "first-meeting",
    "Утверждение персонализированных программ наставничества": "plans-approved",
    "Утверждение планов работы наставников": "plans-approved",
    "Разработка индивидуальных планов": "plans-approved",
    "Заключительная встреча участников": "closing-game",
    "Итоговое мероприятие программы наставничества": "closing-game",
    "Завершение программы наставничества": "closing-game",
    "Реализация персонализированных программ": "plans-done",
    "Организация работы наставнических пар": "pair-work",
    "Отчёты наставников о проделанной работе": "mentoring-report",
    "Назначение куратора": "curator-appointed",
    "Формирование базы данных наставников": "mentor-base",
    "Создание базы наставляемых": "mentee-base",
    "Формирование базы наставников и наставляемых": "participant-base",
    "Заключение соглашений с предприятиями": "agreements",
    "Создание рабочей группы": "working-group",
    "Обучение наставников": "training",
}
NAMELESS = ("Родительское собрание", "Семинар для учителей", "", "Ремонт кабинета", "Формирование рубрик на сайте ОУ")


@pytest.mark.parametrize("row", seed_rows(), ids=lambda row: row.id)
def test_the_seeds_drive_the_stages_of_the_built_in_roadmaps(row: SeedRow) -> None:
    assert stage_driven(row.activity, row.proof) == row.decided.drives
    key = key_of(row.activity, row.proof)
    if row.decided.key in ASKED_BY_LIFECYCLES:
        assert key == row.decided.key
    else:
        assert key not in ASKED_BY_LIFECYCLES


@pytest.mark.parametrize("row", seed_rows(), ids=lambda row: row.id)
def test_our_own_wording_drives_the_same_stages(row: SeedRow) -> None:
    assert stage_driven(row.decided.title, row.decided.result) == row.decided.drives


@pytest.mark.parametrize(("activity", "key"), KEYS.items())
def test_activities_have_names(activity: str, key: str) -> None:
    assert key_of(activity) == key


@pytest.mark.parametrize("activity", NAMELESS)
def test_what_is_not_certain_has_no_name(activity: str) -> None:
    assert key_of(activity) in ("", "rubrics")
    assert stage_driven(activity) is None


def test_a_name_is_given_once_and_to_the_row_that_says_it_outright() -> None:
    rows = [("Составление индивидуальных планов", ""), ("Утверждение индивидуальных планов", "Приказ"), ("Встреча", "")]
    assert keys_of(rows) == ("", "plans-approved", "")
    assert keys_of(rows[:1]) == ("plans-approved",)
