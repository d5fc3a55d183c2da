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
    folder = _folder(data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    kept = suffix.lower() if _SUFFIX.fullmatch(suffix.lower()) else ""
    stored = folder / f"{digest}{kept}"
    if not stored.exists():
        fresh = stored.with_name(f"{stored.name}.{os.getpid()}")
        fresh.write_bytes(content)
        fresh.replace(stored)
    return stored.name, digest


def read(data_dir: Path, name: str) -> bytes | None:
    """The content of a stored file; None when it is not there or the name is none of ours."""
    if not _STORED.fullmatch(name):
        return None
    try:
        return (_folder(data_dir) / name).read_bytes()
    except FileNotFoundError:
        return None


def remove(data_dir: Path, name: str) -> None:
    """A stored file goes; one that is not there, or a name that is none of ours, is no fault."""
    if _STORED.fullmatch(name):
        (_folder(data_dir) / name).unlink(missing_ok=True)


def _folder(data_dir: Path) -> Path:
    return data_dir / "evidence"
