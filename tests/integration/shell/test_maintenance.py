"""Schema, checking, backups and settings as commands."""

import sqlite3
from pathlib import Path

import pytest

from nastavnik.doctor import shadowed, sqlite_release
from tests.support.cli import Cli


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    made = Cli(tmp_path)
    made.json("org", "add", "--name", "Школа № 5", "--kind", "school")
    return made


@pytest.fixture
def data(cli: Cli) -> Path:
    return cli.folder / "data" / "nastavnik.db"


def spoil(data: Path, statement: str) -> None:
    database = sqlite3.connect(data)
    with database:
        database.execute(statement)
    database.close()


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    cli = Cli(tmp_path)
    assert cli.json("migrate", "--dry-run")["before"] == "empty"
    assert cli.json("migrate")["applied"]
    assert cli.json("migrate")["applied"] == []


def test_an_older_schema_is_left_alone_until_somebody_says_migrate(cli: Cli, data: Path) -> None:
    spoil(data, "UPDATE alembic_version SET version_num = 'tables'")
    result = cli("org", "list")
    assert result.exit_code == 3
    assert "nastavnik migrate" in result.stderr


def test_a_newer_schema_is_not_touched(cli: Cli, data: Path) -> None:
    spoil(data, "UPDATE alembic_version SET version_num = 'from_the_future'")
    assert cli("org", "list").exit_code == 3


def test_a_sound_database_verifies(cli: Cli) -> None:
    assert cli.json("verify") == {"ok": True, "journal": [], "references": [], "obligations": [], "pending": []}


def test_verify_finds_a_changed_journal_and_a_broken_reference(cli: Cli, data: Path) -> None:
    spoil(data, "UPDATE journal_entry SET facts = replace(facts, 'school', 'region')")
    spoil(data, "INSERT INTO day_override VALUES (99, '2026-03-20', 0)")
    found = cli.json("verify", exit_code=1)
    assert not found["ok"]
    assert found["journal"]
    assert found["references"] == ["day_override 1 → organisation"]


def test_verify_lists_a_pair_without_its_programme(cli: Cli, data: Path) -> None:
    played = [("Белова Анна", "a@school.test"), ("Гусев Пётр", "b@school.test")]
    for name, email in played:
        cli.json("person", "add", "--org", "shkola-5", "--name", name, "--email", email)
    programme = ("--title", "Педагоги", "--lifecycle", "teacher-pair", "--from", "2025-09-01", "--to", "2026-05-31")
    roadmap = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", "shkola-5")["id"]
    cli.json("programme", "start", "--org", "shkola-5", *programme, "--roadmap", roadmap)
    cli.json("pair", "form", "--programme", 1, "--mentor", 1, "--mentee", 2)
    spoil(data, "UPDATE pair SET programme_id = 99")
    assert cli.json("verify", exit_code=1)["references"] == ["pair 1 → programme"]


@pytest.mark.parametrize("damage", ["due_on = '2025-13-01'", "due_on = 'x'", "title = CAST(x'ff41' AS TEXT)"])
def test_verify_names_whose_row_cannot_be_read(cli: Cli, data: Path, damage: str) -> None:
    cli.json("roadmap", "apply", "s1-teachers-2025", "--org", "shkola-5")
    spoil(data, f"UPDATE obligation SET {damage}")
    found = cli.json("verify", exit_code=1)["obligations"]
    assert any(one.startswith("shkola-5: roadmap:1: запись не читается") for one in found)


def test_verify_tells_what_is_still_being_derived(cli: Cli) -> None:
    days = cli.folder / "days.csv"
    days.write_text("2026-03-20,off\n", encoding="utf-8")
    assert cli.json("org", "calendar", "--org", "shkola-5", "--file", days)["changed"] == 1
    (pending,) = cli.json("verify")["pending"]
    assert pending.startswith("calendar shkola-5")


@pytest.mark.parametrize("place", [100, 60_000, 100_000])
def test_a_damaged_backup_is_refused_and_the_database_stays(cli: Cli, place: int) -> None:
    copy = cli.folder / "copy.db"
    cli.json("backup", copy)
    content = bytearray(copy.read_bytes())
    content[place : place + 2000] = bytes(byte ^ 0xFF for byte in content[place : place + 2000])
    copy.write_bytes(content)
    assert cli.error("restore", copy)["details"] == {"field": "file"}
    assert cli.json("verify")["ok"]


def test_what_was_backed_up_comes_back(cli: Cli) -> None:
    copy = cli.folder / "copy.db"
    assert cli.json("backup", copy)["bytes"] == copy.stat().st_size
    cli.json("org", "add", "--name", "Школа № 6", "--kind", "school")
    cli.json("restore", copy, "--dry-run")
    assert len(cli.json("org", "list")) == 2
    assert cli.json("restore", copy)["held"] == 0
    assert [each["path"] for each in cli.json("org", "list")] == ["shkola-5"]


def test_a_file_that_is_no_backup_is_refused(cli: Cli) -> None:
    other = cli.folder / "other.txt"
    other.write_text("не база", encoding="utf-8")
    cli.error("restore", other)
    assert len(cli.json("org", "list")) == 1


def test_settings_are_listed_with_secrets_masked(cli: Cli) -> None:
    result = cli("settings", "--json", NASTAVNIK_SMTP_PASSWORD="s3cret")
    assert result.exit_code == 0
    assert "NASTAVNIK_SMTP_PASSWORD" in result.stdout
    assert "s3cret" not in result.stdout


def test_the_doctor_names_every_check_and_the_mail_that_is_out_of_reach(cli: Cli) -> None:
    result = cli("doctor", "--json", NASTAVNIK_SMTP_PORT="1", NASTAVNIK_SMTP_TIMEOUT_SCALE="0.01")
    assert result.exit_code == 1
    for name in ("environment", "database", "sqlite", "mail", "definitions", "packages", "calendar"):
        assert f'"name": "{name}"' in result.stdout
    assert '"name": "mail", "health": "fault"' in result.stdout
    assert '"name": "packages", "health": "ok"' in result.stdout


@pytest.mark.parametrize(("release", "health"), [((3, 51, 2), "warning"), ((3, 51, 3), "ok"), ((4, 0, 0), "ok")])
def test_an_old_sqlite_is_a_warning(release: tuple[int, int, int], health: str) -> None:
    assert sqlite_release(release).health == health


def test_a_package_from_elsewhere_or_with_two_owners_is_a_shadow(tmp_path: Path) -> None:
    origins = {"engine": tmp_path / "engine" / "__init__.py", "storage": Path("/elsewhere/storage.py"), "web": None}
    assert shadowed(origins, tmp_path, {}) == ["storage", "web"]
    assert shadowed({"engine": tmp_path / "engine.py"}, tmp_path, {"engine": ["nastavnik", "engine"]}) == ["engine"]
    assert shadowed({"engine": tmp_path / "engine.py"}, tmp_path, {"engine": ["nastavnik"]}) == []
