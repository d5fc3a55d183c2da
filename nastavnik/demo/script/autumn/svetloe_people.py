"""Who comes to the school of Svetloye with a list, whom matching finds, who takes a consent back, who leaves."""

from nastavnik.demo.acts import all_sign, approves_plan, moves
from nastavnik.demo.cast import Lifecycle
from nastavnik.demo.course_acts import adds_to_plan, agrees, asks_for_time, denies, invites_to_meet, works
from nastavnik.demo.days import Chronicle, on, story
from nastavnik.demo.matching_acts import are_matched, excludes, orders_matched, proposes
from nastavnik.demo.people_acts import Line, allows_photos, checks_list, is_erased, leaves, loads_list, takes_back
from nastavnik.demo.script.chapters import acquaintance, planning, trial, work
from nastavnik.demo.survey_acts import assess, closes, fill_in, opens

HERE = "svetloe"
PLACE = "с. Светлое"
_TEACHERS: Lifecycle = "teacher-pair"
_CAME = "25.08.2026"


def _mentor(name: str, position: str, *, sex: str, born: str, hired: str, competences: str, places: int) -> Line:
    """Somebody the school knows; the registers want the rest."""
    return {
        "name": name,
        "kind": "сотрудник",
        "role": "наставник",
        "position": position,
        "sex": sex,
        "born": born,
        "hired": hired,
        "competences": competences,
        "capacity": str(places),
    }


def _young(name: str, position: str, email: str, *, sex: str, born: str, request: str, needs: str) -> Line:
    """A young teacher who has signed the consent on the first day."""
    return {
        "name": name,
        "kind": "сотрудник",
        "role": "наставляемый",
        "email": f"{email}@svetloe.example",
        "position": position,
        "consent": _CAME,
        "sex": sex,
        "born": born,
        "hired": _CAME,
        "category": "молодой специалист",
        "request": request,
        "needs": needs,
    }


_MENTORS = (
    _mentor(
        "Лаптева Ольга Сергеевна",
        "учитель математики",
        sex="ж",
        born="14.03.1979",
        hired="01.09.2001",
        competences="урок и методика, подготовка к ЕГЭ",
        places=2,
    ),
    _mentor(
        "Вылегжанина Татьяна Петровна",
        "учитель русского языка",
        sex="ж",
        born="02.11.1971",
        hired="15.08.1994",
        competences="урок и методика, олимпиады, работа с родителями",
        places=2,
    ),
    _mentor(
        "Кощеева Людмила Ивановна",
        "учитель начальных классов",
        sex="ж",
        born="30.05.1964",
        hired="01.09.1986",
        competences="класс и дисциплина, адаптация",
        places=2,
    ),
    _mentor(
        "Ожегов Сергей Павлович",
        "учитель физики",
        sex="м",
        born="21.07.1983",
        hired="01.09.2008",
        competences="цифровые инструменты, проекты и исследования",
        places=3,
    ),
)
_YOUNG = (
    _young(
        "Кропачева Алёна Игоревна",
        "учитель физики",
        "kropacheva",
        sex="ж",
        born="08.02.2003",
        request="Хочу вести лабораторные так, чтобы дети сами искали ответ",
        needs="цифровые инструменты, проекты и исследования",
    ),
    _young(
        "Шубин Павел Андреевич",
        "учитель начальных классов",
        "shubin",
        sex="м",
        born="17.12.2002",
        request="Как удержать внимание первоклассников весь урок",
        needs="класс и дисциплина",
    ),
    _young(
        "Двинских Мария Олеговна",
        "учитель начальных классов",
        "dvinskikh",
        sex="ж",
        born="04.06.2001",
        request="Первый класс, первые родительские собрания: с чего начать",
        needs="класс и дисциплина, адаптация",
    ),
    _young(
        "Коковихина Елена Петровна",
        "учитель музыки",
        "kokovikhina",
        sex="ж",
        born="29.09.2000",
        request="Школьный хор: как собрать и не растерять",
        needs="урок и методика",
    ),
    _young(
        "Чиркова Ольга Павловна",
        "педагог-библиотекарь",
        "chirkova",
        sex="ж",
        born="11.01.1999",
        request="Разобраться с документами и отчётами",
        needs="документы и отчётность",
    ),
    _young(
        "Кузьминых Роман Ильич",
        "учитель физкультуры",
        "kuzminykh",
        sex="м",
        born="19.04.2002",
        request="Секция волейбола: от идеи до первого турнира",
        needs="олимпиады, работа с родителями",
    ),
    _young(
        "Метелева Софья Игоревна",
        "учитель географии",
        "meteleva",
        sex="ж",
        born="23.06.2003",
        request="Провести первую экспедицию с семиклассниками",
        needs="проекты и исследования",
    ),
    _young(
        "Пленкин Глеб Сергеевич",
        "учитель технологии",
        "plenkin",
        sex="м",
        born="30.10.2001",
        request="Журналы и паспорт мастерской: что и когда заполнять",
        needs="документы и отчётность",
    ),
)
_FAULTY: tuple[Line, ...] = (
    {
        "name": "Халявин Степан Юрьевич",
        "kind": "сотрудник",
        "role": "наставляемый",
        "email": "khalyavin@svetloe.example",
        "position": "учитель технологии",
        "consent": "20.11.2026",
        "sex": "м",
        "born": "31.02.2001",
    },
    {"name": "Лаптева О. С.", "kind": "сотрудник", "role": "наставник", "position": "учитель математики"},
    {
        "name": "Сырцева Алла Витальевна",
        "kind": "школьница",
        "role": "наставляемый",
        "position": "6 класс",
        "phone": "+7 912 700-11-22",
    },
    {
        "name": "Мезенцев Олег Дмитриевич",
        "kind": "сотрудник",
        "role": "наставник",
        "email": "mezentsev(at)svetloe.example",
        "position": "учитель биологии",
        "capacity": "сколько скажут",
    },
    {
        "name": "Шиляева Нина Аркадьевна",
        "kind": "сотрудник",
        "role": "наставляемый",
        "email": "shilyaeva@svetloe.example",
        "position": "учитель географии",
        "consent": "19.11.2026",
    },
)

CHRONICLE = Chronicle(
    HERE,
    (
        on(
            "25.08.26",
            loads_list(*_MENTORS, *_YOUNG),
            opens(_TEACHERS, "requests", "2026-08", until="01.09.26"),
            opens(_TEACHERS, "resources", "2026-08", until="01.09.26"),
            at="12:40",
            told="Куратор загружает список: восемь новых педагогов, о наставниках дополнены сведения",
        ),
        on(
            "27.08.26",
            fill_in("requests", "2026-08", "Кропачева", told={"Кропачева": {"needs": ["digital", "project"]}}),
            fill_in(
                "requests",
                "2026-08",
                "Шубин",
                "Двинских",
                told={one: {"needs": ["class", "adaptation"]} for one in ("Шубин", "Двинских")},
            ),
            fill_in("resources", "2026-08", "Ожегов", told={"Ожегов": {"competences": ["digital", "project"]}}),
            fill_in("resources", "2026-08", "Кощеева", told={"Кощеева": {"competences": ["class", "adaptation"]}}),
            at="15:20",
        ),
        on(
            "02.09.26",
            closes("requests", "2026-08"),
            closes("resources", "2026-08"),
            proposes(_TEACHERS),
            at="16:30",
            told="Подбор пар: запросы новых педагогов сопоставлены с тем, чем готовы поделиться наставники",
        ),
        on("04.09.26", orders_matched("49", place=PLACE), at="11:30"),
        on("10.09.26", allows_photos("Лаптева", "Ожегов", "Кропачева"), at="14:40"),
        on(
            "05.11.26",
            is_erased("Чиркова"),
            at="16:10",
            told="Чиркова уволилась и попросила удалить свои данные: составлен акт",
        ),
        on(
            "12.11.26",
            takes_back("Коковихина"),
            takes_back("Лаптева", "photo"),
            at="10:15",
            told="Коковихина отзывает согласие: тридцать дней на удаление данных пошли",
        ),
        on("19.11.26", excludes(_TEACHERS, "Вылегжанина", "Кузьминых", reason="Ведут один класс"), at="13:05"),
        on(
            "20.11.26",
            leaves(
                "Кощеева",
                {"Кощеева — Шубин": "Ожегов", "Кощеева — Двинских": "Лаптева"},
                reason="Кощеева с 1 декабря выходит на пенсию",
            ),
            at="16:20",
            told="Кощеева уходит на пенсию: две её пары переданы другим наставникам",
        ),
        on("23.11.26", checks_list(*_FAULTY), proposes(_TEACHERS), at="09:40"),
    ),
)

STORIES = (
    story(
        HERE,
        "teacher-pair",
        "Ожегов",
        "Кропачева",
        on("03.09.26", are_matched, at="12:00"),
        on("04.09.26", all_sign, moves("acquaint"), at="12:30"),
        acquaintance("09.09.26"),
        trial("16.09.26"),
        planning(
            "21.09.26",
            ("Лабораторная работа с датчиками", "16.10.26"),
            ("Урок-исследование в 8 классе", "13.11.26"),
            ("Проект «Метеостанция школы»", "18.12.26"),
            ("Открытый урок для района", "12.03.27"),
            approved="24.09.26",
            order="62",
            goal="К весне самостоятельно вести уроки-исследования с цифровой лабораторией",
            request="Хочу вести лабораторные так, чтобы дети сами искали ответ",
        ),
        on("25.09.26", assess("2026-Q3", grade=3), at="14:30"),
        on(
            "02.10.26",
            works(
                "Цифровая лаборатория: первое занятие",
                done="Разобрали датчики, составили инструкцию для девятого класса",
                ahead="Пробная лабораторная 14 октября",
                confirmed=("Кропачева",),
            ),
            at="16:00",
        ),
        work("14.10.26", "12.11.26"),
        on(
            "16.10.26",
            adds_to_plan(
                ("Занятие кружка «Юный метеоролог»", "22.01.27"), reason="Дети просят продолжить после уроков"
            ),
            at="09:30",
        ),
        on("20.10.26", approves_plan("69"), at="11:00"),
        on(
            "11.11.26",
            assess("2026-Q4", "Ожегов"),
            agrees("каждую среду в 15:00 до 23.12", place="кабинет физики", topic="Проект «Метеостанция школы»"),
            at="17:10",
        ),
        on(
            "18.11.26",
            works(
                "Корпус метеостанции",
                done="Собрали корпус, проверили датчик давления",
                ahead="Калибровка и запись первых наблюдений",
            ),
            asks_for_time(3, "25.12.26", reason="Датчик влажности придёт только в декабре"),
            at="16:30",
        ),
    ),
    story(
        HERE,
        "teacher-pair",
        "Кощеева",
        "Шубин",
        on("03.09.26", are_matched, at="12:05"),
        on("04.09.26", all_sign, moves("acquaint"), at="12:35"),
        acquaintance("10.09.26"),
        trial("17.09.26"),
        planning(
            "22.09.26",
            ("Правила класса вместе с детьми", "09.10.26"),
            ("Урок окружающего мира на улице", "20.11.26"),
            approved="24.09.26",
            order="63",
            goal="Спокойная рабочая обстановка на каждом уроке",
        ),
        on("25.09.26", assess("2026-Q3", grade=3), at="15:30"),
        work("08.10.26", "19.11.26"),
        on("12.11.26", assess("2026-Q4"), at="15:10"),
    ),
    story(
        HERE,
        "teacher-pair",
        "Кощеева",
        "Двинских",
        on("03.09.26", are_matched, at="12:10"),
        on("04.09.26", all_sign, moves("acquaint"), at="12:40"),
        acquaintance("11.09.26"),
        trial("18.09.26"),
        planning(
            "22.09.26",
            ("Первое родительское собрание", "02.10.26"),
            ("Портфолио первоклассника", "11.12.26"),
            approved="24.09.26",
            order="64-1",
            goal="Уверенно работать с родителями первого класса",
        ),
        on("28.09.26", assess("2026-Q3", grade=2), at="15:30"),
        work("01.10.26"),
        on("16.11.26", works("Чтение вслух", done="Посетили урок Кощеевой", confirmed=()), at="15:20"),
        on("17.11.26", denies("Двинских"), at="12:00"),
        on(
            "20.11.26",
            invites_to_meet("27.11.26", time="14:30", place="кабинет 4", topic="Новый наставник"),
            at="17:00",
        ),
    ),
)
