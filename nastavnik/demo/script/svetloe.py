"""The school of Svetloye: everything in time, and still a year of a trial that failed and a mentor who fell ill."""

from nastavnik.demo.acts import all_sign, forms, is_led_by, is_refused, meets, moves, ordered, signs
from nastavnik.demo.days import Chronicle, on, story
from nastavnik.demo.school_acts import asks, assigns, completes, postpones, registers, sets_date
from nastavnik.demo.script.chapters import acquaintance, beginning, ending, planning, trial, work

HERE = "svetloe"

CHRONICLE = Chronicle(
    HERE,
    (
        on(
            "20.08",
            assigns("Лаптева", "networking", "first-meeting", "closing-game", "plans-done"),
            assigns("Гусева", "pairs-formed", "consents", "pair-work", "requests-analysed", "networking-analysed"),
            assigns("Вылегжанина", "diagnostic-form", "collection", "pair-materials", "publications"),
            assigns("Ожегов", "rubrics", "council", "training"),
            at="11:30",
            told="Куратор раздаёт строки плана: у каждой есть ответственный",
        ),
        on("25.08", sets_date("training", "24.10"), at="12:15"),
        on("27.08", completes("networking", "vstrecha"), completes("mentee-base", "baza"), at="16:20"),
        on("29.08", registers("pairs-formed", "order", "pairing", "41"), at="12:40"),
        on("08.09", completes("statistics", "otchet-rnc"), at="10:30"),
        on("17.09", completes("consents", "soglasiya"), at="11:40"),
        on(
            "24.09", completes("first-meeting", "vstrechi"), registers("plans-approved", "order", "plan-approval", "58")
        ),
        on("25.09", completes("roadmap", "dorozhnaya-karta"), at="09:40"),
        on("26.09", completes("diagnostic-form", "anketa"), completes("diagnostics", "diagnostika-1", due="30.09")),
        on("29.09", completes("rubrics", "novosti"), registers("council", "protocol", "council", "2")),
        on("09.10", completes("requests-analysed", "analiz")),
        on(
            "20.10",
            postpones("pair-materials", "14.11", reason="Методист в отпуске, материалы по химии ещё не готовы"),
            at="09:50",
            told="Срок строки 12 перенесён на 14.11, причина записана, ответственной ушло письмо",
        ),
        on("23.10", registers("training", "reference", "training", "77")),
        on("13.11", completes("pair-materials", "materialy"), at="15:10"),
        on("01.12", asks("teacher-pair", "2025-Q4")),
        on("17.12", completes("collection", "sbornik"), at="16:30"),
        on("23.12", completes("closing-game", "igra"), at="17:00", told="Деловая игра: осенние пары подводят итоги"),
        on("26.12", completes("diagnostics", "diagnostika-2", due="31.12"), completes("register", "reestr")),
        on("18.02", registers("networking-analysed", "order", "pairing", "9")),
        on("30.03", completes("diagnostics", "diagnostika-3", due="31.03")),
        on("12.05", asks("teacher-pair", "2026-Q2"), asks("pupil-pair", "2026-Q2")),
        on("29.06", completes("diagnostics", "diagnostika-4", due="30.06")),
    ),
)

STORIES = (
    story(
        HERE,
        "teacher-pair",
        "Лаптева",
        "Смирнов",
        beginning("28.08", signed="29.08", order="42"),
        acquaintance("03.09"),
        trial("10.09", moved="11.09"),
        planning(
            "15.09",
            ("Открытый урок по теме «Алгоритмы»", "17.10"),
            ("Взаимное посещение уроков", "14.11"),
            ("Самоанализ и портфолио", "12.12"),
            approved="18.09",
            order="57",
        ),
        work("16.10", "13.11", "10.12"),
        ending("2025-Q4", answered="15.12", met="19.12", report="31"),
    ),
    story(
        HERE,
        "teacher-pair",
        "Вылегжанина",
        "Мальцева",
        beginning("29.08", signed="02.09", order="43"),
        acquaintance("05.09"),
        on(
            "11.09",
            meets("trial", mentee="stop"),
            is_refused("plan"),
            moves("back_to_acquaintance"),
            at="15:20",
            told="Вылегжанина и Мальцева: пробная встреча не удалась, пара вернулась к знакомству",
        ),
        acquaintance("18.09"),
        trial("24.09", moved="25.09"),
        planning(
            "26.09",
            ("Урок-мастерская по лирике", "24.10"),
            ("Родительское собрание вместе", "28.11"),
            approved="02.10",
            order="60",
        ),
        work("23.10", "27.11"),
        ending("2025-Q4", answered="16.12", met="24.12", report="33"),
    ),
    story(
        HERE,
        "teacher-pair",
        "Кощеева",
        "Рублёва",
        beginning("01.09", signed="03.09", order="44"),
        acquaintance("08.09"),
        trial("16.09"),
        planning(
            "19.09", ("Урок окружающего мира", "31.10"), ("Портфолио класса", "19.12"), approved="24.09", order="59"
        ),
        work("30.10"),
        on(
            "17.11",
            signs("Бушуева", duty=True),
            is_led_by("Бушуева", reason="Кощеева на длительном лечении"),
            at="11:00",
            told="Рублёву принимает новый наставник: Кощеева на длительном лечении",
        ),
        on("19.11", ordered("83"), moves("acquaint"), at="12:30"),
        acquaintance("24.11"),
        trial("02.12"),
        planning(
            "08.12",
            ("Урок окружающего мира", "31.10"),
            ("Праздник букваря", "20.03"),
            ("Портфолио класса", "15.05"),
            approved="10.12",
            order="90",
        ),
        work("11.12", "19.03", "14.05"),
        ending("2026-Q2", answered="18.05", met="22.05", report="12"),
    ),
    story(
        HERE,
        "teacher-pair",
        "Ожегов",
        "Тупицына",
        on("02.02", forms, told="Вторая волна: к Ожегову приходит молодой химик Тупицына"),
        on("04.02", all_sign, ordered("6"), moves("acquaint"), at="12:30"),
        acquaintance("06.02"),
        trial("13.02"),
        planning("18.02", ("Опыты без риска", "27.03"), ("Урок для коллег", "30.04"), approved="20.02", order="10"),
        work("26.03", "28.04"),
        ending("2026-Q2", answered="19.05", met="27.05", report="14"),
    ),
    story(
        HERE,
        "pupil-pair",
        "Зорин",
        "Крылов",
        beginning("08.09", signed="11.09", order="51"),
        acquaintance("15.09"),
        trial("22.09"),
        planning(
            "26.09", ("Проект «Робот-садовод»", "12.12"), ("Защита проекта", "24.04"), approved="01.10", order="61"
        ),
        work("11.12", "23.04"),
        ending("2026-Q2", answered="14.05", met="20.05", report="13"),
    ),
)
