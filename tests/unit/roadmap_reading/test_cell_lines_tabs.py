"""Cells that begin with a tab, one after the other."""

from pathlib import Path

from engine.roadmap_reading.cell_lines import table_of
from engine.source import SourceLine, SourceTable, Spot

SEEDS = Path(__file__).parents[2] / "fixtures" / "seeds"


def lines_of(text: str) -> list[SourceLine]:
    return [SourceLine(line, Spot(line=number)) for number, line in enumerate(text.splitlines(), start=1)]


def rows_of(text: str) -> list[tuple[str, ...]]:
    """The cells of the only table, their lines joined by spaces."""
    (table,) = (block for block in table_of(lines_of(text)).blocks if isinstance(block, SourceTable))
    return [tuple(" ".join(cell.text.split()) for cell in row) for row in table.rows]


def test_the_district_plan_has_its_fourteen_rows_and_three_sections() -> None:
    _, *rows = rows_of((SEEDS / "s4.txt").read_text(encoding="utf-8"))
    assert " ".join(row[0].split()[0] for row in rows) == (
        "I. 1.1. 1.2. 1.3. 1.4. II. 2.1. 2.2. 2.3. 2.4. III. 3.1. 3.2. 3.3. 3.4 3.5 3.6"
    )
    assert [row[2] for row in rows if len(row) > 1] == [
        "Апрель 2022",
        *["В течение всего периода"] * 3,
        "2021-2023 гг., далее – ежегодно",
        "",
        "В течение всего периода",
        "",
        "В течение всего периода",
        "2021-2023 гг., далее – ежегодно",
        "В течение всего периода",
        *["Декабрь 2022"] * 2,
        "Октябрь- Ноябрь 2022",
    ]
    assert [row[5] for row in rows if len(row) > 1] == [
        *["Приказ"] * 2,
        "Соглашения",
        "Справки, протоколы",
        "",
        "Приказ",
        "",
        "Приказ",
        "",
        "Сформированы предложения для включения в дорожную карту по итогам оценки",
        *["Приказ"] * 3,
        "Справка о результатах мониторинга",
    ]


def test_every_line_stays_somewhere() -> None:
    lines = lines_of((SEEDS / "s4.txt").read_text(encoding="utf-8"))
    melted = table_of(lines)
    told = [line.text for line in melted.furniture]
    for block in melted.blocks:
        told += [block.text] if isinstance(block, SourceLine) else [cell.text for row in block.rows for cell in row]
    assert sorted(" ".join(told).split()) == sorted(" ".join(line.text for line in lines).split())


def test_a_repeated_heading_and_column_numbers_are_furniture_and_a_tail_stays_outside() -> None:
    head = "\t№\n\tМероприятие\n\tОтветственный\n\tСрок\n"
    text = (
        f"План работы\n\n{head}\n\t1\n\t2\n\t3\n\t4\n"
        "\tОрганизационный этап\n"
        "\t1.\n\tВыбор куратора\nшколы\n\tДиректор\n\tдо 1 октября\n"
        f"{head}"
        "\t2.\n\tВстреча родителей\n\t\n\tянварь 2027\n\nДиректор школы Н. А. Зимина\n"
    )
    assert rows_of(text)[1:] == [
        ("Организационный этап",),
        ("1.", "Выбор куратора школы", "Директор", "до 1 октября"),
        ("2.", "Встреча родителей", "", "январь 2027"),
    ]
    melted = table_of(lines_of(text))
    assert [line.at.line for line in melted.furniture] == [8, 9, 10, 11, 18, 19, 20, 21]
    last = melted.blocks[-1]
    assert isinstance(last, SourceLine)
    assert last.text.startswith("Директор школы")


def test_text_without_a_table_comes_back_as_it_was() -> None:
    lines = lines_of("Приказ\n\tО наставничестве\n\nДиректор")
    assert table_of(lines).blocks == tuple(lines)
