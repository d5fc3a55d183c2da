"""A letter somebody waits for does not wait for the worker's next pulse."""

import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nastavnik.settings import Settings, read_settings
from nastavnik.worker import Worker
from storage.database import Database
from tests.support.cast import district, operator
from tests.support.recorder import Recorder
from workflows.add_user import add_user


@pytest.fixture
def post() -> Iterator[Recorder]:
    with Recorder() as made:
        yield made


@contextmanager
def at_rest(settings: Settings, database: Database) -> Generator[Worker]:
    """A worker that pulses only when it is told to; in the end it closes what it opened."""
    worker = Worker(settings, database)
    try:
        yield worker
    finally:
        worker.stop()
        closing = threading.Thread(target=worker.run)  # not the main thread: signals stay with the tests
        closing.start()
        closing.join()


def test_the_worker_sees_that_the_pages_queued_a_letter(
    sqlite_url: str, sqlite_database: Database, tmp_path: Path, post: Recorder
) -> None:
    """The worker's own clock is not turned here: that one would look every second anyway."""
    settings = read_settings(
        {
            "NASTAVNIK_DATA_DIR": str(tmp_path),
            "NASTAVNIK_DATABASE_URL": sqlite_url,
            "NASTAVNIK_SMTP_HOST": "127.0.0.1",
            "NASTAVNIK_SMTP_PORT": str(post.port),
        }
    )
    with sqlite_database.write() as tx:
        cast = district(tx, consents=False)
    with at_rest(settings, sqlite_database) as worker:
        worker.pulse()
        assert not worker.is_wanted()
        with sqlite_database.write() as tx:
            add_user(tx, by=operator(settings.clock.now()), person_id=cast.mentor.id)
        assert worker.is_wanted()
        worker.pulse()
        assert not worker.is_wanted()
    assert [letter.recipient for letter in post.letters] == [cast.mentor.email]
