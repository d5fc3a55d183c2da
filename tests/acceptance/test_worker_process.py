"""The worker as a process: what a service manager, a restart and a second machine see."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import pytest
from sqlalchemy import text

from engine.refusals import Refused
from storage import heartbeats
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER, District, consent, district, operator, player
from tests.support.recorder import Recorder
from workflows.apply_roadmap import apply_roadmap
from workflows.form_pair import PairFormed, form_pair
from workflows.start_programme import ProgrammeStarted, start_programme

PATIENCE = 60.0  # seconds until a test gives up; none of them says how fast anything must be
PAIR_LETTERS = 3  # mentor, mentee, curator


class Post(Recorder):
    """A recorder whose letters can be awaited, and which takes each only when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = threading.Event()
        self.allowed = threading.Semaphore(1_000_000)
        self._came = threading.Condition()

    def keep(self, sender: str, recipient: str, data: bytes) -> None:
        self.begun.set()
        assert self.allowed.acquire(timeout=PATIENCE)
        with self._came:
            super().keep(sender, recipient, data)
            self._came.notify_all()

    def await_letters(self, count: int) -> None:
        with self._came:
            assert self._came.wait_for(lambda: len(self.letters) >= count, timeout=PATIENCE), len(self.letters)

    @property
    def message_ids(self) -> list[str]:
        return [letter.message_id for letter in self.letters]


class House:
    """A laptop with a database, a turned clock and a mail server; `worker()` starts a process on it."""

    def __init__(self, folder: Path, url: str, post: Post) -> None:
        self.url, self.post = url, post
        self._clock = folder / "clock"
        self.turn("2025-09-01T09:00+03:00")
        self._env = {key: value for key, value in os.environ.items() if not key.startswith("NASTAVNIK_")} | {
            "NASTAVNIK_DATA_DIR": str(folder),
            "NASTAVNIK_DATABASE_URL": url,
            "NASTAVNIK_CLOCK_FILE": str(self._clock),
            "NASTAVNIK_SMTP_HOST": post.host,
            "NASTAVNIK_SMTP_PORT": str(post.port),
        }

    def turn(self, instant: str) -> None:
        """Set the clock that every worker here reads."""
        fresh = self._clock.with_suffix(".new")
        fresh.write_text(instant, encoding="ascii")
        fresh.replace(self._clock)

    def worker(self) -> AbstractContextManager["Running"]:
        return self.running("worker", says="The worker runs")

    @contextmanager
    def running(self, *command: str, says: str, patience: float = PATIENCE) -> Iterator["Running"]:
        """A long-running command, from the first line that says so until the block ends."""
        process = subprocess.Popen(
            [sys.executable, "-c", "from nastavnik.cli.main import run; run()", *command, "--lang", "en"],
            env=self._env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running = Running(process)
        watchdog = threading.Timer(2 * patience, process.kill)
        watchdog.start()
        try:
            running.heard = running.await_line(process.stdout, says)
            yield running
        finally:
            watchdog.cancel()
            process.kill()
            sys.stderr.write(process.communicate()[1])  # for the reader of a failed test

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.open() as database, database.read() as tx:
            return [tuple(row) for row in tx.execute(text(sql))]

    @contextmanager
    def open(self) -> Iterator[Database]:
        database = Database(self.url)
        try:
            yield database
        finally:
            database.dispose()


class Running:
    """A worker's process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.heard: list[str] = []

    def ask_to_stop(self) -> None:
        """SIGTERM, and come back when the worker has taken notice."""
        self.process.send_signal(signal.SIGTERM)
        self.await_line(self.process.stderr, "stopping")

    def ended(self) -> int:
        return self.process.wait(timeout=PATIENCE)

    @staticmethod
    def await_line(stream: IO[str] | None, words: str) -> list[str]:
        """Every line up to the one with these words."""
        assert stream is not None
        seen: list[str] = []
        for line in stream:
            seen.append(line)
            if words in line:
                return seen
        raise AssertionError(f"the worker ended without saying {words!r}: {seen}")


@pytest.fixture
def post() -> Iterator[Post]:
    with Post() as made:
        yield made


@pytest.fixture
def house(tmp_path: Path, sqlite_url: str, post: Post) -> House:
    return House(tmp_path, sqlite_url, post)


def eventually(holds: Callable[[], bool]) -> None:
    """Look until it holds; fail after much patience."""
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.05)):
        if holds():
            return
        pause.wait(0.05)
    raise AssertionError("it never held")


def settle(house: House, *, pairs: int) -> District:
    """The district without a roadmap, and so many pairs formed at nine."""
    with house.open() as database, database.write() as tx:
        cast = district(tx)
        started = start_programme(
            tx,
            by=operator(),
            organisation=cast.school,
            title="Педагоги",
            lifecycle="teacher-pair",
            roadmap_id=None,
            starts=date(2025, 9, 1),
            ends=date(2026, 5, 29),
        )
        assert isinstance(started, ProgrammeStarted)
        for number in range(pairs):
            mentee = player(tx, cast.school, f"Новиков {'АБВГДЕЖЗИК'[number]}", f"young{number}")
            consent(tx, mentee, "personal-data")
            formed = form_pair(
                tx, by=operator(), programme_id=started.id, mentor_id=cast.mentor.id, mentee_ids=[mentee.id]
            )
            assert isinstance(formed, PairFormed)
    return cast


def test_letters_follow_the_turned_clock(house: House, post: Post) -> None:
    cast = settle(house, pairs=1)
    with house.worker() as worker:
        house.turn("2025-09-01T09:10+03:00")
        post.await_letters(PAIR_LETTERS)
        assert {letter.recipient for letter in post.letters} == {
            cast.mentor.email,
            cast.curator.email,
            "young0@school.test",
        }
        house.turn("2025-09-05T09:00+03:00")  # the stage is due on the 8th, a Monday: one day before is a Friday
        post.await_letters(PAIR_LETTERS + 1)
        assert post.letters[-1].recipient == cast.mentor.email
        worker.ask_to_stop()
        assert worker.ended() == 0
    # A letter says when it was written, so none was early.
    at = [datetime.fromisoformat("2025-09-01T09:10+03:00")] * PAIR_LETTERS
    at.append(datetime.fromisoformat("2025-09-05T09:00+03:00"))
    assert [letter.message["Date"].datetime for letter in post.letters] == at


def test_a_clock_that_nobody_can_read_stops_the_letters_and_not_the_worker(house: House, post: Post) -> None:
    settle(house, pairs=1)
    with house.worker() as worker:
        house.turn("next Friday")
        worker.await_line(worker.process.stderr, "tick failed")
        house.turn("2025-09-01T09:10+03:00")
        post.await_letters(PAIR_LETTERS)
        worker.ask_to_stop()
        assert worker.ended() == 0


def test_sigterm_finishes_the_letter_under_way_and_leaves_the_rest(house: House, post: Post) -> None:
    settle(house, pairs=2)  # too few letters for a second connection
    house.turn("2025-09-01T09:10+03:00")
    post.allowed = threading.Semaphore(0)
    with house.worker() as worker:
        assert post.begun.wait(timeout=PATIENCE)
        worker.ask_to_stop()
        post.allowed.release()  # one letter, and a second one would wait for ever
        assert worker.ended() == 0
    assert len(post.letters) == 1
    assert house.rows("SELECT state, count(*) FROM v_letter GROUP BY state ORDER BY state") == [
        ("queued", 2 * PAIR_LETTERS - 1),
        ("sent", 1),
    ]
    assert house.rows("SELECT message_id FROM v_letter WHERE state = 'sent'") == [(post.message_ids[0],)]


def test_two_workers_send_each_letter_once(tmp_path: Path, url: str, post: Post) -> None:
    house, pairs = House(tmp_path, url, post), 10
    settle(house, pairs=pairs)
    with ExitStack() as both:
        workers = [both.enter_context(house.worker()) for _ in range(2)]
        house.turn("2025-09-01T09:10+03:00")
        post.await_letters(pairs * PAIR_LETTERS)
        for worker in workers:
            worker.ask_to_stop()
        assert [worker.ended() for worker in workers] == [0, 0]
    assert set(Counter(post.message_ids).values()) == {1}
    sent = house.rows("SELECT message_id FROM v_letter WHERE state = 'sent'")
    assert sorted(post.message_ids) == sorted(row[0] for row in sent)
    assert len(sent) == pairs * PAIR_LETTERS


def test_after_days_of_downtime_everybody_gets_one_digest(house: House, post: Post) -> None:
    with house.open() as database, database.write() as tx:
        cast = district(tx)
        applied = apply_roadmap(tx, by=operator(), organisation_id=cast.school.id, template_key="s1-teachers-2025")
        assert not isinstance(applied, Refused)
    back = datetime.fromisoformat("2025-09-24T09:30+03:00")
    house.turn(back.isoformat())  # nothing has run since the first of September
    with house.worker() as worker:
        eventually(lambda: _beaten(house, back))
        worker.ask_to_stop()
        assert worker.ended() == 0
    assert Counter(letter.recipient for letter in post.letters) == {
        cast.administrator.email: 1,
        cast.director.email: 1,
        cast.curator.email: 1,
    }
    twice = "SELECT obligation_id FROM v_reminder WHERE state = 'lettered' GROUP BY obligation_id, recipient"
    assert house.rows(f"{twice} HAVING count(*) > 1") == []
    assert house.rows("SELECT count(*) FROM v_reminder WHERE state = 'superseded'") > [(0,)]
    assert house.rows("SELECT count(*) FROM v_letter WHERE state <> 'sent'") == [(0,)]
    assert FIRST_OF_SEPTEMBER < min(letter.message["Date"].datetime for letter in post.letters) == back


def _beaten(house: House, at: datetime) -> bool:
    with house.open() as database, database.read() as tx:
        beaten = heartbeats.last_beat(tx, "worker")
    return beaten is not None and beaten >= at
