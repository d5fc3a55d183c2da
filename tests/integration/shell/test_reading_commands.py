"""`deadline read` and `policy` as scripts use them."""

import json
from pathlib import Path

import pytest

from tests.support.cli import Cli

_TSV = "id\tphrase\tcontext_start\tcontext_end\n"
_FIELDS = ["id", "phrase", "kind", "value", "dates", "warnings"]


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path)


def test_a_phrase_is_one_line_of_json_and_opens_no_database(cli: Cli) -> None:
    result = cli("deadline", "read", "до 20 сентября 2025 г.")
    answer = json.loads(result.stdout)
    assert list(answer)[:6] == _FIELDS
    assert (answer["kind"], answer["value"], answer["dates"]) == ("point", "2025-09-20", ["2025-09-20"])
    assert not (cli.folder / "data").exists()


def test_dates_lie_within_from_and_to(cli: Cli) -> None:
    args = ("deadline", "read", "ежеквартально", "--from", "2026-01-01", "--to", "2026-12-31")
    assert cli.json(*args)["dates"] == ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]


def test_without_a_span_dates_go_five_years_from_today(cli: Cli) -> None:
    assert cli.json("deadline", "read", "31.08.2030")["dates"] == ["2030-08-31"]
    assert cli.json("deadline", "read", "02.09.2030")["dates"] == []


def test_a_batch_gives_a_line_per_phrase(cli: Cli) -> None:
    file = cli.folder / "batch.tsv"
    file.write_text(
        _TSV + "A\tдо 20\\nсентября\t2025-09-01\t2026-08-31\nB\tпостоянно\t\t\n\nC\tчто-то невнятное\t\t\n",
        encoding="utf-8",
    )
    lines = [json.loads(line) for line in cli("deadline", "read", "--batch", file).stdout.splitlines()]
    assert [(line["id"], line["kind"]) for line in lines] == [("A", "point"), ("B", "continuous"), ("C", "unreadable")]
    assert lines[0]["phrase"] == "до 20\nсентября"
    assert lines[0]["dates"] == ["2025-09-20"]
    assert lines[1]["dates"] == []
    assert lines[2]["suggestion"]


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("до мая", "--batch", "file.tsv"),
        ("до мая", "--from", "2025-09-01"),
        ("до мая", "--from", "2026-09-01", "--to", "2025-09-01"),
        ("до мая", "--from", "01.09.2025", "--to", "2026-08-31"),
        ("--batch", "/nowhere/file.tsv"),
    ],
)
def test_wrong_arguments_are_one_error(cli: Cli, args: tuple[str, ...]) -> None:
    cli.error("deadline", "read", *args)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("id\tphrase\n", "batch.tsv:1"),
        (_TSV + "A\tмай\t2026-09-01\t2025-09-01\n", "batch.tsv:2"),
        (_TSV + "A\tмай\t\t\nB\tмай\tсентябрь\t\n", "batch.tsv:3"),
    ],
)
def test_a_faulty_batch_names_its_line(cli: Cli, text: str, place: str) -> None:
    file = cli.folder / "batch.tsv"
    file.write_text(text, encoding="utf-8")
    assert place in cli.error("deadline", "read", "--batch", file)["message"]


class TestPolicies:
    @pytest.fixture
    def policy(self, cli: Cli) -> Path:
        cli.json("org", "add", "--name", "Школа № 5", "--kind", "school")
        file = cli.folder / "policy.yaml"
        built_in = Path("workflows/definitions/policies/default.yaml").read_text(encoding="utf-8")
        changed = built_in.replace("weekly_budget: 7", "weekly_budget: 3").replace("version: 1", "version: 2")
        file.write_text(changed, encoding="utf-8")
        return file

    def test_a_published_policy_holds_and_is_derived_later(self, cli: Cli, policy: Path) -> None:
        assert cli.json("policy", "check", policy)["valid"]
        made = cli.json("policy", "publish", policy, "--org", "shkola-5")
        assert made["fresh"]
        assert made["today"] == []
        assert cli.json("policy", "show", "--org", "shkola-5")["limits"]["weekly_budget"] == 3
        assert cli.json("policy", "show")["limits"]["weekly_budget"] == 7
        assert cli.json("verify")["pending"][0].startswith("policy shkola-5")
        assert not cli.json("policy", "publish", policy, "--org", "shkola-5")["fresh"]

    def test_a_published_version_never_changes(self, cli: Cli, policy: Path) -> None:
        cli.json("policy", "publish", policy, "--org", "shkola-5")
        text = policy.read_text(encoding="utf-8")
        policy.write_text(text.replace("weekly_budget: 3", "weekly_budget: 4"), encoding="utf-8")
        refused = cli.json("policy", "publish", policy, "--org", "shkola-5", exit_code=1)["refused"]
        assert [each["need"] for each in refused] == ["version"]
        policy.write_text(policy.read_text(encoding="utf-8").replace("version: 2", "version: 3"), encoding="utf-8")
        assert cli.json("policy", "publish", policy, "--org", "shkola-5")["version"] == 3

    def test_the_version_of_the_product_itself_is_taken(self, cli: Cli, policy: Path) -> None:
        policy.write_text(policy.read_text(encoding="utf-8").replace("version: 2", "version: 1"), encoding="utf-8")
        refused = cli.json("policy", "publish", policy, "--org", "shkola-5", exit_code=1)["refused"]
        assert [each["need"] for each in refused] == ["version"]
        built_in = Path("workflows/definitions/policies/default.yaml")
        assert cli.json("policy", "publish", built_in, "--org", "shkola-5")["fresh"]

    def test_a_faulty_file_names_the_place_and_stores_nothing(self, cli: Cli, policy: Path) -> None:
        policy.write_text(policy.read_text(encoding="utf-8").replace("weekly_budget: 3", "weekly_budget: много"))
        checked = cli.json("policy", "check", policy, exit_code=2)
        assert not checked["valid"]
        assert checked["faults"][0]["line"] > 1
        assert "policy.yaml:" in cli.error("policy", "publish", policy, "--org", "shkola-5")["message"]
        assert cli.json("policy", "show", "--org", "shkola-5")["limits"]["weekly_budget"] == 7
