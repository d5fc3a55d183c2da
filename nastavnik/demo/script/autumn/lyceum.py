"""Lyceum No 9 in its second year, by the plan of many functions: three plans wait for the head's approval."""

from nastavnik.demo.acts import all_sign, forms, meets, moves, ordered, writes_plan
from nastavnik.demo.days import Chronicle, on, story
from nastavnik.demo.event_acts import plans_event, publishes, takes_place
from nastavnik.demo.matching_acts import proposes
from nastavnik.demo.paper_acts import keeps_practice, writes_paper
from nastavnik.demo.school_acts import (
    MULTIFUNCTIONAL,
    applies_roadmap,
    asks,
    completes,
    hands_in,
    registers,
    sets_date,
    starts_programme,
    welcomes,
)
from nastavnik.demo.script.chapters import acquaintance, beginning, ending, planning, trial, work
from workflows.keep_practice import Practice

HERE = "lyceum-9"
_FAIR = "Ярмарка наставников: выбираем проект на год"

CHRONICLE = Chronicle(
    HERE,
    (
        on(
            "24.08.26",
            welcomes,
            applies_roadmap(MULTIFUNCTIONAL, start="01.04.26", past="done"),
            starts_programme("teacher-pair", "Многофункциональное наставничество", first="01.09.26", last="28.05.27"),
            starts_programme("employer-pupil", "Инженерный класс, второй набор", first="01.09.26", last="28.05.27"),
            starts_programme("student-pupil", "Студент — лицеисту, второй год", first="01.09.26", last="28.05.27"),
            starts_programme("group", "Олимпиадная группа, второй набор", first="01.09.26", last="28.05.27"),
            starts_programme("pupil-pair", "Равный — равному, второй год", first="01.09.26", last="28.05.27"),
            at="14:00",
            told="Лицей переходит на план многофункционального наставничества",
        ),
        on(
            "26.08.26",
            *(sets_date(key, "28.05.27") for key in ("pair-work", "closing-game", "mentoring-report")),
            at="10:30",
        ),
        on(
            "28.08.26",
            registers("regulation", "regulation", "introduction", "1-н"),
            completes("programme", "programma"),
            registers("mentors-appointed", "order", "pairing", "96-л"),
            completes("conditions", "usloviya"),
            at="15:30",
        ),
        on("30.10.26", completes("pair-survey", "anketirovanie", due="31.10.26"), at="16:00"),
        on("11.11.26", asks("teacher-pair", "2026-Q4")),
        on(
            "28.10.26",
            plans_event(_FAIR, "networking", "06.11.26", place="библиотека лицея", whom="mentees"),
            at="11:10",
        ),
        on("06.11.26", takes_place(_FAIR, numbers=(40, 37)), at="17:20"),
        on(
            "09.11.26",
            publishes("article", "Инженер и десятиклассник: три месяца вместе", "inzhener"),
            plans_event("Педагогический совет о наставничестве", "council", "15.12.26", place="конференц-зал"),
            keeps_practice(
                Practice(
                    "Задача от завода",
                    "Инженер предприятия приносит лицеисту настоящую задачу цеха и месяц помогает её решать.",
                    "Задача должна решаться школьными знаниями, но не иметь готового ответа. Встречи раз в неделю,"
                    " одна из них в цехе.",
                    "Три проекта вышли на областную конференцию.",
                    tags="предприятие, проект, профориентация",
                    form="employer-pupil",
                    year=2026,
                )
            ),
            at="16:10",
        ),
        on("17.11.26", writes_paper("order-curator", said={"school.place": "пгт Речной"}), at="10:30"),
        on("18.11.26", proposes("teacher-pair"), at="10:30"),
    ),
)

STORIES = (
    story(
        HERE,
        "teacher-pair",
        "Котельникова",
        "Носков",
        beginning("01.09.26", signed="03.09.26", order="97-л"),
        acquaintance("07.09.26"),
        trial("14.09.26"),
        planning("17.09.26", ("Конкурсный урок", "30.10.26"), approved="21.09.26", order="103-л"),
        work("30.10.26"),
        ending("2026-Q4", answered="16.11.26", met="20.11.26", report="131-л"),
    ),
    story(
        HERE,
        "teacher-pair",
        "Шихова",
        "Исупов",
        beginning("01.09.26", signed="04.09.26", order="98-л"),
        acquaintance("11.09.26"),
        trial("18.09.26"),
        planning(
            "22.09.26",
            ("Урок-игра", "23.10.26"),
            ("Открытая тренировка", "13.11.26"),
            ("Портфолио", "18.12.26"),
            approved="25.09.26",
            order="104-л",
        ),
        on("29.09.26", hands_in("plans-approved"), at="16:30"),
        work("22.10.26"),
    ),
    story(
        HERE,
        "teacher-pair",
        "Савиных",
        "Ердяков",
        beginning("19.10.26", signed="22.10.26", order="119-л"),
        acquaintance("29.10.26"),
        trial("10.11.26"),
        on(
            "18.11.26",
            meets("planning"),
            writes_plan(("Лабораторная без ошибок", "18.12.26"), ("Кружок для восьмиклассников", "26.03.27")),
            at="15:20",
        ),
    ),
    story(
        HERE,
        "teacher-pair",
        "Шихова",
        "Лялина",
        beginning("20.10.26", signed="23.10.26", order="120-л"),
        acquaintance("30.10.26"),
        trial("11.11.26"),
        on(
            "20.11.26",
            meets("planning"),
            writes_plan(("Дискуссионный клуб", "29.01.27"), ("Урок вдвоём", "12.03.27")),
            at="15:20",
        ),
    ),
    story(
        HERE,
        "employer-pupil",
        "Чарушин",
        "Соколов",
        on("05.10.26", forms),
        on(
            "12.10.26",
            all_sign,
            ordered("112-л"),
            ordered("С-7", kind="agreement", purpose="partnership"),
            moves("acquaint"),
            at="12:30",
        ),
        acquaintance("26.10.26"),
    ),
    story(
        HERE,
        "student-pupil",
        "Ветошкин",
        "Бармин",
        beginning("21.09.26", signed="24.09.26", order="105-л"),
        acquaintance("01.10.26"),
        trial("12.10.26"),
        planning(
            "19.10.26",
            ("Проект по физике", "11.12.26"),
            ("Защита проекта", "16.04.27"),
            approved="22.10.26",
            order="118-л",
        ),
        on("13.11.26", meets("work"), at="16:00"),
    ),
    story(
        HERE,
        "student-pupil",
        "Малых",
        "Ведерникова",
        on("10.11.26", forms, told="Студент Малых и Ведерникова: пара есть, согласия студента и приказа ещё нет"),
    ),
    story(
        HERE,
        "group",
        "Савиных",
        "Агалаков, Гагаринов, Царегородцев",
        beginning("14.09.26", signed="18.09.26", order="106-л"),
        acquaintance("25.09.26"),
        trial("05.10.26"),
        planning(
            "12.10.26", ("Пробный тур", "13.11.26"), ("Областной тур", "29.01.27"), approved="15.10.26", order="114-л"
        ),
        work("13.11.26"),
    ),
    story(
        HERE,
        "pupil-pair",
        "Поздеев",
        "Ерёмин",
        beginning("12.10.26", signed="14.10.26", order="115-л"),
        acquaintance("20.10.26"),
        trial("28.10.26"),
        on("13.11.26", meets("planning"), writes_plan(("Алгебра без страха", "25.12.26")), at="13:20"),
    ),
)
