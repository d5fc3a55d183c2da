"""A tick writes only for what is due; its heartbeat says that it lives, and ends wake it only once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from engine.words import Words
from storage import channel, heartbeats
from storage.database import Database
from storage.tables.obligations import marks
from tests.support import rows
from tests.support.cast import FIRST_OF_SEPTEMBER
from tests.support.installation import Installation, installation
from workflows.tick import Ticked, next_wake

SECOND = timedelta(seconds=1)
SILENT = Words("сервер молчит", "the server is silent")


@pytest.fixture
def running(database: Database) -> Iterator[Installation]:
    with installation(database) as made:
        yield made


def beat(running: Installation) -> datetime | None:
    with running.database.read() as tx:
        return heartbeats.last_beat(tx, "tick")


def test_the_heartbeat_is_not_repeated_within_seconds(running: Installation) -> None:
    assert running.tick(FIRST_OF_SEPTEMBER) == Ticked()
    assert beat(running) == FIRST_OF_SEPTEMBER
    running.tick(FIRST_OF_SEPTEMBER + 19 * SECOND)
    assert beat(running) == FIRST_OF_SEPTEMBER
    running.tick(FIRST_OF_SEPTEMBER + 20 * SECOND)
    assert beat(running) == FIRST_OF_SEPTEMBER + 20 * SECOND


def test_a_clock_turned_back_beats(running: Installation) -> None:
    running.tick(FIRST_OF_SEPTEMBER)
    running.tick(FIRST_OF_SEPTEMBER - timedelta(days=1))
    assert beat(running) == FIRST_OF_SEPTEMBER - timedelta(days=1)


def test_a_resting_channel_is_told_and_waited_for(running: Installation) -> None:
    with running.database.write() as tx:
        held = channel.hold(tx, now=FIRST_OF_SEPTEMBER, reason=SILENT)
    assert running.tick(FIRST_OF_SEPTEMBER).held
    assert next_wake(running.database) == held.held_until


def test_reminders_wait_while_a_change_is_not_derived(running: Installation) -> None:
    with running.database.write() as tx:
        rows.organisation(tx, "district", kind="municipality")
        school = rows.organisation(tx)
        reader = rows.person(tx, school, email="reader@school.test")
        rows.reminder(tx, rows.obligation(tx, school), school, reader, ready_at=FIRST_OF_SEPTEMBER)
        tx.execute(insert(marks), {"kind": "policy", "organisation_id": school, "cursor": 0, "made_at": rows.MORNING})
    assert running.tick(FIRST_OF_SEPTEMBER, only="remind").composed == 0
    assert running.tick(FIRST_OF_SEPTEMBER).composed == 1
