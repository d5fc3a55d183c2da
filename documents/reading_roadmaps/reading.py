"""A file of a roadmap → its lines and tables: whatever it is, whoever sent it, this process stays alive.

The parsing itself happens in `documents.reading_roadmaps.child`, a process of its own with little memory and time.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from documents.reading_roadmaps import limits, sentences
from engine.refusals import BadInput
from engine.source import Source

Progress = Callable[[int, int], None]
_PROJECT = Path(__file__).parents[2]
_AT_ONCE = threading.BoundedSemaphore(2)  # children of one process: together they may take a gigabyte
_WAITING = threading.BoundedSemaphore(20)  # files that are read or wait for it, each of them held in memory
_LONGEST_ANSWER = 512 * limits.MEGABYTE
_log = logging.getLogger(__name__)


def read_file(data: bytes, *, progress: Progress | None = None) -> Source:
    """The file as lines and tables; its kind is told by its content.

    `progress(done, total)` is called now and then from this thread; what is counted depends on the kind.
    Raises BadInput (field `file`) with one sentence for everything that cannot be read.
    """
    if not data:
        raise sentences.empty()
    if len(data) > limits.PACKED:
        raise sentences.too_large(limits.PACKED // limits.MEGABYTE)
    if not _WAITING.acquire(blocking=False):
        raise sentences.busy()
    try:
        # What the child leaves behind when it is ended goes with its folder.
        with _AT_ONCE, tempfile.TemporaryDirectory(prefix="nastavnik-", ignore_cleanup_errors=True) as folder:
            answer = _Child(data, folder).answer(progress)
    finally:
        _WAITING.release()
    if answer is None:
        raise sentences.broken()
    if "refused" in answer:
        if answer.get("fault"):
            _log.info("roadmap file not read", extra={"fault": answer["fault"]})
        raise BadInput(sentences.FIELD, answer["refused"]["ru"], answer["refused"]["en"])
    return Source.from_document(answer["source"])


class _Child:
    """One run of the child. A thread feeds it, a timer ends it, this thread listens."""

    def __init__(self, data: bytes, folder: str) -> None:
        self._late = threading.Event()
        self._process = subprocess.Popen(
            # -P: no module is ever taken from the folder the server happens to run in.
            [sys.executable, "-P", "-m", "documents.reading_roadmaps.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=limits.environment() | {"PYTHONPATH": str(_PROJECT), "TMPDIR": folder, "TEMP": folder, "TMP": folder},
            start_new_session=True,  # so that LibreOffice, its child, ends with it
        )
        self._feeder = threading.Thread(target=self._feed, args=(data,), daemon=True)

    def answer(self, progress: Progress | None) -> dict[str, Any] | None:
        """What it said last; None when it died without a word. Raises BadInput when it was too slow."""
        timer = threading.Timer(limits.SECONDS, self._end, kwargs={"late": True})
        timer.daemon = True
        timer.start()
        self._feeder.start()
        try:
            return self._listen(progress)
        finally:
            timer.cancel()
            self._end(late=False)

    def _listen(self, progress: Progress | None) -> dict[str, Any] | None:
        left = _LONGEST_ANSWER
        while line := self._stream(self._process.stdout).readline(left):
            left -= len(line)
            said = _understood(line)
            if said is None:
                return None
            if "progress" not in said:
                return said
            if progress is not None:
                done, total = said["progress"]
                progress(done, total)
        if self._late.is_set():
            raise sentences.too_long()
        return None

    def _feed(self, data: bytes) -> None:
        stream = self._stream(self._process.stdin)
        try:
            stream.write(data)
            stream.close()
        except (BrokenPipeError, OSError, ValueError):
            pass  # it died or was ended; whoever listens will know

    def _end(self, *, late: bool) -> None:
        if late:
            self._late.set()
        # Not asked whether it lives still: dead and not yet waited for, it may have left LibreOffice behind.
        if self._process.returncode is None:
            self._kill()
        if not late:
            self._process.wait()
            self._feeder.join()
            self._stream(self._process.stdout).close()

    def _kill(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (AttributeError, ProcessLookupError, PermissionError):  # Windows has no groups
            self._process.kill()

    @staticmethod
    def _stream(stream: "IO[bytes] | None") -> "IO[bytes]":
        assert stream is not None  # noqa: S101  # all of them were asked for as pipes
        return stream


def _understood(line: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None
