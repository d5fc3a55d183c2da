"""How much a file may cost: sizes, rows, memory and seconds. Beyond them it is refused, whatever it is."""

import os
import sys
from collections.abc import Iterable

from documents.reading_roadmaps import sentences
from engine.source import SourceCell

try:
    import resource
except ImportError:  # Windows has no such limits; there the time limit alone holds
    resource = None  # type: ignore[assignment]  # asked about before every use

MEGABYTE = 1024 * 1024
PACKED = 10 * MEGABYTE
UNPACKED = 100 * MEGABYTE
RATIO = 100  # unpacked to packed
INNOCENT = 10 * MEGABYTE  # under this much unpacked the ratio proves nothing: alike rows of a real table pack as well
ENTRIES = 2_000
ROWS = 50_000
CELLS = 1_000_000
CHARACTERS = 10_000_000  # of the words read: five thousand pages
COLUMNS = 1_000

MEMORY = 512 * MEGABYTE
SECONDS = 120  # a PDF of 2,000 rows takes 20 at most; school machines are slower
CONVERTING_SECONDS = 90
CONVERTING_MEMORY = 4096 * MEGABYTE  # of addresses: LibreOffice reserves far more than it fills
CONVERTED_FILE = UNPACKED


class Account:
    """What has been read of one file so far. Raises BadInput as soon as it is too much."""

    def __init__(self) -> None:
        self._rows = self._cells = self._characters = 0

    def row(self, cells: Iterable[SourceCell]) -> None:
        self._rows += 1
        if self._rows > ROWS:
            raise sentences.too_many_rows(ROWS)
        for cell in cells:
            self._cells += 1
            self.text(cell.text)
        if self._cells > CELLS:
            raise sentences.too_big()

    def text(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > CHARACTERS:
            raise sentences.too_big()


def bound_itself() -> None:
    """From now on this process may take 512 MB of memory and two minutes of a processor.

    The hard limit stays higher until `bound_for_good`: LibreOffice, a child of this process, needs more.
    """
    _bound(MEMORY, CONVERTING_MEMORY)


def bound_for_good() -> None:
    """No way back to more memory: what follows parses bytes of strangers."""
    _bound(MEMORY, MEMORY)


def bound_converter() -> None:
    """Runs between fork and exec of LibreOffice, in a process with one thread."""
    _bound(CONVERTING_MEMORY, CONVERTING_MEMORY)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (CONVERTED_FILE, CONVERTED_FILE))


def _bound(soft: int, hard: int) -> None:
    if resource is None or sys.platform == "darwin":  # macOS takes the call and heeds it not, or refuses it
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    hard = hard if most == resource.RLIM_INFINITY else min(hard, most)
    resource.setrlimit(resource.RLIMIT_AS, (min(soft, hard), hard))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def lean(environment: dict[str, str]) -> dict[str, str]:
    """Of the server's environment only what a program needs to start: no addresses, no passwords of ours."""
    kept = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "LD_LIBRARY_PATH")
    own = {name: environment[name] for name in kept if name in environment}
    # One arena and one thread each: what many threads reserve counts as memory although nothing fills it.
    return own | {"MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}


def environment() -> dict[str, str]:
    return lean(dict(os.environ))
