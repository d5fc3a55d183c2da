"""Texts as they are pasted and saved: tabs, pipes, frames, CSV, leftovers of HTML, four encodings."""

from pathlib import Path

import pytest

from documents.reading_roadmaps.text import read_text
from engine.refusals import BadInput
from engine.source import SourceLine, SourceTable, Spot

SEEDS = Path(__file__).parents[2] / "fixtures" / "seeds"
TABLE = [["№", "Мероприятие", "Срок", "Кто"], ["1", "Издание приказа", "до 01.09.2026", "Директор"]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "cp866"]
)
def test_a_text_is_read_in_the_encoding_it_has(encoding: str) -> None:
    written = "План мероприятий по наставничеству\r\nна 2026 год\r\n"
    lines = read_text(written.encode(encoding)).blocks
    assert [(line.text, line.at) for line in lines if isinstance(line, SourceLine)] == [
        ("План мероприятий по наставничеству", Spot(line=1)),
        ("на 2026 год", Spot(line=2)),
        ("", Spot(line=3)),
    ]


def test_rows_of_tabs_run_over_pages() -> None:
    (table,) = tables(
        "№\tМероприятие\tСрок\tКто\n1\tИздание\tдо\tДиректор\n\n\tприказа\t01.09.2026\n\n2\tПары\tмай\tКуратор\n"
    )
    assert [[cell.text for cell in row] for row in table.rows] == [
        TABLE[0],
        ["1", "Издание", "до", "Директор"],
        ["", "приказа", "01.09.2026"],
        ["2", "Пары", "май", "Куратор"],
    ]
    assert [row[0].at for row in table.rows] == [
        Spot(table=1, row=place, line=line) for place, line in ((1, 1), (2, 2), (3, 4), (4, 6))
    ]


def test_a_table_of_other_columns_begins_anew() -> None:
    first, second = tables("а\tб\tв\tг\tд\tе\n1\t2\t3\t4\t5\t6\n\nПоказатель\t2025\t2026\nДоля\t10\t20\n")
    assert (len(first.rows), len(second.rows)) == (2, 2)
    assert second.at == Spot(table=2, line=4)


def test_lines_that_only_begin_with_a_tab_are_no_table() -> None:
    text = "\t1.1.\n\tРазработка\nположения\n\tАпрель 2022\n\t\n"
    assert [line.text for line in lines_of(text)] == ["\t1.1.", "\tРазработка", "положения", "\tАпрель 2022", "\t", ""]


def test_a_stamp_over_a_table_stays_outside_of_it() -> None:
    text = "СОГЛАСОВАНО\t\tУТВЕРЖДАЮ\nПредседатель\t\tДиректор\n\n" + "\n".join("\t".join(row) for row in TABLE)
    assert [line.text for line in lines_of(text)] == ["СОГЛАСОВАНО\t\tУТВЕРЖДАЮ", "Председатель\t\tДиректор", ""]
    assert words(text) == TABLE


def test_a_cell_of_several_paragraphs_stays_one() -> None:
    assert words("№\tМероприятие\tСрок\tКто\n1\tПриказ\tмай\tДиректор\nи куратор\n2\tПары\tиюнь\tКуратор\n")[1][3] == (
        "Директор\nи куратор"
    )
    assert words("№\tМероприятие\tСрок\tКто\n1\tПриказ\nПоложение\tмай\tДиректор\n2\tПары\tиюнь\tКуратор\n")[1] == [
        *("1", "Приказ\nПоложение", "май", "Директор")
    ]
    assert words('№\tМероприятие\tСрок\n1\t"Приказ\nо ""школе"""\tмай\n2\tПары\tиюнь\n')[1][1] == 'Приказ\nо "школе"'


def test_a_heading_without_tabs_between_rows_is_a_row() -> None:
    assert words("№\tМероприятие\tСрок\n1. Раздел\n1.1\tПриказ\tмай\n")[1] == ["1. Раздел"]


def test_leftovers_of_html_become_the_lines_they_were() -> None:
    text = "№\tМероприятие\tИтог\n"
    text += "1\tПриказ\t<p>Изданы:</p> <ol style='a'><li>приказ;</li><li>план</li></ol>&nbsp;&quot;всё&quot;\n"
    assert words(text)[1][2] == 'Изданы:\nприказ;\nплан\n "всё"'


@pytest.mark.parametrize(
    "text",
    [
        "| № | Мероприятие | Срок | Кто |\n|---|:---|---:|---|\n| 1 | Издание приказа | до 01.09.2026 | Директор |\n",
        "№ | Мероприятие | Срок | Кто\n--|--|--|--\n1 | Издание приказа | до 01.09.2026 | Директор\n",
        "|№|Мероприятие|Срок|Кто|\n|1|Издание приказа|до 01.09.2026|Директор|\n",
        "№;Мероприятие;Срок;Кто\n1;Издание приказа;до 01.09.2026;Директор\n",
        "№,Мероприятие,Срок,Кто\n1,Издание приказа,до 01.09.2026,Директор\n",
    ],
    ids=["markdown", "markdown without edges", "bars", "semicolons", "commas"],
)
def test_every_way_to_write_a_table(text: str) -> None:
    assert words(text) == TABLE


FRAME = """
┌─────┬───────────────┬────────────┬──────────┐
│ №   │ Мероприятие   │ Срок       │ Кто      │
├─────┴───────────────┴────────────┴──────────┤
│ 1. Подготовка                               │
├─────┬───────────────┬────────────┬──────────┤
│ 1.1 │ Издание       │ до 01.09.  │ Директор │
│     │ приказа       │ 2026       │          │
├─────┼───────────────┼────────────┤          │
│ 1.2 │ Пары          │ май        │          │
└─────┴───────────────┴────────────┴──────────┘
"""


@pytest.mark.parametrize("signs", ["─│", "-|"], ids=["box drawing", "plus and minus"])
def test_a_drawn_frame(signs: str) -> None:
    drawn = FRAME if signs == "─│" else "".join("+" if sign in "┌┬┐├┴┤┼└┘" else sign for sign in FRAME)
    (table,) = tables(drawn.replace("─", signs[0]).replace("│", signs[1]))
    assert [[(cell.column, cell.width, cell.text) for cell in row] for row in table.rows] == [
        [(0, 1, "№"), (1, 1, "Мероприятие"), (2, 1, "Срок"), (3, 1, "Кто")],
        [(0, 4, "1. Подготовка")],
        [(0, 1, "1.1"), (1, 1, "Издание\nприказа"), (2, 1, "до 01.09.\n2026"), (3, 1, "Директор")],
        [(0, 1, "1.2"), (1, 1, "Пары"), (2, 1, "май"), (3, 1, "Директор")],
    ]
    assert [cell.from_above for cell in table.rows[-1]] == [False, False, False, True]


def test_prose_with_commas_and_semicolons_is_prose() -> None:
    text = "Цель: помочь, научить; поддержать.\nЗадачи: подобрать пары, обучить наставников; оценить итоги, затем.\n"
    assert len(lines_of(text)) == 3


@pytest.mark.parametrize("seed", ["s0", "s1", "s2", "s3", "s4"])
def test_nothing_of_a_seed_is_lost_or_said_twice(seed: str) -> None:
    data = (SEEDS / f"{seed}.txt").read_bytes()
    said: list[str] = []
    for block in read_text(data).blocks:
        said += [block.text] if isinstance(block, SourceLine) else [cell.text for row in block.rows for cell in row]
    plain = data.decode("utf-8")
    if seed in ("s1", "s3"):  # the two with HTML in their cells
        for tag in ("<p>", "</p>", "<ol ", "<ul ", 'style="list-style-type: none">'):
            plain = plain.replace(tag, "")
    assert "".join("".join(said).split()) == "".join(plain.split())


@pytest.mark.parametrize("data", [b"", b" \r\n\t", bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(300)])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_text(data)


def tables(text: str) -> list[SourceTable]:
    return [block for block in read_text(text.encode()).blocks if isinstance(block, SourceTable)]


def words(text: str) -> list[list[str]]:
    (table,) = tables(text)
    return [[cell.text for cell in row] for row in table.rows]


def lines_of(text: str) -> list[SourceLine]:
    return [block for block in read_text(text.encode()).blocks if isinstance(block, SourceLine)]
