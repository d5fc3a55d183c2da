"""The note a failed program leaves for its makers: where it failed, and nothing about people."""

import json
import traceback
from collections.abc import Mapping
from pathlib import Path

from engine.refusals import BadInput
from engine.words import Words
from nastavnik.clock import Clock
from nastavnik.settings import read_settings

_DEPTH = 12  # the innermost frames are enough to find the place


def note(error: BaseException, environ: Mapping[str, str]) -> Words:
    """Append one line to `errors.log` in the data folder and return the sentence for people.

    The error's text is left out: it may quote a name or an address.
    """
    kind = type(error).__name__
    try:
        log = read_settings(environ).data_dir / "errors.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(_line(error, kind)) + "\n")
    except (OSError, BadInput):
        return Words(f"Сбой программы ({kind})", f"The program failed ({kind})")
    return Words(f"Сбой программы ({kind}); место записано в {log}", f"The program failed ({kind}); see {log}")


def _line(error: BaseException, kind: str) -> dict[str, object]:
    return {"at": Clock().now().isoformat(), "error": kind, "where": places(error)}


def places(error: BaseException) -> list[str]:
    """Where it happened, innermost last: `file.py:12 function`."""
    frames = traceback.extract_tb(error.__traceback__)[-_DEPTH:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
