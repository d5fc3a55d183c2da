"""A file that is read while its sender waits, and goes on being read when he has waited long enough.

A page answers within seconds. Most files are read by then; a long one goes on in this process, its place is a row of
the table that any process can show. A process that ends meanwhile loses only the reading: whoever looks is told to send
the file once more.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from engine.actors import By
from engine.refusals import BadInput
from engine.words import Words
from storage import roadmap_imports
from storage.database import Database, DatabaseFailed
from workflows.begin_reading import fail_reading, finish_reading
from workflows.read_roadmap_file import read_roadmap_file
from workflows.start_import import FileRead

PATIENCE = 5.0
"""Seconds a sender waits before he is shown the progress instead."""

_TOLD_EVERY = 5  # per cent: each is one small write
_FAILED = Words("Файл не удалось прочитать, загрузите его ещё раз", "The file could not be read, send it once more")
_log = logging.getLogger(__name__)


class LongReading:
    """One file on its way."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._found: FileRead | None = None
        self._fault = _FAILED
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._told: Callable[[int, int], None] | None = None
        self._settle: Callable[[], None] | None = None

    def begin(self) -> "LongReading":
        threading.Thread(target=self._run, name="reading", daemon=True).start()
        return self

    def wait(self) -> bool:
        """Whether it is done before patience ends."""
        return self._done.wait(PATIENCE)

    def result(self) -> FileRead:
        """What was read. Raises BadInput when the file cannot be read."""
        if self._found is None:
            raise BadInput("file", self._fault.ru, self._fault.en)
        return self._found

    def hand_over(self, database: Database, import_id: int, *, by: By, now: Callable[[], datetime]) -> None:
        """Let the row of the table be settled when the reading ends; at once when it has ended already."""

        def told(done: int, total: int) -> None:
            with database.write() as tx:
                roadmap_imports.tell_progress(tx, import_id, {"done": done, "total": total})

        def settle() -> None:
            with database.write() as tx:
                try:
                    finish_reading(
                        tx, by=By(at=now(), person_id=by.person_id), import_id=import_id, found=self.result()
                    )
                except BadInput as error:
                    fail_reading(tx, import_id=import_id, words=error.words)

        with self._lock:
            if not self._done.is_set():
                self._told, self._settle = told, settle
                return
        settle()

    def _run(self) -> None:
        try:
            self._found = read_roadmap_file(self._data, progress=self._progress())
        except BadInput as error:
            self._fault = error.words
        except Exception:
            # Whatever a file does to the readers, its sender gets a sentence and the log the place.
            _log.exception("a roadmap's file was not read")
        with self._lock:
            self._done.set()
            settle = self._settle
        if settle is not None:
            settle()

    def _progress(self) -> Callable[[int, int], None]:
        reached = 0

        def step(done: int, total: int) -> None:
            nonlocal reached
            percent = 100 * done // max(total, 1)
            if self._told is not None and percent >= reached + _TOLD_EVERY:
                reached = percent
                try:
                    self._told(done, total)
                except DatabaseFailed:
                    _log.warning("how far a file was read could not be noted")  # the reading itself goes on

        return step
