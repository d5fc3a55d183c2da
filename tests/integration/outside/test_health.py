"""What those who watch the program are told, over a real server."""

from datetime import timedelta

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from storage import heartbeats, outbox
from storage.database import Database
from storage.gauges import letters_by_state
from tests.support.pair_life import Story, story
from tests.support.site import Site, served


def beat(told: Story, site: Site) -> None:
    with told.database.write() as tx:
        heartbeats.beat(tx, "tick", at=site.now())


def test_ready_while_the_clock_ticks_and_letters_go(database: Database) -> None:
    told = story(database)
    with served(database, at=told.at) as site:
        assert httpx.get(f"{site.address}/healthz").json() == {"status": "alive"}
        never = httpx.get(f"{site.address}/readyz")
        assert (never.status_code, never.json()["tick"]) == (503, {"ok": False, "last": None})
        beat(told, site)
        assert httpx.get(f"{site.address}/readyz").status_code == 200
        site.turn(site.now() + timedelta(minutes=3))
        assert httpx.get(f"{site.address}/readyz").status_code == 200
        site.turn(site.now() + timedelta(seconds=1))
        late = httpx.get(f"{site.address}/readyz")
        assert (late.status_code, late.json()["status"], late.json()["tick"]["ok"]) == (503, "red", False)


def test_red_when_a_letter_that_may_go_does_not(database: Database) -> None:
    told = story(database)
    with served(database, at=told.at) as site:
        ready_at = told.at + timedelta(hours=2)
        with database.write() as tx:
            outbox.enqueue(
                tx,
                key="test:1",
                kind="test",
                organisation_id=told.cast.school.id,
                recipient_id=told.cast.curator.id,
                at=told.at,
                ready_at=ready_at,
            )
        for at, status in ((told.at + timedelta(hours=3), 200), (told.at + timedelta(hours=3, seconds=1), 503)):
            site.turn(at)
            beat(told, site)
            answer = httpx.get(f"{site.address}/readyz")
            assert (answer.status_code, answer.json()["letters"]["ok"]) == (status, status == 200)


def test_red_without_our_schema(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    with served(sqlite_database, at=told.at) as site:
        beat(told, site)
        with sqlite_database.write() as tx:
            tx.exec_driver_sql("UPDATE alembic_version SET version_num = 'another'")
        answer = httpx.get(f"{site.address}/readyz")
        assert (answer.status_code, answer.json()["database"]) == (503, "schema is foreign")


def test_metrics_count_calls_by_template_and_name_nobody(database: Database) -> None:
    told = story(database)
    told.form()
    with served(database, at=told.at + timedelta(days=60)) as site:
        beat(told, site)
        httpx.get(f"{site.address}/healthz")
        httpx.get(f"{site.address}/m/secret-token-of-a-letter")
        httpx.get(f"{site.address}/nowhere/secret-token-of-a-letter")
        httpx.request("INVENTED", f"{site.address}/readyz")
        text = httpx.get(f"{site.address}/metrics").text
    samples = {
        (one.name, *sorted(one.labels.values())): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }
    assert samples["nastavnik_http_requests_total", "/healthz", "200", "GET"] == 1
    assert samples["nastavnik_http_request_seconds_count", "/healthz"] == 1
    assert samples["nastavnik_last_tick_age_seconds",] == 0
    assert samples["nastavnik_obligations_open",] == samples["nastavnik_obligations_overdue",] == 1
    assert samples["nastavnik_letters", "queued"] > 0
    assert "secret-token" not in text
    assert "INVENTED" not in text
    assert "Иванова" not in text
    assert told.cast.school.path not in text


@pytest.mark.parametrize("state", ["queued", "claimed", "in_data", "sent", "cancelled", "failed", "uncertain", "held"])
def test_every_state_of_letters_is_counted(database: Database, state: str) -> None:
    told = story(database)
    told.form()
    moment = {"queued": "next_attempt_at", "sent": "sent_at"}.get(state)
    with database.write() as tx:
        every = tx.exec_driver_sql("SELECT count(*) FROM letter").scalar_one()
        keep = "" if moment == "next_attempt_at" else ", next_attempt_at = NULL"
        sent = ", sent_at = created_at" if state == "sent" else ""
        lease = ", lease_until = 1" if state in ("claimed", "in_data") else ""
        tx.exec_driver_sql(f"UPDATE letter SET state = '{state}'{keep}{sent}{lease}")
    with database.read() as tx:
        found = letters_by_state(tx)
    assert every > 0
    assert found == dict.fromkeys(found, 0) | {state: every}
