"""From a due day to a letter in a mailbox, on both databases, over real SMTP."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, text

from engine.refusals import Refused
from storage.database import Database
from storage.scope import EVERYTHING
from tests.support.cast import District, district, operator
from tests.support.installation import Installation, installation
from workflows.apply_roadmap import Applied, apply_roadmap
from workflows.complete_item import Proof, complete_item
from workflows.forecast_letters import forecast_letters
from workflows.reschedule_item import reschedule_item
from workflows.verify_data import verify_data

KIROV = ZoneInfo("Europe/Kirov")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KIROV).astimezone(UTC)


@pytest.fixture
def running(database: Database) -> Iterator[Installation]:
    with installation(database) as made:
        yield made


def applied(tx: Connection, cast: District, template: str = "s1-teachers-2025") -> int:
    made = apply_roadmap(tx, by=operator(), organisation_id=cast.school.id, template_key=template)
    assert isinstance(made, Applied)
    return made.roadmap_id


def item(tx: Connection, key: str) -> int:
    return int(tx.execute(text("SELECT id FROM item WHERE key = :key"), {"key": key}).scalar_one())


def open_school(running: Installation) -> District:
    with running.database.write() as tx:
        cast = district(tx)
        applied(tx, cast)
    return cast


def test_a_reminder_reaches_its_responsible_once(running: Installation) -> None:
    cast = open_school(running)
    running.play(local("2025-09-10T23:00"))
    statistics = [one for one in running.recorder.to(cast.curator.email) if "статистического" in one.subject]
    # due 10 September: −7 on the 3rd alone, −1 in the digest of the 9th, 0 on the 10th alone
    assert [one.subject.split(":")[0] for one in statistics] == ["Через 7\u00a0дней срок", "Сегодня срок"]


def test_repeating_a_tick_sends_nothing_again(running: Installation) -> None:
    open_school(running)
    running.tick(local("2025-09-03T09:00"))
    before = len(running.recorder.letters)
    assert before
    for _ in range(3):
        running.tick()
    assert len(running.recorder.letters) == before


def test_every_reminder_of_a_day_travels_together(running: Installation) -> None:
    open_school(running)
    came = running.play(local("2025-12-31T23:00"))
    per_day = Counter((letter.recipient, at.astimezone(KIROV).date()) for at, letter in came)
    assert max(per_day.values()) == 1


def test_no_letter_leaves_at_night_or_on_a_day_off(running: Installation) -> None:
    open_school(running)
    came = running.play(local("2026-02-01T00:00"))
    assert len(came) > 20
    for at, _ in came:
        here = at.astimezone(KIROV)
        assert 8 <= here.hour < 20
        assert here.weekday() < 5
        assert not date(2025, 12, 31) <= here.date() <= date(2026, 1, 11)


def test_after_a_week_of_downtime_everybody_gets_one_digest(running: Installation) -> None:
    open_school(running)
    running.play(local("2025-09-12T23:00"))
    before = len(running.recorder.letters)
    running.tick(local("2025-09-29T10:00"))
    assert max(Counter(one.recipient for one in running.recorder.letters[before:]).values()) == 1
    states = dict(running.rows("SELECT state, count(*) FROM v_reminder GROUP BY state"))
    assert states["superseded"] > 0
    assert "waiting" not in states


def test_what_came_due_before_a_night_travels_with_the_morning(running: Installation) -> None:
    cast = open_school(running)
    running.play(local("2025-09-08T23:00"))
    before = len(running.recorder.to(cast.curator.email))
    running.tick(local("2025-09-10T23:59"))
    came = running.play(local("2025-09-11T23:00"))
    assert len(running.recorder.to(cast.curator.email)) == before + 1
    assert [at.astimezone(KIROV).hour for at, one in came if one.recipient == cast.curator.email] == [9]


def test_what_was_done_is_not_reminded_of(running: Installation) -> None:
    cast = open_school(running)
    running.tick(local("2025-09-03T09:00"))
    with running.database.write() as tx:
        done = complete_item(
            tx,
            by=operator(running.clock.now()),
            item_id=item(tx, "statistics"),
            proof=Proof("link", "https://school.test/form"),
        )
        assert not isinstance(done, Refused)
    before = len(running.recorder.to(cast.curator.email))
    running.play(local("2025-09-11T23:00"))
    later = running.recorder.to(cast.curator.email)[before:]
    assert not [one for one in later if "статистического" in one.subject]


def test_a_moved_date_begins_a_new_ladder_and_repeats_nothing(running: Installation) -> None:
    cast = open_school(running)
    running.play(local("2025-09-03T12:00"))
    with running.database.write() as tx:
        row = item(tx, "statistics")
        reschedule_item(
            tx, by=operator(running.clock.now()), item_id=row, to_day=date(2025, 9, 19), reason="ждём форму из РНЦ"
        )
    running.play(local("2025-09-20T23:00"))
    ledger = running.rows(
        "SELECT r.revision, r.rung, count(*) FROM v_reminder r JOIN v_obligation o ON o.id = r.obligation_id "
        "WHERE o.subject = :subject AND r.state = 'lettered' GROUP BY 1, 2 ORDER BY 1, 2",
        subject=f"item:{row}",
    )
    assert [tuple(one) for one in ledger] == [(1, -7, 1), (2, -14, 1), (2, -7, 1), (2, -1, 1), (2, 0, 1)]
    told = running.rows("SELECT recipient, state FROM v_letter WHERE kind = 'date_moved'")
    assert [tuple(one) for one in told] == [(cast.curator.email, "sent")]
    [first] = running.rows("SELECT first_due_on, due_on FROM v_obligation WHERE subject = :s", s=f"item:{row}")
    assert (str(first.first_due_on), str(first.due_on)) == ("2025-09-10", "2025-09-19")


def test_the_forecast_tells_what_then_happens(running: Installation) -> None:
    open_school(running)
    since, until = local("2025-09-01T12:00"), local("2025-10-20T00:00")
    with running.database.read() as tx:
        foreseen = forecast_letters(tx, EVERYTHING, now=running.clock.now(), since=since, until=until)
    came = [(at, letter) for at, letter in running.play(until) if at >= since]
    assert Counter((one.at, one.recipient) for one in foreseen) == Counter((at, one.recipient) for at, one in came)


def test_stored_obligations_equal_the_data_all_year(running: Installation) -> None:
    open_school(running)
    for month in ("2025-10-01", "2026-01-15", "2026-07-02"):
        running.play(local(f"{month}T12:00"))
        with running.database.read() as tx:
            assert verify_data(tx, at=running.clock.now()).sound


def test_every_reminder_ends_with_a_letter_or_a_reason(running: Installation) -> None:
    open_school(running)
    running.play(local("2026-09-01T12:00"))
    loose = running.rows(
        "SELECT * FROM v_reminder WHERE state = 'waiting' OR (state <> 'lettered' AND reason = '') "
        "OR (state = 'lettered' AND letter_id IS NULL)"
    )
    assert loose == []
    assert running.rows("SELECT * FROM v_letter WHERE state NOT IN ('sent', 'cancelled')") == []


def test_the_idle_tick_looks_at_nothing(running: Installation) -> None:
    open_school(running)
    running.tick(local("2025-09-03T09:00"))
    again = running.tick(running.clock.now() + timedelta(minutes=1))
    assert (again.looked, again.reminders, again.composed) == (0, 0, 0)
