"""`nastavnik outbox`: what people see of the letters and what they may do with them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.words import Words
from storage import channel, journal, letters, outbox
from storage.database import Database
from tests.support.cast import District, district, operator
from tests.support.cli import Cli
from workflows.cancel_letter import cancel_letter

_NOW = datetime(2025, 9, 1, 6, tzinfo=UTC)
_FIELDS = ["id", "key", "letter", "recipient", "subject", "state", "message_id", "attempts", "reason", "reminders"]


@pytest.fixture
def cli(tmp_path: Path, url: str) -> Cli:
    return Cli(tmp_path, database_url=url)


@pytest.fixture
def cast(database: Database) -> District:
    with database.write() as tx:
        made = district(tx)
        for key in ("one", "two"):
            outbox.enqueue(
                tx,
                key=key,
                kind="test",
                organisation_id=made.school.id,
                recipient_id=made.curator.id,
                at=_NOW,
                ready_at=_NOW,
            )
    return made


def listed(cli: Cli, *args: object) -> list[tuple[str, str]]:
    return [(each["key"], each["state"]) for each in cli.json("outbox", "list", *args)]


def test_letters_are_listed_as_promised(cli: Cli, cast: District) -> None:
    found = cli.json("outbox", "list")
    assert list(found[0]) == _FIELDS
    assert (found[0]["letter"], found[0]["recipient"]) == ("test", cast.curator.email)
    assert listed(cli, "--recipient", cast.mentor.email) == []
    assert listed(cli, "--state", "sent") == []
    assert len(listed(cli, "--state", "queued", "--org", cast.school.path)) == 2
    assert listed(cli, "--org", cast.other_school.path) == []


def test_an_unknown_state_is_refused(cli: Cli, cast: District) -> None:
    assert cli.error("outbox", "list", "--state", "lost")["details"]["field"] == "--state"


def test_a_cancelled_letter_says_why_and_cannot_be_cancelled_again(cli: Cli, cast: District) -> None:
    letter = cli.json("outbox", "list")[0]["id"]
    assert cli.json("outbox", "cancel", letter)["state"] == "cancelled"
    assert cli.json("outbox", "why", letter)["why"]
    assert [each["need"] for each in cli.json("outbox", "cancel", letter, exit_code=1)["refused"]] == ["state"]
    assert [each["need"] for each in cli.json("outbox", "retry", letter, exit_code=1)["refused"]] == ["state"]


def test_held_letters_are_released_and_the_journal_says_who(cli: Cli, cast: District, database: Database) -> None:
    with database.write() as tx:
        letters.hold(tx, reason="слишком много", organisation_id=cast.school.id)
    assert [state for _, state in listed(cli)] == ["held", "held"]
    args = ("outbox", "release", "--org", cast.school.path, "--actor", cast.director.email)
    assert len(cli.json(*args)["released"]) == 2
    assert [state for _, state in listed(cli)] == ["queued", "queued"]
    with database.read() as tx:
        line = journal.entries(tx, cast.school.id)[0]
    assert (line.verb, line.actor_id) == ("outbox.release", cast.director.id)


def test_a_mentor_may_not_release_and_an_outsider_finds_nothing(cli: Cli, cast: District) -> None:
    args = ("outbox", "release", "--org", cast.school.path, "--actor")
    assert cli.json(*args, cast.mentor.email, exit_code=1)["refused"][0]["need"] == "permission"
    cli.error(*args, cast.outsider.email)
    letter = cli.json("outbox", "list")[0]["id"]
    hidden = cli.error("outbox", "cancel", letter, "--actor", cast.outsider.email)["message"]
    absent = cli.error("outbox", "cancel", 999, "--actor", cast.outsider.email)["message"]
    assert hidden.replace(str(letter), "999") == absent


def test_a_letter_that_left_is_not_stopped(database: Database, cast: District) -> None:
    with database.write() as tx:
        claimed, _ = outbox.claim(tx, owner="worker", now=_NOW, lease_until=2e9, limit=2)
        outbox.enter_data(
            tx,
            letter_id=claimed.id,
            owner="worker",
            at=_NOW,
            lease_until=2e9,
            message=b"x",
            message_id="<a@b>",
            subject="s",
        )
        outcome = cancel_letter(tx, by=operator(), letter_id=claimed.id)
    assert type(outcome).__name__ == "Refused"


def test_a_silent_mail_server_is_said_after_a_quarter_of_an_hour(cli: Cli, cast: District, database: Database) -> None:
    with database.write() as tx:
        channel.hold(tx, now=_NOW, reason=Words("соединение отклонено", "connection refused"))
    cli.turn((_NOW + timedelta(minutes=14)).isoformat())
    assert "не уходят" not in cli("outbox", "list").stdout
    cli.turn((_NOW + timedelta(minutes=15)).isoformat())
    assert "не уходят" in cli("outbox", "list").stdout
    assert "соединение отклонено" in cli("outbox", "list").stdout
