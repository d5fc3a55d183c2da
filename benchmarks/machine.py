"""Names the machine: a ratio means little without it."""

import os
import platform
import sqlite3
from pathlib import Path


def machine(postgres_version: str, *, disk: Path) -> dict[str, str]:
    """What a reader needs to judge the figures. `disk`: the folder the databases were in."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": _memory(),
        "file system": _file_system(disk),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "postgresql": postgres_version,
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()) + " (1, 5, 15 minutes, this run included)",
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return f"{pages * size / 2**30:.0f} GiB"


def _file_system(folder: Path) -> str:
    """Of the mount that holds `folder`; `tmpfs` would mean that durable commits cost nothing."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return "unknown"
    held = [line.split()[1:3] for line in mounts.read_text().splitlines()]
    holding = [(len(place), kind) for place, kind in held if folder.resolve().is_relative_to(place)]
    return max(holding)[1]
