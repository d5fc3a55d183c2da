"""What the forecast says of pairs is what the clock then does."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from engine.refusals import Refused
from storage.database import Database
from storage.scope import EVERYTHING
from tests.support.cast import District, district, operator
from tests.support.installation import Installation, installation
from workflows.apply_roadmap import apply_roadmap
from workflows.end_pair import end_pair
from workflows.forecast_letters import forecast_letters
from workflows.form_pair import form_pair
from workflows.start_programme import start_programme

KIROV = ZoneInfo("Europe/Kirov")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KIROV).astimezone(UTC)


@pytest.fixture
def running(sqlite_database: Database) -> Iterator[Installation]:
    with installation(sqlite_database) as made:
        yield made


def paired(tx: Connection, cast: District) -> int:
    roadmap = apply_roadmap(tx, by=operator(), organisation_id=cast.school.id, template_key="s1-teachers-2025")
    assert not isinstance(roadmap, Refused)
    programme = start_programme(
        tx,
        by=operator(),
        organisation=cast.school,
        title="Педагоги",
        lifecycle="teacher-pair",
        roadmap_id=roadmap.roadmap_id,
        starts=date(2025, 9, 1),
        ends=date(2026, 5, 31),
    )
    assert not isinstance(programme, Refused)
    pair = form_pair(
        tx, by=operator(), programme_id=programme.id, mentor_id=cast.mentor.id, mentee_ids=[cast.mentee.id]
    )
    assert not isinstance(pair, Refused)
    return pair.id


def compare(running: Installation, until: datetime) -> Counter[str]:
    """The forecast against what comes, moment by moment; returns the kinds of letters that came."""
    since = running.clock.now()
    with running.database.read() as tx:
        foreseen = forecast_letters(tx, EVERYTHING, now=since, since=since, until=until)
    came = running.play(until)
    assert Counter((one.at, one.recipient) for one in foreseen) == Counter((at, one.recipient) for at, one in came)
    return Counter(one.letter for one in foreseen)


def test_a_stage_refused_too_long_is_foreseen(running: Installation) -> None:
    with running.database.write() as tx:
        paired(tx, district(tx))
    assert compare(running, local("2025-10-20T00:00"))["move_refused"] == 1


def test_an_announced_end_and_its_silence_are_foreseen(running: Installation) -> None:
    with running.database.write() as tx:
        pair_id = paired(tx, district(tx))
    running.play(local("2025-09-03T12:00"))
    with running.database.write() as tx:
        ended = end_pair(
            tx,
            by=operator(running.clock.now()),
            pair_id=pair_id,
            outcome="mentor_left",
            notice_on=date(2025, 9, 3),
        )
        assert not isinstance(ended, Refused)
    assert compare(running, local("2025-10-20T00:00"))["pair_closed"] == 3
