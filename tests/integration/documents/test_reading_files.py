"""A file from outside: its kind told by content, parsed in a process of its own, the way told to whoever waits."""

import shutil
import stat
import subprocess
import sys
import threading
import time
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from documents import parsing_child
from documents.reading_roadmaps import limits
from documents.reading_roadmaps.reading import read_file
from engine.refusals import BadInput
from engine.source import Source, SourceLine, SourceTable
from tests.support.hostile_files import good_docx, good_xlsx
from tests.support.hostile_ole import container
from tests.support.hostile_pdfs import pdf
from tests.support.office_files import docx, row, sheet_row, table, xlsx, zipped

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def words(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, SourceLine)]


def cells(source: Source) -> list[list[str]]:
    tables = [block for block in source.blocks if isinstance(block, SourceTable)]
    return [[cell.text for cell in one] for block in tables for one in block.rows]


def sentence(data: bytes) -> str:
    with pytest.raises(BadInput) as refused:
        read_file(data)
    return refused.value.words.ru


def test_the_kind_is_told_by_content() -> None:
    assert read_file(good_docx()).kind == "docx"
    assert read_file(good_xlsx()).kind == "xlsx"
    assert read_file(pdf()).kind == "pdf"
    assert read_file("План\n1. Дело".encode()).kind == "text"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "koi8-r"])
def test_a_text_in_any_letters(encoding: str) -> None:
    text = "Дорожная карта наставничества\nСформировать базу наставляемых до 31 августа 2025 года\n"
    assert words(read_file(text.encode(encoding)))[:2] == text.split("\n")[:2]


def test_signs_that_are_no_words_are_gone_whatever_the_kind() -> None:
    signs = "\u202e\u2066\u2069\ufffe\uffff\x9b"
    assert words(read_file(f"Издать{signs} приказ\n".encode()))[0] == "Издать приказ"
    told = read_file(docx(table(row("№", f"Дело\u202e\u2067{chr(0x85)}"))))
    assert cells(told) == [["№", "Дело"]]
    sheet = read_file(xlsx(sheet_row(1, "дело\u202e\u2066", 1)))
    assert [cell for one in cells(sheet) for cell in one] == ["дело", "1"]
    assert "\x00" not in "".join(words(read_file(pdf(b"BT /F 12 Tf 50 800 Td (Pl\\000an of a year) Tj ET"))))


def test_what_comes_back_is_what_the_reader_made() -> None:
    source = read_file(good_docx())
    assert words(source) == ["Дорожная карта", "1. цель"]
    assert cells(source) == [["№", "Мероприятие", "Срок"], ["1.1", "Сформировать базу", "до 31.08.2025"]]
    assert Source.from_document(source.document()) == source


def test_the_way_is_told() -> None:
    told: list[tuple[int, int]] = []
    rows = [row(str(at), "дело") for at in range(2_000)]
    read_file(docx(table(*rows)), progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (2_000, 2_000)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert 50 <= len(told) <= 102
    told.clear()
    book = xlsx("".join(sheet_row(at, "дело", at) for at in range(1, 2_001)))
    read_file(book, progress=lambda done, total: told.append((done, total)))
    assert len(told) > 3


def test_many_threads_read_at_once() -> None:
    found: list[Source] = []
    threads = [threading.Thread(target=lambda: found.append(read_file(good_docx()))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [read_file(good_docx())] * 5


def test_a_process_that_dies_is_a_broken_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    interpreter = program(tmp_path / "python", "exit 139")
    monkeypatch.setattr(sys, "executable", str(interpreter))
    assert "повреждён" in sentence(good_docx())


def test_a_process_that_says_nonsense_is_a_broken_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    interpreter = program(tmp_path / "python", 'cat > /dev/null; echo "[1]"')
    monkeypatch.setattr(sys, "executable", str(interpreter))
    assert "повреждён" in sentence(good_docx())


def ends(pid: str) -> bool:
    """Whether the process goes soon: struck dead it may still be running for a moment on a busy machine."""
    for _ in range(200):
        asked = ["ps", "-o", "stat=", "-p", pid]
        seen = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
        if seen == "" or seen.startswith("Z"):  # gone, or dead and not yet buried
            return True
        time.sleep(0.05)
    return False


def test_a_process_that_never_ends_is_ended_with_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    interpreter = program(tmp_path / "python", f"sleep 600 & echo $! > {tmp_path}/inner; sleep 600")
    monkeypatch.setattr(sys, "executable", str(interpreter))
    monkeypatch.setattr(limits, "SECONDS", 2)
    assert "слишком долго" in sentence(good_docx())
    inner = (tmp_path / "inner").read_text().strip()
    assert ends(inner)


def test_what_a_dead_process_left_running_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    interpreter = program(tmp_path / "python", f"sleep 600 > /dev/null 2>&1 & echo $! > {tmp_path}/inner; exit 139")
    monkeypatch.setattr(sys, "executable", str(interpreter))
    assert "повреждён" in sentence(good_docx())
    inner = (tmp_path / "inner").read_text().strip()
    assert ends(inner)


def test_only_so_many_files_wait_to_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing_child, "_WAITING", threading.BoundedSemaphore(1))
    assert read_file(good_docx()).kind == "docx"
    parsing_child._WAITING.acquire()  # somebody's file is being read
    assert "подождите минуту" in sentence(good_docx())
    parsing_child._WAITING.release()
    assert read_file(good_docx()).kind == "docx"


def test_the_child_gets_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NASTAVNIK_DATABASE_URL", "postgresql://user:secret@localhost/x")
    interpreter = program(tmp_path / "python", f"cat > /dev/null; env > {tmp_path}/seen")
    monkeypatch.setattr(sys, "executable", str(interpreter))
    sentence(good_docx())
    assert "secret" not in (tmp_path / "seen").read_text()


def test_the_child_may_take_no_more_than_its_memory() -> None:
    asked = (
        "from documents.reading_roadmaps import limits as l; l.bound_itself(); l.bound_for_good(); bytearray(600 << 20)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr


def test_pictures_of_a_pdf_are_not_counted_as_bombs() -> None:
    white = b"/Subtype /Image /Filter /FlateDecode >>\nstream\n" + zipped({"x": b"0"})
    limits.refuse_bombs(b"1 0 obj\n<< " + white)


def old(data: bytes, after: str, folder: Path) -> bytes | None:
    """The DOCX in an old format, as LibreOffice writes it; None where there is none."""
    if OFFICE is None:
        return None
    given = folder / "given.docx"
    given.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [OFFICE, profile, "--headless", "--convert-to", after, "--outdir", str(folder), str(given)],
        capture_output=True,
        check=False,
    )
    made = folder / f"given.{after}"
    return made.read_bytes() if made.is_file() else None


@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_old_documents_are_read_where_libreoffice_is(kind: str, tmp_path: Path) -> None:
    data = old(written_by_word(), kind, tmp_path)
    if data is None:
        assert OFFICE is None
        assert "LibreOffice на сервере не найден" in sentence(container("WordDocument"))
        return
    source = read_file(data)
    assert (source.kind, words(source)) == ("doc", ["План", "Директор"])
    assert cells(source) == [["№", "Дело", "Срок"], ["1", "База", "май"]]
    assert [note.en for note in source.notes] == ["The file was read by means of LibreOffice."]


def written_by_word() -> bytes:
    document = Document()
    document.add_paragraph("План")
    made = document.add_table(rows=2, cols=3)
    for at, text in enumerate(("№", "Дело", "Срок", "1", "База", "май")):
        made.cell(at // 3, at % 3).text = text
    document.add_paragraph("Директор")  # Word never ends with a table, and the old format cannot
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def open_document() -> bytes:
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})


def test_without_libreoffice_an_old_file_names_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for data, told in (
        (container("WordDocument"), "Это старый .doc, а LibreOffice на сервере не найден: сохраните файл как DOCX."),
        (container("Workbook"), "(.xls), а LibreOffice на сервере не найден: сохраните файл как XLSX."),
        (b"{\\rtf1 x}", "Это файл RTF, а LibreOffice на сервере не найден: сохраните файл как DOCX."),
        (open_document(), "Это файл ODT, а LibreOffice на сервере не найден: сохраните файл как DOCX."),
    ):
        assert told in sentence(data)


def test_antiword_reads_an_old_document_where_libreoffice_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program(tmp_path / "antiword", "echo 'План работы'; echo '1. База'")
    monkeypatch.setenv("PATH", str(tmp_path))
    source = read_file(container("WordDocument"))
    assert (source.kind, words(source)[:2]) == ("doc", ["План работы", "1. База"])
    assert [note.en for note in source.notes] == ["The file was read by means of antiword."]


def test_libreoffice_that_fails_is_no_disaster(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path / "soffice", "exit 77")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "LibreOffice не смог его открыть" in sentence(container("WordDocument"))


def program(file: Path, script: str) -> Path:
    file.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return file
