"""(b) What a look at the database costs when nothing is due: it must not grow with what stands."""

import sqlite3
import time
from collections.abc import Callable
from statistics import median

import psycopg

from benchmarks.figures import Row, Section
from benchmarks.idle_tick import idle_tick
from benchmarks.interleaving import Lane, interleave
from benchmarks.region_rows import NOW
from benchmarks.standing import Region
from storage.database import Database
from storage.types import as_text
from workflows.plan_reminders import plan_reminders

SIZES = (10_000, 100_000, 1_000_000)
MILLION = SIZES[-1]
POLL_MS, TICK_MS = 0.5, 5.0
REPEATS = 30  # polls of one slice; its figure is their median
MOST = 500
RAW_POLL = "SELECT id, organisation_id, due_on FROM obligation WHERE next_look_at <= {} ORDER BY next_look_at LIMIT {}"


def measure(region: Region, *, rounds: int) -> list[Section]:
    databases: list[Database] = []
    connections: list[sqlite3.Connection | psycopg.Connection] = []
    lanes: list[Lane] = []
    for size in SIZES:
        on_files, on_server = region.on_sqlite(size), region.on_postgres(size)
        connections += [file := region.files.open(on_files), served := region.server.open(on_server)]
        databases += [ours := Database(region.files.url(on_files)), theirs := Database(region.server.url(on_server))]
        lanes += [
            Lane(_name("raw", "SQLite", size), _median_ms(_raw_sqlite(file))),
            Lane(_name("ours", "SQLite", size), _median_ms(_ours(ours))),
            Lane(_name("raw", "PostgreSQL", size), _median_ms(_raw_postgres(served))),
            Lane(_name("ours", "PostgreSQL", size), _median_ms(_ours(theirs))),
        ]
    for name, database in (("SQLite", databases[-2]), ("PostgreSQL", databases[-1])):
        lanes.append(Lane(_name("tick", name, MILLION), _median_ms(idle_tick(database, NOW))))
    medians = interleave(lanes, rounds=rounds)
    for database in databases:
        database.dispose()
    for connection in connections:
        connection.close()
    return [_section(medians.figures, medians.absent)]


def _name(who: str, database: str, size: int) -> str:
    return {
        "raw": f"raw poll, {database}, {size:,} open",
        "ours": f"nastavnik's poll, {database}, {size:,} open",
        "tick": f"nastavnik's whole idle tick, {database}, {size:,} open",
    }[who]


def _raw_sqlite(database: sqlite3.Connection) -> Callable[[], object]:
    question, now = RAW_POLL.format("?", "?"), as_text(NOW)
    return lambda: database.execute(question, (now, MOST)).fetchall()


def _raw_postgres(database: psycopg.Connection) -> Callable[[], object]:
    """Autocommit: one round trip. Unprepared, as ours: the generic plan is the slower one."""
    database.autocommit = True
    database.prepare_threshold = None
    question = RAW_POLL.format("%s", "%s")
    return lambda: database.execute(question, (NOW, MOST)).fetchall()


def _ours(database: Database) -> Callable[[], object]:
    """As the tick looks: the flow in a transaction of its own, begun and committed."""

    def poll() -> None:
        with database.write() as tx:
            assert not plan_reminders(tx, at=NOW).obligations

    return poll


def _median_ms(poll: Callable[[], object]) -> Callable[[], float]:
    def slice_() -> float:
        taken: list[float] = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            poll()
            taken.append(time.perf_counter() - began)
        return median(taken) * 1000

    return slice_


def _section(figures: dict[str, float], absent: dict[str, str]) -> Section:
    section = Section("Polls and ticks with nothing due")
    for database in ("SQLite", "PostgreSQL"):
        for size in SIZES:
            raw, ours = (_name(who, database, size) for who in ("raw", "ours"))
            section.rows.append(Row(raw, figures.get(raw), "ms", 1.0 if raw in figures else None, absent.get(raw, "")))
            ratio = figures[ours] / figures[raw] if {raw, ours} <= figures.keys() else None
            section.rows.append(Row(ours, figures.get(ours), "ms", ratio, absent.get(ours, "")))
        tick = _name("tick", database, MILLION)
        section.rows.append(Row(tick, figures.get(tick), "ms", None, absent.get(tick, "")))
        poll = figures.get(_name("ours", database, MILLION))
        section.at_most(f"poll at a million, {database}", poll, POLL_MS, unit=" ms")
        section.at_most(
            f"idle tick at a million, {database}", figures.get(tick), TICK_MS, unit=" ms", note=absent.get(tick, "")
        )
    return section
