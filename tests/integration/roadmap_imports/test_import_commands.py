"""`roadmap read|import|undo-import` from outside."""

from pathlib import Path

import pytest

from tests.support.cli import Cli

PLAN = """Дорожная карта наставничества на 2025-2026 учебный год
№\tМероприятие\tСрок\tОтветственный\tРезультат
1\tИздать приказ о назначении куратора\tдо 20 сентября\tДиректор\tПриказ
2\tСобрать согласия участников\tдо 30 сентября\tКуратор\tСогласия
3\tПровести итоговую встречу пар\t\t\tПротокол
"""


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    made = Cli(tmp_path)
    made.json(
        "org", "add", "--name", "Школа № 5", "--kind", "school", "--slug", "school-5", "--timezone", "Europe/Kirov"
    )
    return made


def plan(cli: Cli, text: str = PLAN) -> Path:
    file = cli.folder / "plan.txt"
    file.write_text(text, encoding="utf-8")
    return file


def test_reading_stores_nothing_and_opens_no_database(tmp_path: Path) -> None:
    cli = Cli(tmp_path)
    read = cli.json("roadmap", "read", plan(cli))
    assert [(item["number"], item["kind"], item["value"]) for item in read["items"]] == [
        ("1", "point", "2025-09-20"),
        ("2", "point", "2025-09-30"),
        ("3", "empty", ""),
    ]
    assert read["items"][0]["source"]["line"] == 3
    assert not list(tmp_path.glob("data/*.db"))


def test_people_get_a_table(cli: Cli) -> None:
    shown = cli("roadmap", "read", plan(cli))
    assert shown.exit_code == 0
    assert "Издать приказ" in shown.stdout


def test_a_trial_says_what_would_be_made_and_stores_nothing(cli: Cli) -> None:
    tried = cli.json("roadmap", "import", plan(cli), "--org", "school-5", "--dry-run")
    assert (tried["items"], tried["dry_run"]) == (3, True)
    assert {question["field"] for question in tried["open"]} >= {"deadline"}
    assert any(finding["items"] == ["3"] for finding in tried["findings"])
    assert cli.json("roadmap", "list") == []


def test_a_file_comes_into_force_and_is_taken_back(cli: Cli) -> None:
    made = cli.json("roadmap", "import", plan(cli), "--org", "school-5", "--past", "done")
    shown = cli.json("roadmap", "show", made["id"])
    assert [item["number"] for item in shown["items"]] == ["1", "2", "3"]
    undone = cli.json("roadmap", "undo-import", made["import"])
    assert (undone["roadmap"], undone["restored"]) == (made["id"], False)
    assert cli.json("roadmap", "list") == []


def test_a_corrected_file_shows_its_changes_before_they_are_made(cli: Cli) -> None:
    made = cli.json("roadmap", "import", plan(cli), "--org", "school-5")
    corrected = PLAN.replace("до 30 сентября", "до 10 октября").replace(
        "итоговую встречу пар\t", "итоговую встречу пар\t25 мая"
    )
    tried = cli.json("roadmap", "import", plan(cli, corrected), "--org", "school-5", "--into", made["id"], "--dry-run")
    assert [next(change["after"] for change in row["fields"]) for row in tried["changes"]["changed"]] == [
        "до 10 октября",
        "25 мая",
    ]
    done = cli.json("roadmap", "import", plan(cli, corrected), "--org", "school-5", "--into", made["id"])
    shown = cli.json("roadmap", "show", made["id"])
    assert [item["value"] for item in shown["items"]] == ["2025-09-20", "2025-10-10", "2026-05-25"]
    assert cli.json("roadmap", "undo-import", done["import"])["restored"] is True
    again = cli.json("roadmap", "show", made["id"])
    assert [item["value"] for item in again["items"]] == ["2025-09-20", "2025-09-30", ""]


def test_a_file_without_a_period_asks_for_it(cli: Cli) -> None:
    undated = plan(cli, PLAN.replace(" на 2025-2026 учебный год", ""))
    assert cli.error("roadmap", "import", undated, "--org", "school-5")["details"]["field"] == "from"
    made = cli.json(
        "roadmap",
        "import",
        undated,
        "--org",
        "school-5",
        "--period-from",
        "2025-09-01",
        "--period-to",
        "2026-08-31",
    )
    assert cli.json("roadmap", "show", made["id"])["from"] == "2025-09-01"


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 100, b"PK\x03\x04broken"])
def test_what_is_no_roadmap_gets_one_sentence(cli: Cli, content: bytes) -> None:
    file = cli.folder / "odd.docx"
    file.write_bytes(content)
    assert cli.error("roadmap", "read", file)["message"]


def test_a_repeat_with_the_same_key_changes_nothing(cli: Cli) -> None:
    first = cli.json("roadmap", "import", plan(cli), "--org", "school-5", "--idempotency-key", "one")
    assert cli.json("roadmap", "import", plan(cli), "--org", "school-5", "--idempotency-key", "one") == first
    assert len(cli.json("roadmap", "list")) == 1
