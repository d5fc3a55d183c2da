"""Files in the folder of evidence that no row refers to: scans replaced by another, or stored by what was rolled back.

A file is written before the transaction that refers to it, so a young one is nobody's yet.
"""

import re
from pathlib import Path

from storage import evidence_files
from storage.database import Database
from storage.erasing import referred_to

_DAY = 24 * 60 * 60
_IN_FLIGHT = 15 * 60  # no transaction that has just stored a file lasts that long
_OURS = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]{1,9})?(\.[0-9]{1,9})?")  # the last part: a write that was cut off
_MARK = ".swept"


def sweep_evidence(database: Database, data_dir: Path, *, at_once: bool = False) -> int:
    """Once a day (by the clock of the file system, which dates the files, too) remove what is nobody's; how many.

    `at_once`: after an erasure, whenever the last pass was; only what may be part of a change going on is left.
    """
    folder = evidence_files.folder(data_dir)
    if not folder.is_dir() or (now := _begin(folder / _MARK, at_once=at_once)) is None:
        return 0
    age = _IN_FLIGHT if at_once else _DAY
    old = {
        file.name: file.stat().st_mtime
        for file in folder.iterdir()
        if _OURS.fullmatch(file.name) and file.stat().st_mtime < now - age
    }
    if not old:
        return 0
    with database.read() as tx:
        kept = referred_to(tx, old)
    gone = 0
    for name in sorted(old.keys() - kept):
        # Given again meanwhile, it was touched: `evidence_files.keep` does not write the same file twice.
        if (folder / name).stat().st_mtime == old[name]:
            (folder / name).unlink()
            gone += 1
    return gone


def _begin(mark: Path, *, at_once: bool) -> float | None:
    """This moment, None when the last pass was less than a day ago."""
    before = mark.stat().st_mtime if mark.exists() else None
    fresh = mark.with_name(f"{_MARK}.now")
    fresh.touch()
    now = fresh.stat().st_mtime
    if not at_once and before is not None and before <= now < before + _DAY:
        fresh.unlink()
        return None
    fresh.replace(mark)
    return now
