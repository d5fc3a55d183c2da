"""Bytes of a file → what was read of it. No database: a long file is read before any transaction begins."""

import hashlib
from collections.abc import Callable

from documents.reading_roadmaps.reading import read_file
from engine.roadmap_reading.reading import read_roadmap
from workflows.start_import import FileRead

Progress = Callable[[int, int], None]


def read_roadmap_file(data: bytes, *, progress: Progress | None = None) -> FileRead:
    """What the file says. The parsing happens in a child process with limits.

    Raises BadInput (field `file`) with one sentence for whatever cannot be read.
    """
    source = read_file(data, progress=progress)
    return FileRead(
        kind=source.kind,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        source=source.document(),
        read=read_roadmap(source),
    )
