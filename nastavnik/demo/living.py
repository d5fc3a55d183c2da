"""After the curtain: time goes on, the pages are open, the worker works, letters really leave for the local mailbox."""

import socket
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from nastavnik.demo.cast import UNKNOWN
from nastavnik.demo.clock import LivingClock
from nastavnik.demo.folder import CLOCK, MAILDIR
from nastavnik.demo.house import settings_of
from nastavnik.demo.mail import DistrictMail
from nastavnik.serving import parts_of, serve
from nastavnik.worker import Worker
from storage.database import Database


def live(folder: Path, *, at: datetime, base_url: str, door: socket.socket, ready: Callable[[], None]) -> None:
    """Serve a played folder from the instant at which the play ended, until SIGTERM or SIGINT."""
    maildir = folder / MAILDIR
    with ExitStack() as closing:
        mail = closing.enter_context(DistrictMail(maildir=maildir, unknown=UNKNOWN, wary=()))
        settings = settings_of(folder, base_url=base_url, mail_port=mail.port)
        closing.enter_context(LivingClock(folder / CLOCK, at))
        database = Database(settings.database)
        closing.callback(database.dispose)
        serve(parts_of(settings, database, mailbox=maildir), door, worker=Worker(settings, database), ready=ready)
