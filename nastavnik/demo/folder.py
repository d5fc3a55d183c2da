"""The demonstration's own folder, made anew at each run."""

import shutil
from pathlib import Path

from engine.refusals import BadInput

DATABASE = "nastavnik.db"
MAILDIR = "mail"
CLOCK = "clock"
_MARK = "demo.txt"
_MARK_TEXT = "nastavnik demo: эта папка создаётся заново при каждом запуске. This folder is made anew at each run.\n"


def fresh_folder(data_dir: Path) -> Path:
    """An empty `demo` folder within the data folder.

    Only a folder that an earlier run has marked as its own is emptied. Raises BadInput for any other.
    """
    folder = data_dir / "demo"
    if folder.exists() and not (folder / _MARK).is_file() and any(folder.iterdir()):
        raise BadInput(
            "NASTAVNIK_DATA_DIR",
            f"{folder}: здесь что-то чужое; уберите его или задайте другую NASTAVNIK_DATA_DIR",
            f"{folder}: something of somebody else's is here; move it or set another NASTAVNIK_DATA_DIR",
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / _MARK).write_text(_MARK_TEXT, encoding="utf-8")
    return folder
