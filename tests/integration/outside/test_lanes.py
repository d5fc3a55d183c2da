"""The worker and the command tell webhooks; a silent address delays no letter."""

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

from nastavnik.cli.main import call
from nastavnik.settings import read_settings
from nastavnik.worker import Worker
from storage import webhook_deliveries
from storage.database import Database
from tests.support.listener import listening
from tests.support.pair_life import Story, story
from tests.support.recorder import Recorder
from workflows.add_webhook import add_webhook
from workflows.announce_event import EVENTS

_PATIENCE = 30  # seconds after which a test gives up waiting


def hooked(told: Story, url: str) -> int:
    made = told.done(add_webhook, organisation_id=told.cast.school.id, url=url, events=EVENTS)
    return int(made.id)


def environment(database: Database, folder: Path, port: int) -> dict[str, str]:
    clock = folder / "clock"
    clock.write_text("2025-09-01T12:00:00+03:00")  # in the day, and the letters about the pair have waited enough
    return {
        "NASTAVNIK_DATABASE_URL": database.url.render_as_string(hide_password=False),
        "NASTAVNIK_DATA_DIR": str(folder),
        "NASTAVNIK_CLOCK_FILE": str(clock),
        "NASTAVNIK_SMTP_HOST": "127.0.0.1",
        "NASTAVNIK_SMTP_PORT": str(port),
        "NASTAVNIK_SMTP_SECURITY": "none",
        "NASTAVNIK_SMTP_TIMEOUT_SCALE": "0.05",
    }


def test_letters_go_while_an_address_is_silent(database: Database, tmp_path: Path) -> None:
    told = story(database)
    with listening() as listener, Recorder() as recorder:
        listener.gate.clear()
        hook = hooked(told, listener.url)
        told.form()
        worker = Worker(read_settings(environment(database, tmp_path, recorder.port)), database)
        thread = threading.Thread(target=worker.run)
        thread.start()
        try:
            assert waited(lambda: bool(listener.heard) and bool(recorder.letters))
            [waiting] = told.read(lambda tx: webhook_deliveries.log(tx, hook))
            assert waiting.state == "queued", "the address has not answered yet, and the letters are there"
        finally:
            listener.gate.set()
            worker.stop()
            thread.join(_PATIENCE)
        [done] = told.read(lambda tx: webhook_deliveries.log(tx, hook))
        assert done.state == "sent"


def test_the_command_delivers_and_counts(sqlite_database: Database, tmp_path: Path) -> None:
    told = story(sqlite_database)
    with listening() as listener, Recorder() as recorder:
        hooked(told, listener.url)
        told.form()
        env = environment(sqlite_database, tmp_path, recorder.port)
        answer = call(["tick", "--json"], env)
    assert json.loads(answer.stdout)["webhooks"] == {"sent": 1}
    assert json.loads(listener.heard[0].body)["move"] == "form"


def waited(done: Callable[[], bool]) -> bool:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if done():
            return True
        time.sleep(0.02)
    return False
