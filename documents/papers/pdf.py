"""DOCX → PDF by LibreOffice, where it is installed; several files in one start of it."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from documents.reading_roadmaps import limits
from engine.refusals import BadInput

try:
    import resource
except ImportError:  # Windows has no such limits; there the time limit alone holds
    resource = None  # type: ignore[assignment]  # asked about before every use

_OFFICES = ("soffice", "libreoffice")
_AT_ONCE = threading.BoundedSemaphore(1)  # LibreOffice takes 300 MB; who comes second waits
_LONGEST_WAIT = 60  # seconds


def office() -> str | None:
    """The program that turns papers into PDF, None where there is none."""
    return next((found for name in _OFFICES if (found := shutil.which(name)) is not None), None)


def to_pdf(docx: bytes) -> bytes:
    """The PDF copy. Raises BadInput (field `pdf`) without LibreOffice, and when it cannot or is too slow."""
    return to_pdfs([docx])[0]


def to_pdfs(files: Sequence[bytes]) -> list[bytes]:
    """One PDF for each DOCX, in their order."""
    program = office()
    if program is None:
        raise _no_office()
    if not _AT_ONCE.acquire(timeout=_LONGEST_WAIT):
        raise _busy()
    try:
        with tempfile.TemporaryDirectory(prefix="nastavnik-", ignore_cleanup_errors=True) as name:
            return _converted(program, Path(name), files)
    finally:
        _AT_ONCE.release()


def _converted(program: str, folder: Path, files: Sequence[bytes]) -> list[bytes]:
    """In a folder of its own with a profile of its own: nothing of the machine's settings, no macros."""
    given = [folder / f"paper-{at}.docx" for at in range(len(files))]
    for path, data in zip(given, files, strict=True):
        path.write_bytes(data)
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder / "made"), *map(str, given)]
    _run(command, folder, seconds=limits.CONVERTING_SECONDS + 5 * len(files))
    made = [folder / "made" / f"{path.stem}.pdf" for path in given]
    if not all(path.is_file() and path.stat().st_size <= limits.UNPACKED for path in made):
        raise _failed()
    return [path.read_bytes() for path in made]


def _run(command: list[str], home: Path, *, seconds: int) -> None:
    process = subprocess.Popen(  # noqa: S603  # a program of this machine, names of ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=limits.environment() | {"HOME": str(home), "TMPDIR": str(home)},
        start_new_session=True,
    )
    _bound(process.pid)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise _failed() from error
    finally:
        _end(process)


def _bound(pid: int) -> None:
    """From outside: between fork and exec of a process with many threads nothing may run."""
    if resource is None or not hasattr(resource, "prlimit"):  # Linux alone knows it
        return
    most = {resource.RLIMIT_AS: limits.CONVERTING_MEMORY, resource.RLIMIT_FSIZE: limits.CONVERTED_FILE}
    for kind, wanted in most.items():
        with suppress(ProcessLookupError, PermissionError):  # it has ended already, or the house allows no limits
            _, hard = resource.prlimit(pid, kind)
            allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.prlimit(pid, kind, (allowed, allowed))


def _end(process: "subprocess.Popen[bytes]") -> None:
    """With everything it started: `soffice` is a script whose child does the work."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, ProcessLookupError, PermissionError):  # Windows has no groups; or all of it is gone
        process.kill()
    process.wait()


def _no_office() -> BadInput:
    return BadInput(
        "pdf",
        "Копия в PDF делается программой LibreOffice, а её на этом сервере нет: скачайте DOCX или попросите "
        "администратора установить LibreOffice Writer (в Debian и Ubuntu: apt install libreoffice-writer-nogui).",
        "A PDF copy is made by LibreOffice, which this server lacks: download the DOCX or ask the administrator to "
        "install LibreOffice Writer (Debian, Ubuntu: apt install libreoffice-writer-nogui).",
    )


def _busy() -> BadInput:
    return BadInput(
        "pdf",
        "Сейчас делаются другие копии PDF: повторите через минуту или скачайте DOCX.",
        "Other PDF copies are being made: try again in a minute or download the DOCX.",
    )


def _failed() -> BadInput:
    return BadInput(
        "pdf",
        "Не получилось сделать PDF из этого документа: скачайте DOCX и сохраните его в PDF в Word.",
        "This document could not be turned into PDF: download the DOCX and save it as PDF in Word.",
    )
