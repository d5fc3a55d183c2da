"""Roadmaps that stand in no seed, typeset in every layout and format: each cell comes out where its author put it."""

from collections.abc import Iterator

import pytest

from documents.reading_roadmaps.child import parsed
from engine.roadmap_reading.accounting import NOT_UNDERSTOOD
from engine.roadmap_reading.model import ReadItem, ReadRoadmap
from engine.roadmap_reading.reading import read_roadmap
from tests.support.typesetting.foreign_plans import foreign_plans
from tests.support.typesetting.layout import LAYOUTS, Layout, columns_of, numbers_of
from tests.support.typesetting.plan import Plan, Row
from tests.support.typesetting.typeset import FORMATS, Format, typeset

PLANS = foreign_plans()
EVERY = [
    pytest.param(plan, layout, form, id=f"{plan.name}-{layout.name}-{form}")
    for form in FORMATS
    for plan in PLANS
    for layout in LAYOUTS
]


@pytest.mark.parametrize(("plan", "layout", "form"), EVERY)
def test_another_school_is_read_as_well(plan: Plan, layout: Layout, form: Format) -> None:
    read = read_roadmap(parsed(typeset(plan, layout, form), lambda _done, _total: None))
    wanted = [number.strip(".") or str(place) for place, number in enumerate(numbers_of(plan, layout), start=1)]
    assert [item.number for item in read.items] == wanted
    assert list(_differences(plan, layout, read)) == []
    assert [_letters(one.title) for one in read.sections] == [_letters(one.title) for one in plan.sections if one.title]
    assert list(_head(plan, read)) == []
    assert [one.text for one in read.unused if one.why == NOT_UNDERSTOOD] == []


def _head(plan: Plan, read: ReadRoadmap) -> Iterator[str]:
    if _letters(read.title) != _letters(plan.title):
        yield f"title: {read.title}"
    if not _letters(plan.goal).endswith(_letters(read.goal)) or bool(plan.goal) != bool(read.goal):
        yield f"goal: {read.goal}"
    if len(plan.tasks) != len(read.tasks):
        yield f"tasks: {read.tasks}"
    if bool(plan.approval) != bool(read.approved):
        yield f"approved: {read.approved}"
    if read.period is None:
        yield "no period"
    told = [(_letters(one.title), _letters(one.formula)) for one in read.indicators]
    if told != [(_letters(one.title), _letters(one.formula)) for one in plan.indicators]:
        yield f"indicators: {told}"


def _differences(plan: Plan, layout: Layout, read: ReadRoadmap) -> Iterator[str]:
    columns = columns_of(plan, layout)
    for row, item in zip(plan.rows(), read.items, strict=True):
        for meaning in ("activity", "deadline", "responsible", "result", "document", "indicator"):
            wanted = _wanted(row, meaning, layout) if meaning in columns else ""
            words = getattr(item, meaning).text
            if _letters(words) != _letters(wanted) and not _offered(item, meaning, wanted):
                yield f"{item.number} {meaning}: {words!r} instead of {wanted!r}"
        others = [_letters(words.text) for _, words in item.others]
        yield from (f"{item.number}: {one!r} is missing" for one in row.others.values() if _letters(one) not in others)


def _wanted(row: Row, meaning: str, layout: Layout) -> str:
    return " – ".join(row.span) if meaning == "deadline" and layout.split_deadline and row.span else row.words(meaning)


def _offered(item: ReadItem, meaning: str, wanted: str) -> bool:
    """A cell merged over the end of a page is blank on the next one: a question offers the words above."""
    if meaning != "responsible" or item.responsible:
        return False
    offered = [words for question in item.questions if question.field == meaning for words in question.candidates]
    return [_letters(words) for words in offered] == [_letters(wanted)]


def _letters(words: str) -> str:
    return "".join(sign for sign in words.lower() if sign.isalnum())
