"""The clock of the played year, and of the days after it."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from nastavnik.clock import Clock

_TICK = 0.5  # seconds


class PlayedClock:
    """`now` is where the play stands, `elapsed` the machine's own seconds, as in `nastavnik.clock`."""

    def __init__(self, at: datetime) -> None:
        self._now = at.astimezone(UTC)
        self._machine = Clock()

    def now(self) -> datetime:
        return self._now

    def elapsed(self) -> float:
        return self._machine.elapsed()

    def turn(self, to: datetime) -> None:
        """Forward only. Raises ValueError for an instant that has passed."""
        if to < self._now:
            raise ValueError(f"the play stands at {self._now.isoformat()}, it cannot go back to {to.isoformat()}")
        self._now = to.astimezone(UTC)


class LivingClock:
    """After the play time goes on: the clock's file is rewritten twice a second until `stop`.

    The pages, the worker and every command that is told of the file see the same now.
    """

    def __init__(self, file: Path, at: datetime) -> None:
        self._file = file
        self._at = at
        self._machine = Clock()
        self._began = self._machine.elapsed()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._tick, name="clock", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._thread.join()

    def _tick(self) -> None:
        fresh = self._file.with_suffix(".new")
        while not self._stopping.wait(_TICK):
            now = self._at + timedelta(seconds=self._machine.elapsed() - self._began)
            fresh.write_text(f"{now.isoformat()}\n", encoding="ascii")
            fresh.replace(self._file)
