"""Evidence files in the data folder: kept under their digest, so one file is stored once and its name says nothing."""

import hashlib
import os
from pathlib import Path

from nastavnik.settings import Settings


def keep(settings: Settings, name: str, content: bytes) -> tuple[str, str]:
    """Store a file and return (stored name, SHA-256). Writing is whole or not at all."""
    digest = hashlib.sha256(content).hexdigest()
    folder = settings.data_dir / "evidence"
    folder.mkdir(parents=True, exist_ok=True)
    stored = folder / f"{digest}{Path(name).suffix.lower()[:10]}"
    if not stored.exists():
        fresh = stored.with_name(f"{stored.name}.{os.getpid()}")
        fresh.write_bytes(content)
        fresh.replace(stored)
    return stored.name, digest
