"""Lyceum No 9: every form of mentoring, a curator on leave, an address that does not exist, a pair that pauses."""

from nastavnik.demo.acts import (
    all_sign,
    approves_plan,
    ends,
    forms,
    marks,
    meets,
    moves,
    ordered,
    resumes,
    signs,
    suspends,
    takes_back,
    writes_plan,
)
from nastavnik.demo.school_acts import (
    asks,
    assigns,
    completes,
    corrects_address,
    goes_on_leave,
    postpones,
    registers,
    sets_date,
)
from nastavnik.demo.script.chapters import acquaintance, beginning, ending, planning, trial, work
from nastavnik.demo.days import Chronicle, on, story

HERE = "lyceum-9"

CHRONICLE = Chronicle(
    HERE,
    (
        on(
            "21.08",
            assigns("Котельникова", "networking", "consents", "diagnostic-form", "requests-analysed", "collection"),
            assigns("Белова", "pairs-formed", "pair-work", "plans-done", "networking-analysed", "closing-game"),
            assigns("Шихова", "first-meeting", "council", "publications"),
            at="14:00",
        ),
        on("28.08", completes("networking", "networking"), completes("mentee-base", "baza-nastavlyaemyh")),
        on("30.08", registers("pairs-formed", "order", "pairing", "101-л"), at="10:40"),
        on("01.09", assigns("Савиных", "pair-materials", "rubrics"), assigns("Котельникова", "training")),
        on("05.09", sets_date("training", "28.11"), at="17:30"),
        on("10.09", completes("statistics", "statistika"), at="13:00"),
        on("22.09", completes("consents", "soglasiya"), told="Согласия в лицее собраны на рабочий день позже срока"),
        on("25.09", completes("first-meeting", "vstrechi"), completes("roadmap", "karta"), at="16:45"),
        on("29.09", registers("plans-approved", "order", "plan-approval", "118-л"), at="11:00"),
        on("30.09", completes("diagnostics", "diagnostika-1", due="30.09"), completes("diagnostic-form", "anketa")),
        on("01.10", completes("rubrics", "rubriki"), registers("council", "protocol", "council", "2"), at="12:30"),
        on(
            "06.10",
            corrects_address("Носков", "noskov@lyceum-9.example"),
            told="Куратор исправляет адрес Носкова: сервер отвечал, что такого ящика нет",
        ),
        on("09.10", completes("requests-analysed", "ankety")),
        on(
            "05.11",
            goes_on_leave(deputy="Котельникова", since="06.11", until="24.11"),
            told="Белова уходит в отпуск до 24.11: её письма получает Котельникова",
        ),
        on("20.11", completes("pair-materials", "materialy"), at="15:10"),
        on("28.11", registers("training", "reference", "training", "140-л")),
        on("03.12", asks("teacher-pair", "2025-Q4")),
        on(
            "10.12",
            postpones("closing-game", "30.01", reason="В декабре лицей принимает областную олимпиаду"),
            at="21:30",
            told="Деловая игра перенесена на 30.01; решение записано в 21:30, письмо ушло утром",
        ),
        on("19.12", completes("collection", "sbornik"), at="18:10"),
        on("30.12", completes("diagnostics", "diagnostika-2", due="31.12"), completes("register", "reestr")),
        on("29.01", completes("closing-game", "igra"), at="16:30"),
        on("20.02", registers("networking-analysed", "order", "pairing", "17-л"), at="16:00"),
        on("02.04", completes("diagnostics", "diagnostika-3", due="31.03")),
        on("27.04", *(asks(form, "2026-Q2") for form in ("employer-pupil", "student-pupil", "group", "pupil-pair"))),
    ),
)

STORIES = (
    story(
        HERE, "teacher-pair", "Шихова", "Носков",
        beginning("01.09", signed="03.09", order="102-л"),
        acquaintance("09.09"),
        trial("16.09"),
        planning(
            "22.09", ("Урок-дискуссия", "27.10"), ("Проверочная работа своими руками", "05.12"),
            approved="26.09", order="117-л",
        ),
        work("27.10", "08.12"),
        ending("2025-Q4", answered="15.12", met="25.12", report="205-л"),
    ),
    story(
        HERE, "teacher-pair", "Долгополова", "Исупов",
        beginning("02.09", signed="05.09", order="103-л"),
        acquaintance("11.09"),
        trial("19.09"),
        planning("23.09", ("Спортивный праздник на двух языках", "20.12"), approved="26.09", order="117-л"),
        on(
            "10.11",
            ends("mentor_left", who="Долгополова", on="17.11", reason="Переезд в другой город"),
            told="Долгополова предупреждает об уходе: пара закроется сама 17.11",
        ),
    ),
    story(
        HERE, "employer-pupil", "Чарушин", "Поздеев",
        on("15.09", forms, told="Инженер завода и лицеист: нужны согласия, приказ и соглашение с заводом"),
        on(
            "18.09", all_sign, ordered("110-л"), ordered("С-4", kind="agreement", purpose="partnership"),
            moves("acquaint"), at="12:30",
        ),
        acquaintance("25.09"),
        trial("10.10"),
        planning(
            "17.10", ("Экскурсия в цех", "31.10"), ("Чертёж детали", "27.02"), ("Деталь на станке", "30.04"),
            approved="21.10", order="125-л",
        ),
        work("30.10"),
        on("08.12", suspends("Поздеев на лечении"), told="Чарушин и Поздеев: пара приостановлена, напоминания молчат"),
        on("19.01", resumes, told="Пара Чарушина и Поздеева возобновлена, сроки этапа сдвинуты на дни паузы"),
        on("26.02", marks(2), at="15:30"),
        on("29.04", marks(3), at="15:30"),
        ending("2026-Q2", answered="12.05", met="21.05", report="61-л"),
    ),
    story(
        HERE, "student-pupil", "Ветошкин", "Соколов",
        beginning("16.09", signed="19.09", order="111-л"),
        acquaintance("26.09"),
        trial("06.10"),
        planning("13.10", ("Подготовка к олимпиаде", "19.12"), ("Разбор заданий", "20.03"), approved="16.10", order="124-л"),
        work("18.12"),
        on(
            "02.03", ends("by_agreement", reason="У студента началась практика в другом городе"),
            told="Ветошкин и Соколов прощаются по соглашению: предупреждение за три рабочих дня",
        ),
    ),
    story(
        HERE, "group", "Савиных", "Агалаков, Бармин, Ведерникова, Гагаринов",
        on("17.09", forms, told="Савиных собирает группу из четырёх лицеистов"),
        on("18.09", signs("Савиных", duty=True), signs("Агалаков", "Бармин"), at="13:00"),
        on("23.09", signs("Ведерникова", "Гагаринов"), ordered("112-л"), moves("acquaint"), at="13:00"),
        acquaintance("29.09"),
        trial("09.10"),
        planning(
            "15.10", ("Пробный тур", "14.11"), ("Областной тур", "30.01"), ("Летняя школа: заявки", "15.04"),
            approved="20.10", order="126-л",
        ),
        work("14.11", "29.01", "14.04"),
        ending("2026-Q2", answered="06.05", met="15.05", report="58-л"),
    ),
    story(
        HERE, "pupil-pair", "Царегородцев", "Ерёмин",
        beginning("22.09", signed="24.09", order="115-л"),
        acquaintance("30.09"),
        trial("07.10"),
        on("13.10", writes_plan(("Подтянуть алгебру", "25.12"), ("Городской турнир", "24.04")), at="13:20"),
        on("15.10", approves_plan("123-л"), moves("start_work"), at="11:15"),
        on(
            "16.10", takes_back("Приказ подписан по другой паре"), at="10:30",
            told="Царегородцев и Ерёмин: переход отменён в тот же день, участникам ушла поправка",
        ),
        on("20.10", approves_plan("127-л"), moves("start_work"), at="11:15"),
        work("24.12"),
        on("20.02", meets("work"), at="15:30"),
    ),
)
