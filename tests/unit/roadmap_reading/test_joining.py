"""Broken words join, glued words part, and what is only unusual stays."""

from pathlib import Path

import pytest

from engine.roadmap_reading.joining import joined, vocabulary

SEEDS = Path(__file__).parents[2] / "fixtures" / "seeds"
SEEN = vocabulary(["Пост-релизы, контроль и аналитика, профориентационных, цифровизация", "навигаторов просвещения"])


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("участ-\nников", "участников"),
        ("Совет настав-\n  ничества  школы", "Совет наставничества школы"),
        ("информационно-\nаналитическая", "информационно-аналитическая"),
        ("контрольно-\nаналитических", "контрольно-аналитических"),
        ("учебно-\nметодического", "учебно-методического"),
        ("пост-\nрелизы", "пост-релизы"),
        ("педагог-\nпсихолог", "педагог-психолог"),
        ("план-\nграфик", "план-график"),
        ("план-\nирования", "планирования"),
        ("образо-\nвательной", "образовательной"),
        ("самостоятельно-\nго", "самостоятельного"),
        ("2020-\n2024", "2020-2024"),
        ("Северо-\nВосточного", "Северо-Восточного"),
        ("апрель -\nмай", "апрель - май"),
        ("педагоги/\nнаставники", "педагоги/наставники"),
        ("ОМС\n*", "ОМС *"),
        ("«настав\u00adничества» и\u00a0планы", "«наставничества» и планы"),
        ("акты:\n- приказ;\n- положение", "акты: - приказ; - положение"),
        ("", ""),
        ("\n \n", ""),
        ("-", "-"),
    ],
)
def test_lines_become_words(cell: str, words: str) -> None:
    assert joined(cell, SEEN) == words


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("программенаставничества", "программе наставничества"),
        ("Программенаставни-\nчества", "Программе наставничества"),
        ("сайтахобразовательных", "сайтах образовательных"),
        ("ИРО,Федерального", "ИРО, Федерального"),
        ("бизнес-сообществи других", "бизнес-сообществ и других"),
        ("участникове-\nдиной сети", "участников единой сети"),
        ("Документы(акты)", "Документы (акты)"),
        ("(п.6.1.Положения)", "(п.6.1.Положения)"),
        ("навигаторовпросвещения", "навигаторов просвещения"),
    ],
)
def test_glued_words_part_when_sure(cell: str, words: str) -> None:
    assert joined(cell, SEEN) == words


@pytest.mark.parametrize(
    "words",
    [
        "правонарушения",
        "видеоурок",
        "местонахождение",
        "методобъединение",
        "взаимопосещение уроков",
        "школа-интернат",
        "ответственный(-ые)",
        "ученик(и)",
        "ПроеКТОриЯ",
        "01.09.2026, 15.09.2026",
        "edu.example.ru",
        "самообразование",
        "общешкольное собрание",
        "основы педагогики и психологии",
        "наставниками и педагогами",
    ],
)
def test_unusual_words_stay(words: str) -> None:
    assert joined(words, SEEN) == words


@pytest.mark.parametrize("seed", ["s1", "s3", "s4"])
def test_whole_seeds_are_not_touched_word_by_word(seed: str) -> None:
    text = (SEEDS / f"{seed}.txt").read_text(encoding="utf-8")
    known = vocabulary([text])
    letters = "".join(sign for sign in text if sign.isalpha())
    lines = [joined(line, known) for line in text.splitlines()]
    assert "".join(sign for line in lines for sign in line if sign.isalpha()) == letters
    changed = [
        line for line, old in zip(lines, text.splitlines(), strict=True) if line.count(" ") > len(old.split()) + 1
    ]
    assert changed == []
