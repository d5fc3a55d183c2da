"""School No 14: rows without anybody responsible, late consents, a pair that never started, letters that climb."""

from nastavnik.demo.acts import (
    all_sign,
    already_at,
    approves_plan,
    ends,
    forms,
    is_refused,
    meets,
    moves,
    ordered,
    signs,
    writes_plan,
)
from nastavnik.demo.days import Chronicle, on, story
from nastavnik.demo.school_acts import asks, assigns, completes, postpones, registers
from nastavnik.demo.script.chapters import acquaintance, beginning, ending, planning, trial, work

HERE = "school-14"

CHRONICLE = Chronicle(
    HERE,
    (
        on("02.09", assigns("Дудина", "consents", "first-meeting"), assigns("Пестова", "council"), at="17:10"),
        on("05.09", registers("pairs-formed", "order", "pairing", "23"), at="16:00"),
        on(
            "15.09",
            completes("statistics", "otchet"),
            told="Статистика сдана с опозданием: куратору и директору о ней уже напомнили",
        ),
        on("30.09", completes("first-meeting", "vstrechi")),
        on("02.10", completes("mentee-base", "baza"), registers("council", "protocol", "council", "3")),
        on("08.10", registers("plans-approved", "order", "plan-approval", "31"), at="14:20"),
        on(
            "09.10",
            completes("consents", "soglasiya"),
            assigns("Касьянова", "rubrics", "publications"),
            told="Собраны последние согласия; район уже получил письмо об этой строке",
        ),
        on("14.10", completes("diagnostics", "diagnostika-1", due="30.09")),
        on("30.10", assigns("Огородникова", "pair-materials", "closing-game", "requests-analysed")),
        on("12.11", completes("pair-materials", "materialy")),
        on("08.12", asks("teacher-pair", "2025-Q4")),
        on(
            "15.12",
            postpones("closing-game", "27.02", reason="Карантин в начальной школе"),
            at="12:10",
            told="Деловая игра перенесена на 27.02 из-за карантина",
        ),
        on("29.12", completes("register", "reestr"), at="13:45"),
        on("26.02", completes("closing-game", "igra"), at="15:00"),
        on("10.03", registers("networking-analysed", "order", "pairing", "6"), at="11:30"),
        on("06.04", asks("teacher-pair", "2026-Q2"), at="11:30"),
    ),
)

STORIES = (
    story(
        HERE,
        "teacher-pair",
        "Пестова",
        "Клюкин",
        on("03.09", forms),
        on("04.09", signs("Пестова", duty=True), ordered("24"), at="12:30"),
        on("15.09", is_refused("acquaint"), at="11:00", told="Пестова и Клюкин: без согласия Клюкина дальше нельзя"),
        on("07.10", signs("Клюкин"), moves("acquaint"), at="13:15", told="Клюкин подписал согласие"),
        acquaintance("16.10"),
        trial("05.11"),
        on("14.11", meets("planning"), writes_plan(("Мастерская для шестиклассников", "27.02")), at="13:20"),
        on("08.12", approves_plan("48"), moves("start_work"), at="11:15"),
        on("24.08.26", ends("by_agreement", reason="Клюкин переходит к другому наставнику"), at="12:30"),
    ),
    story(
        HERE,
        "teacher-pair",
        "Перминова",
        "Хлебникова",
        on("03.09", forms, at="10:15"),
        on("05.09", signs("Перминова", "Хлебникова"), at="12:30"),
        on(
            "20.10",
            ends("never_started", reason="Хлебникова перешла на полставки"),
            told="Перминова и Хлебникова: пара закрыта, она так и не начала",
        ),
    ),
    story(
        HERE,
        "teacher-pair",
        "Огородникова",
        "Сунцов",
        beginning("03.09", signed="08.09", order="25", at="10:30"),
        acquaintance("15.09"),
        trial("29.09", moved="30.09"),
        planning(
            "06.10", ("Контрольная без двоек", "21.11"), ("Урок для коллег", "19.12"), approved="08.10", order="31-2"
        ),
        work("25.11", "22.01"),
        on("30.01", is_refused("finish"), at="12:00"),
        ending("2025-Q4", answered="03.02", met="12.02", report="4"),
    ),
    story(
        HERE,
        "teacher-pair",
        "Касьянова",
        "Бояринцев",
        on(
            "10.11",
            already_at("work", since="01.10"),
            all_sign,
            ordered("41"),
            told="Касьянова и Бояринцев работают с октября: пара внесена задним числом",
        ),
        on(
            "12.11",
            writes_plan(("Цифровая лаборатория", "30.01"), ("Межшкольный проект", "17.04")),
            approves_plan("42"),
            at="13:20",
        ),
        work("29.01", "20.04"),
        ending("2026-Q2", answered="21.04", met="28.04", report="9"),
    ),
    story(
        HERE,
        "pupil-pair",
        "Рычков",
        "Новосёлов",
        on("16.09", forms, at="10:45"),
        on("19.09", signs("Рычков"), ordered("27"), at="12:30"),
        on("13.10", signs("Новосёлов"), moves("acquaint"), at="12:30"),
        acquaintance("20.10"),
        trial("31.10"),
        planning("06.11", ("Читаем вместе", "20.12"), ("Школьная газета", "20.03"), approved="11.11", order="43"),
        work("18.12"),
        on(
            "12.01",
            ends("transferred", on="19.01", reason="Новосёлов переходит в другую школу"),
            told="Новосёлов переходит в другую школу: пара закроется 19.01",
        ),
    ),
)
