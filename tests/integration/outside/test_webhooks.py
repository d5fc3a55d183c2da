"""Webhooks over a real HTTP server: what is told, how it is signed, what happens when nobody answers."""

import hmac
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from engine.refusals import BadInput, ChangedMeanwhile, Refused
from notifications.webhooks import Hooks
from storage import webhook_deliveries
from storage.database import Database
from storage.webhook_deliveries import Delivery
from storage.webhooks import WebhookRow
from tests.support.cast import operator
from tests.support.installation import TurnedClock
from tests.support.listener import Listener, listening
from tests.support.pair_life import Story, story
from workflows.add_organisation import add_organisation
from workflows.add_webhook import add_webhook
from workflows.advance_pair import resume_pair, suspend_pair
from workflows.announce_event import EVENTS, KEPT
from workflows.change_webhook import change_webhook, deliver_again, try_webhook
from workflows.deliver_webhooks import RETRIES, deliver_webhooks
from workflows.end_pair import end_pair
from workflows.undo_move import undo_move


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as heard:
        yield heard


@pytest.fixture
def hooks() -> Iterator[Hooks]:
    with Hooks(private=True, timeout=0.5) as made:
        yield made


def hooked(told: Story, url: str, *, organisation_id: int | None = None) -> WebhookRow:
    made: WebhookRow = told.done(
        add_webhook, organisation_id=organisation_id or told.cast.school.id, url=url, events=EVENTS
    )
    return made


def deliver(told: Story, hooks: Hooks, at: datetime | None = None) -> dict[str, int]:
    return dict(deliver_webhooks(told.database, hooks, clock=TurnedClock(at or told.at)))


def log(told: Story, hook: WebhookRow) -> list[Delivery]:
    return told.read(lambda tx: webhook_deliveries.log(tx, hook.id))


def test_a_move_is_told_once_signed_and_without_names(database: Database, listener: Listener, hooks: Hooks) -> None:
    told = story(database)
    hook = hooked(told, listener.url)
    told.form()
    told.meet_needs("acquaint")
    told.move("acquaint")
    assert deliver(told, hooks) == {"sent": 2}
    assert deliver(told, hooks) == {}
    formed, moved = [json.loads(one.body) for one in listener.heard]
    assert (formed["event"], formed["from"], formed["to"]) == ("stage.changed", None, "formed")
    pair = told.pair
    assert moved == {
        "id": f"stage.changed:{pair.id}:2",
        "event": "stage.changed",
        "at": "2025-09-01T06:00:00.000000Z",
        "org": told.cast.school.path,
        "pair": pair.id,
        "number": pair.number,
        "programme": pair.programme_id,
        "move": "acquaint",
        "from": "formed",
        "to": pair.stage,
        "since": "2025-09-01",
        "outcome": None,
        "closed_on": None,
    }
    call = listener.heard[1]
    moment, seal = (part.partition("=")[2] for part in call.headers["Nastavnik-Signature"].split(","))
    expected = hmac.new(hook.secret.encode(), f"{moment}.{call.body}".encode(), sha256).hexdigest()
    assert hmac.compare_digest(seal, expected)
    assert call.headers["Nastavnik-Event-Id"] == moved["id"]
    assert call.headers["Nastavnik-Event"] == "stage.changed"
    assert call.headers["Host"] == f"127.0.0.1:{listener.port}"
    assert "Иванова" not in call.body
    assert [one.state for one in log(told, hook)] == ["sent", "sent"]


def test_a_pause_its_end_and_an_undone_move_are_told_too(database: Database, listener: Listener, hooks: Hooks) -> None:
    told = story(database)
    told.form()
    hooked(told, listener.url)
    told.done(suspend_pair, pair_id=told.pair_id, reason="болезнь")
    told.done(resume_pair, pair_id=told.pair_id)
    told.done(undo_move, pair_id=told.pair_id)
    deliver(told, hooks)
    bodies = [json.loads(one.body) for one in listener.heard]
    assert [(one["move"], one["to"]) for one in bodies] == [
        ("suspend", "suspended"),
        ("resume", "formed"),
        ("undo", "suspended"),
    ]
    assert "болезнь" not in "".join(one.body for one in listener.heard)


def test_who_is_above_hears_and_who_is_beside_does_not(database: Database, listener: Listener, hooks: Hooks) -> None:
    told = story(database)
    above = hooked(told, listener.url, organisation_id=told.cast.municipality.id)
    beside = hooked(told, listener.url, organisation_id=told.cast.other_school.id)
    told.form()
    assert deliver(told, hooks) == {"sent": 1}
    assert len(log(told, above)) == 1
    assert log(told, beside) == []


def test_a_move_that_is_rolled_back_is_not_told(database: Database) -> None:
    told = story(database)
    hook = hooked(told, "https://events.test/hook")
    told.form()
    before = len(log(told, hook))
    assert isinstance(told.run(undo_move, pair_id=told.pair_id), Refused)
    assert len(log(told, hook)) == before == 1


def test_failures_are_tried_again_at_growing_distances_and_then_given_up(
    database: Database, listener: Listener, hooks: Hooks
) -> None:
    listener.answer = lambda _: 500
    told = story(database)
    hook = hooked(told, listener.url)
    told.form()
    at = told.at
    for wait in RETRIES:
        assert deliver(told, hooks, at) == {"retried": 1}
        assert deliver(told, hooks, at + wait - timedelta(seconds=1)) == {}
        at += wait
    assert deliver(told, hooks, at) == {"failed": 1}
    assert deliver(told, hooks, at + timedelta(days=2)) == {}
    [failed] = log(told, hook)
    assert (failed.state, failed.attempts, failed.status, failed.reason) == ("failed", 7, 500, "ответ 500")
    assert len({one.headers["Nastavnik-Event-Id"] for one in listener.heard}) == 1
    listener.answer = lambda _: 200
    told.done(deliver_again, webhook_id=hook.id, delivery_id=failed.id)
    assert deliver(told, hooks, at) == {"sent": 1}


def test_events_behind_a_failed_one_wait_with_it_and_lose_no_attempt(
    database: Database, listener: Listener, hooks: Hooks
) -> None:
    listener.answer = lambda _: 503
    told = story(database)
    hook = hooked(told, listener.url)
    told.form()
    told.done(suspend_pair, pair_id=told.pair_id)
    assert deliver(told, hooks) == {"retried": 1}
    assert len(listener.heard) == 1
    assert [one.attempts for one in log(told, hook)] == [0, 1]
    listener.answer = lambda _: 200
    assert deliver(told, hooks, told.at + RETRIES[0]) == {"sent": 2}
    assert [json.loads(one.body)["move"] for one in listener.heard] == ["form", "form", "suspend"]


def test_a_silent_address_delays_nobody_else(database: Database, listener: Listener, hooks: Hooks) -> None:
    listener.gate.clear()
    told = story(database)
    silent = hooked(told, listener.url)
    with listening() as other:
        quick = hooked(told, other.url)
        told.form()
        assert deliver(told, hooks) == {"retried": 1, "sent": 1}
        assert [one.state for one in log(told, quick)] == ["sent"]
    [waiting] = log(told, silent)
    assert (waiting.state, waiting.status, waiting.reason) == ("queued", None, "нет ответа вовремя")


def test_two_workers_do_not_send_the_same_event(database: Database, listener: Listener, hooks: Hooks) -> None:
    told = story(database)
    hook = hooked(told, listener.url)
    told.form()
    now, until = told.at, told.at + timedelta(minutes=5)
    with database.write() as tx:
        [mine] = webhook_deliveries.take(tx, now=now, until=until, most=10)
    assert deliver(told, hooks, now) == {}
    assert deliver(told, hooks, until) == {"sent": 1}  # the first worker died: its lease ran out
    with database.write() as tx:
        late = webhook_deliveries.settle(
            tx, mine, state="failed", at=until, next_attempt_at=None, status=None, reason="поздно"
        )
    assert not late
    assert [one.state for one in log(told, hook)] == ["sent"]


def test_a_redirect_is_not_followed(database: Database, listener: Listener, hooks: Hooks) -> None:
    listener.answer = lambda _: 302
    told = story(database)
    hook = hooked(told, listener.url)
    told.form()
    assert deliver(told, hooks) == {"retried": 1}
    assert len(listener.heard) == 1
    assert log(told, hook)[0].status == 302


def test_a_public_installation_calls_no_private_address(sqlite_database: Database, listener: Listener) -> None:
    told = story(sqlite_database)
    hook = hooked(told, listener.url)
    told.form()
    with Hooks(private=False) as public:
        assert deliver(told, public) == {"retried": 1}
    assert listener.heard == []
    assert log(told, hook)[0].reason == "адрес частной сети не разрешён"


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.7/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:192.168.1.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://127.0.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
    ],
)
def test_private_addresses_in_every_spelling(url: str) -> None:
    with Hooks(private=False) as public:
        told = public.call(url, secret="s", key="k", event="test", body="{}", at=0)
    assert told.reason is not None
    assert told.reason.en == "an address of a private network is not allowed"


@pytest.mark.parametrize(
    "url",
    [
        "http://school.test/hook",
        "ftp://school.test/",
        "https://user:word@school.test/",
        "https://",
        "просто текст",
        "https://school.test/#part",
        "https://school.test/\nX-Evil: 1",
        "https://school.test/" + "a" * 1000,
        "javascript:alert(1)",
    ],
)
def test_an_address_that_may_not_be_called_is_no_webhook(sqlite_database: Database, url: str) -> None:
    told = story(sqlite_database)
    with pytest.raises(BadInput) as refused:
        hooked(told, url)
    assert refused.value.field == "url"


def test_a_passed_day_is_told_once_per_revision(database: Database, listener: Listener, hooks: Hooks) -> None:
    told = story(database)
    told.form()
    hook = hooked(told, listener.url)
    [stage] = told.obligations
    midnight = datetime(2025, 9, 8, 21, tzinfo=UTC)  # the 9th begins in Kirov
    assert stage["due_on"] == date(2025, 9, 8)
    assert deliver(told, hooks, midnight - timedelta(minutes=1)) == {}
    assert deliver(told, hooks, midnight) == {"sent": 1}
    assert deliver(told, hooks, midnight + timedelta(hours=2)) == {}
    body = json.loads(listener.heard[0].body)
    assert body["id"] == f"obligation.overdue:{stage['id']}:1"
    assert body["at"] == "2025-09-08T21:00:00.000000Z"
    assert (body["obligation"], body["pair"], body["stage"], body["due_on"]) == (
        stage["id"],
        told.pair_id,
        "formed",
        "2025-09-08",
    )
    assert "title" not in body
    with database.write() as tx:
        tx.exec_driver_sql("UPDATE obligation SET revision = 2, due_on = '2025-09-10'")
    assert deliver(told, hooks, midnight + timedelta(days=5)) == {"sent": 1}
    assert [one.key.rpartition(":")[2] for one in log(told, hook)] == ["2", "1"]


def test_the_log_lets_go_of_what_was_settled_long_ago(database: Database, listener: Listener, hooks: Hooks) -> None:
    told = story(database)
    hook = hooked(told, listener.url)
    told.form()
    [stage] = told.obligations
    midnight = datetime(2025, 9, 8, 21, tzinfo=UTC)
    assert deliver(told, hooks, midnight) == {"sent": 2}
    overdue = f"obligation.overdue:{stage['id']}:1"
    assert [one.key for one in log(told, hook)] == [overdue, f"stage.changed:{told.pair_id}:1"]
    assert deliver(told, hooks, midnight + KEPT) == {}
    assert [one.key for one in log(told, hook)] == [overdue]  # overdue to this day, and told of once
    told.on(date(2025, 12, 20)).done(end_pair, pair_id=told.pair_id, outcome="never_started")
    assert deliver(told, hooks) == {"sent": 1}
    assert [one.key for one in log(told, hook)] == [f"stage.changed:{told.pair_id}:2"]


def test_what_was_overdue_before_a_webhook_is_not_told(database: Database, listener: Listener, hooks: Hooks) -> None:
    told = story(database)
    told.form()
    late = told.on(date(2025, 9, 20))
    hooked(late, listener.url)
    assert deliver(late, hooks) == {}
    assert deliver(late, hooks, late.at + timedelta(days=1)) == {}


def test_a_stopped_webhook_hears_nothing_and_later_only_news(
    database: Database, listener: Listener, hooks: Hooks
) -> None:
    told = story(database)
    hook = hooked(told, listener.url)
    told.form()
    stopped = told.done(change_webhook, webhook_id=hook.id, stopped=True, version=hook.version)
    with pytest.raises(ChangedMeanwhile):
        told.run(change_webhook, webhook_id=hook.id, stopped=False, version=hook.version)
    assert deliver(told, hooks) == {}
    assert [(one.state, one.reason) for one in log(told, hook)] == [("failed", "вебхук остановлен")]
    assert isinstance(told.run(try_webhook, webhook_id=hook.id), Refused)
    late = told.on(date(2025, 9, 20))
    late.done(change_webhook, webhook_id=hook.id, stopped=False, version=stopped.version)
    late.done(try_webhook, webhook_id=hook.id)
    assert deliver(late, hooks) == {"sent": 1}
    assert json.loads(listener.heard[0].body)["event"] == "test"


def test_only_leaders_of_the_place_may(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    told.who = told.cast.curator
    refused = told.run(add_webhook, organisation_id=told.cast.school.id, url="https://e.test/", events=EVENTS)
    assert isinstance(refused, Refused)
    told.who = told.cast.director
    hook = hooked(told, "https://e.test/")
    told.who = told.cast.outsider
    with pytest.raises(BadInput):
        told.run(change_webhook, webhook_id=hook.id, stopped=True)


def test_a_zone_decides_when_its_day_is_over(sqlite_database: Database, listener: Listener, hooks: Hooks) -> None:
    """Ten hours lie between Kaliningrad and Kamchatka: the later one's day goes on."""
    told = story(sqlite_database)
    with sqlite_database.write() as tx:
        east = add_organisation(
            tx,
            by=operator(),
            name="Школа на краю",
            kind="school",
            parent=told.cast.municipality.path,
            timezone="Asia/Kamchatka",
        )
        assert not isinstance(east, Refused)
    hooked(told, listener.url, organisation_id=told.cast.municipality.id)
    told.form()
    assert deliver(told, hooks) == {"sent": 1}
    with sqlite_database.write() as tx:
        copied = "organisation_id, subject_kind, subject_id, occurrence, title, ladder, due_on, revision, status"
        copied += ", reason, held, watched_from, looked_at"
        tx.exec_driver_sql(
            f"INSERT INTO obligation ({copied}) SELECT {east.id}, subject_kind, subject_id, 'east', title, ladder,"
            " due_on, revision, status, reason, held, watched_from, looked_at FROM obligation LIMIT 1"
        )
    noon = datetime(2025, 9, 8, 12, tzinfo=UTC)  # midnight of the 9th in Kamchatka
    assert deliver(told, hooks, noon) == {"sent": 1}
    assert json.loads(listener.heard[-1].body)["org"] == east.path
