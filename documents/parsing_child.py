"""One run of a process that parses a stranger's file: with little memory, little time and nothing of ours to find.

The child takes the bytes on its input and answers lines of JSON: `{"progress": [done, total]}` any number of times,
then one object more. Its module bounds itself first (`documents.reading_roadmaps.limits`).
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from documents.reading_roadmaps import limits

Progress = Callable[[int, int], None]
_PROJECT = Path(__file__).parents[1]
_AT_ONCE = threading.BoundedSemaphore(2)  # children of one process: together they may take a gigabyte
_WAITING = threading.BoundedSemaphore(20)  # files that are read or wait for it, each of them held in memory
_LONGEST_ANSWER = 512 * limits.MEGABYTE


class Busy(Exception):  # noqa: N818  # read aloud: `except Busy`
    """Too many files wait already."""


class TookTooLong(Exception):  # noqa: N818  # read aloud: `except TookTooLong`
    """The child was ended after its time."""


def answer_of(module: str, data: bytes, *, progress: Progress | None = None) -> dict[str, Any] | None:
    """What the child running `module` said last about these bytes; None when it died without a word.

    `progress(done, total)` is called from this thread. Raises Busy and TookTooLong.
    """
    if not _WAITING.acquire(blocking=False):
        raise Busy
    try:
        # What the child leaves behind when it is ended goes with its folder.
        with _AT_ONCE, tempfile.TemporaryDirectory(prefix="nastavnik-", ignore_cleanup_errors=True) as folder:
            return _Child(module, data, folder).answer(progress)
    finally:
        _WAITING.release()


class _Child:
    """One run of the child. A thread feeds it, a timer ends it, this thread listens."""

    def __init__(self, module: str, data: bytes, folder: str) -> None:
        self._late = threading.Event()
        self._process = subprocess.Popen(  # noqa: S603  # `module` is a name in our own code
            # -P: no module is ever taken from the folder the server happens to run in.
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=limits.environment() | {"PYTHONPATH": str(_PROJECT), "TMPDIR": folder, "TEMP": folder, "TMP": folder},
            start_new_session=True,  # so that LibreOffice, its child, ends with it
        )
        self._feeder = threading.Thread(target=self._feed, args=(data,), daemon=True)

    def answer(self, progress: Progress | None) -> dict[str, Any] | None:
        """What it said last; None when it died without a word. Raises TookTooLong."""
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
            raise TookTooLong
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
