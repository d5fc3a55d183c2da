"""`roadmap lint` on the real files and on a roadmap in force, and its silencing, as scripts use them."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import Cli

SEEDS = Path(__file__).parents[2] / "fixtures" / "seeds"
DEFECTS = {
    "s0": {"1.6": "other-school"},
    "s1": {
        "4": "needs-undated-row",
        "6": "contradictory-order",
        "14": "stale-year",
        "15": "contradictory-order",
        "16": "contradictory-order",
        "25": "stale-year",
    },
    "s2": {"1.6": "contradictory-order", "4.5": "contradictory-order", "3.4": "numbering-gap"},
    "s3": {"1.2": "empty-responsible", "3.2": "empty-responsible"},
    "s4": {
        "2.1": "starts-before-approval",
        "2.2": "empty-deadline",
        "2.4": "empty-deadline",
        "3.2": "starts-before-approval",
    },
}
BLANK_OR_MERGED = {"empty-result", "merged-cell"}
CELL_OF_TWO_ROWS = ("s2", "5.3")  # found by either rule, as the cell was read
MOST_OTHERS = 3
PLAN = """План мероприятий на 2025-2026 учебный год

№\tМероприятие\tСрок\tОтветственный\tРезультат
1\tФормирование наставнических пар\tдо 01.10.2025\tКуратор\tПары сформированы
2\tУтверждение индивидуальных планов\tдо 10.10.2025\tДиректор\tПриказ
"""


@pytest.fixture
def cli(tmp_path: Path, sqlite_url: str) -> Cli:
    return Cli(tmp_path, database_url=sqlite_url)


def linted(cli: Cli, seed: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cli.json("roadmap", "lint", SEEDS / f"{seed}.txt")
    return found


@pytest.mark.parametrize("seed", DEFECTS)
def test_the_defects_of_a_real_roadmap_are_found(cli: Cli, seed: str) -> None:
    found = linted(cli, seed)
    for item, rule in DEFECTS[seed].items():
        assert [one["severity"] for one in found if one["rule"] == rule and item in one["items"]] == ["warning"], item
    for one in found:
        assert set(one) == {"rule", "severity", "items", "words", "why", "mend", "at", "silenced"}
        assert one["silenced"] is None
        assert all(place.get("line") for place in one["at"])


def test_the_cell_of_two_rows_is_found_however_it_was_read(cli: Cli) -> None:
    seed, item = CELL_OF_TWO_ROWS
    assert [one for one in linted(cli, seed) if one["rule"] in BLANK_OR_MERGED and item in one["items"]]


def test_the_real_roadmaps_raise_hardly_other_alarms(cli: Cli) -> None:
    others = [
        (seed, one["rule"], one["items"])
        for seed, known in DEFECTS.items()
        for one in linted(cli, seed)
        if one["severity"] == "warning"  # hints are no alarms
        if not (one["rule"] in BLANK_OR_MERGED and CELL_OF_TWO_ROWS in [(seed, item) for item in one["items"]])
        if not any(known.get(item) == one["rule"] for item in one["items"])
    ]
    assert len(others) <= MOST_OTHERS, others


def test_strict_tells_by_its_exit_code(cli: Cli, tmp_path: Path) -> None:
    assert cli("roadmap", "lint", SEEDS / "s1.txt").exit_code == 0
    assert cli("roadmap", "lint", SEEDS / "s1.txt", "--strict").exit_code == 1
    sound = tmp_path / "plan.txt"
    sound.write_text(PLAN, encoding="utf-8")
    assert cli("roadmap", "lint", sound, "--strict") == cli("roadmap", "lint", sound)
    assert "Замечаний нет" in cli("roadmap", "lint", sound).stdout
    told = cli("roadmap", "lint", SEEDS / "s0.txt", "--lang", "en").stdout
    assert "Another school's name" in told


def test_a_live_roadmap_is_linted_silenced_and_linted_again(cli: Cli) -> None:
    cli.json("org", "add", "--name", "Школа № 5", "--kind", "school", "--slug", "school-5")
    roadmap = cli.json("roadmap", "apply", "s2-multifunctional-2021", "--org", "school-5")["id"]
    found = cli.json("roadmap", "lint", roadmap)
    [gap] = [one for one in found if one["rule"] == "numbering-gap"]
    assert cli("roadmap", "lint", roadmap, "--strict").exit_code == 1
    for one in found:
        if one["severity"] == "warning":
            done = cli.json("roadmap", "silence", one["ids"][0], "--rule", one["rule"], "--reason", "Так в положении")
            assert done == {"id": one["ids"][0], "rule": one["rule"], "silenced": True}
    assert cli("roadmap", "lint", roadmap, "--strict").exit_code == 0
    assert {one["silenced"] for one in cli.json("roadmap", "lint", roadmap) if one["severity"] == "warning"} == {
        "Так в положении"
    }
    assert cli.json("roadmap", "unsilence", gap["ids"][0], "--rule", "numbering-gap")["silenced"] is False
    assert cli("roadmap", "lint", roadmap, "--strict").exit_code == 1


def test_what_is_not_there(cli: Cli) -> None:
    assert cli.error("roadmap", "lint", "999")["code"] == "bad_input"
    assert cli.error("roadmap", "lint", "nothing.docx")["code"] == "bad_input"
    assert cli.error("roadmap", "silence", "1", "--rule", "nonsense", "--reason", "р")["code"] == "bad_input"


def test_the_rules_explain_themselves(cli: Cli) -> None:
    rules = cli.json("roadmap", "rules")
    assert {"contradictory-order", "other-school"} <= {one["rule"] for one in rules}
    assert all(one["title"] and one["explanation"] for one in rules)
