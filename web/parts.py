"""What the shell gives to the pages: the database, the clock, where this installation answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from storage.database import Database
from web.pace import Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Made once per process by `nastavnik/serving.py` (and by tests).

    `now` is the turnable clock, `elapsed` real seconds. `secret` signs links, toasts and forms. `mailbox` is the
    Maildir whose letters the demonstration shows; None everywhere else. `statistics_form`: what the form of federal
    statistics is called. `pace` is how fast programs may call the API.
    """

    database: Database
    now: Callable[[], datetime]
    elapsed: Callable[[], float]
    base_url: str
    secret: str
    data_dir: Path
    mail_from: str = ""
    mail_server: str = ""
    mailbox: Path | None = None
    statistics_form: str = ""
    pace: Pace = field(default_factory=Pace)

    @property
    def secure(self) -> bool:
        """Whether cookies may only travel encrypted."""
        return self.base_url.startswith("https://")
