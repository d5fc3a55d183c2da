"""`python -m benchmarks`: the single-machine figures in one run; exit 1 for each missed figure or absent peer."""

import argparse
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import claims, matching, memory, people, polls, reading, report, transitions
from benchmarks.databases import Files, Server
from benchmarks.figures import Section
from benchmarks.interleaving import reason_of
from benchmarks.machine import machine
from benchmarks.mail import section as letters
from benchmarks.moves import section as moves
from benchmarks.pages import section as pages
from benchmarks.standing import Region

ROUNDS = 10


def main() -> int:
    arguments = _arguments()
    # The wheel of PostgreSQL looks for a folder that servers and containers often lack.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set", category=Warning)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="nastavnik-bench-", dir=_disk()) as folder:
        files, server = Files(Path(folder)), Server(Path(folder) / "postgresql")
        try:
            sections = _run(_works(files, server, arguments.rounds), arguments.only)
        finally:
            server.stop()
        named = machine(server.version, disk=Path(folder))
    if not arguments.only:
        report.write(sections, named, day=datetime.now(UTC).date().isoformat(), rounds=arguments.rounds)
    return _verdict(sections, seconds=time.monotonic() - began)


Work = Callable[[], list[Section]]


def _works(files: Files, server: Server, rounds: int) -> dict[str, Work]:
    """In the order of the report. The region of a million obligations is seeded once, by whoever needs it first."""
    region = Region(files, server)
    return {
        "moves": lambda: moves.measure(files, server, rounds=rounds),
        "transitions": lambda: transitions.measure(rounds=rounds),
        "polls": lambda: polls.measure(region, rounds=rounds),
        "claims": lambda: claims.measure(region, rounds=rounds),
        "letters": lambda: letters.measure(region, rounds=rounds),
        "memory": lambda: memory.measure(region),
        "pages": lambda: pages.measure(region),
        "reading": lambda: reading.measure(rounds=rounds),
        "people": lambda: people.measure(files),
        "matching": lambda: matching.measure(files, rounds=rounds),
    }


def _run(works: dict[str, Work], only: list[str]) -> list[Section]:
    sections: list[Section] = []
    for name, work in works.items():
        if only and name not in only:
            continue
        try:
            done = work()
        except Exception as error:  # one broken section must not hide the others
            if only:
                raise
            broken = Section(name)
            broken.missing(f"section {name}", reason_of(error))
            done = [broken]
        for section in done:
            print(report.shown(section), flush=True)
        sections.extend(done)
    return sections


def _verdict(sections: list[Section], *, seconds: float) -> int:
    figures = [figure for section in sections for figure in section.figures]
    missed = [figure for figure in figures if not figure.reached]
    print(f"\n{len(figures) - len(missed)} of {len(figures)} promises kept in {seconds:.0f} s")
    for figure in missed:
        print("  " + report.told(figure), file=sys.stderr)
    return 1 if missed or not figures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds behind every median (default %(default)s)")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        choices=[
            "moves",
            "transitions",
            "polls",
            "claims",
            "letters",
            "memory",
            "pages",
            "reading",
            "people",
            "matching",
        ],
        help="measure one section, may be repeated; RESULTS.md is then left alone",
    )
    return parser.parse_args()


def _disk() -> str | None:
    """A folder on a disk: the usual temporary one is often memory, where durability costs nothing."""
    return "/var/tmp" if Path("/var/tmp").is_dir() else None


if __name__ == "__main__":
    sys.exit(main())
