"""One demonstration is played for all tests of a run that need not play it themselves."""

from pathlib import Path

import pytest

from nastavnik.demo.folder import fresh_folder
from nastavnik.demo.play import play
from tests.support.living_demo import PLAYED_AT
from tests.support.played_demo import once

_TICKS = "ticks"


@pytest.fixture(scope="session")
def played_apart(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The folder that `demo` played in, and how many passes it took. Nobody changes it: stories open copies."""

    def make(folder: Path) -> None:
        again = play(fresh_folder(folder), base_url=PLAYED_AT)
        (folder / _TICKS).write_text(str(again.ticks), encoding="ascii")

    folder = once(tmp_path_factory, "played", make)
    return folder / "demo", int((folder / _TICKS).read_text(encoding="ascii"))
