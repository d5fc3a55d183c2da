"""The school of Svetloye in its second year: in time again, one plan waits for the head, one consent is missing."""

from nastavnik.demo.acts import forms, is_refused, meets, ordered, signs, suspends, writes_plan
from nastavnik.demo.days import Chronicle, on, story
from nastavnik.demo.school_acts import (
    applies_roadmap,
    assigns,
    completes,
    registers,
    sets_date,
    starts_programme,
    welcomes,
)
from nastavnik.demo.script.chapters import acquaintance, beginning, planning, trial, work
from nastavnik.demo.survey_acts import assess, closes

HERE = "svetloe"

CHRONICLE = Chronicle(
    HERE,
    (
        on(
            "24.08.26",
            closes("teacher-pair", "2025-Q4"),
            closes("teacher-pair", "2026-Q2"),
            closes("pupil-pair", "2026-Q2"),
            welcomes,
            applies_roadmap(start="01.09.26"),
            starts_programme("teacher-pair", "Учитель — учителю, второй год", first="01.09.26", last="28.05.27"),
            starts_programme("pupil-pair", "Старшие — младшим, второй год", first="01.09.26", last="28.05.27"),
            at="11:00",
            told="Второй учебный год: план перенесён на 2026-2027, пришли новые люди",
        ),
        on(
            "25.08.26",
            assigns("Лаптева", "networking", "first-meeting", "closing-game", "plans-done"),
            assigns("Гусева", "pairs-formed", "consents", "pair-work", "requests-analysed", "networking-analysed"),
            assigns("Вылегжанина", "diagnostic-form", "collection", "pair-materials", "publications"),
            assigns("Ожегов", "rubrics", "council", "training"),
            sets_date("training", "27.11.26"),
            at="11:30",
        ),
        on("28.08.26", completes("networking", "vstrecha-2"), completes("mentee-base", "baza-2"), at="16:20"),
        on("31.08.26", registers("pairs-formed", "order", "pairing", "47"), at="12:40"),
        on("09.09.26", completes("statistics", "otchet-rnc-2"), at="10:30"),
        on("18.09.26", completes("consents", "soglasiya-2"), at="11:40"),
        on(
            "24.09.26",
            completes("first-meeting", "vstrechi-2"),
            registers("plans-approved", "order", "plan-approval", "60"),
            completes("roadmap", "dorozhnaya-karta-2"),
        ),
        on(
            "29.09.26",
            completes("diagnostic-form", "anketa-2"),
            completes("diagnostics", "diagnostika-5", due="30.09.26"),
            completes("rubrics", "novosti-2"),
        ),
        on("09.10.26", completes("requests-analysed", "analiz-2")),
        on("23.10.26", completes("pair-materials", "materialy-2"), at="15:10"),
    ),
)

STORIES = (
    story(
        HERE,
        "teacher-pair",
        "Лаптева",
        "Юферева",
        beginning("31.08.26", signed="02.09.26", order="48"),
        acquaintance("08.09.26"),
        trial("16.09.26"),
        planning(
            "21.09.26",
            ("Урок-путешествие на английском", "30.10.26"),
            ("Взаимное посещение уроков", "25.11.26"),
            ("Открытый урок для района", "18.12.26"),
            approved="24.09.26",
            order="61",
        ),
        on("28.09.26", assess("2026-Q3", grade=3), at="15:50"),
        work("29.10.26"),
        on("13.11.26", assess("2026-Q4"), at="15:50"),
    ),
    story(
        HERE,
        "teacher-pair",
        "Вылегжанина",
        "Попцов",
        beginning("19.10.26", signed="21.10.26", order="70"),
        acquaintance("27.10.26"),
        trial("12.11.26"),
        on(
            "19.11.26",
            meets("planning"),
            writes_plan(("Музейный урок", "18.12.26"), ("Проект «История села»", "23.04.27")),
            at="16:40",
            told="Вылегжанина и Попцов написали план: он ждёт директора",
        ),
    ),
    story(
        HERE,
        "teacher-pair",
        "Смирнов",
        "Мальцева",
        beginning("26.10.26", signed="28.10.26", order="72"),
        on("10.11.26", assess("2026-Q4", grade=3), at="14:10"),
        acquaintance("11.11.26"),
    ),
    story(
        HERE,
        "teacher-pair",
        "Бушуева",
        "Сысолятина",
        on("17.11.26", forms),
        on("18.11.26", signs("Бушуева", duty=True), ordered("78"), at="12:30"),
        on(
            "20.11.26",
            is_refused("acquaint"),
            at="12:00",
            told="Бушуева и Сысолятина: без согласия Сысолятиной знакомство не начать",
        ),
    ),
    story(
        HERE,
        "pupil-pair",
        "Зорин",
        "Шишкин",
        beginning("09.11.26", signed="17.11.26", order="77"),
        on("20.11.26", meets("acquaintance"), at="13:40"),
    ),
    story(
        HERE,
        "pupil-pair",
        "Крылов",
        "Дёмина",
        beginning("07.09.26", signed="10.09.26", order="52"),
        acquaintance("16.09.26"),
        trial("24.09.26"),
        planning("02.10.26", ("Школьное радио", "27.11.26"), approved="06.10.26", order="64"),
        on("30.10.26", meets("work"), at="14:00"),
        on("12.11.26", suspends("Дёмина в санатории до конца месяца"), told="Крылов и Дёмина: пара приостановлена"),
    ),
)
