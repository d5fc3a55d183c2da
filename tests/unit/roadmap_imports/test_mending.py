"""What people change lies over the reading; the reading itself stays."""

from datetime import date

import pytest

from engine.deadlines import read
from engine.periods import Period
from engine.roadmap_making import made_of
from engine.roadmap_mending import mended, questions_of
from engine.roadmap_reading.model import Question, Unused
from engine.source import Spot
from engine.words import Words
from tests.support.readings import YEAR, row, school_year

NO_ROW = Words("не пункт", "no row")


def test_the_reading_stays_beside_the_change() -> None:
    review = mended(school_year(), {"rows": {"r0": {"deadline": "до 25 сентября", "activity": "Иначе"}}})
    first = review.rows[0]
    assert (first.item.meaning.value, first.item.activity.text) == ("2025-09-25", "Иначе")
    assert first.read is not None
    assert (first.read.deadline.text, first.read.activity.text) == ("до 20 сентября", "Назначить куратора приказом")
    assert first.item.activity.at == first.read.activity.at


def test_papers_and_thresholds_follow_words_that_were_mended() -> None:
    review = mended(school_year(), {"rows": {"r0": {"result": "Протокол, присутствовало не менее 90 % участников"}}})
    item = review.rows[0].item
    assert "protocol" in item.document_kinds
    assert [threshold.value for threshold in item.thresholds] == [90]
    chosen = mended(school_year(), {"rows": {"r0": {"result": "Протокол", "document_kind": "plan"}}})
    assert chosen.rows[0].item.document_kinds[0] == "plan"


def test_a_question_ends_by_its_answer_only() -> None:
    doubt = Question("number", Words("Номер повторяется", "The number repeats"))
    read_twice = school_year(row("1", "А", "20 мая", questions=[doubt]), row("2", "Б", "", roles=()))
    assert mended(read_twice, {}).questions == 3
    assert mended(read_twice, {"rows": {"r0": {"sure": ["number"]}}}).questions == 2
    assert mended(read_twice, {"rows": {"r1": {"person": 7}}}).questions == 2
    assert mended(read_twice, {"rows": {"r1": {"drop": True}}}).questions == 1
    assert mended(read_twice, {"rows": {"r1": {"deadline": "нескоро"}}}).questions == 3


def test_another_period_dates_the_rows_anew() -> None:
    edits = {"head": {"from": "2027-09-01", "to": "2028-08-31"}, "rows": {"r1": {"deadline": "до 3 марта"}}}
    review = mended(school_year(), edits)
    assert review.rows[0].item.meaning.value == "2027-09-20"
    assert review.rows[1].item.meaning.value == "2028-03-03"
    assert mended(school_year(period=None), edits).period == Period(date(2027, 9, 1), date(2028, 8, 31))


@pytest.mark.parametrize(
    ("at", "place"),
    [(Spot(table=1, row=1), 0), (Spot(table=1, row=4), 2), (Spot(table=2, row=1), 3), (Spot(line=9), 3)],
)
def test_a_line_becomes_a_row_where_it_stood(at: Spot, place: int) -> None:
    review = mended(school_year(unused=[Unused("Субботник", at, NO_ROW)]), {"lines": {"0": "item"}})
    assert [one.name for one in review.rows].index("u0") == place


def test_a_line_becomes_a_section_of_the_rows_below_it() -> None:
    left = [Unused("Новый раздел", Spot(table=1, row=4), NO_ROW)]
    review = mended(school_year(unused=left), {"lines": {"0": "section"}})
    assert [one.item.section for one in review.rows] == ["I", "I", "A"]
    assert [one.said for one in review.left] == ["section"]


def test_numbers_and_keys_are_unique() -> None:
    rows = (row("1", "Отчёт", "20 мая"), row("1", "Отчёт", "25 мая"), row("1-2", "Отчёт-2", "30 мая"))
    made = made_of(mended(school_year(*rows), {}), key="file", period=YEAR, kind="school", taken=("otchet",))
    assert [item.number for item in made.template.items] == ["1", "1-3", "1-2"]
    assert len({item.key for item in made.template.items}) == 3
    assert "otchet" not in {item.key for item in made.template.items}


def test_a_doubtful_deadline_offers_what_can_be_read() -> None:
    doubt = read("25 мая", None).deadline
    for question in questions_of(doubt, "25 мая", None):
        assert all(read(one, None).deadline.kind != "unreadable" for one in question.candidates)
    assert questions_of(read("до 20 мая", YEAR).deadline, "до 20 мая", YEAR) == ()
