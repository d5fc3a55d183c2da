"""What every command accepts and how it answers."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from nastavnik.cli.main import ENTRIES, Entry, group_of
from tests.support.cli import Cli


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path)


def add_school(cli: Cli, name: str = "Школа № 5", *more: object) -> int:
    return int(cli.json("org", "add", "--name", name, "--kind", "school", *more)["id"])


def test_the_first_command_on_an_empty_laptop_works(cli: Cli) -> None:
    made = cli.json("org", "add", "--name", "Школа № 5", "--kind", "school")
    assert list(made)[:2] == ["id", "path"]
    assert made["path"] == "shkola-5"


@pytest.mark.parametrize(
    "args",
    [
        ("нет-такой",),
        ("org", "нет-такой"),
        ("org", "add"),
        ("org", "add", "--name"),
        ("org", "add", "--name", "Школа", "--kind", "school", "--нет-такого"),
        ("org", "add", "--name", "Школа", "--kind", "school", "лишнее"),
        ("org", "add", "--name", "Школа", "--kind", "school", "--week", "пять"),
        ("org", "add", "--name", "Школа", "--kind", "school", "--week", "4"),
        ("org", "add", "--name", "Школа", "--kind", "гимназия"),
        ("org", "add", "--name", "", "--kind", "school"),
        ("org", "add", "--name", "Школа\nвторая", "--kind", "school"),
        ("org", "add", "--name", "Школа", "--kind", "school", "--timezone", "Европа/Киров"),
        ("org", "add", "--name", "Школа", "--kind", "school", "--timezone", "../etc"),
        ("org", "add", "--name", "Школа", "--kind", "school", "--slug", "Школа 5"),
        ("org", "add", "--name", "Школа", "--kind", "school", "--parent", "нет"),
        ("org", "add", "--name", "Школа", "--kind", "school", "--lang", "de"),
        ("org", "add", "--name", "Школа", "--kind", "school", "--actor", "nobody@school.test"),
        ("org", "show", "нет"),
    ],
)
def test_wrong_input_gets_one_sentence_and_stores_nothing(cli: Cli, args: tuple[str, ...]) -> None:
    result = cli(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert cli.error(*args)["message"]
    assert cli.json("org", "list") == []


def test_errors_speak_english_when_asked(cli: Cli) -> None:
    result = cli("org", "show", "nowhere", "--lang", "en")
    assert "is not found" in result.stderr
    assert "не найдено" in cli("org", "show", "nowhere").stderr


def test_an_unknown_setting_stops_every_command(cli: Cli) -> None:
    result = cli("org", "list", NASTAVNIK_DATABASE="sqlite:///x.db")
    assert result.exit_code == 2
    assert "NASTAVNIK_DATABASE" in result.stderr


def test_a_dry_run_shows_and_stores_nothing(cli: Cli) -> None:
    shown = cli.json("org", "add", "--name", "Школа № 5", "--kind", "school", "--dry-run")
    assert shown["dry_run"] is True
    assert shown["path"] == "shkola-5"
    assert cli.json("org", "list") == []


def test_the_same_key_gives_the_same_answer_and_does_nothing_twice(cli: Cli) -> None:
    args = ("org", "add", "--name", "Школа № 5", "--kind", "school", "--idempotency-key", "k-1")
    assert cli.json(*args) == cli.json(*args)
    assert len(cli.json("org", "list")) == 1


def test_a_key_that_belonged_to_other_arguments_is_refused(cli: Cli) -> None:
    add_school(cli, "Школа № 5", "--idempotency-key", "k-1")
    error = cli.error("org", "add", "--name", "Школа № 6", "--kind", "school", "--idempotency-key", "k-1")
    assert error["code"] == "bad_input"
    assert len(cli.json("org", "list")) == 1


def test_a_dry_run_does_not_use_its_key_up(cli: Cli) -> None:
    args = ("org", "add", "--name", "Школа № 5", "--kind", "school", "--idempotency-key", "k-1")
    cli.json(*args, "--dry-run")
    assert "dry_run" not in cli.json(*args)


def test_a_refusal_lists_need_reason_and_mend(cli: Cli) -> None:
    add_school(cli)
    args = ("person", "add", "--org", "shkola-5", "--name", "Иванова Мария", "--email", "m@school.test")
    refused = cli.json(*args, "--born", "1990-01-01", exit_code=1)["refused"]
    assert [sorted(each) for each in refused] == [["mend", "need", "reason"]]
    told = cli(*args, "--born", "1990-01-01")
    assert (told.exit_code, told.stdout, told.stderr.count("\n")) == (1, "", 1)


def test_an_unexpected_failure_is_one_sentence_and_a_note_without_people(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object, **_given: object) -> None:
        raise RuntimeError("Иванова Мария m@school.test")

    monkeypatch.setattr("nastavnik.cli.org.add_organisation", fails)
    result = cli("org", "add", "--name", "Школа", "--kind", "school")
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    note = (cli.folder / "data" / "errors.log").read_text(encoding="utf-8")
    assert json.loads(note)["error"] == "RuntimeError"
    assert "Иванова" not in note + result.stderr


def test_a_database_that_cannot_be_opened_is_exit_3(cli: Cli) -> None:
    result = cli("org", "list", "--json", NASTAVNIK_DATABASE_URL="sqlite:////nowhere/at/all.db")
    assert result.exit_code == 3
    assert json.loads(result.stderr)["error"]["code"] == "database"


def test_a_foreign_database_is_left_alone(cli: Cli, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE theirs (id INTEGER)")
    other.close()
    result = cli("org", "list", NASTAVNIK_DATABASE_URL=f"sqlite:///{tmp_path}/other.db")
    assert result.exit_code == 3


def test_people_see_a_table_and_help(cli: Cli) -> None:
    add_school(cli)
    assert "shkola-5" in cli("org", "list").stdout
    overview = cli("--help")
    assert overview.exit_code == 0
    assert all(entry.name in overview.stdout for entry in ENTRIES)
    assert cli("org", "--help").exit_code == 0
    assert cli("org", "add", "--help").exit_code == 0


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_word_has_its_file(entry: Entry) -> None:
    group = group_of(entry.module)
    assert entry.name in group.commands if entry.alone else group.commands


_RUN = "from nastavnik.cli.main import run; run()"


def started(cli: Cli, *args: str) -> subprocess.Popen[bytes]:
    environ = {"PATH": os.environ["PATH"], **cli.env}
    return subprocess.Popen(
        [sys.executable, "-c", _RUN, *args], env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_several_processes_on_a_fresh_laptop_do_the_work_once(cli: Cli) -> None:
    args = ("org", "add", "--name", "Школа", "--kind", "school", "--json", "--idempotency-key", "k-1")
    ended = [(process.communicate(), process.returncode) for process in [started(cli, *args) for _ in range(4)]]
    assert {(output, code) for output, code in ended} == {(ended[0][0], 0)}
    assert len(cli.json("org", "list")) == 1


def test_a_reader_that_goes_away_is_no_failure(cli: Cli) -> None:
    process = started(cli, "--help")
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(timeout=60) == 0
    assert process.stderr is not None
    with process.stderr:
        assert process.stderr.read() == b""
