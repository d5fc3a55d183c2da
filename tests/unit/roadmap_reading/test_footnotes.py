"""Footnotes under a table are content: each stands at the rows that carry its stars, or beside the head."""

from engine.roadmap_reading.accounting import unaccounted
from engine.roadmap_reading.model import ReadRoadmap
from engine.roadmap_reading.reading import read_roadmap
from engine.source import Source
from tests.support.grids import document

TABLE = """№ | Мероприятие | Срок | Ответственный
    1 | Семинар для наставников | сентябрь 2025 | методист*
    2 | Встреча с шефами | май 2026 | завод, методист*
    3 | Приказ о 2*3 часах | июнь 2026 | директор"""


def read(*below: str) -> ReadRoadmap:
    source: Source = document("План наставничества на 2025-2026 учебный год", TABLE, *below)
    found = read_roadmap(source)
    assert unaccounted(source, found) == ()
    assert found.unused == ()
    return found


def noted(found: ReadRoadmap) -> list[tuple[str, str, str]]:
    return [(item.number, heading, words.text) for item in found.items for heading, words in item.others]


def test_a_footnote_stands_at_every_row_with_its_star() -> None:
    words = "* по согласованию"
    assert noted(read(words)) == [("1", "Сноска *", words), ("2", "Сноска *", words)]


def test_a_row_of_the_table_may_be_a_footnote() -> None:
    source = document("План наставничества на 2025-2026 учебный год", TABLE + "\n* по согласованию | < | < | <")
    found = read_roadmap(source)
    assert [number for number, *_ in noted(found)] == ["1", "2"]
    assert (len(found.items), found.unused, unaccounted(source, found)) == (3, (), ())


def test_a_footnote_goes_on_in_the_next_line() -> None:
    found = read("* по согласованию", "с советом родителей")
    assert noted(found)[0] == ("1", "Сноска *", "* по согласованию с советом родителей")
    assert len(found.items[0].others[0][1].at) == 2


def test_a_footnote_no_row_carries_stands_beside_the_head() -> None:
    found = read("** Часы указаны академические", "* по согласованию")
    assert [heading for _, heading, _ in noted(found)] == ["Сноска *", "Сноска *"]
    assert "Часы указаны академические" in [words.text for words in found.head]
