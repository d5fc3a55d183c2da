"""Evidence files in the data folder: kept under their digest, so one file is stored once and its name says nothing."""

import hashlib
import os
import re
from pathlib import Path

_STORED = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]{1,9})?")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,9}")


def keep(data_dir: Path, content: bytes, *, suffix: str) -> tuple[str, str]:
    """Store a file and return (stored name, SHA-256). Writing is whole or not at all.

    A suffix that is more than a few plain letters is left out: it would say something.
    """
    digest = hashlib.sha256(content).hexdigest()
    place = folder(data_dir)
    place.mkdir(parents=True, exist_ok=True)
    kept = suffix.lower() if _SUFFIX.fullmatch(suffix.lower()) else ""
    stored = place / f"{digest}{kept}"
    try:
        os.utime(stored)  # given anew: the sweep of what nobody refers to leaves it for another day
    except FileNotFoundError:
        fresh = stored.with_name(f"{stored.name}.{os.getpid()}")
        fresh.write_bytes(content)
        fresh.replace(stored)
    return stored.name, digest


def read(data_dir: Path, name: str) -> bytes | None:
    """The content of a stored file; None when it is not there or the name is none of ours."""
    if not _STORED.fullmatch(name):
        return None
    try:
        return (folder(data_dir) / name).read_bytes()
    except FileNotFoundError:
        return None


def remove(data_dir: Path, name: str) -> None:
    """A stored file goes; one that is not there, or a name that is none of ours, is no fault."""
    if _STORED.fullmatch(name):
        (folder(data_dir) / name).unlink(missing_ok=True)


def folder(data_dir: Path) -> Path:
    """Where the files stand; it need not be there yet."""
    return data_dir / "evidence"
