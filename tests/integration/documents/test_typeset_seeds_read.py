"""The five roadmaps typeset as DOCX, XLSX and PDF in every layout read the same as their answer keys."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest

from documents.reading_roadmaps.child import parsed
from engine.roadmap_reading.accounting import NOT_UNDERSTOOD
from engine.roadmap_reading.model import ReadItem, ReadRoadmap
from engine.roadmap_reading.reading import read_roadmap
from engine.roadmaps import Approval
from tests.support.seed_answers import PERIODS, deadlines, expected_series, plain, same_deadline, series
from tests.support.typesetting.layout import LAYOUTS, Layout, columns_of, numbers_of
from tests.support.typesetting.plan import Plan, Row
from tests.support.typesetting.seed_plans import plans
from tests.support.typesetting.typeset import FORMATS, Format, typeset

PLANS = {plan.name: plan for plan in plans()}
EVERY = [
    pytest.param(plan, layout, form, id=f"{plan.name}-{layout.name}-{form}")
    for form in FORMATS
    for plan in PLANS.values()
    for layout in LAYOUTS
]

APPROVED = {"S3": Approval("Директор Вятского многопрофильного лицея", "256/2020-О", date(2020, 12, 7))}
_GOAL = re.compile(r"^Цель\s*[-–—:]\s*")


@pytest.mark.parametrize(("plan", "layout", "form"), EVERY)
def test_a_typeset_seed_reads_as_its_text_does(plan: Plan, layout: Layout, form: Format) -> None:
    read = _read(plan.name, layout.name, form)
    assert [item.number for item in read.items] == _numbers(plan, layout)
    assert list(_differences(plan, layout, read)) == []
    titles = [_letters(section.title) for section in plan.sections]
    assert [_letters(section.title) for section in read.sections] == titles
    assert series(read) == expected_series(plan.name)
    assert _letters(read.title) == _letters(plan.title)
    assert [one.text for one in read.unused if one.why == NOT_UNDERSTOOD] == []


@pytest.mark.parametrize(("plan", "layout", "form"), EVERY)
def test_the_head_reads_as_its_author_meant(plan: Plan, layout: Layout, form: Format) -> None:
    read = _read(plan.name, layout.name, form)
    assert read.period == PERIODS[plan.name]
    assert read.approved == APPROVED.get(plan.name)
    assert _letters(read.goal) == _letters(_GOAL.sub("", plan.goal))
    assert len(read.tasks) == len(plan.tasks)
    starred = [_letters(row.activity) for row in plan.rows() if "*" in row.responsible]
    noted = [_letters(item.activity.text) for item in read.items if _notes(item) == [_letters(plan.footnote)]]
    assert noted == starred
    if _carries_results(plan, layout):
        results = [_letters(section.result) for section in plan.sections]
        assert [_letters(section.result) for section in read.sections] == results
    else:
        assert not any(section.result for section in read.sections)


@pytest.mark.parametrize(("plan", "layout", "form"), EVERY)
def test_rows_stay_in_their_sections(plan: Plan, layout: Layout, form: Format) -> None:
    read = _read(plan.name, layout.name, form)
    place = {section.number: index for index, section in enumerate(read.sections)}
    expected = [index for index, section in enumerate(plan.sections) for _ in section.rows]
    # A row of 6 that follows those of 6.1 leaves the inner section only where numbers tell it.
    upper = {len(plan.sections) - 1} if plan.name == "S2" else set[int]()
    for item, wanted in zip(read.items, expected, strict=True):
        assert place[item.section] in {wanted, *(upper if wanted in upper else ()), *(_above(plan, wanted))}


@cache
def _read(name: str, layout_name: str, form: Format) -> ReadRoadmap:
    layout = next(one for one in LAYOUTS if one.name == layout_name)
    return read_roadmap(parsed(typeset(PLANS[name], layout, form), lambda _done, _total: None))


def _notes(item: ReadItem) -> list[str]:
    return [_letters(said.text) for heading, said in item.others if heading == "Сноска *"]


def _carries_results(plan: Plan, layout: Layout) -> bool:
    """Whether the page has cells for the results of sections."""
    return layout.sections == "row" and "number" in columns_of(plan, layout)


def _above(plan: Plan, place: int) -> tuple[int, ...]:
    """The section a nested one stands in."""
    number = plan.sections[place].number
    return tuple(i for i, one in enumerate(plan.sections) if one.number and number.startswith(f"{one.number}."))


def _numbers(plan: Plan, layout: Layout) -> list[str]:
    return [number or str(place) for place, number in enumerate(numbers_of(plan, layout), start=1)]


def _differences(plan: Plan, layout: Layout, read: ReadRoadmap) -> Iterator[str]:
    columns = columns_of(plan, layout)
    for row, item in zip(plan.rows(), read.items, strict=True):
        name = f"{plan.name}-{row.number}"
        for meaning in ("activity", "deadline", "responsible", "result", "document", "indicator"):
            wanted = row.words(meaning) if meaning in columns else ""
            words = getattr(item, meaning).text
            if _letters(words) != _letters(wanted) and not _asked(row, item, meaning):
                yield f"{name} {meaning}: {plain(words)!r} instead of {plain(wanted)!r}"
        if not same_deadline(item, name):
            yield f"{name}: {item.meaning.kind} {item.meaning.value} instead of {deadlines()[name]}"


def _asked(row: Row, item: ReadItem, meaning: str) -> bool:
    """A cell merged over the end of a page is blank on the next one: a question offers the words above."""
    if meaning != "responsible" or item.responsible:
        return False
    offered = [words for question in item.questions if question.field == meaning for words in question.candidates]
    return [_letters(words) for words in offered] == [_letters(row.responsible)]


def _letters(words: str) -> str:
    """Where lines were broken, spaces and hyphens may differ: a PDF has no other trace of them."""
    return "".join(sign for sign in words.lower() if sign.isalnum())
