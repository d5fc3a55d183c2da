"""School No 14 in its second year: tails of the first are closed in August, and new ones grow."""

from nastavnik.demo.acts import (
    answers,
    forms,
    gives_feedback,
    is_refused,
    marks,
    meets,
    moves,
    ordered,
    signs,
)
from nastavnik.demo.days import Chronicle, on, story
from nastavnik.demo.paper_acts import keeps_practice
from nastavnik.demo.school_acts import (
    applies_roadmap,
    asks,
    assigns,
    completes,
    registers,
    sets_date,
    starts_programme,
    welcomes,
)
from nastavnik.demo.script.chapters import acquaintance, beginning, planning, trial, work
from workflows.keep_practice import Practice

HERE = "school-14"

CHRONICLE = Chronicle(
    HERE,
    (
        on(
            "24.08.26",
            assigns("Дудина", "training", "networking", "pair-work", "plans-done", "diagnostic-form", "collection"),
            sets_date("training", "24.08.26"),
            *(
                completes(key, "hvosty")
                for key in ("training", "networking", "diagnostic-form", "collection", "rubrics", "requests-analysed")
            ),
            *(completes("diagnostics", "hvosty", due=day) for day in ("31.12", "31.03", "30.06")),
            completes("roadmap", "karta"),
            at="12:00",
            told="Школа № 14 закрывает хвосты прошлого года перед новым",
        ),
        on(
            "27.08.26",
            welcomes,
            applies_roadmap(start="01.09.26"),
            starts_programme("teacher-pair", "Наставничество педагогов, второй год", first="01.09.26", last="28.05.27"),
            starts_programme("pupil-pair", "Ученик — ученику, второй год", first="01.09.26", last="28.05.27"),
            at="13:00",
        ),
        on(
            "02.09.26",
            assigns("Дудина", "networking", "pairs-formed", "consents", "first-meeting", "pair-work", "plans-done"),
            assigns("Пестова", "council", "networking-analysed"),
            assigns("Огородникова", "pair-materials", "closing-game", "requests-analysed"),
            at="17:10",
        ),
        on("03.09.26", completes("mentee-base", "baza-2"), completes("networking", "vstrecha-2"), at="15:00"),
        on("08.09.26", registers("pairs-formed", "order", "pairing", "26"), at="16:00"),
        on("15.09.26", completes("statistics", "otchet-2"), told="Статистика сдана на три рабочих дня позже"),
        on("02.10.26", completes("first-meeting", "vstrechi-2"), registers("council", "protocol", "council", "3")),
        on("12.10.26", completes("diagnostics", "diagnostika-5", due="30.09.26"), at="11:00"),
        on("22.10.26", completes("requests-analysed", "ankety-2")),
        on(
            "29.10.26",
            keeps_practice(
                Practice(
                    "Пятнадцать минут после уроков",
                    "Пара встречается каждый день на четверть часа вместо одного длинного разговора в неделю.",
                    "Тема дня всегда одна: что сегодня удивило. Куратор один раз в месяц приходит послушать.",
                    "Встречи перестали отменяться: на четверть часа время находят все.",
                    tags="встречи, время",
                    form="teacher-pair",
                    year=2026,
                )
            ),
            at="15:30",
        ),
        on("16.11.26", asks("teacher-pair", "2026-Q4"), asks("pupil-pair", "2026-Q4")),
    ),
)

STORIES = (
    story(
        HERE,
        "teacher-pair",
        "Касьянова",
        "Хлебникова",
        beginning("01.09.26", signed="04.09.26", order="24"),
        acquaintance("10.09.26"),
        trial("17.09.26"),
        planning("21.09.26", ("Гербарий и этюды", "30.10.26"), approved="24.09.26", order="30"),
        work("30.10.26"),
        on("18.11.26", answers("2026-Q4"), moves("finish"), at="12:00"),
    ),
    story(
        HERE,
        "teacher-pair",
        "Огородникова",
        "Клюкин",
        beginning("03.09.26", signed="09.09.26", order="27"),
        acquaintance("16.09.26"),
        trial("28.09.26"),
        planning(
            "05.10.26",
            ("Урок без тетрадей", "06.11.26"),
            ("Урок для коллег", "18.12.26"),
            approved="08.10.26",
            order="33",
        ),
        on("12.11.26", marks(1), at="15:30"),
    ),
    story(
        HERE,
        "teacher-pair",
        "Пестова",
        "Сунцов",
        beginning("07.09.26", signed="22.09.26", order="29"),
    ),
    story(
        HERE,
        "teacher-pair",
        "Перминова",
        "Бояринцев",
        beginning("28.09.26", signed="05.10.26", order="32"),
        acquaintance("13.10.26"),
        on(
            "26.10.26",
            meets("trial", mentee="stop"),
            is_refused("plan"),
            at="15:00",
            told="Перминова и Бояринцев: после пробной встречи наставляемый сказал «нет»",
        ),
    ),
    story(
        HERE,
        "teacher-pair",
        "Касьянова",
        "Втюрин",
        on("02.11.26", forms, told="Касьянова и Втюрин: письмо новому учителю не дошло, адрес с опечаткой"),
        on("05.11.26", signs("Касьянова", duty=True), at="12:30"),
    ),
    story(
        HERE,
        "pupil-pair",
        "Рычков",
        "Лузянин",
        beginning("21.09.26", signed="25.09.26", order="31"),
        acquaintance("02.10.26"),
        trial("09.10.26"),
        planning("16.10.26", ("Читаем вместе", "04.12.26"), approved="20.10.26", order="36"),
    ),
    story(
        HERE,
        "pupil-pair",
        "Рычков",
        "Целищева",
        beginning("03.09.26", signed="08.09.26", order="28"),
        acquaintance("15.09.26"),
        trial("23.09.26"),
        planning("30.09.26", ("Школьный сад", "06.11.26"), approved="02.10.26", order="34"),
        work("06.11.26"),
        on("17.11.26", answers("2026-Q4"), moves("finish"), at="12:00"),
        on(
            "20.11.26",
            meets("final"),
            ordered("14", kind="report", purpose="mentoring-report"),
            gives_feedback,
            at="14:00",
        ),
    ),
)
