"""The demonstration, played once for all test processes of a run; whoever comes later waits and then finds it there.

folder = once(tmp_path_factory, "demonstration", make)      # `make(folder)` fills it, in one process of the run
"""

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest


def once(places: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name in the run's own place. A play that fails leaves it to the next who asks."""
    base = places.getbasetemp()
    # xdist gives each process a folder `popen-…` within the run's own; a run in one process has only its own.
    shared = base.parent if base.name.startswith("popen-") else base
    folder, done = shared / name, shared / f"{name}.done"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            folder.mkdir(exist_ok=True)
            make(folder)
            done.touch()
    return folder
