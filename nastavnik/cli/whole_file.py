"""A file that a command writes: whole or not at all, and with a sentence when the place does not take it."""

import os
from pathlib import Path

from engine.refusals import BadInput


def write_whole(file: Path, content: bytes, *, field: str = "--out") -> None:
    """Replaces a file that is there. Raises BadInput when the folder is missing or may not be written."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
        raise BadInput(
            field,
            f"{field}: не удалось записать {file}: проверьте папку и права",
            f"{field}: {file} could not be written: check the folder and its rights",
        ) from None
