"""One demonstration is played for all stories of a run; each story opens a copy of it and browsers of its own."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from nastavnik.demo.folder import fresh_folder
from nastavnik.demo.play import play
from tests.support.browser import PATIENCE, Device, District, Person, chromium, district
from tests.support.chromium import CHROMIUM, LEFT_OUT, REQUIRED
from tests.support.living_demo import PLAYED_AT

Comes = Callable[..., Person]
expect.set_options(timeout=PATIENCE * 1000 / 4)


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a played demonstration; several test processes play it once between them.

    Whoever writes a story names one that is played already: `PLAYED_DEMO=folder`.
    """
    if CHROMIUM is None:
        if REQUIRED:
            pytest.fail("no chromium, and this run may leave no story out")
        pytest.skip(LEFT_OUT)
    if "PLAYED_DEMO" in os.environ:
        return Path(os.environ["PLAYED_DEMO"])
    base = tmp_path_factory.getbasetemp()
    # xdist gives each process a folder `popen-…` within the run's own; a run in one process has only its own.
    shared = base.parent if base.name.startswith("popen-") else base
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = shared / "demo"
        if not (folder / "sign-ins.json").exists():
            play(fresh_folder(shared), base_url=PLAYED_AT)
    return folder


@pytest.fixture(scope="module")
def browser(played: Path) -> Iterator[Browser]:
    """Of one module: the driver's event loop must not stand in the way of other tests of this process."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def place(played: Path, tmp_path: Path) -> Iterator[District]:
    """A district of the story's own."""
    folder = tmp_path / "demo"
    shutil.copytree(played, folder)
    with district(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def library(played: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """A district in which nobody changes anything: for walks through pages."""
    folder = tmp_path_factory.mktemp("library") / "demo"
    shutil.copytree(played, folder)
    with district(folder) as opened:
        yield opened


@pytest.fixture
def comes(browser: Browser, place: District) -> Iterator[Comes]:
    """`comes(PHONE)`: somebody with a browser of their own. At the end none of them may have asked another machine."""
    people: list[Person] = []

    def one(device: Device) -> Person:
        people.append(Person(browser, place, device))
        return people[-1]

    yield one
    for person in people:
        person.closes()
