"""The only file of the product that reads the time."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from engine.refusals import BadInput

_LONGEST = 64  # characters of one ISO instant, with room for an editor's line end
_YEARS = range(1900, 2200)  # no arithmetic with days may run out of the calendar
_PATIENCE = 50  # looks at a file that somebody is just writing, 10 ms apart


@dataclass(frozen=True, slots=True)
class Clock:
    """`file` None is the machine's clock; otherwise the product's "now" is the one ISO instant written in it."""

    file: Path | None = None

    def now(self) -> datetime:
        """The instant the product works with: dates, rungs, times of retries. Aware, in UTC.

        A turned clock is read again at every use, so that a test can move a running worker.
        Raises BadInput when the file does not hold one instant with an offset.
        """
        if self.file is None:
            return datetime.now(UTC)
        return _written_in(self.file)

    def elapsed(self) -> float:
        """Real seconds since 1970, never turned: leases, time-outs, the pulse."""
        return time.time()


def _written_in(file: Path) -> datetime:
    try:
        instant = datetime.fromisoformat(_text_of(file))
    except (OSError, ValueError):
        raise _unreadable(file) from None
    if instant.tzinfo is None or instant.year not in _YEARS:
        raise _unreadable(file)
    return instant.astimezone(UTC)


def _text_of(file: Path) -> str:
    """The file's text. A file being rewritten is empty for a moment; an empty one is looked at again."""
    text = ""
    for _ in range(_PATIENCE):
        text = file.read_text(encoding="utf-8-sig")[:_LONGEST].strip()
        if text:
            break
        time.sleep(0.01)
    return text


def _unreadable(file: Path) -> BadInput:
    return BadInput(
        "NASTAVNIK_CLOCK_FILE",
        f"NASTAVNIK_CLOCK_FILE: в файле {file} нужен один момент со смещением, например 2025-09-25T09:00:00+03:00",
        f"NASTAVNIK_CLOCK_FILE: {file} must hold one instant with an offset, such as 2025-09-25T09:00:00+03:00",
    )
