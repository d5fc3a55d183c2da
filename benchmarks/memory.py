"""(e) What a real worker process holds in memory after a tick over a million obligations, a thousand of them due."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.falling_due import fall_due_file
from benchmarks.figures import Row, Section
from benchmarks.mail.sink import HOST, Sink
from benchmarks.region_rows import NOW, due_ids
from benchmarks.standing import Region

SIZE = 1_000_000
LIMIT_MB = 150
PATIENCE_SECONDS = 60.0
WORKER = "nastavnik worker"


class NoTickError(Exception):
    """The worker ended or stayed silent; the message has its last words."""


def measure(region: Region) -> list[Section]:
    files = region.files
    files.copy(region.on_sqlite(SIZE), "worker")
    database = files.open("worker")
    fall_due_file(database, due_ids(SIZE))
    section = Section(f"A worker's memory at {SIZE:,} open obligations")
    try:
        with Sink() as sink:
            held, peak = _after_a_tick(
                files.url("worker"), database, folder=files.path("worker").parent, port=sink.port
            )
    except Exception as error:  # a part of the product that is absent is a missed promise
        section.missing(WORKER, f"{type(error).__name__}: {error}"[:300])
    else:
        section.rows.append(Row("resident after the tick", held, "MB"))
        section.rows.append(Row("at its peak", peak, "MB"))
        section.at_most("resident memory after a tick", held, LIMIT_MB, unit=" MB")
    finally:
        database.close()
    return [section]


def _after_a_tick(url: str, database: sqlite3.Connection, *, folder: Path, port: int) -> tuple[float, float]:
    """Resident and highest resident size in megabytes."""
    errors = folder / "worker.log"
    with errors.open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, "-c", "from nastavnik.cli.main import run; run()", "worker"],
            env=_environment(url, folder, port),
            stdout=log,
            stderr=log,
        )
    try:
        _await_tick(worker, database, errors)
        return _megabytes(worker.pid, "VmRSS"), _megabytes(worker.pid, "VmHWM")
    finally:
        worker.terminate()
        worker.wait()


def _environment(url: str, folder: Path, port: int) -> dict[str, str]:
    clock = folder / "clock"
    clock.write_text(NOW.isoformat())
    own = {name: value for name, value in os.environ.items() if not name.startswith("NASTAVNIK_")}
    return own | {
        "NASTAVNIK_DATABASE_URL": url,
        "NASTAVNIK_DATA_DIR": str(folder),
        "NASTAVNIK_CLOCK_FILE": str(clock),
        "NASTAVNIK_SMTP_HOST": HOST,
        "NASTAVNIK_SMTP_PORT": str(port),
        "NASTAVNIK_SMTP_SECURITY": "none",
        "NASTAVNIK_MAIL_FROM": "nastavnik@school.test",
    }


def _await_tick(worker: "subprocess.Popen[bytes]", database: sqlite3.Connection, errors: Path) -> None:
    """Until the worker has noted a tick and every due obligation has become a letter that went."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        sent = database.execute("SELECT count(*) FROM letter WHERE state = 'sent'").fetchone()[0]
        ticked = database.execute("SELECT count(*) FROM heartbeat WHERE name = 'tick'").fetchone()[0]
        if ticked and sent == len(due_ids(SIZE)):
            return
        if worker.poll() is not None:
            raise NoTickError(f"the worker ended with {worker.returncode}: {errors.read_text()[-200:].strip()}")
        time.sleep(0.2)
    raise NoTickError(
        f"no complete tick within {PATIENCE_SECONDS:.0f} s: {sent} letters sent, {errors.read_text()[-200:]}"
    )


def _megabytes(pid: int, name: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) / 1024
    raise NoTickError(f"the system does not tell {name}")
