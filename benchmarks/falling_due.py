"""Makes obligations of a standing region due: their rung of seven days before came at 09:00 today."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime, time, timedelta

import psycopg

from benchmarks.region_rows import TODAY, YESTERDAY, ZONE
from storage.types import as_text

DUE_ON = TODAY + timedelta(days=7)
FELL_DUE = datetime.combine(TODAY, time(9), ZONE)
_FALL = (
    "UPDATE obligation SET due_on = {0}, first_due_on = {0}, watched_from = {0}, looked_at = {0}, next_look_at = {0}"
    " WHERE id = {0}"
)


def fall_due_file(database: sqlite3.Connection, ids: Iterable[int]) -> None:
    due_on, before, fell = DUE_ON.isoformat(), as_text(YESTERDAY), as_text(FELL_DUE)
    database.execute("BEGIN IMMEDIATE")
    database.executemany(_FALL.format("?"), [(due_on, due_on, before, before, fell, one) for one in ids])
    database.execute("COMMIT")


def fall_due_server(database: psycopg.Connection, ids: Iterable[int]) -> None:
    rows = [(DUE_ON, DUE_ON, YESTERDAY, YESTERDAY, FELL_DUE, one) for one in ids]
    database.cursor().executemany(_FALL.format("%s"), rows)
    database.commit()


def forget_letters(database: sqlite3.Connection | psycopg.Connection) -> None:
    """An empty ledger and outbox, so that every round begins alike. Commits."""
    for table in ("reminder", "letter"):
        database.execute(f"DELETE FROM {table}")
    database.commit()
