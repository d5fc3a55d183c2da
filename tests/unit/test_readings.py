"""What was read survives being printed and stored, value by value."""

import json

from engine.deadlines import Ambiguous
from engine.roadmap_reading.model import Question, Said, Unused
from engine.source import Spot
from engine.words import Words
from tests.support.readings import row, school_year
from workflows.answers.readings import origin_document, reading_document, reading_of


def test_a_reading_comes_back_the_same() -> None:
    doubt = Question("number", Words("Номер повторяется", "The number repeats"), ("3", "4"))
    read = school_year(
        row("1.1", "Приказ о кураторе", "до 5 сентября", kinds=("order", "plan"), line=3, named=("Иванова А. А.",)),
        row("1.1", "Встречи", "в первых числах мая", key="first-meeting", questions=(doubt,)),
        unused=[Unused("стр. 2", Spot(page=2, line=40), Words("колонтитул", "a footer"))],
    )
    stored = json.loads(json.dumps(reading_document(read)))
    assert reading_of(stored) == read


def test_a_roadmap_without_head_and_period_comes_back_too() -> None:
    read = school_year(row("1", "Отчёт", "25 мая", period=None), period=None)
    assert isinstance(read.items[0].meaning, Ambiguous)
    assert reading_of(json.loads(json.dumps(reading_document(read)))) == read


def test_the_document_is_the_contracts() -> None:
    shown = reading_document(school_year())
    first = shown["items"][0]
    assert (first["number"], first["section"], first["kind"], first["value"]) == (
        "1",
        "I. Подготовка",
        "point",
        "2025-09-20",
    )
    assert first["source"] == {"table": 1, "row": 2}
    assert first["responsible"] == "Директор"
    assert shown["indicators"][0]["targets"] == {"2025": 10, "2026": 12.5}
    assert shown["period"] == {"from": "2025-09-01", "to": "2026-08-31"}
    assert [question["field"] for question in shown["items"][2]["questions"]] == ["deadline", "responsible"]


def test_the_words_of_a_row_keep_their_places() -> None:
    kept = origin_document(row("1", "Отчёт", "25 мая", line=4))
    assert kept["deadline"] == {"text": "25 мая", "at": [{"table": 1, "row": 4}]}
    assert "result" not in kept
    assert Said("", ()) == Said()
