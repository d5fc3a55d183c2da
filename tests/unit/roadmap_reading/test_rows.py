"""Rows put together and told apart; numbers; sections; cells of two parts; columns that were lost."""

import pytest

from engine.periods import school_year
from engine.roadmap_reading.aligning import aligned
from engine.roadmap_reading.columns import Column, Layout
from engine.roadmap_reading.headings import Meaning
from engine.roadmap_reading.letters import cleaned, is_open, letters, starts_low
from engine.roadmap_reading.numbers import following, heading_numbered, letter, number_of, numbered
from engine.roadmap_reading.placing import Patch
from engine.roadmap_reading.reading import read_roadmap
from engine.roadmap_reading.sections import dated_by, dating
from engine.roadmap_reading.two_parts import parted
from tests.support.grids import document

HEAD = "№ | Мероприятие | Срок | Ответственный | Результат\n"


def layout(*meanings: Meaning) -> Layout:
    return Layout(tuple(Column(meaning, meaning, place, place + 1) for place, meaning in enumerate(meanings)))


def test_a_row_that_a_page_tore_in_the_middle_of_its_dates() -> None:
    read = read_roadmap(
        document(
            "Мероприятие | Срок | Исполнитель\n"
            "Размещение сведений | В течение | Куратор\nо наставничестве | всего периода | школы"
        )
    )
    (item,) = read.items
    assert (item.activity.text, item.deadline.text, item.responsible.text) == (
        "Размещение сведений о наставничестве",
        "В течение всего периода",
        "Куратор школы",
    )
    assert item.meaning.kind == "continuous"


def test_a_doubtful_joining_is_asked_about() -> None:
    read = read_roadmap(
        document(
            HEAD + "1 | Встреча | май 2025 | Куратор | Протокол\n | | | Директор | Отчёт\n"
            "2 | Итоги | июнь 2025 | Куратор | Справка"
        )
    )
    assert [item.number for item in read.items] == ["1", "2"]
    assert [question.field for question in read.items[0].questions] == ["activity"]


def test_activities_that_always_begin_small_stay_apart() -> None:
    read = read_roadmap(
        document(
            "Мероприятие | Срок | Исполнитель\nсоздание базы | май | куратор\n"
            "встречи пар | июнь | куратор\nитоги | июль | куратор"
        )
    )
    assert [item.activity.text for item in read.items] == ["создание базы", "встречи пар", "итоги"]


def test_cells_merged_downwards_belong_to_each_row() -> None:
    read = read_roadmap(
        document(
            HEAD + "1 | Приказ | май 2025 | Директор | Приказ\n"
            "2 | Пары | июнь 2025 | ^ | Список\n3 | Встречи | ^ | ^ | Планы"
        )
    )
    assert [item.responsible.text for item in read.items] == ["Директор"] * 3
    assert [item.meaning.value for item in read.items] == ["2025-05", "2025-06", "2025-06"]
    assert [note.en for note in read.notes] == ["Words of merged cells were given to each of their rows"]
    assert all(not item.questions for item in read.items)


def test_one_activity_with_two_dates_is_two_rows() -> None:
    read = read_roadmap(
        document(HEAD + "1 | Отчёт | май 2025 | Куратор | Отчёт\n^ | ^ | июнь 2025 | Куратор | Справка")
    )
    assert [(item.number, item.activity.text, item.meaning.value) for item in read.items] == [
        ("1", "Отчёт", "2025-05"),
        ("1", "Отчёт", "2025-06"),
    ]


def test_headings_with_a_result_of_their_own_are_no_rows() -> None:
    read = read_roadmap(
        document(
            HEAD + "1. | Подготовка | | | Условия созданы\n"
            "1.1 | Приказ | май 2025 | Директор | Приказ\n2. | Итоги | | | \n2.1 | Отчёт | июнь 2025 | Куратор | "
        )
    )
    assert [(one.number, one.title, one.result) for one in read.sections] == [
        ("1", "Подготовка", "Условия созданы"),
        ("2", "Итоги", ""),
    ]
    assert [item.number for item in read.items] == ["1.1", "2.1"]


def test_a_numbered_row_without_anything_else_is_a_row_with_questions() -> None:
    read = read_roadmap(
        document(HEAD + "1 | Приказ | май 2025 | Директор | \n2 | Отчёт | | | \n3 | Пары | июнь 2025 | Куратор | ")
    )
    assert [item.number for item in read.items] == ["1", "2", "3"]
    assert {question.field for question in read.items[1].questions} == {"deadline", "responsible"}


def test_nested_sections_and_the_way_back() -> None:
    read = read_roadmap(
        document(
            HEAD + "6. Управление | < | < | < | <\n6.1. Контроль | < | < | < | <\n"
            "6.1.1. | Проверки | постоянно | Директор | \n6.2. | Советы | постоянно | Директор | "
        )
    )
    assert [one.number for one in read.sections] == ["6", "6.1"]
    assert [(item.number, item.section) for item in read.items] == [("6.1.1", "6.1"), ("6.2", "6")]


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ([["Создание базы"], ["до 31.08.2025"], ["Сформирована база"], ["Определяется школой"]], (0, 1, 2, 4)),
        ([["Создание базы"], ["май 2025"], ["Директор"]], (0, 1, 4)),
        ([["май 2025"], ["Директор"]], (1, 4)),
    ],
)
def test_rows_that_lost_a_column_find_their_places(columns: list[list[str]], wanted: tuple[int, ...]) -> None:
    assert aligned(columns, layout("activity", "deadline", "result", "indicator", "responsible")) == wanted


def test_rows_with_a_column_too_many_share_one() -> None:
    found = aligned([["1"], ["Создание"], ["базы"], ["май 2025"]], layout("number", "activity", "deadline"))
    assert found == (0, 1, 1, 2)


def test_numbers() -> None:
    assert [number_of(one) for one in ("1.1.", "6.1.1", "II.", "1\n.2", "а)", "10", "куратор", "")] == [
        "1.1", "6.1.1", "II", "1.2", "а", "10", None, None,
    ]  # fmt: skip
    assert (numbered("1.2 Назначение").number, numbered("25 сентября").number, numbered("1 сентября").number) == (
        "1.2",
        "",
        "",
    )
    headings = ("Раздел 1. Кадры", "III. Итоги", "2 этап. Работа", "Модуль «А»")
    assert [heading_numbered(one).number for one in headings] == [
        "1", "III", "2", "",
    ]  # fmt: skip
    assert (following("1.9"), following("II"), letter(0), letter(26)) == ("1.10", "", "A", "AA")


def test_months_over_rows() -> None:
    year = school_year(2025)
    assert [dating(one) for one in ("Сентябрь", "II квартал 2025", "В течение года", "Работа с детьми", "Май")] == [
        "Сентябрь", "II квартал 2025", "В течение года", "", "Май",
    ]  # fmt: skip
    told = {cell: dated_by("Сентябрь", cell, year) for cell in ("", "2 неделя", "до 15", "5-10", "12.11", "ежемесячно")}
    assert {cell: one and one[1].value for cell, one in told.items()} == {
        "": "2025-09",
        "2 неделя": "2025-09-08..2025-09-14",
        "до 15": "2025-09-15",
        "5-10": "2025-09-05..2025-09-10",
        "12.11": None,
        "ежемесячно": None,
    }


@pytest.mark.parametrize(
    ("cell", "result", "document"),
    [
        ("Разработаны акты\nна уровне школ\nПриказ", "Разработаны акты\nна уровне школ", "Приказ"),
        ("Приказ\nСправка о результатах", "Приказ", "Справка о результатах"),
        (
            "Приказ\nНазначен куратор программы наставничества школы",
            "Приказ",
            "Назначен куратор программы наставничества школы",
        ),
        ("Выполнено 100% позиций\nДорожной карты", "Выполнено 100% позиций\nДорожной карты", ""),
        ("Проведены встречи,\nпротокол", "Проведены встречи,\nпротокол", ""),
        (
            "Оформлен сборник с разделами:\n1) Результаты\n2) Материалы",
            "Оформлен сборник с разделами:\n1) Результаты\n2) Материалы",
            "",
        ),
    ],
)  # fmt: skip
def test_two_parts_of_a_cell(cell: str, result: str, document: str) -> None:
    first, second = parted([Patch(cell, ())])
    assert ("\n".join(one.text for one in first), "\n".join(one.text for one in second)) == (result, document)


def test_letters_and_ends() -> None:
    assert cleaned('<p>Сборник:</p> <ol style="x"> 1) Итоги&nbsp;года\u00ad') == "Сборник:\n1) Итоги года"
    assert cleaned("5 < 6 & 7 > 2") == "5 < 6 & 7 > 2"
    assert letters("Cpo-\nки ") == letters("сроки")
    assert [starts_low(one) for one in ("итоги", "Итоги", ") и", "")] == [True, False, True, False]
    assert [is_open(one) for one in ("встречи (пар", "в формате «игры", "наставники и", "работода-", "пары")] == [
        True, True, True, True, False,
    ]  # fmt: skip
