"""Repeated commands, heartbeats, the mail channel and the breakers."""

from datetime import timedelta

import pytest

from engine.refusals import BadInput
from engine.words import Words
from storage import channel, heartbeats, idempotency
from storage.channel import ChannelState, Tripped
from storage.database import Database
from tests.support import rows

NOW = rows.MORNING
SILENT = Words("сервер молчит", "the server is silent")


def test_a_repeated_command_gets_its_first_answer(database: Database) -> None:
    mark = idempotency.fingerprint("pair form", {"mentor": 1, "mentee": [2]})
    with database.write() as tx:
        assert idempotency.answer(tx, "key", mark) is None
        idempotency.remember(tx, "key", mark, {"id": 7}, at=NOW)
    with database.read() as tx:
        assert idempotency.answer(tx, "key", mark) == {"id": 7}


def test_a_key_of_another_command_is_bad_input(database: Database) -> None:
    with database.write() as tx:
        idempotency.remember(tx, "key", idempotency.fingerprint("pair form", {"mentor": 1}), {"id": 7}, at=NOW)
        with pytest.raises(BadInput):
            idempotency.answer(tx, "key", idempotency.fingerprint("pair form", {"mentor": 2}))


def test_the_order_of_arguments_does_not_matter_but_all_else_does() -> None:
    one = idempotency.fingerprint("v", {"a": 1, "b": None})
    assert one == idempotency.fingerprint("v", {"b": None, "a": 1})
    assert one != idempotency.fingerprint("w", {"a": 1, "b": None})
    assert one != idempotency.fingerprint("v", {"a": "1", "b": None})


def test_a_heartbeat_moves_on(database: Database) -> None:
    with database.write() as tx:
        assert heartbeats.last_beat(tx, "tick") is None
        for minutes in (0, 1):
            heartbeats.beat(tx, "tick", at=NOW + timedelta(minutes=minutes))
        assert heartbeats.last_beat(tx, "tick") == NOW + timedelta(minutes=1)
        assert heartbeats.last_beat(tx, "worker") is None


def test_the_channel_closes_for_longer_and_longer_and_opens_at_once(database: Database) -> None:
    with database.write() as tx:
        assert channel.state(tx) == ChannelState()
        assert channel.state(tx).open_at(NOW)
        for minutes in (1, 5, 15, 30, 60, 60):
            held = channel.hold(tx, now=NOW, reason=SILENT)
            assert channel.state(tx) == held
            assert held.held_until == NOW + timedelta(minutes=minutes)
            assert not held.open_at(NOW)
            assert held.open_at(NOW + timedelta(minutes=minutes))
        assert (held.failures, held.held_since, held.reason) == (6, NOW, "сервер молчит")
        channel.open_again(tx)
        assert channel.state(tx) == ChannelState()


def test_the_first_failure_is_remembered_while_the_channel_stays_closed(database: Database) -> None:
    with database.write() as tx:
        channel.hold(tx, now=NOW, reason=SILENT)
        later = channel.hold(tx, now=NOW + timedelta(minutes=9), reason=SILENT)
        assert later.held_since == NOW


def test_a_breaker_holds_until_a_person_resets_it(database: Database) -> None:
    with database.write() as tx:
        school = rows.organisation(tx)
        channel.trip(tx, organisation_id=school, at=NOW, waiting=900, limit=200)
        assert channel.tripped(tx) == (Tripped(organisation_id=school, tripped_at=NOW, waiting=900, limit=200),)
        assert channel.reset_breaker(tx, school, at=NOW)
        assert channel.tripped(tx) == ()
        assert not channel.reset_breaker(tx, school, at=NOW)
