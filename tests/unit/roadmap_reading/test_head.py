"""The head of a document: title, approval, goal, tasks, whose roadmap it is, which years."""

from datetime import date

import pytest

from engine.periods import Period, school_year
from engine.roadmap_reading import periods
from engine.roadmap_reading.approval import approval_of
from engine.roadmap_reading.flowing import Pen
from engine.roadmap_reading.head import Head, head_of
from engine.roadmap_reading.organisation import named_most, organisation_in
from engine.roadmaps import Approval
from engine.source import SourceLine, Spot


def head(text: str) -> Head:
    lines = [SourceLine(line, Spot(line=place)) for place, line in enumerate(text.split("\n"), start=1)]
    return head_of(lines, Pen())


def test_all_parts_in_their_usual_order() -> None:
    read = head(
        "*Приложение 1\nк приказу «О внедрении»*\n\nУТВЕРЖДАЮ\nДиректор лицея\n"
        "В.Д. Петрова\nПриказ от 07.12.2020 № 256/2020-О\n\n"
        "**ДОРОЖНАЯ КАРТА\nвнедрения модели\nна 2020-2024 годы**\n\n"
        "Целью является рост.\n\nЗадачи:\n- учить;\n- растить\nсмену;\n- беречь.\n\n3\n"
    )
    assert read.title == "ДОРОЖНАЯ КАРТА внедрения модели на 2020-2024 годы"
    assert read.approved == Approval("Директор лицея", "256/2020-О", date(2020, 12, 7))
    assert read.goal == "Целью является рост."
    assert read.tasks == ("учить;", "растить смену;", "беречь.")
    assert [one.text for one in read.unused] == ["3"]
    assert "В.Д. Петрова" in [one.text for one in read.words]


def test_tasks_whose_lines_were_wrapped_with_new_marks() -> None:
    read = head("План\nЗадачи:\n- учить жить в\n- современном мире;\n- беречь природу;\n- дружить.")
    assert read.tasks == ("учить жить в современном мире;", "беречь природу;", "дружить.")


def test_tasks_without_marks_at_their_ends() -> None:
    assert head("План\nОсновные задачи\n1. Учить\nхорошо\n2. Растить").tasks == ("Учить хорошо", "Растить")


def test_what_follows_the_tasks_is_none_of_them() -> None:
    read = head(
        "Цель – поддержка.\nЗадачи:\n1) учить;\n2) беречь;\n3) расти.\nОжидаемые результаты: рост.\nПлан работы"
    )
    assert (read.tasks, read.title) == (("учить;", "беречь;", "расти."), "План работы")
    assert "Ожидаемые результаты: рост." in [one.text for one in read.words]


def test_numbered_lines_below_the_title_are_not_of_it() -> None:
    assert head("План работы\nна 2025 год\n1. Назначить куратора").title == "План работы на 2025 год"


def test_an_order_before_the_roadmap() -> None:
    read = head(
        "«СРЕДНЯЯ ШКОЛА № 15»\nПРИКАЗ\nот 02.09.2024 № 210-ОД\nОб утверждении дорожной карты\n1. Утвердить карту.\n"
        "Приложение 1\nк приказу от 02.09.2024 № 210-ОД\n\nДорожная карта\nна 2024-2025 учебный год"
    )
    assert read.title == "Дорожная карта на 2024-2025 учебный год"
    assert read.approved
    assert (read.approved.number, read.approved.on) == ("210-ОД", date(2024, 9, 2))


def test_a_goal_after_its_label() -> None:
    assert head("ПЛАН\nЦель - внедрение программы.").goal == "внедрение программы."
    assert head("ПЛАН\nЦель: Внедрение").goal == "Внедрение"


@pytest.mark.parametrize(
    ("stamp", "office", "number", "day"),
    [
        (
            "УТВЕРЖДАЮ\nДиректор МБОУ СОШ № 5\n____ И.И. Иванов\nприказ № 45-од от 30.08.2024 г.",
            "Директор МБОУ СОШ № 5",
            "45-од",
            "2024-08-30",
        ),
        (
            "УТВЕРЖДЕНО\nприказом директора МБОУ СОШ № 3\n№ 120 от 31.08.2024",
            "директора МБОУ СОШ № 3",
            "120",
            "2024-08-31",
        ),
        (
            "Утверждена приказом управления образования от 1 сентября 2023 г. № 12",
            "управления образования",
            "12",
            "2023-09-01",
        ),
        (
            "Приложение № 1\nк приказу МБОУ «Гимназия № 4»\nот 01.09.2024 № 100-ОД",
            "МБОУ «Гимназия № 4»",
            "100-ОД",
            "2024-09-01",
        ),
        ("СОГЛАСОВАНО\nПредседатель профкома\nУТВЕРЖДАЮ\nЗаведующий\nПетрова А.А.\n"
            "«02» сентября 2024 г. приказ № 7", None, None, None),
        ("УТВЕРЖДАЮ\nДиректор", None, None, None),
    ],
)  # fmt: skip
def test_who_approved(stamp: str, office: str | None, number: str | None, day: str | None) -> None:
    told = approval_of(stamp.split("\n"))
    if office is None:
        assert told is None or not {"Петрова", "А.А."} & set(told.by.split())
        return
    assert told
    assert (told.by, told.number, told.on.isoformat()) == (office, number, day)


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("План на 2025-2026 уч. год", "2025-09-01", "2026-08-31"),
        ("План на 2025/26 учебный год", "2025-09-01", "2026-08-31"),
        ("Дорожная карта на 2020-2024 годы", "2020-01-01", "2024-12-31"),
        ("на 2024-2025 гг.", "2024-01-01", "2025-12-31"),
        ("План на 2022 год", "2022-01-01", "2022-12-31"),
        ("Дорожная карта на период с 2022 по 2024 год", "2022-01-01", "2024-12-31"),
        ("План с 01.09.2025 по 31.05.2026", "2025-09-01", "2026-05-31"),
        ("План на сентябрь 2021 – май 2022", "2021-09-01", "2022-05-31"),
        ("План на II полугодие 2024-2025 учебного года", "2025-01-01", "2025-05-31"),
        ("План, утверждённый приказом от 25.12.2019, на 2021 год", "2021-01-01", "2021-12-31"),
    ],
)
def test_years_of_a_title(title: str, start: str, end: str) -> None:
    assert periods.of_title(title) == Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("title", ["Дорожная карта", "План работы до 2030 года", "Приказ от 01.02.2020 г."])
def test_titles_without_years(title: str) -> None:
    assert periods.of_title(title) is None


def test_years_of_rows() -> None:
    assert periods.of_rows(["апрель 2021 г.", "май 2022 г.", "постоянно"]) == Period(
        date(2021, 4, 1), date(2022, 5, 31)
    )
    assert periods.of_rows(["10.09.2024", "май 2025"]) == school_year(2024)
    assert periods.of_rows(["апрель 2022", "2021-2023 гг., далее – ежегодно"]) is None
    assert periods.of_rows(["сентябрь", "октябрь 2024"]) is None
    assert periods.of_years([2022, 2020]) == Period(date(2020, 1, 1), date(2022, 12, 31))
    assert periods.of_years([]) is None


def test_two_years_of_a_title_are_a_school_year_where_the_rows_say_so() -> None:
    two = Period(date(2023, 1, 1), date(2024, 12, 31))
    assert periods.agreed(two, school_year(2023)) == school_year(2023)
    assert periods.agreed(two, school_year(2024)) == two
    assert periods.agreed(two, None) == two
    assert periods.agreed(None, school_year(2023)) is None


@pytest.mark.parametrize(
    ("words", "school"),
    [
        ("в МБОУ СОШ с. Берёзово", "МБОУ СОШ с. Берёзово"),
        ("Директор МОУ «Лицей № 2»", "МОУ «Лицей № 2»"),
        ("в учреждении «Вятский лицей» города", "Вятский лицей"),
        ("средней школы № 14 г. Энска", "средней школы № 14 г. Энска"),
        ("в образовательных учреждениях района", ""),
    ],
)
def test_whose_roadmap_it_is(words: str, school: str) -> None:
    assert organisation_in([words], Pen()) == school


def test_the_school_that_most_rows_name() -> None:
    assert named_most(["Администрация МБОУ СОШ с. Лесное", "МБОУ СОШ с. Лесное, ИРО", "ИРО"]) == "МБОУ СОШ с. Лесное"
    assert named_most(["управление образования района и города, МАУ ДО «Центр»"] * 3) == ""
