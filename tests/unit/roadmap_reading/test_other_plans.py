"""Roadmaps of other schools: kindergartens, colleges, councils, plans by months, and shapes nobody's rules foresaw."""

from engine.roadmap_reading.model import ReadRoadmap
from engine.roadmap_reading.reading import read_roadmap
from tests.support.grids import document


def rows(read: ReadRoadmap) -> list[tuple[str, str, str, str, str]]:
    """(number, section, activity, kind of the deadline, its value)."""
    return [(one.number, one.section, one.activity.text, one.meaning.kind, one.meaning.value) for one in read.items]


def asked(read: ReadRoadmap, number: str) -> set[str]:
    return {question.field for item in read.items if item.number == number for question in item.questions}


def test_a_kindergarten_with_its_stamp() -> None:
    read = read_roadmap(
        document(
            "УТВЕРЖДАЮ\nЗаведующий МБДОУ «Детский сад № 7 «Ромашка»\n_________ И.И. Иванова\nприказ № 45-од от "
            "30.08.2024 г.",
            "План работы по наставничеству на 2024-2025 учебный год",
            "Цель: создание условий для роста молодых воспитателей.",
            "Задачи:\n- оказать помощь;\n- повысить уровень.",
            """№ | Содержание работы | Форма проведения | Срок | Ответственный
            1 | Знакомство с документами | беседа | сентябрь | наставник
            2 | Посещение занятий | наблюдение | 1 раз в месяц | старший воспитатель
            3 | Подведение итогов | круглый стол | май | заведующий""",
        )
    )
    assert rows(read) == [
        ("1", "", "Знакомство с документами", "month", "2024-09"),
        ("2", "", "Посещение занятий", "recurring", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("3", "", "Подведение итогов", "month", "2025-05"),
    ]
    assert read.approved
    assert (read.approved.by, read.approved.number) == ("Заведующий МБДОУ «Детский сад № 7 «Ромашка»", "45-од")
    assert str(read.approved.on) == "2024-08-30"
    assert read.goal == "создание условий для роста молодых воспитателей."
    assert read.tasks == ("оказать помощь;", "повысить уровень.")
    assert [words.text for item in read.items for _, words in item.others] == ["беседа", "наблюдение", "круглый стол"]


def test_months_date_the_rows_under_them() -> None:
    read = read_roadmap(
        document(
            "План работы Школы молодого педагога на 2025/2026 учебный год",
            """Дата | Мероприятие | Ответственные
            Сентябрь | < | <
            1 неделя | Выбор наставников | зам. директора
            до 25 | Составить план | наставники
            Октябрь | < | <
            10 | Посещение уроков | наставник
            в течение месяца | Консультации | руководитель ШМО
            Январь | < | <
             | Семинар | методист
            15.02 | Круглый стол | директор""",
        )
    )
    assert rows(read) == [
        ("1", "A", "Выбор наставников", "range", "2025-09-01..2025-09-07"),
        ("2", "A", "Составить план", "point", "2025-09-25"),
        ("3", "B", "Посещение уроков", "point", "2025-10-10"),
        ("4", "B", "Консультации", "month", "2025-10"),
        ("5", "C", "Семинар", "month", "2026-01"),
        ("6", "C", "Круглый стол", "point", "2026-02-15"),
    ]
    assert read.items[0].deadline.text == "Сентябрь, 1 неделя"
    assert [spot.row for spot in read.items[0].deadline.at] == [2, 3]  # where the month and where the week stand


def test_stages_merged_downwards_are_sections() -> None:
    read = read_roadmap(
        document(
            "Дорожная карта ГБПОУ «Энский колледж» на 2023 год",
            """№ п/п | Наименование этапа | Мероприятия | Содержание деятельности | Сроки | Ответственные
            1 | Подготовка | Изучение документов | Приказ о внедрении | январь 2023 | Директор
            2 | ^ | Информирование | Педсовет | февраль 2023 | Директор
            3 | Базы | Сбор данных | Анкетирование студентов | март 2023 г. | Куратор
            4 | ^ | ^ | База наставляемых | апрель 2023 г. | Куратор""",
        )
    )
    assert [(one.number, one.title) for one in read.sections] == [("A", "Подготовка"), ("B", "Базы")]
    assert [(one.section, one.activity.text) for one in read.items] == [
        ("A", "Изучение документов"),
        ("A", "Информирование"),
        ("B", "Сбор данных: Анкетирование студентов"),
        ("B", "Сбор данных: База наставляемых"),
    ]
    assert read.notes
    assert read.organisation == "ГБПОУ «Энский колледж»"


def test_the_deadline_stands_last() -> None:
    read = read_roadmap(
        document(
            "План мероприятий («дорожная карта») центра «Точка роста» на 2024/2025 уч. г.",
            """№ | Наименование мероприятия | Ответственный | Результат | Срок
            1. | Утверждение положения | Директор | Приказ директора | 25.08.2024
            2. | Набор детей | Педагог-организатор | Сформированы группы | до 15 сентября 2024""",
        )
    )
    assert rows(read) == [
        ("1", "", "Утверждение положения", "point", "2024-08-25"),
        ("2", "", "Набор детей", "point", "2024-09-15"),
    ]
    assert [one.result.text for one in read.items] == ["Приказ директора", "Сформированы группы"]


def test_a_start_and_an_end_under_one_heading() -> None:
    read = read_roadmap(
        document(
            "Дорожная карта на 2022-2024 годы",
            """№ п/п | Мероприятие | Срок реализации | < | Исполнитель | Вид документа
            1 | 2 | 3 | 4 | 5 | 6
            Раздел I. Нормативное обеспечение | < | < | < | < | <
            1.1 | Разработать положение | 01.02.2022 | 01.03.2022 | Методист | Положение
            Раздел II. Кадры | < | < | < | < | <
            2.1 | Обучение | январь 2023 | декабрь 2024 | Директор | Удостоверение""",
        )
    )
    assert rows(read) == [
        ("1.1", "I", "Разработать положение", "range", "2022-02-01..2022-03-01"),
        ("2.1", "II", "Обучение", "range", "2023-01-01..2024-12-31"),
    ]
    assert [one.title for one in read.sections] == ["Нормативное обеспечение", "Кадры"]
    assert {one.why.en for one in read.unused} == {"Numbers of the columns"}


def test_a_table_without_a_header_is_guessed_and_asked_about() -> None:
    read = read_roadmap(
        document(
            "План наставничества на 2025 год",
            """1. | Назначить куратора | до 20.01.2025 | Директор | Приказ
            2. | Сформировать пары | февраль 2025 | Куратор | Список пар""",
        )
    )
    assert rows(read) == [
        ("1", "", "Назначить куратора", "point", "2025-01-20"),
        ("2", "", "Сформировать пары", "month", "2025-02"),
    ]
    assert [one.responsible.text for one in read.items] == ["Директор", "Куратор"]
    assert asked(read, "1") == {"activity"}
    assert asked(read, "2") == set()


def test_numbers_lost_and_numbers_in_the_words() -> None:
    lost = read_roadmap(
        document("План", "№ | Мероприятия | Сроки\n | Приказ | сентябрь 2024\n | Отчёт | май 2025"),
    )
    assert [one.number for one in lost.items] == ["1", "2"]
    told = read_roadmap(
        document(
            "Комплекс мер на 2023-2025 годы",
            """Мероприятия | Срок исполнения | Исполнители
            1. Организационные мероприятия | < | <
            1.1. Издание приказа | I квартал 2023 г. | Управление образования
            1.2. Рабочая группа | февраль 2023 | Управление образования
            2. Методические мероприятия | < | <
            2.1. Семинары | ежегодно | ИРО""",
        )
    )
    assert [(one.number, one.section, one.activity.text) for one in told.items] == [
        ("1.1", "1", "Издание приказа"),
        ("1.2", "1", "Рабочая группа"),
        ("2.1", "2", "Семинары"),
    ]


def test_rows_torn_by_a_page_are_one_again() -> None:
    read = read_roadmap(
        document(
            "План работы на 2025 год",
            """№ п/п | Мероприятие | Срок | Ответственный | Результат
            1 | Организация встречи наставников и | март 2025 | Заместитель | Протокол""",
            """№ п/п | Мероприятие | Срок | Ответственный | Результат
             | наставляемых школы | | директора по УВР | встречи
            2 | Анкетирование | апрель 2025 | Психолог | Справка""",
        )
    )
    assert [one.activity.text for one in read.items] == [
        "Организация встречи наставников и наставляемых школы",
        "Анкетирование",
    ]
    assert (read.items[0].responsible.text, read.items[0].result.text) == (
        "Заместитель директора по УВР",
        "Протокол встречи",
    )
    assert len(read.items[0].activity.at) == 2


def test_lists_that_begin_anew_in_each_section() -> None:
    read = read_roadmap(
        document(
            "План на 2024-2025 учебный год",
            """№ п/п | Мероприятие | Дата проведения | Ответственный
            1 | Организационный этап | |
            1 | Приказ | 01.09.2024 | директор
            2 | Педсовет | 05.09.2024 | завуч
            2 | Основной этап | |
            1 | Встречи пар | ежемесячно | наставники""",
        )
    )
    assert [(one.number, one.title) for one in read.sections] == [("1", "Организационный этап"), ("2", "Основной этап")]
    assert [(one.number, one.section) for one in read.items] == [("1", "1"), ("2", "1"), ("1", "2")]


def test_each_section_in_a_table_of_its_own() -> None:
    read = read_roadmap(
        document(
            "План мероприятий по наставничеству на 2024 год",
            "I. Подготовительный этап",
            "Мероприятие | Срок | Исполнитель\nНазначить куратора | январь | директор",
            "II. Основной этап",
            "Мероприятие | Срок | Исполнитель\nВстречи | постоянно | куратор",
            "Показатели",
            """№ | Показатель | 2023 | 2024 г. | 2025
            1 | Доля педагогов-наставников, % | 10% | 15,5 % | не менее 20
            2 | Доля учеников (отношение числа наставляемых к общему числу учеников) | 5-10 | 10 | 20""",
            "Исполнитель: тел. 12345",
        )
    )
    assert [(one.section, one.activity.text) for one in read.items] == [("I", "Назначить куратора"), ("II", "Встречи")]
    first, second = read.indicators
    assert first.targets == ((2023, 10), (2024, 15.5), (2025, 20))
    assert (second.title, second.numerator, second.denominator) == (
        "Доля учеников",
        "числа наставляемых",
        "общему числу учеников",
    )
    assert "Исполнитель: тел. 12345" in [one.text for one in read.unused]


def test_a_council_a_phone_of_a_person_and_several_documents() -> None:
    read = read_roadmap(
        document(
            "СОГЛАСОВАНО/ Председатель профкома | УТВЕРЖДАЮ/ Директор МОУ «Школа № 9»/ ____ А.Б. Петров/ "
            "Приказ № 12 от «01» сентября 2023 г.",
            "ПЛАН работы Совета наставников на 2023-2024 учебный год",
            """ФИО наставника | Должность
            Иванов И.И. | учитель""",
            """№ заседания | Рассматриваемые вопросы/Тема | Дата | Ф.И.О. ответственного | Примечание
            1 | О работе с молодыми | ноябрь | Куратор | на сайте
            2 | Итоги года | май | Куратор | в отчёте""",
        )
    )
    assert rows(read) == [
        ("1", "", "О работе с молодыми", "month", "2023-11"),
        ("2", "", "Итоги года", "month", "2024-05"),
    ]
    assert read.approved
    assert read.approved.by == "Директор МОУ «Школа № 9»"
    assert {one.why.en for one in read.unused if "Иванов" in one.text} == {"The table does not look like a roadmap"}


def test_sublists_keep_their_own_deadlines() -> None:
    read = read_roadmap(
        document(
            "План на 2024 год",
            """№ | Мероприятия | Срок | Исполнитель
            1 | Провести: | |
             | - беседы | май | куратор
             | - лекции | июнь | куратор
            2 | Пары | март 2024 | Куратор""",
        )
    )
    assert [(one.number, one.meaning.value) for one in read.items] == [
        ("1", ""),
        ("1.1", "2024-05"),
        ("1.2", "2024-06"),
        ("2", "2024-03"),
    ]
    assert "number" in asked(read, "1.1")
    assert asked(read, "1") == {"deadline", "responsible"}


def test_one_heading_over_the_number_and_the_activity() -> None:
    read = read_roadmap(
        document(
            "План на 2024 год",
            """Мероприятия | < | Срок | Исполнитель
            1 | Назначить куратора | до 01.02.2024 | Директор
            2 | Пары | март 2024 | Куратор""",
        )
    )
    assert [(one.number, one.activity.text) for one in read.items] == [("1", "Назначить куратора"), ("2", "Пары")]


def test_a_result_and_its_paper_in_one_cell() -> None:
    read = read_roadmap(
        document(
            "Комплекс мер на 2022 год",
            """№ | Мероприятия | Срок | Исполнитель | Ожидаемый результат, вид документа
            1 | Разработка положения | апрель 2022 | Школы | Разработаны правовые акты/ Приказ
            2 | Мониторинг | май 2022 | Школы | Приказ/ Справка о результатах
            3 | Семинар | июнь 2022 | Школы | Участие в семинаре
            4 | Сборник | июль 2022 | Школы | Протокол педагогического совета; создан реестр""",
        )
    )
    assert [(one.result.text, one.document.text) for one in read.items] == [
        ("Разработаны правовые акты", "Приказ"),
        ("Приказ", "Справка о результатах"),
        ("Участие в семинаре", ""),
        ("Протокол педагогического совета; создан реестр", ""),
    ]


def test_a_form_to_be_filled_in_is_no_roadmap() -> None:
    read = read_roadmap(
        document(
            "Дорожная карта на 2025 год",
            "№ | Мероприятия | Срок | Ответственный\n1 | Назначить куратора | до 15.09.2025 | Директор",
            "Приложение 2. Форма индивидуального плана",
            "№ | Мероприятие | Срок | Отметка\n | | | \n | | | ",
        )
    )
    assert len(read.items) == 1
    assert read.sections == ()


def test_a_blank_responsible_offers_the_one_above() -> None:
    read = read_roadmap(
        document("План на 2025 год", "Мероприятия | Срок | Исполнитель\nПары | март | Куратор\nВстречи | май | "),
    )
    question = read.items[1].questions[0]
    assert (question.field, question.candidates) == ("responsible", ("Куратор",))
    assert read.items[1].responsible.text == ""


def test_a_month_and_a_week_in_columns_of_their_own() -> None:
    read = read_roadmap(
        document(
            "План на 2025-2026 учебный год",
            """Месяц | Неделя | Содержание работы | Ответственные
            Сентябрь | 1 неделя | Выбор наставников | Директор
            ^ | 2 неделя | Анкетирование | Куратор
            Май | | Итоги | Куратор""",
        )
    )
    assert [item.meaning.value for item in read.items] == [
        "2025-09-01..2025-09-07",
        "2025-09-08..2025-09-14",
        "2026-05",
    ]


def test_a_heading_nobody_knows_is_told_from_its_cells_and_asked_about() -> None:
    read = read_roadmap(
        document(
            "План на 2025 год",
            """№ | Мероприятия | Контрольная точка | Ответственный
            1 | Назначить куратора | до 20.01.2025 | Директор
            2 | Сформировать пары | февраль 2025 | Куратор""",
        )
    )
    assert [item.meaning.value for item in read.items] == ["2025-01-20", "2025-02"]
    assert (asked(read, "1"), asked(read, "2")) == ({"activity"}, set())
    assert "Контрольная точка" in read.items[0].questions[0].words.ru


def test_nothing_to_read_gives_nothing() -> None:
    read = read_roadmap(document("Положение о наставничестве", "Общие положения"))
    assert (read.items, read.indicators, read.period) == ((), (), None)
