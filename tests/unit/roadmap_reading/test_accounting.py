"""Every line of a source stands in exactly one place of what was read."""

import re
from collections import Counter
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.roadmap_reading.accounting import NOT_UNDERSTOOD, unaccounted
from engine.roadmap_reading.model import ReadRoadmap
from engine.roadmap_reading.reading import read_roadmap
from engine.source import Source, SourceCell, SourceLine, SourceTable, Spot
from tests.support.grids import document

HEADINGS = (
    "№ п/п",
    "Мероприятия",
    "Содержание деятельности",
    "Наименование этапа",
    "Срок реализации",
    "Ответственные",
    "Ожидаемый результат (вид документа)",
    "Итоговый документ",
    "Показатели эффективности",
    "Классы",
    "Примечание",
)
# No months: as a heading a month is repeated in the deadlines under it, on purpose.
BEGINNINGS = (
    "",
    "1.",
    "1.1.",
    "Раздел 1.",
    "до 20 сентября 2025 г.",
    "куратор",
    "приказ",
    "Проведение",
    "-",
    "10",
    "УТВЕРЖДАЮ",
    "*",
)
MARK = re.compile(r"метка\d+я")


def said(read: ReadRoadmap) -> Iterator[str]:
    """Every piece of text there is in a reading, each once."""
    for item in read.items:
        yield from (item.number, item.activity.text, item.deadline.text, item.responsible.text)
        yield from (item.result.text, item.document.text, item.indicator.text)
        yield from (words.text for _, words in item.others)
    for section in read.sections:
        yield from (section.number, section.title, section.result)
    for indicator in read.indicators:
        yield from (indicator.title, indicator.formula)
    yield from (words.text for words in read.head)
    yield from (one.text for one in read.unused)


@st.composite
def tables(draw: st.DrawFn) -> tuple[SourceTable, list[str]]:
    """A table under any headings, with a mark of its own in each line of its cells."""
    headings = draw(st.lists(st.sampled_from(HEADINGS), min_size=2, max_size=6, unique=True))
    columns = len(headings)
    marks: list[str] = []

    def cell(row: int, column: int, width: int) -> SourceCell:
        lines: list[str] = []
        for _ in range(draw(st.integers(0, 2))):
            marks.append(f"метка{len(marks)}я")
            lines.append(f"{draw(st.sampled_from(BEGINNINGS))} {marks[-1]}".strip())
        return SourceCell("\n".join(lines), column, Spot(table=1, row=row), width)

    rows = [tuple(SourceCell(text, place, Spot(table=1, row=1)) for place, text in enumerate(headings))]
    for row in range(2, draw(st.integers(2, 7))):
        if draw(st.booleans()) and draw(st.booleans()):
            rows.append((cell(row, 0, columns),))
        else:
            rows.append(
                tuple(cell(row, place, 1) for place in range(draw(st.integers(max(1, columns - 2), columns + 1))))
            )
    return SourceTable(tuple(rows), Spot(table=1)), marks


@given(tables())
@settings(max_examples=400, deadline=None)
def test_each_line_of_a_table_stands_in_exactly_one_place(drawn: tuple[SourceTable, list[str]]) -> None:
    table, marks = drawn
    read = read_roadmap(Source("docx", (SourceLine("План на 2025-2026 учебный год", Spot(line=1)), table)))
    found = Counter(mark for text in said(read) for mark in MARK.findall(text))
    assert found == Counter(marks), [[(cell.column, cell.width, cell.text) for cell in row] for row in table.rows]


@given(tables())
@settings(max_examples=200, deadline=None)
def test_nothing_needs_to_be_swept_up(drawn: tuple[SourceTable, list[str]]) -> None:
    table, _ = drawn
    source = Source("docx", (table,))
    read = read_roadmap(source)
    assert unaccounted(source, read) == ()
    assert [one for one in read.unused if one.why == NOT_UNDERSTOOD and MARK.search(one.text)] == []


@given(
    st.lists(
        st.sampled_from(
            ["", "УТВЕРЖДАЮ", "План работы", "Цель: мир", "Задачи:", "- раз", "12", "Показатель 2020 2021", "Доля 5 6"]
        )
    )
)
def test_lines_are_kept_too(lines: list[str]) -> None:
    source = Source("text", tuple(SourceLine(text, Spot(line=place)) for place, text in enumerate(lines, start=1)))
    assert unaccounted(source, read_roadmap(source)) == ()


def test_a_line_that_is_nowhere_is_found() -> None:
    source = document("План", "№ | Мероприятие | Срок\n1 | Назначить куратора | май 2025")
    empty = ReadRoadmap("", None, None, "", (), (), (), (), ())
    assert [line for line, _ in unaccounted(source, empty)] == [
        "План", "Мероприятие", "Срок", "1", "Назначить куратора", "май 2025",
    ]  # fmt: skip
