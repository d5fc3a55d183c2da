"""The worker: APScheduler gives the pulse, the database holds all truth.

It wakes for the next due moment and at least once a minute; with a turned clock it looks at the file each second. In
between it glances whether the pages have made something due: somebody waits for a sign-in link.
Webhooks have a lane of their own: an address that answers slowly delays no letter.
"""

import signal
import threading
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import FrameType

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from engine.refusals import BadInput
from nastavnik.clock import Clock
from nastavnik.settings import Settings
from nastavnik.wiring import channel_of, dead_among, hooks_of, post_of
from storage import heartbeats, outbox
from storage.database import Database, DatabaseFailed
from storage.evidence_sweep import sweep_evidence
from storage.forgetting import forget
from workflows.deliver_webhooks import deliver_webhooks
from workflows.tick import PULSE, Ticked, next_wake, tick

TURNED_PULSE = timedelta(seconds=1)
_OUTSIDE_PULSE = timedelta(seconds=5)  # who listens to events wants them soon; with nothing to tell a look is one row
_GLANCE = timedelta(seconds=3)
_SHORTEST = timedelta(seconds=1)  # a due moment already past must not become a busy loop

log = structlog.get_logger()


class Worker:
    """One worker over one database. `run` returns after `stop`, with the current letter finished."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._database = database
        self._data_dir = settings.data_dir
        self._clock: Clock = settings.clock
        self._turned = settings.clock_file is not None
        self._post = post_of(settings)
        self._channel = channel_of(settings)
        self._hooks = hooks_of(settings)
        self._stopping = threading.Event()
        self._pulsing = threading.Event()
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={name: ThreadPoolExecutor(1) for name in ("default", "outside", "glance")},
            # Everything missed is one pulse: what was due is in the database, not in the scheduler.
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )

    def run(self) -> None:
        """Pulse until stopped; SIGTERM and SIGINT stop it when this is the main thread."""
        if threading.current_thread() is threading.main_thread():
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, self._on_signal)
        self._scheduler.start()
        self._again_at(datetime.now(UTC))
        self._outside_at(datetime.now(UTC))
        if not self._turned:
            self._scheduler.add_job(
                self._glance, "interval", seconds=_GLANCE.total_seconds(), id="glance", executor="glance"
            )
        self._stopping.wait()
        log.info("stopping, the current letter is finished first")
        self._scheduler.shutdown(wait=True)
        self._channel.close()
        self._hooks.close()

    def stop(self) -> None:
        """Let the current letter finish, put the rest back, end."""
        self._stopping.set()

    def pulse(self) -> Ticked:
        """One tick, and the alarm for the next one."""
        with self._database.read() as tx:
            dead = dead_among(outbox.owners(tx), own=self._post.owner)
        done = tick(
            self._database,
            self._channel,
            clock=self._clock,
            post=self._post,
            stopping=self._stopping.is_set,
            dead_owners=dead,
        )
        with self._database.write() as tx:
            heartbeats.beat(tx, "worker", at=self._clock.now())
        return done

    def is_wanted(self) -> bool:
        """Whether something is due that no pulse is at work on."""
        wake = None if self._pulsing.is_set() else next_wake(self._database)
        return wake is not None and wake <= self._clock.now()

    def tell_outside(self) -> Counter[str]:
        """One pass of the webhooks: deliveries by what became of them."""
        return deliver_webhooks(self._database, self._hooks, clock=self._clock, stopping=self._stopping.is_set)

    def _beat(self) -> None:
        if self._stopping.is_set():
            return
        wake: datetime | None = None
        self._pulsing.set()
        with _going_on("tick failed"):
            done = self.pulse()
            if done.looked or done.letters:
                log.info("tick", looked=done.looked, reminders=done.reminders, letters=dict(done.letters))
            wake = next_wake(self._database)
        self._pulsing.clear()
        if not self._stopping.is_set():
            self._again_at(self._alarm(wake))

    def _glance(self) -> None:
        with _going_on("glance failed"):
            if not self._stopping.is_set() and self.is_wanted():
                self._again_at(datetime.now(UTC))

    def _beat_outside(self) -> None:
        if self._stopping.is_set():
            return
        with _going_on("webhooks failed"):
            done = self.tell_outside()
            if done:
                log.info("webhooks", **done)
        with _going_on("forgetting failed"):
            # What an erasure leaves outside its transaction; a page that erased leaves it to this pulse.
            forget(self._database, self._data_dir)
        with _going_on("sweep of evidence failed"):
            sweep_evidence(self._database, self._data_dir)
        if not self._stopping.is_set():
            self._outside_at(datetime.now(UTC) + (TURNED_PULSE if self._turned else _OUTSIDE_PULSE))

    def _alarm(self, wake: datetime | None) -> datetime:
        real = datetime.now(UTC)
        if self._turned:
            return real + TURNED_PULSE
        soonest, latest = real + _SHORTEST, real + PULSE
        return latest if wake is None else min(max(wake, soonest), latest)

    def _again_at(self, moment: datetime) -> None:
        self._scheduler.add_job(self._beat, "date", run_date=moment, id="pulse", replace_existing=True)

    def _outside_at(self, moment: datetime) -> None:
        self._scheduler.add_job(
            self._beat_outside, "date", run_date=moment, id="outside", executor="outside", replace_existing=True
        )

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()


@contextmanager
def _going_on(event: str) -> Generator[None]:
    """What a pulse may meet without ending: the next one tries again."""
    try:
        yield
    except DatabaseFailed as error:
        # The database may come back.
        log.error(event, why=error.words.en)
    except BadInput as error:
        # The clock's file is being edited, or a setting does not fit: whoever did it will see to it.
        log.error(event, why=error.words.en)
    except Exception:
        # A fault of ours: without this the pulse would end for good and nobody would notice.
        log.exception(event)
