"""(c) What is due among very many: find and claim it, climb its ladders, put its letters into the outbox."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from statistics import median

import psycopg

from benchmarks.falling_due import fall_due_file, fall_due_server, forget_letters
from benchmarks.figures import Row, Section
from benchmarks.interleaving import Lane, Medians, duration, interleave
from benchmarks.ladder import ladder
from benchmarks.region_rows import NOW, due_ids
from benchmarks.standing import Region
from storage import obligations
from storage.database import Database, unprepared
from storage.types import as_text

# Of how many open ones a thousandth is due, and how much slower than by hand the claim may be.
CLAIM_RATIOS = {10_000: 2.5, 100_000: 1.5, 1_000_000: 1.2}
MILLION = 1_000_000
LADDER_SECONDS = 0.5
DATABASES = ("SQLite", "PostgreSQL")

_COLUMNS = (
    "id, organisation_id, subject_kind, subject_id, pair_id, item_id, ladder, responsible_role, responsible_id, due_on,"
    " revision, watched_from, looked_at"
)
_FIND = f"SELECT {_COLUMNS} FROM obligation WHERE next_look_at <= {{0}} ORDER BY next_look_at LIMIT {{0}}"
_CLAIM = "UPDATE obligation SET looked_at = {0}, next_look_at = {0} WHERE id = {0}"
# A day nobody asks for: what was claimed is not found again.
_LATER = NOW.replace(year=2026)


def measure(region: Region, *, rounds: int) -> list[Section]:
    grounds = [_ground(region, size, name) for size in CLAIM_RATIOS for name in DATABASES]
    lanes: list[Lane] = []
    for ground in grounds:
        lanes.append(Lane(ground.named("raw"), ground.timed(ground.raw)))
        lanes.append(Lane(ground.named("ours"), ground.timed(partial(_claim, ground.database, ground.due))))
        if ground.size == MILLION:
            lanes.append(Lane(ground.named("ladder"), ground.timed(ladder(ground.database, NOW, ground.due))))
    medians = interleave(lanes, rounds=rounds)
    for ground in grounds:
        ground.close()
    return [_section(grounds, medians)]


@dataclass(frozen=True, slots=True)
class _Ground:
    """One size on one database: the product's door to it, the bare driver's, and a third that prepares.

    Whoever made the rows due would find their pages in his own cache, so neither of the two compared does it.
    """

    size: int
    name: str
    database: Database
    driver: sqlite3.Connection | psycopg.Connection
    preparing: sqlite3.Connection | psycopg.Connection
    fall_due: Callable[[Iterable[int]], None]
    raw: Callable[[], None]

    @property
    def due(self) -> int:
        return len(due_ids(self.size))

    def named(self, who: str) -> str:
        label = {"raw": "by hand", "ours": "nastavnik", "ladder": "nastavnik, laddered and in the outbox"}[who]
        return f"{label}: {self.due:,} of {self.size:,}, {self.name}"

    def timed(self, work: Callable[[], object]) -> Callable[[], float]:
        """Milliseconds of `work` on rows that have just become due; making them so is not timed.

        A slice is the median of several times: one alone is over in a blink and may meet a checkpoint.
        """
        times = {10: 15, 100: 7}.get(self.due, 3)

        def once() -> float:
            forget_letters(self.preparing)
            self.fall_due(due_ids(self.size))
            return duration(work) * 1000

        def slice_() -> float:
            return median(once() for _ in range(times))

        return slice_

    def close(self) -> None:
        """The rows go back into the future: other sections want nothing due."""
        self.fall_due(due_ids(self.size))
        self.raw()
        forget_letters(self.preparing)
        self.database.dispose()
        self.preparing.close()
        self.driver.close()


def _ground(region: Region, size: int, name: str) -> _Ground:
    due = len(due_ids(size))
    if name == "SQLite":
        place = region.on_sqlite(size)
        file, other = region.files.open(place), region.files.open(place)
        database = Database(region.files.url(place))
        return _Ground(
            size, name, database, file, other, partial(fall_due_file, other), partial(_raw_sqlite, file, due)
        )
    place = region.on_postgres(size)
    served, apart = region.server.open(place), region.server.open(place)
    database = Database(region.server.url(place))
    return _Ground(
        size, name, database, served, apart, partial(fall_due_server, apart), partial(_raw_postgres, served, due)
    )


def _raw_sqlite(database: sqlite3.Connection, due: int) -> None:
    database.execute("BEGIN IMMEDIATE")
    found = database.execute(_FIND.format("?"), (as_text(NOW), due)).fetchall()
    now, later = as_text(NOW), as_text(_LATER)
    database.executemany(_CLAIM.format("?"), [(now, later, row[0]) for row in found])
    database.execute("COMMIT")
    assert len(found) == due


def _raw_postgres(database: psycopg.Connection, due: int) -> None:
    found = database.execute(_FIND.format("%s"), (NOW, due), prepare=False).fetchall()
    database.cursor().executemany(_CLAIM.format("%s"), [(NOW, _LATER, row[0]) for row in found])
    database.commit()
    assert len(found) == due


def _claim(database: Database, due: int) -> None:
    with database.write() as tx:
        with unprepared(tx):
            found = obligations.due_for_look(tx, now=NOW, most=due)
        obligations.looked(tx, [(row.id, NOW, _LATER) for row in found])
    assert len(found) == due


def _section(grounds: list[_Ground], medians: Medians) -> Section:
    section = Section("A thousandth of the open obligations is due")
    for ground in grounds:
        raw, ours, climbed = (ground.named(who) for who in ("raw", "ours", "ladder"))
        names = [raw, ours, climbed] if ground.size == MILLION else [raw, ours]
        for name in names:
            ratio = None if name == climbed else medians.ratio(name, raw)
            section.rows.append(Row(name, medians.figures.get(name), "ms", ratio, medians.absent.get(name, "")))
        promise = f"nastavnik to by hand, {ground.due:,} of {ground.size:,}, {ground.name}"
        section.at_most(promise, medians.ratio(ours, raw), CLAIM_RATIOS[ground.size], unit=" ×")
        if ground.size == MILLION:
            taken = medians.figures.get(climbed)
            section.at_most(
                f"{ground.due:,} laddered and in the outbox, {ground.name}",
                None if taken is None else taken / 1000,
                LADDER_SECONDS,
                unit=" s",
                note=medians.absent.get(climbed, ""),
            )
    return section
