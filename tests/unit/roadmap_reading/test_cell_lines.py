"""Tables that melted into lines come back: the seeds by their answer key, plans of other schools in many shapes."""

import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pytest

from engine.roadmap_reading.cell_lines import table_of
from engine.roadmap_reading.joining import joined, vocabulary
from engine.roadmap_reading.melted.model import Melted
from engine.source import SourceCell, SourceLine, SourceTable, Spot
from tests.support.melting import Melting, Plan, cell_by_cell, melted, plans, tabbed

SEEDS = Path(__file__).parents[2] / "fixtures" / "seeds"
SHAPES = {
    "beside": Melting(),
    "beside, no hyphens": Melting(hyphens=False, width=130),
    "beside, pages": Melting(page=24),
    "beside, pages, no hyphens": Melting(page=20, hyphens=False, width=130, spaced=False),
    "below": Melting(shared=False),
    "below, no hyphens": Melting(shared=False, hyphens=False, width=130, spaced=False),
    "below, pages": Melting(shared=False, page=22),
}
Row = tuple[str, ...]


def lines_of(lines: Sequence[str]) -> list[SourceLine]:
    return [SourceLine(line, Spot(line=number)) for number, line in enumerate(lines, start=1)]


def seed(name: str) -> list[SourceLine]:
    return lines_of((SEEDS / f"{name}.txt").read_text(encoding="utf-8").splitlines())


def key(name: str, *columns: str) -> list[Row]:
    with (SEEDS / "rows.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [tuple(row[column] for column in columns) for row in rows if row["id"].startswith(name.upper())]


def tables_of(found: Melted) -> list[SourceTable]:
    return [block for block in found.blocks if isinstance(block, SourceTable)]


def words(row: Sequence[SourceCell], known: frozenset[str]) -> Row:
    """As the answer key writes them; what belongs to the row above is not the row's own."""
    number, *rest = ("" if cell.from_above else joined(cell.text, known).replace(" *", "*") for cell in row)
    return (number.rstrip("."), *rest)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("s0", ("number", "activity", "result", "deadline", "responsible", "document")),
        ("s2", ("number", "activity", "deadline", "responsible", "result")),
        ("s4", ("number", "activity", "deadline", "responsible", "result", "document")),
    ],
)
def test_every_cell_of_a_seed_is_the_answer_keys(name: str, columns: tuple[str, ...]) -> None:
    lines = seed(name)
    known = vocabulary(line.text for line in lines)
    _, *rows = tables_of(table_of(lines))[0].rows
    activities = [row for row in rows if len(row) > 1 and row[columns.index("responsible")].text]
    assert [words(row, known) for row in activities] == key(name, *columns)


def test_sections_of_the_first_seed_have_their_results_and_those_of_the_third_take_the_whole_width() -> None:
    own = [row for row in tables_of(table_of(seed("s0")))[0].rows if row[0].text in {"1.", "2.", "3."}]
    assert [[bool(cell.text) for cell in row] for row in own] == [[True, True, True, False, False, False]] * 3
    wide = [row[0] for row in tables_of(table_of(seed("s2")))[0].rows if len(row) == 1]
    assert [cell.text.split()[0] for cell in wide] == ["1.", "2.", "3.", "4.", "5.", "6.", "6.1."]
    assert {cell.width for cell in wide} == {5}


def test_yearly_figures_after_the_rows_are_a_table_of_their_own() -> None:
    found = table_of(seed("s0"))
    _, figures = tables_of(found)
    assert [tuple(cell.text for cell in row[1:]) for row in figures.rows] == [
        ("2020", "2021", "2022", "2023", "2024"),
        ("10", "30", "40", "55", "70"),
        ("2", "4", "6", "8", "10"),
        ("10", "30", "40", "55", "70"),
        ("2", "10", "20", "25", "30"),
    ]
    assert [line.text.split()[0] for line in found.furniture].count("№") == 4


def test_a_cell_merged_downwards_is_repeated() -> None:
    found = table_of(seed("s2"))
    (merged,) = (row for row in tables_of(found)[0].rows if any(cell.from_above for cell in row))
    assert (merged[0].text, merged[4].text) == ("5.3.", "Аналитическая справка")


@pytest.mark.parametrize("name", ["s0", "s2", "s4"])
def test_every_word_of_a_seed_stands_somewhere_once(name: str) -> None:
    lines = seed(name)
    found = table_of(lines)
    told = [line.text for line in found.furniture]
    for block in found.blocks:
        if isinstance(block, SourceLine):
            told.append(block.text)
        else:
            told += [cell.text for row in block.rows for cell in row if not cell.from_above]
    assert Counter(letters(" ".join(told))) == Counter(letters(" ".join(line.text for line in lines)))


def letters(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


def shapes(plan: Plan, luck: random.Random) -> Iterator[tuple[str, list[str]]]:
    """The plan's table in every way it may melt."""
    for name, how in SHAPES.items():
        yield name, melted(plan, how, luck)
    yield "tabs", tabbed(plan, luck)
    yield "a cell a line", cell_by_cell(plan)


def without_numbers(plan: Plan) -> Plan:
    rows = tuple(row if len(row) == 1 else row[1:] for row in plan.rows)
    return Plan(plan.name, plan.kinds[1:], plan.headings[1:], rows)


def shares(all_plans: Sequence[Plan], every: int = 1) -> dict[str, float]:
    """By kind of column, which part of the cells comes back in all shapes (or each `every`th); and of the sections."""
    right, count, told = Counter[str](), Counter[str](), list[str]()
    for place, plan in enumerate(all_plans):
        for name, lines in islice(shapes(plan, random.Random(plan.name)), place % every, None, every):
            got = [
                tuple(letters(cell.text) for cell in row)
                for table in tables_of(table_of(lines_of(lines)))
                for row in table.rows
            ]
            for row in plan.rows:
                wanted = tuple(map(letters, row))
                kinds = plan.kinds if len(row) > 1 else ("section",)
                alike = [one for one in got if len(one) == len(wanted)]
                best = max(alike, key=lambda one: sum(map(str.__eq__, one, wanted)), default=("",) * len(wanted))
                for kind, is_, should in zip(kinds, best, wanted, strict=True):
                    right[kind] += is_ == should
                    count[kind] += 1
                    if is_ != should:
                        told.append(f"{plan.name}, {name}: {kind} {is_!r} instead of {should!r}")
    found = {kind: right[kind] / count[kind] for kind in count}
    print(*told, {kind: f"{share:.3f}" for kind, share in found.items()}, sep="\n")  # noqa: T201  # read with -s
    return found


def test_plans_of_other_schools_come_back_from_every_shape() -> None:
    found = shares(plans())
    assert found["number"] == 1.0
    assert found["deadline"] >= 0.99
    assert found["responsible"] >= 0.99
    assert min(found.values()) >= 0.97


def test_plans_without_numbers_come_back_mostly() -> None:
    found = shares([without_numbers(plan) for plan in plans() if plan.kinds[0] == "number"], every=3)
    assert found["deadline"] >= 0.98
    assert min(found.values()) >= 0.93


def test_a_border_that_cannot_be_seen_is_asked_about() -> None:
    text = (
        "№|Мероприятие|Результат|Срок|Ответственный|1.|Помощь ученикам|Занятия по вечерам|Отчёт учителя|май 2027 г.|"
        "Куратор|2.|Встреча с родителями|Протокол|июнь 2027 г.|Куратор"
    )
    found = table_of(lines_of(text.split("|")))
    assert [(doubt.at, doubt.field) for doubt in found.doubts] == [(Spot(line=9), "result")]


def test_page_numbers_and_column_numbers_are_furniture() -> None:
    page = ["№ Мероприятие Срок Ответственный", "1 2 3 4"]
    text = [
        "План",
        *page,
        "1. Выбор наставников май 2027 г. Директор",
        "2. Встреча с родителями, ответы на",
        "- 1 -",
        page[0],
        "вопросы о наставничестве",
        "июнь 2027 г. Куратор",
    ]
    found = table_of(lines_of(text))
    (table,) = tables_of(found)
    assert [tuple(cell.text for cell in row) for row in table.rows[1:]] == [
        ("1.", "Выбор наставников", "май 2027 г.", "Директор"),
        ("2.", "Встреча с родителями, ответы на\nвопросы о наставничестве", "июнь 2027 г.", "Куратор"),
    ]
    assert [line.at.line for line in found.furniture] == [3, 6, 7]


def test_lines_without_headings_stay_lines() -> None:
    lines = lines_of(["Приказ", "1. Назначить куратора до 1 мая.", "2. Контроль оставляю за собой."])
    assert table_of(lines).blocks == tuple(lines)
    assert table_of([]).blocks == ()


HEAD = "№ Мероприятие Срок Ответственный"


@pytest.mark.parametrize(
    "after",
    [
        [],
        [""],
        ["1", "2"],
        [HEAD, HEAD],
        ["- 1 -"],
        ["май"],
        ["слово " * 3000],
        ["1. " + "слово " * 400 + "май 2026 г. Куратор"],
        ["\f", "\f1. Дело май Куратор"],
    ],
    ids=range(9),
)
def test_odd_lines_after_headings_lose_no_word(after: list[str]) -> None:
    found = table_of(lines_of([HEAD, *after]))
    told = "".join(line.text for line in found.furniture)
    for block in found.blocks:
        told += (
            block.text if isinstance(block, SourceLine) else "".join(cell.text for row in block.rows for cell in row)
        )
    assert Counter(letters(told)) == Counter(letters("".join([HEAD, *after])))
