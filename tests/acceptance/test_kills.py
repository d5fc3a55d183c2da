"""Three hundred sudden deaths of the worker, at random points of ticking and sending."""

import json
import multiprocessing
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from engine.refusals import Refused
from storage.database import Database
from storage.organisations import OrganisationRow
from tests.support.cast import FIRST_OF_SEPTEMBER, operator, organisation, player
from tests.support.mortal_worker import live
from tests.support.recorder import Recorder
from workflows.apply_roadmap import apply_roadmap
from workflows.form_pair import form_pair
from workflows.start_programme import start_programme
from workflows.verify_data import verify_data

KILLS = int(os.environ.get("KILLS", "300"))
SEED = int(os.environ.get("KILL_SEED", "20250901"))
_BY_LETTER = 0.5  # the share of lives whose signs are letters arriving; the others' are acknowledged moves
_AFTERWARDS = 0.02  # real seconds between the sign and the axe, at most
_LONGEST_LIFE = 5.0  # real seconds for a life that gives no sign
# Eight mornings a day: three hundred lives must not outlive the year's letters.
_ZONES = (
    "Europe/Kaliningrad",
    "Europe/Kirov",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Krasnoyarsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Kamchatka",
)


class SlowRecorder(Recorder):
    """A server that thinks before it answers, so that letters are under way for a while."""

    def keep(self, sender: str, recipient: str, data: bytes) -> None:
        time.sleep(0.004)
        super().keep(sender, recipient, data)


@dataclass(slots=True)
class Doomed:
    """A database with much to do, its environment, and what was acknowledged so far."""

    database: Database
    recorder: Recorder
    env: dict[str, str]
    restless: int
    acknowledged: set[int] = field(default_factory=set[int])
    struck: Counter[str] = field(default_factory=Counter[str])


@pytest.fixture
def doomed(sqlite_url: str, tmp_path: Path) -> Iterator[Doomed]:
    database = Database(sqlite_url)
    with database.write() as tx:
        restless = _furnish(tx)
    clock = tmp_path / "clock"
    clock.write_text(FIRST_OF_SEPTEMBER.isoformat(), encoding="ascii")
    with SlowRecorder() as recorder:
        env = {
            "NASTAVNIK_DATA_DIR": str(tmp_path),
            "NASTAVNIK_DATABASE_URL": sqlite_url,
            "NASTAVNIK_CLOCK_FILE": str(clock),
            "NASTAVNIK_SMTP_HOST": "127.0.0.1",
            "NASTAVNIK_SMTP_PORT": str(recorder.port),
            "NASTAVNIK_SMTP_TIMEOUT_SCALE": "0.02",
        }
        yield Doomed(database, recorder, env, restless)
    database.dispose()


@pytest.mark.slow
def test_three_hundred_kills_lose_nothing(doomed: Doomed) -> None:
    sys.stdout.write(f"KILL_SEED={SEED}\n")
    chance = random.Random(SEED)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.support.mortal_worker"])
    for _ in range(KILLS):
        _kill_one(context, doomed, chance)
    _live_on_in_peace(context, doomed)
    sys.stdout.write(f"struck {dict(doomed.struck)}, {len(doomed.recorder.letters)} copies arrived\n")
    _assert_death_was_no_formality(doomed)
    _assert_nothing_acknowledged_is_lost(doomed)
    _assert_no_reminder_is_lost(doomed)
    _assert_at_most_two_identical_copies(doomed)
    _assert_sound(doomed)


def _kill_one(context: multiprocessing.context.ForkServerContext, doomed: Doomed, chance: random.Random) -> None:
    """One life: it ends a moment after its nth sign, so that a slow machine dies at the same places as a fast one."""
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=live, args=(doomed.env, doomed.restless, theirs))
    worker.start()
    theirs.close()
    acknowledged, arrived = len(doomed.acknowledged), len(doomed.recorder.letters)
    by_letter, count = chance.random() < _BY_LETTER, chance.randint(1, 2)
    last = time.monotonic() + _LONGEST_LIFE
    while time.monotonic() < last:
        _hear(ours, doomed)
        signs = len(doomed.recorder.letters) - arrived if by_letter else len(doomed.acknowledged) - acknowledged
        if signs >= count:
            break
        time.sleep(0.0005)
    time.sleep(chance.uniform(0.0, _AFTERWARDS))
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    assert worker.exitcode == -signal.SIGKILL  # it died of the axe, not of a fault of its own
    _hear(ours, doomed)
    doomed.struck.update(_states(doomed))


def _live_on_in_peace(context: multiprocessing.context.ForkServerContext, doomed: Doomed) -> None:
    """The last worker is not killed: it continues by itself to the end of the school year."""
    ours, theirs = context.Pipe(duplex=False)
    env = doomed.env | {"END": datetime(2026, 9, 15, tzinfo=UTC).isoformat()}
    worker = context.Process(target=live, args=(env, doomed.restless, theirs))
    worker.start()
    theirs.close()
    while worker.is_alive():
        _hear(ours, doomed)
        worker.join(0.05)
    _hear(ours, doomed)
    assert worker.exitcode == 0


def _hear(pipe: Pipe, doomed: Doomed) -> None:
    try:
        while pipe.poll():
            doomed.acknowledged.add(pipe.recv())
    except EOFError:
        pass


def _states(doomed: Doomed) -> Counter[str]:
    with doomed.database.read() as tx:
        rows = tx.execute(text("SELECT state FROM letter WHERE state IN ('claimed', 'in_data')"))
        return Counter(row.state for row in rows)


def _assert_death_was_no_formality(doomed: Doomed) -> None:
    """The axe must have fallen while letters were claimed and while they were under way."""
    assert doomed.struck["claimed"] >= 20
    assert doomed.struck["in_data"] >= 3
    assert len(doomed.acknowledged) >= KILLS
    assert len(doomed.recorder.letters) >= 200


def _assert_nothing_acknowledged_is_lost(doomed: Doomed) -> None:
    with doomed.database.read() as tx:
        rows = tx.execute(text("SELECT seq FROM v_transition WHERE pair_id = :pair"), {"pair": doomed.restless})
        stored = {row.seq for row in rows}
    assert doomed.acknowledged <= stored
    assert stored == set(range(1, len(stored) + 1))


def _assert_no_reminder_is_lost(doomed: Doomed) -> None:
    """Every rung that came due is in the ledger, and every ledger row ended in a letter or with a reason (C1)."""
    with doomed.database.read() as tx:
        loose = tx.execute(
            text(
                "SELECT r.state, l.state FROM v_reminder r LEFT JOIN v_letter l ON l.id = r.letter_id "
                "WHERE r.state = 'waiting' OR (r.state <> 'lettered' AND r.reason = '') "
                "OR (r.state = 'lettered' AND l.state NOT IN ('sent', 'cancelled', 'uncertain'))"
            )
        ).all()
        dates = tx.execute(
            text(
                "SELECT count(*) FROM v_obligation o WHERE o.status = 'open' AND o.due_on < '2026-08-01' "
                "AND o.due_on > '2025-09-20' AND o.subject LIKE 'item:%' AND NOT EXISTS "
                "(SELECT 1 FROM v_reminder r WHERE r.obligation_id = o.id AND r.rung = 0)"
            )
        ).scalar_one()
    assert loose == []
    assert dates == 0


def _assert_at_most_two_identical_copies(doomed: Doomed) -> None:
    copies: dict[str, list[bytes]] = {}
    for letter in doomed.recorder.letters:
        copies.setdefault(letter.message_id, []).append(letter.data)
    assert max(len(found) for found in copies.values()) <= 2
    assert all(len(set(found)) == 1 for found in copies.values())
    with doomed.database.read() as tx:
        sent = {row.message_id for row in tx.execute(text("SELECT message_id FROM v_letter WHERE state = 'sent'"))}
    assert sent <= set(copies)


def _assert_sound(doomed: Doomed) -> None:
    with doomed.database.read() as tx:
        found = verify_data(tx, at=datetime(2026, 9, 15, tzinfo=UTC))
    assert found.sound, json.dumps([found.journal, found.references, found.obligations], ensure_ascii=False)


def _furnish(tx: Connection) -> int:
    """Eight schools in eight time zones with the plan of seed S1 and two pairs each; returns the pair that is moved."""
    district = organisation(tx, "Округ", "municipality")
    formed = [pair for zone in _ZONES for pair in _school(tx, district, zone)]
    return formed[0]


def _school(tx: Connection, district: OrganisationRow, zone: str) -> list[int]:
    name = zone.partition("/")[2].lower()
    school = organisation(tx, f"Школа {name}", "school", parent=district, timezone=zone)
    player(tx, school, f"Куратор {name}", f"curator-{name}", role="curator")
    player(tx, school, f"Директор {name}", f"head-{name}", role="head")
    roadmap = apply_roadmap(tx, by=operator(), organisation_id=school.id, template_key="s1-teachers-2025")
    assert not isinstance(roadmap, Refused)
    started = start_programme(
        tx,
        by=operator(),
        organisation=school,
        title="Педагоги",
        lifecycle="teacher-pair",
        roadmap_id=roadmap.roadmap_id,
        starts=date(2025, 9, 1),
        ends=date(2026, 5, 31),
    )
    assert not isinstance(started, Refused)
    return [_pair(tx, school, started.id, f"{name}-{number}") for number in range(2)]


def _pair(tx: Connection, school: OrganisationRow, programme_id: int, name: str) -> int:
    mentor = player(tx, school, f"Наставник {name}", f"mentor-{name}")
    mentee = player(tx, school, f"Наставляемый {name}", f"mentee-{name}")
    pair = form_pair(tx, by=operator(), programme_id=programme_id, mentor_id=mentor.id, mentee_ids=[mentee.id])
    assert not isinstance(pair, Refused)
    return pair.id
