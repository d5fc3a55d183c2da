"""The texts of the five roadmaps pasted into Word as plain paragraphs are read as the texts themselves."""

from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from documents.reading_roadmaps.reading import read_file
from engine.roadmap_reading.model import ReadItem
from engine.roadmap_reading.reading import read_roadmap
from tests.support.office_files import docx

SEEDS = sorted((Path(__file__).parents[2] / "fixtures" / "seeds").glob("*.txt"))


def pasted(text: str) -> bytes:
    tab = "<w:r><w:tab/></w:r>"
    return docx(
        "".join(
            f"<w:p>{tab.join(f'<w:r><w:t>{escape(words)}</w:t></w:r>' for words in line.split(chr(9)))}</w:p>"
            for line in text.split("\n")
        )
    )


def said(item: ReadItem) -> tuple[str, ...]:
    values = (item.activity, item.deadline, item.responsible, item.result, item.document, item.indicator)
    return (item.number, item.section, *(value.text for value in values))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)
def test_pasted_words_are_read_as_the_text(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    typed, copied = read_roadmap(read_file(text.encode())), read_roadmap(read_file(pasted(text)))
    assert [said(item) for item in copied.items] == [said(item) for item in typed.items]
    assert [one.targets for one in copied.indicators] == [one.targets for one in typed.indicators]
    assert copied.title == typed.title
    assert [one.text for one in copied.unused] == [one.text for one in typed.unused]


def test_there_are_five() -> None:
    assert len(SEEDS) == 5
