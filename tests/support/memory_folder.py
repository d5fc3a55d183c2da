"""Temporary folders in memory: a test writes a database and a dozen files that nobody reads after it."""

import os
import shutil
import tempfile
from pathlib import Path

_SHARED_MEMORY = Path("/dev/shm")  # the usual place of Linux; where it is missing the disk serves
_ENOUGH = 4 << 30  # bytes free: what one run leaves at its fullest is a quarter of it


def use() -> None:
    """Temporary files of this process and its children lie in memory, when there is enough and nobody chose a place.

    A place from which nothing may be started is left alone: some tests start what they have written.
    """
    if "TMPDIR" in os.environ or not os.access(_SHARED_MEMORY, os.W_OK):
        return
    if os.statvfs(_SHARED_MEMORY).f_flag & os.ST_NOEXEC or shutil.disk_usage(_SHARED_MEMORY).free < _ENOUGH:
        return
    os.environ["TMPDIR"] = tempfile.tempdir = str(_SHARED_MEMORY)
