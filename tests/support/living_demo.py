"""A played demonstration, opened in a process of its own as `nastavnik demo` opens it after its play.

`python -m tests.support.living_demo FOLDER`: the port is the system's choice and printed, the links in letters lead to
whatever address the play was told.
"""

import sys
from datetime import datetime
from pathlib import Path

from nastavnik.demo.folder import CLOCK
from nastavnik.demo.living import live
from nastavnik.logs import log_to_stderr
from nastavnik.serving import listen

PLAYED_AT = "http://localhost:8000"
"""The address in the played letters."""


def main(folder: Path) -> None:
    log_to_stderr()
    at = datetime.fromisoformat((folder / CLOCK).read_text(encoding="ascii").strip())
    with listen("127.0.0.1", 0) as door:
        port = door.getsockname()[1]

        def ready() -> None:
            sys.stdout.write(f"open {port}\n")
            sys.stdout.flush()

        live(folder, at=at, base_url=PLAYED_AT, door=door, ready=ready)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
