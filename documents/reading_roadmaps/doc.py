"""Formats of other days (.doc, .xls, .rtf, .odt, .ods): LibreOffice turns them into DOCX or XLSX, where it is present.

Runs inside the child process; without LibreOffice an old .doc is still read by antiword.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from documents.reading_roadmaps import limits, sentences
from documents.reading_roadmaps.kinds import Kind
from documents.reading_roadmaps.text import read_text
from engine.source import Source
from engine.words import Words

_TARGETS: dict[Kind, tuple[str, str, str, str]] = {  # what it becomes and is called; how people call what it is
    "doc": ("docx", "DOCX", "старый .doc", "an old .doc"),
    "rtf": ("docx", "DOCX", "файл RTF", "an RTF file"),
    "odt": ("docx", "DOCX", "файл ODT", "an ODT file"),
    "xls": ("xlsx", "XLSX", "старая книга Excel (.xls)", "an old Excel workbook (.xls)"),
    "ods": ("xlsx", "XLSX", "таблица ODS", "an ODS spreadsheet"),
}
_OFFICES = ("soffice", "libreoffice")


def read_converted(data: bytes, kind: Kind, read: Callable[[bytes], Source]) -> Source:
    """`read` gets the bytes LibreOffice made of the file. Raises BadInput when there is none or it cannot."""
    target, wanted, ru, en = _TARGETS[kind]
    office = next((found for name in _OFFICES if (found := shutil.which(name)) is not None), None)
    if office is None:
        antiword = shutil.which("antiword") if kind == "doc" else None
        if antiword is None:
            raise sentences.needs_office(ru, en, wanted)
        source = read_text(_plain(antiword, data))
        return replace(source, kind="doc", notes=(*source.notes, _told("antiword")))
    made = _converted(office, data, kind, target)
    if made is None:
        raise sentences.not_converted(ru, en, wanted)
    source = read(made)
    return replace(source, kind="doc" if target == "docx" else target, notes=(*source.notes, _told("LibreOffice")))


def _converted(office: str, data: bytes, kind: Kind, target: str) -> bytes | None:
    """In a folder of its own with a profile of its own: nothing of the machine's settings, no macros."""
    with tempfile.TemporaryDirectory(prefix="nastavnik-") as name:
        folder = Path(name)
        given = folder / f"given.{kind}"
        given.write_bytes(data)
        command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", target, "--outdir", str(folder / "made"), str(given)]
        if not _ran(command, home=folder):
            return None
        made = folder / "made" / f"given.{target}"
        if not made.is_file() or made.stat().st_size > limits.UNPACKED:
            return None
        return made.read_bytes()


def _plain(antiword: str, data: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="nastavnik-") as name:
        given = Path(name) / "given.doc"
        given.write_bytes(data)
        try:
            done = subprocess.run(  # noqa: S603  # a program of this machine, a name of ours
                [antiword, "-w", "0", "-m", "UTF-8.txt", str(given)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=limits.CONVERTING_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise sentences.broken() from error
    if done.returncode != 0 or not done.stdout.strip():
        raise sentences.broken()
    return done.stdout


def _ran(command: list[str], *, home: Path) -> bool:
    process = subprocess.Popen(  # noqa: S603  # a program of this machine, names of ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=limits.environment() | {"HOME": str(home)},
        preexec_fn=limits.bound_converter if os.name == "posix" else None,  # one thread lives here
    )
    try:
        return process.wait(timeout=limits.CONVERTING_SECONDS) == 0
    except subprocess.TimeoutExpired:
        process.kill()  # what it started itself ends with the group of this process
        process.wait()
        return False


def _told(by: str) -> Words:
    return Words(f"Файл прочитан с помощью {by}.", f"The file was read by means of {by}.")
