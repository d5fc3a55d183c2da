"""One demonstration is played for all stories of a run; each story opens a copy of it and browsers of its own."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import PATIENCE, Device, District, Person, chromium, district
from tests.support.chromium import CHROMIUM, LEFT_OUT, REQUIRED

Comes = Callable[..., Person]
expect.set_options(timeout=PATIENCE * 1000 / 4)


@pytest.fixture(scope="session")
def played(request: pytest.FixtureRequest) -> Path:
    """The folder of a played demonstration; several test processes play it once between them.

    Whoever writes a story names one that is played already: `PLAYED_DEMO=folder`.
    """
    if CHROMIUM is None:
        if REQUIRED:
            pytest.fail("no chromium, and this run may leave no story out")
        pytest.skip(LEFT_OUT)
    if "PLAYED_DEMO" in os.environ:
        return Path(os.environ["PLAYED_DEMO"])
    folder, _ = request.getfixturevalue("played_apart")
    return Path(folder)


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
