"""The roadmap as scripts use it: apply, show, overdue, complete, reschedule, assign, bind, forecast."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import Cli

SCHOOL = "rayon/school-5"


@pytest.fixture
def cli(sqlite_url: str, tmp_path: Path) -> Cli:
    """A district with one school, a curator and a head, on 1 September 2025."""
    cli = Cli(tmp_path, database_url=sqlite_url)
    cli.json("org", "add", "--name", "Район", "--kind", "municipality", "--slug", "rayon", "--timezone", "Europe/Kirov")
    cli.json("org", "add", "--name", "Школа № 5", "--kind", "school", "--parent", "rayon", "--slug", "school-5")
    for name, email, role in (
        ("Белова Анна Сергеевна", "curator@school.test", "curator"),
        ("Громов Пётр Ильич", "head@school.test", "head"),
    ):
        person = cli.json("person", "add", "--org", SCHOOL, "--name", name, "--email", email)["id"]
        cli.json("role", "grant", "--person", person, "--role", role, "--org", SCHOOL)
    return cli


def rows(cli: Cli, roadmap: int) -> dict[str, Any]:
    return {row["key"]: row for row in cli.json("roadmap", "show", roadmap)["items"]}


def test_the_five_templates_are_listed(cli: Cli) -> None:
    found = cli.json("roadmap", "list", "--templates")
    assert [(one["template"], one["items"], one["indicators"]) for one in found] == [
        ("s0-school-2020", 10, 4),
        ("s1-teachers-2025", 26, 0),
        ("s2-multifunctional-2021", 27, 0),
        ("s3-lyceum-2020", 7, 4),
        ("s4-district-2022", 14, 0),
    ]


def test_applying_answers_the_id_first_and_asks_what_is_open(cli: Cli) -> None:
    made = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL)
    assert next(iter(made)) == "id"
    assert (made["items"], made["questions"]) == (26, 17)  # 16 to assign, one to date
    shown = cli.json("roadmap", "show", made["id"])
    assert len(shown["items"]) == 26
    assert shown["items"][7]["deadline_text"] == "до 25.09.2025"


def test_a_dry_run_stores_nothing(cli: Cli) -> None:
    cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL, "--dry-run")
    assert cli.json("roadmap", "list") == []


def test_a_repeat_with_the_same_key_does_nothing(cli: Cli) -> None:
    asked = ("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL, "--idempotency-key", "spring")
    assert cli.json(*asked) == cli.json(*asked)
    assert len(cli.json("roadmap", "list")) == 1


def test_the_same_plan_is_not_applied_twice(cli: Cli) -> None:
    cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL)
    refused = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL, exit_code=1)["refused"]
    assert [one["need"] for one in refused] == ["roadmap"]
    cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL, "--start", "2026-09-01")


def test_overdue_names_days_late_and_holder_and_exits_1(cli: Cli) -> None:
    cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL)
    inside = cli.json("roadmap", "overdue", "--org", SCHOOL, exit_code=1)
    first = inside[0]
    assert set(first) >= {"obligation", "item", "pair", "org", "title", "due_on", "first_due_on", "days_late", "holder"}
    assert (first["due_on"], first["days_late"], first["holder"]) == ("2025-08-31", 1, "Белова А. С.")
    above = cli.json("roadmap", "overdue", "--org", "rayon", exit_code=1)
    assert [one["obligation"] for one in above] == [one["obligation"] for one in inside]
    assert above[0]["holder"] == "куратор"
    assert cli.json("roadmap", "overdue", "--at", "2025-08-31") == []


def test_days_late_count_working_days(cli: Cli) -> None:
    cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL)
    late = cli.json("roadmap", "overdue", "--at", "2025-11-05", exit_code=1)
    october = next(one for one in late if one["due_on"] == "2025-10-31" or one["due_on"] == "2025-10-25")
    # 27–31 October and Saturday 1 November is worked (transfer); 3 and 4 November are off; 5 November
    assert october["days_late"] == 7


@pytest.mark.parametrize(("past", "status"), [("open", "open"), ("done", "done"), ("not-ours", "cancelled")])
def test_what_happens_to_past_rows(cli: Cli, past: str, status: str) -> None:
    made = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL, "--past", past)
    row = rows(cli, made["id"])["pairs-formed"]
    assert [one["status"] for one in row["obligations"]] == [status]


def test_another_start_shifts_by_whole_months(cli: Cli) -> None:
    made = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL, "--start", "2026-09-01")
    row = rows(cli, made["id"])["first-meeting"]
    assert [one["due_on"] for one in row["obligations"]] == ["2026-09-25"]


def test_completing_needs_evidence_and_keeps_it(cli: Cli, tmp_path: Path) -> None:
    made = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL)
    row = rows(cli, made["id"])["pairs-formed"]
    proof = tmp_path / "приказ.pdf"
    proof.write_bytes(b"%PDF-1.4 order")
    cli.json("roadmap", "complete", row["id"], "--evidence", proof)
    after = rows(cli, made["id"])["pairs-formed"]
    assert [one["status"] for one in after["obligations"]] == ["done"]
    [evidence] = after["evidence"]
    assert evidence["kind"] == "file"
    assert (tmp_path / "data" / "evidence" / evidence["reference"]).read_bytes() == b"%PDF-1.4 order"
    assert "приказ" not in evidence["reference"]
    assert "field" in cli.error("roadmap", "complete", row["id"], "--evidence", proof)["details"]


def test_several_open_dates_ask_which_one(cli: Cli) -> None:
    made = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL)
    row = rows(cli, made["id"])["diagnostics"]
    link = ("--evidence", "https://school.test/table")
    error = cli.error("roadmap", "complete", row["id"], *link)
    assert error["details"]["field"] == "--occurrence"
    assert "2025-12-31" in error["message"]
    cli.json("roadmap", "complete", row["id"], *link, "--occurrence", "2025-12-31")
    after = rows(cli, made["id"])["diagnostics"]
    assert [one["status"] for one in after["obligations"]] == ["open", "done", "open", "open"]


def test_a_moved_date_keeps_both_dates_and_the_reason(cli: Cli) -> None:
    made = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL)
    row = rows(cli, made["id"])["first-meeting"]
    cli.json("roadmap", "reschedule", row["id"], "--to", "2025-10-03", "--reason", "карантин")
    cli.json("roadmap", "reschedule", row["id"], "--to", "2025-09-25", "--reason", "отменён")
    after = rows(cli, made["id"])["first-meeting"]
    [obligation] = after["obligations"]
    assert (obligation["due_on"], obligation["first_due_on"], obligation["revision"]) == ("2025-09-25", "2025-09-25", 3)
    assert [(one["from"], one["to"], one["reason"]) for one in after["postponements"]] == [
        ("2025-09-25", "2025-10-03", "карантин"),
        ("2025-10-03", "2025-09-25", "отменён"),
    ]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (("--to", "2025-08-01", "--reason", "x"), "--to"),
        (("--to", "2025-09-25", "--reason", "x"), "--to"),
        (("--to", "2025-10-01", "--reason", " "), "--reason"),
        (("--to", "25.09.2025", "--reason", "x"), "--to"),
    ],
)
def test_a_wrong_move_is_one_sentence_and_stores_nothing(cli: Cli, given: tuple[str, ...], field: str) -> None:
    made = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL)
    row = rows(cli, made["id"])["first-meeting"]
    error = cli.error("roadmap", "reschedule", row["id"], *given)
    assert field in error["message"]
    assert rows(cli, made["id"])["first-meeting"]["postponements"] == []


def test_assigning_answers_the_question(cli: Cli) -> None:
    made = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL)
    row = rows(cli, made["id"])["first-meeting"]
    open_before = len(cli.json("forecast", "--from", "2025-09-08", "--to", "2025-09-08")[0]["reminders"])
    cli.json("roadmap", "assign", row["id"], "--person", 1)
    assert rows(cli, made["id"])["first-meeting"]["person"] == 1
    after = cli.json("forecast", "--from", "2025-09-08", "--to", "2025-09-08")
    assert len(after[0]["reminders"]) == open_before - 1


def test_whoever_is_assigned_may_complete_and_no_more(cli: Cli) -> None:
    made = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL)
    person = cli.json(
        "person", "add", "--org", SCHOOL, "--name", "Носов Иван Петрович", "--email", "nosov@school.test"
    )["id"]
    row = rows(cli, made["id"])["first-meeting"]
    cli.json("roadmap", "assign", row["id"], "--person", person)
    himself = ("--actor", "nosov@school.test")
    cli.error("roadmap", "reschedule", row["id"], "--to", "2025-10-03", "--reason", "x", *himself)
    cli.json("roadmap", "complete", row["id"], "--evidence", "https://school.test/log", *himself)
    assert [one["status"] for one in rows(cli, made["id"])["first-meeting"]["obligations"]] == ["done"]


def test_binding_dates_a_row_that_waited(cli: Cli) -> None:
    made = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL)
    row = rows(cli, made["id"])["training"]
    assert [one["status"] for one in row["obligations"]] == ["needs_date"]
    cli.json("roadmap", "bind", row["id"], "--on", "2025-11-14")
    after = rows(cli, made["id"])["training"]
    assert [(one["status"], one["due_on"], one["revision"]) for one in after["obligations"]] == [
        ("open", "2025-11-14", 1)
    ]
    dated = rows(cli, made["id"])["first-meeting"]
    assert "reschedule" in cli.error("roadmap", "bind", dated["id"], "--on", "2025-11-14")["message"]


def test_an_outsider_finds_nothing(cli: Cli) -> None:
    made = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL)
    cli.json("org", "add", "--name", "Школа № 7", "--kind", "school", "--parent", "rayon", "--slug", "school-7")
    person = cli.json(
        "person", "add", "--org", "rayon/school-7", "--name", "Чужова Нина Львовна", "--email", "out@school.test"
    )["id"]
    cli.json("role", "grant", "--person", person, "--role", "curator", "--org", "rayon/school-7")
    row = rows(cli, made["id"])["first-meeting"]
    asked = ("--evidence", "https://school.test/x", "--actor", "out@school.test")
    hidden = cli.error("roadmap", "complete", row["id"], *asked)
    missing = cli.error("roadmap", "complete", 4040, *asked)
    assert hidden["message"].replace(str(row["id"]), "N") == missing["message"].replace("4040", "N")


@pytest.mark.parametrize(
    "args",
    [
        ("roadmap", "apply", "s9-nothing", "--org", SCHOOL),
        ("roadmap", "apply", "s1-teachers-2025", "--org", "rayon/none"),
        ("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL, "--past", "maybe"),
        ("roadmap", "show", "77"),
        ("roadmap", "complete", "77", "--evidence", "https://x.test"),
        ("roadmap", "assign", "77", "--person", "1"),
        ("roadmap", "overdue", "--at", "yesterday"),
        ("forecast", "--from", "2025-09-08", "--to", "2025-09-01"),
    ],
)
def test_wrong_input_is_one_clear_sentence(cli: Cli, args: tuple[str, ...]) -> None:
    error = cli.error(*args)
    assert error["code"] in ("bad_input", "usage")
    assert error["message"]
