"""The five real roadmaps as they are: every row, section and yearly target comes out of the text files."""

from datetime import date
from functools import cache

import pytest

from documents.reading_roadmaps.text import read_text
from engine.roadmap_reading.accounting import NOT_UNDERSTOOD, unaccounted
from engine.roadmap_reading.model import ReadRoadmap
from engine.roadmap_reading.reading import read_roadmap
from engine.roadmaps import Approval
from tests.support.seed_answers import FIXTURES, PERIODS, SEEDS, expected_series, misread, of_seed, plain, series
from workflows.answers.readings import reading_document, reading_of

FURNITURE = {"The header of the table once more", "Repeated on each page", "A drawn line"}


@cache
def seed(name: str) -> ReadRoadmap:
    return read_roadmap(read_text((FIXTURES / "seeds" / f"{name.lower()}.txt").read_bytes()))


@pytest.mark.parametrize("name", SEEDS)
def test_every_row_is_read(name: str) -> None:
    assert list(misread(seed(name), name)) == []


def test_there_are_84_rows_and_40_targets() -> None:
    assert sum(len(seed(name).items) for name in SEEDS) == 84
    assert sum(len(one.targets) for name in SEEDS for one in seed(name).indicators) == 40


@pytest.mark.parametrize("name", SEEDS)
def test_sections_stand_in_order_with_their_results(name: str) -> None:
    expected = [(one["number"], plain(one["title"]), plain(one["result"])) for one in of_seed("sections", name)]
    assert [(one.number, plain(one.title), plain(one.result)) for one in seed(name).sections] == expected


@pytest.mark.parametrize("name", SEEDS)
def test_yearly_targets(name: str) -> None:
    assert series(seed(name)) == expected_series(name)
    assert all(one.numerator and one.denominator for one in seed(name).indicators)


@pytest.mark.parametrize("name", SEEDS)
def test_only_page_furniture_is_left_over(name: str) -> None:
    read = seed(name)
    assert {one.why.en for one in read.unused} <= FURNITURE
    assert [one.text for one in read.unused if one.why == NOT_UNDERSTOOD] == []


@pytest.mark.parametrize("name", SEEDS)
def test_every_line_has_its_place(name: str) -> None:
    source = read_text((FIXTURES / "seeds" / f"{name.lower()}.txt").read_bytes())
    assert unaccounted(source, seed(name)) == ()


def test_a_footnote_stands_at_the_rows_that_carry_its_star() -> None:
    noted = [(item.number, *other) for name in SEEDS for item in seed(name).items for other in item.others]
    words = "* Органы, участвующие в реализации плана по согласованию."
    assert [(number, heading, said.text) for number, heading, said in noted] == [
        ("3.1", "Сноска *", words),
        ("3.2", "Сноска *", words),
    ]
    assert [said.at[0].line for *_, said in noted] == [568, 568]
    assert reading_of(reading_document(seed("S0"))) == seed("S0")


@pytest.mark.parametrize("name", SEEDS)
def test_each_value_knows_where_it_stood(name: str) -> None:
    for item in seed(name).items:
        for words in (item.activity, item.deadline, item.responsible, item.result, item.document, item.indicator):
            assert bool(words.text) == bool(words.at), (item.number, words)


@pytest.mark.parametrize("name", SEEDS)
def test_the_period(name: str) -> None:
    assert seed(name).period == PERIODS[name]


def test_the_head_of_the_lyceum() -> None:
    read = seed("S3")
    assert read.approved == Approval("Директор Вятского многопрофильного лицея", "256/2020-О", date(2020, 12, 7))
    assert read.organisation == "Вятский многопрофильный лицей"
    assert read.title.startswith("ДОРОЖНАЯ КАРТА внедрения целевой модели")
    assert read.title.endswith("на 2020-2024 годы")
    assert read.goal.startswith("Целью внедрения целевой модели")
    assert len(read.tasks) == 6
    assert all(task.endswith((";", ".")) for task in read.tasks)


def test_heads_of_the_others() -> None:
    assert [seed(name).title.split(" по ")[0] for name in ("S0", "S2", "S4")] == [
        "",
        "ПЛАН МЕРОПРИЯТИЙ",
        "Комплекс мер («дорожная карта»)",
    ]
    assert [len(seed(name).tasks) for name in SEEDS] == [3, 0, 6, 6, 0]
    assert seed("S2").goal.startswith("внедрение региональной программы")
    assert [seed(name).organisation for name in ("S0", "S1", "S2", "S4")] == ["МБОУ СОШ с. Пашино", "", "", ""]
    assert all(seed(name).approved is None for name in ("S0", "S1", "S2", "S4"))


def test_what_is_asked_about_the_rows() -> None:
    asked = {
        (name, item.number, question.field)
        for name in SEEDS
        for item in seed(name).items
        for question in item.questions
        if not item.who.to_assign
    }
    # Two deadlines are missing, three cells are blank or merged; of all else the sources are clear.
    assert asked == {
        ("S4", "2.2", "deadline"),
        ("S4", "2.4", "deadline"),
        ("S2", "5.3", "result"),
        ("S3", "1.2", "responsible"),
        ("S3", "3.2", "responsible"),
    }


def test_sixteen_rows_of_s1_wait_for_the_school_to_assign_somebody() -> None:
    waiting = [item for item in seed("S1").items if item.who.to_assign]
    assert len(waiting) == 16
    assert all("assign" in question.words.en for item in waiting for question in item.questions)


def test_columns_are_kept_in_their_own_order() -> None:
    assert [meaning for meaning, _ in seed("S1").headings] == [
        "activity",
        "deadline",
        "result_document",
        "indicator",
        "responsible",
    ]
    assert [meaning for meaning, _ in seed("S3").headings] == [
        "number",
        "activity",
        "result",
        "deadline",
        "responsible",
        "document",
    ]
