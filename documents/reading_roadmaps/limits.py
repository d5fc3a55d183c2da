"""How much a file may cost: sizes, rows, memory and seconds. Beyond them it is refused, whatever it is."""

import os
import re
import sys
import zlib
from collections.abc import Iterable

from documents.reading_roadmaps import sentences
from engine.source import Source, SourceCell, SourceLine

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
CHARACTERS = 20_000_000  # of the words read: fifty thousand rows of real length
COLUMNS = 1_000
WORD = 2_000  # signs without a space: no word, and the rules of language would chew on it for minutes
LONGEST = 32_767  # signs of a cell or a line, as many as Excel allows
LONG, LONG_TOGETHER = 3_000, 200_000  # signs from which a cell is long, and of all long ones together
WIDEST = 256  # columns of a table
LINES = 500_000  # outside tables, the empty ones of a text among them

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

    def check(self, source: Source) -> None:
        """The same for what a reader without an account brought."""
        lines = long = 0
        for block in source.blocks:
            if isinstance(block, SourceLine):
                lines += 1
                self.text(block.text)
                long += _weight(block.text)
                continue
            for row in block.rows:
                self.row(row)
                long += sum(_weight(cell.text) for cell in row)
                if row and row[-1].column + row[-1].width > WIDEST:
                    raise sentences.too_big()
        if lines > LINES or long > LONG_TOGETHER:
            raise sentences.too_big()

    def text(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > CHARACTERS:
            raise sentences.too_big()


_ENDLESS = re.compile(rf"\S{{{WORD + 1}}}")


def _weight(text: str) -> int:
    """How much a long text counts. What understands the words runs outside the child: nothing endless reaches it."""
    if len(text) <= WORD:
        return 0
    if len(text) > LONGEST or _ENDLESS.search(text):
        raise sentences.too_big()
    return len(text) if len(text) > LONG else 0


_STREAM = re.compile(rb"stream\r?\n")
_PICTURE = re.compile(rb"/Subtype\s*/Image")
_BEFORE = 600  # bytes in which the dictionary of a stream stands


def refuse_bombs(data: bytes) -> None:
    """The same limit of 100 MB for what a PDF unpacks to; its pictures are never unpacked and count nothing."""
    left = UNPACKED
    for found in _STREAM.finditer(data):
        if _PICTURE.search(data[max(0, found.start() - _BEFORE) : found.start()].rpartition(b"endobj")[2]):
            continue
        unpacking = zlib.decompressobj()
        rest = data[found.end() : found.end() + 2]
        if rest[:1] not in (b"\x78", b"\x68", b"\x58", b"\x48"):  # no zlib stream begins otherwise
            continue
        rest = data[found.end() :]
        try:
            while rest and not unpacking.eof:
                left -= len(unpacking.decompress(rest, MEGABYTE))
                rest = unpacking.unconsumed_tail
                if left < 0:
                    raise sentences.too_big()
        except zlib.error:
            continue


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
