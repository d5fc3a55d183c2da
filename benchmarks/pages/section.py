"""The promises on pages: how long the slowest hundredth waits."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.falling_due import fall_due_file
from benchmarks.figures import Row, Section
from benchmarks.mail.sink import HOST, Sink
from benchmarks.pages.ground import STAGES, Reader, dress
from benchmarks.pages.readers import SECRET, Times, advance, read_on
from benchmarks.region_rows import FIRST_SCHOOL, NOW, PER_PAIR, PER_SCHOOL, due_ids
from benchmarks.standing import Region

SIZE = 1_000_000
READERS = 20
PROCESSES = ("--processes", "2")  # one a core
SECONDS = 20.0
WARM_SECONDS = 3.0
ADVANCES = 120
GET_LIMIT, POST_LIMIT = 150, 300
_START_SECONDS = 30.0
_NASTAVNIK = "from nastavnik.cli.main import run; run()"


class NoPagesError(Exception):
    """`nastavnik serve` ended or stayed silent; the message has its last words."""


def measure(region: Region) -> list[Section]:
    files = region.files
    files.copy(region.on_sqlite(SIZE), "pages")
    database = files.open("pages")
    readers = dress(database, size=SIZE, readers=READERS)
    fall_due_file(database, due_ids(SIZE))
    database.close()
    section = Section(f"Pages at {SIZE // PER_PAIR:,} pairs and {SIZE:,} obligations, {READERS} readers, letters going")
    with Sink() as sink:
        times = _served(files.url("pages"), readers, folder=files.path("pages").parent, smtp_port=sink.port)
    for kind in ("board", "overdue", "pair", "advance"):
        section.rows.append(Row(f"{kind}, median of {len(times.of[kind])}", times.percentile(kind, 0.5), "ms"))
        limit = POST_LIMIT if kind == "advance" else GET_LIMIT
        section.at_most(f"{kind}: p99", times.percentile(kind, 0.99), limit, unit=" ms")
    return [section]


def _served(url: str, readers: list[Reader], *, folder: Path, smtp_port: int) -> Times:
    port = _free_port()
    log = folder / "serve.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [
                sys.executable,
                "-c",
                _NASTAVNIK,
                "serve",
                "--port",
                str(port),
                *PROCESSES,
            ],
            env=_environment(url, folder, smtp_port, port),
            stdout=out,
            stderr=out,
        )
    try:
        _await_pages(server, port, log)
        return asyncio.run(_read_and_advance(port, readers))
    finally:
        server.terminate()
        server.wait()


async def _read_and_advance(port: int, readers: list[Reader]) -> Times:
    await read_on(port, readers, seconds=WARM_SECONDS, times=Times())
    times = Times()
    moves = [
        (reader, pair)
        for reader in readers
        if reader.school is not None
        for pair in _pairs_of(reader.school)
        if pair % len(STAGES) == 0
    ]
    await asyncio.gather(read_on(port, readers, seconds=SECONDS, times=times), advance(port, moves[:ADVANCES], times))
    return times


def _pairs_of(school: int) -> range:
    each = PER_SCHOOL // PER_PAIR
    return range((school - FIRST_SCHOOL) * each + 1, (school - FIRST_SCHOOL + 1) * each + 1)


def _await_pages(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise NoPagesError(f"no pages within {_START_SECONDS:.0f} s: {log.read_text()[-400:].strip()}")


def _environment(url: str, folder: Path, smtp_port: int, port: int) -> dict[str, str]:
    clock = folder / "pages-clock"
    clock.write_text(NOW.isoformat())
    own = {name: value for name, value in os.environ.items() if not name.startswith("NASTAVNIK_")}
    return own | {
        "NASTAVNIK_DATABASE_URL": url,
        "NASTAVNIK_DATA_DIR": str(folder),
        "NASTAVNIK_BASE_URL": f"http://localhost:{port}",
        "NASTAVNIK_SECRET_KEY": SECRET,
        "NASTAVNIK_CLOCK_FILE": str(clock),
        "NASTAVNIK_SMTP_HOST": HOST,
        "NASTAVNIK_SMTP_PORT": str(smtp_port),
        "NASTAVNIK_SMTP_SECURITY": "none",
        "NASTAVNIK_MAIL_FROM": "nastavnik@school.test",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
