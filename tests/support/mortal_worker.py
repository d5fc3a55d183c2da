"""A worker made to be killed: it lives through the year as fast as it can and says what was acknowledged to it.

Runs in a fork of a server process that has everything imported, so that three hundred lives cost seconds.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from engine.actors import By
from engine.refusals import Refused
from nastavnik.settings import read_settings
from nastavnik.worker import Worker
from notifications.render import render
from storage.database import Database
from tests.support.letters import every_kind
from workflows.advance_pair import resume_pair, suspend_pair
from workflows.calendars import calendar_for
from workflows.tick import next_wake

_MINUTE = timedelta(minutes=1)

# What every life would do anew is done once in the process they are forked from.
calendar_for(week=5)
for _letter in every_kind():
    render(_letter)


def live(env: Mapping[str, str], restless: int, pipe: Pipe) -> None:
    """Suspend or resume a pair, pulse, turn the clock to the next due moment; again, until killed or the year ends.

    `restless` is the pair that moves. Each acknowledged move is written to `pipe` as its journal line's number.
    """
    settings = read_settings(env)
    database = Database(settings.database)
    worker = Worker(settings, database)
    clock = Path(env["NASTAVNIK_CLOCK_FILE"])
    end = datetime.fromisoformat(env["END"]) if "END" in env else None
    while True:
        now = settings.clock.now()
        for act in (suspend_pair, resume_pair):
            with database.write() as tx:
                moved = act(tx, by=By(at=now), pair_id=restless)
            if not isinstance(moved, Refused):
                pipe.send(moved.seq)
        worker.pulse()
        wake = next_wake(database)
        turned = now + _MINUTE if wake is None else max(wake, now + _MINUTE)
        if end is not None and turned > end:
            return
        _turn(clock, turned)


def _turn(clock: Path, instant: datetime) -> None:
    """Whole or not at all: the next life reads it."""
    fresh = clock.with_suffix(".new")
    fresh.write_text(instant.isoformat(), encoding="ascii")
    fresh.replace(clock)
