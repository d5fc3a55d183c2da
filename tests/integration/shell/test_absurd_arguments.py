"""Arguments no sane caller gives: each gets a sentence, never a failure of the program, on either database."""

import json
from pathlib import Path

import pytest

from tests.support.cli import Cli
from tests.support.recorder import Recorder

SCHOOL = "school"


@pytest.fixture
def cli(tmp_path: Path, url: str) -> Cli:
    made = Cli(tmp_path, database_url=url)
    made.json("org", "add", "--name", "Школа", "--kind", "school", "--slug", SCHOOL)
    made.json("org", "add", "--name", "Соседи", "--kind", "school", "--slug", "next-door")
    for name in ("mentor", "mentee", "curator"):
        made.json("person", "add", "--org", SCHOOL, "--name", "Иванова Мария", "--email", f"{name}@school.test")
    made.json("person", "add", "--org", "next-door", "--name", "Чужая Анна", "--email", "far@school.test")
    made.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL)
    programme = ("--title", "Педагоги", "--lifecycle", "teacher-pair", "--roadmap", 1)
    made.json("programme", "start", "--org", SCHOOL, *programme, "--from", "2025-09-01", "--to", "2026-05-31")
    return made


@pytest.fixture
def pair(cli: Cli) -> int:
    return int(cli.json("pair", "form", "--programme", 1, "--mentor", 1, "--mentee", 2, "--curator", 3)["id"])


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30, -(2**40)])
def test_a_number_no_database_holds_is_bad_input(cli: Cli, number: int) -> None:
    paper = ("--kind", "order", "--purpose", "award", "--number", "1", "--date", "2025-09-01")
    for args in (
        ("pair", "show", "--", number),
        ("person", "show", "--", number),
        ("paper", "register", "--org", SCHOOL, *paper, f"--pair={number}"),
        ("person", "add", "--org", SCHOOL, "--name", "А", "--email", "a@school.test", f"--representative={number}"),
        ("roadmap", "complete", 1, "--evidence", f"paper:{number}"),
        ("roadmap", "assign", 1, f"--person={number}"),
    ):
        options = args.index("--") if "--" in args else len(args)
        assert cli(*args[:options], "--json", *args[options:]).exit_code == 2, args


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31"])
def test_a_day_nobody_plans_for_is_bad_input(cli: Cli, day: str) -> None:
    assert cli.error("roadmap", "apply", "s4-district-2022", "--org", SCHOOL, "--start", day)["details"] == {
        "field": "--start"
    }
    assert cli.error("forecast", "--from", "2025-09-01", "--to", day)["code"] == "bad_input"
    assert cli.error("roadmap", "reschedule", 4, "--to", day, "--reason", "просьба")["code"] == "bad_input"


def test_a_key_or_a_reason_of_absurd_letters_is_bad_input(cli: Cli, pair: int) -> None:
    for key in ("", "к" * 201, "a\0b", "a\nb"):
        assert cli.error("pair", "suspend", pair, "--idempotency-key", key)["code"] == "bad_input"
    for reason in ("a\0b", "\ud800", "к" * 1001, "\u202eкод"):
        assert cli.error("pair", "suspend", pair, "--reason", reason)["details"] == {"field": "--reason"}
    cli.json("pair", "suspend", pair, "--reason", "болезнь\nнаставника")
    assert cli.json("pair", "history", pair)[-1]["reason"] == "болезнь наставника"


@pytest.mark.parametrize("name", ["\u200b", "\u202eавонавИ", "\u2066А"])
def test_a_name_that_nobody_sees_or_that_reads_backwards_is_bad_input(cli: Cli, name: str) -> None:
    cli.error("person", "add", "--org", SCHOOL, "--name", name, "--email", "new@school.test")


@pytest.mark.parametrize("link", ["http://", "https:///path", "https://a b", "https://[", "paper:²", "paper:1e3"])
def test_evidence_that_is_no_link_and_no_paper_is_bad_input(cli: Cli, link: str) -> None:
    assert cli.error("roadmap", "complete", 1, "--evidence", link)["details"] == {"field": "--evidence"}


@pytest.mark.parametrize(
    "args",
    [
        ("roadmap", "reschedule", 4, "--to", "2025-12-01", "--reason", "просьба"),
        ("roadmap", "bind", 3, "--on", "2025-12-01"),
    ],
)
def test_an_answer_with_days_is_remembered_too(cli: Cli, args: tuple[object, ...]) -> None:
    first = cli.json(*args, "--idempotency-key", "once")
    assert cli.json(*args, "--idempotency-key", "once") == first


def test_a_curator_comes_from_the_school_or_above_not_from_next_door(cli: Cli) -> None:
    people = ("pair", "form", "--programme", 1, "--mentor", 1, "--mentee", 2)
    assert cli.error(*people, "--curator", 4)["details"] == {"field": "--curator"}
    cli.json(*people, "--curator", 3)


def test_a_folder_is_no_backup_file(cli: Cli, tmp_path: Path) -> None:
    for file in (tmp_path, ""):
        assert cli.error("backup", file)["details"] == {"field": "file"}


def test_the_first_letter_to_somebody_without_consent_is_about_the_consent(cli: Cli, pair: int) -> None:
    with Recorder() as recorder:
        cli.env |= {"NASTAVNIK_SMTP_HOST": "127.0.0.1", "NASTAVNIK_SMTP_PORT": str(recorder.port)}
        cli.turn("2025-09-01T10:00:00+03:00")
        cli.json("tick")
        for reader in ("mentor", "mentee"):
            [letter] = recorder.to(f"{reader}@school.test")
            assert "Нет согласия на обработку персональных данных" in letter.words


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+03:00", "9999-12-31T23:59:59-03:00"])
def test_a_clock_cannot_be_turned_out_of_the_calendar(cli: Cli, instant: str) -> None:
    cli.turn(instant)
    assert cli.error("tick")["details"] == {"field": "NASTAVNIK_CLOCK_FILE"}


def test_a_password_in_the_query_of_an_address_is_masked(cli: Cli) -> None:
    url = "postgresql://anna:secret-1@db.test/x?sslmode=require&password=secret-2&sslpassword=secret-3"
    shown = cli("settings", "--json", NASTAVNIK_DATABASE_URL=url).stdout
    assert "secret" not in shown
    [line] = [one for one in json.loads(shown) if one["name"] == "NASTAVNIK_DATABASE_URL"]
    assert line["value"] == "postgresql://anna:***@db.test/x?sslmode=require&password=***&sslpassword=***"
