"""After an erasure: the files go, the freed pages are overwritten, the write-ahead log is emptied.

None of it can be part of a transaction, so it is repeated until it has succeeded: a heartbeat named `forgetting` says
up to which erasure everything is done.
"""

from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from storage import evidence_files, heartbeats
from storage.database import Database
from storage.erasing import still_used
from storage.evidence_sweep import sweep_evidence
from storage.personal_data import TRACES, WORDS_THAT_MAY_NAME
from storage.tables.participants import erasures

_BEAT = "forgetting"
_TABLES = frozenset(
    {trace.table.name for trace in TRACES}
    | set(WORDS_THAT_MAY_NAME)
    | {"journal_entry", "letter", "sign_in", "idempotent_answer"}
)


def forget(database: Database, data_dir: Path) -> bool:
    """Do what is left to do after the erasures so far; whether there was anything."""
    with database.read() as tx:
        newest: datetime | None = tx.scalar(select(func.max(erasures.c.at)))
        done = heartbeats.last_beat(tx, _BEAT)
        if newest is None or (done is not None and done >= newest):
            return False
        acts = select(erasures.c.extract)
        fresh = acts if done is None else acts.where(erasures.c.at > done)
        named = {line["file"] for extract in tx.scalars(fresh) for line in extract if "file" in line}
        gone = [name for name in sorted(named) if not still_used(tx, name)]
    for name in gone:
        evidence_files.remove(data_dir, name)
    sweep_evidence(database, data_dir, at_once=True)  # an earlier scan, which another one replaced
    if not database.overwrite_free_pages(_TABLES):
        return False
    with database.write() as tx:
        heartbeats.beat(tx, _BEAT, at=newest)
    database.empty_log()
    return True
