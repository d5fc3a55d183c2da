"""Hundreds of files nobody should open: each ends in a sentence or in a source, and the next one is read as if new."""

import pytest

from documents.reading_roadmaps.reading import read_file
from engine.refusals import BadInput
from engine.source import Source, SourceTable
from tests.support.hostile_files import SEED, files, good_docx, good_xlsx

FILES = files()
REMEDIES = {  # whose sentence must name the very remedy
    "encrypted entries": "снимите защиту",
    "an open document under a password": "снимите защиту",
    "OLE: an encrypted DOCX": "снимите защиту",
    "OLE: an encrypted DOC": "снимите защиту",
    "PNG for a roadmap": "Это картинка",
    "JPEG for a roadmap": "Это картинка",
    "HEIC for a roadmap": "Это картинка",
    "SVG for a roadmap": "Это картинка",
    "EXE for a roadmap": "Это программа",
    "RAR for a roadmap": "распакуйте",
    "gzip for a roadmap": "распакуйте",
    "tar for a roadmap": "распакуйте",
    "an archive of a text": "распакуйте",
    "an archive of an archive": "распакуйте",
    "a presentation": "Это презентация",
    "OLE: a presentation": "Это презентация",
    "a binary workbook": "сохраните её как XLSX",
    "a web page for a roadmap": "сохраните как DOCX",
    "a web archive for a roadmap": "сохраните как DOCX",
    "flat XML for a roadmap": "Это файл XML",
    "a sign over ten megabytes": "больше 10 МБ",
    "sixty thousand rows": "больше 50 000 строк",
    "sixty thousand rows of a sheet": "больше 50 000 строк",
    "sixty thousand rows of tabs": "больше 50 000 строк",
    "a bomb in the document": "слишком велик",
    "a bomb in the sheet": "слишком велик",
    "a bomb beside the document": "слишком велик",
    "PDF: a bomb": "слишком велик",
    "two thousand and one entries": "слишком велик",
    "a billion laughs in a document": "DTD",
    "a billion laughs in a sheet": "DTD",
    "an entity of the machine in a document": "DTD",
    "laughs in UTF-16": "DTD",
    "docx cut at 5 tenths": "повреждён",
    "a beginning of an archive only": "повреждён",
    "spaces only": "ни слова",
}


def outcome(data: bytes) -> Source | BadInput:
    try:
        return read_file(data)
    except BadInput as refusal:
        return refusal


def test_they_are_many() -> None:
    assert len(FILES) >= 150
    assert set(REMEDIES) <= set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_ends_in_a_sentence_or_a_source(name: str) -> None:
    data = FILES[name]()
    found = outcome(data)
    told = f"{name} (seed {SEED}): {found}"
    if isinstance(found, BadInput):
        assert found.field == "file", told
        assert found.words.ru.endswith((".", ")")), told
        assert found.words.en.endswith((".", ")")), told
        assert REMEDIES.get(name, "") in found.words.ru, told
        assert "\n" not in found.words.ru, told
    else:
        assert name not in REMEDIES, told
        assert "root:" not in str(found), told  # no file of the machine came along
        assert found.blocks, told


def test_after_all_of_them_a_good_file_is_read() -> None:
    for name in ("a bomb in the sheet", "docx: a tree too deep", "PDF: a bomb", "OLE: a directory in a ring"):
        assert isinstance(outcome(FILES[name]()), BadInput)
        for good in (good_docx(), good_xlsx()):
            [table] = [block for block in read_file(good).blocks if isinstance(block, SourceTable)]
            assert [cell.text for cell in table.rows[1]][2] in ("до 31.08.2025", "31.08.2025")
