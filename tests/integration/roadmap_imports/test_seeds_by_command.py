"""`roadmap read FILE --json` on the five real files: the document the contract promises to scripts."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import Cli
from tests.support.seed_answers import FIXTURES, PERIODS, deadlines, expected_series, of_seed, plain

COUNTS = {"S0": (10, 4), "S1": (26, 0), "S2": (27, 0), "S3": (7, 4), "S4": (14, 0)}  # rows, yearly series
YEARS = {"2020", "2021", "2022", "2023", "2024"}
TEXTS = {
    "number",
    "section",
    "activity",
    "deadline_text",
    "kind",
    "value",
    "responsible",
    "result",
    "document",
    "indicator",
}
TOP = {"title", "period", "approved", "sections", "items", "indicators", "unused"}


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path)


def read(cli: Cli, name: str) -> dict[str, Any]:
    found: dict[str, Any] = cli.json("roadmap", "read", FIXTURES / "seeds" / f"{name.lower()}.txt")
    return found


@pytest.mark.parametrize("name", COUNTS)
def test_the_document_has_the_contracts_keys(cli: Cli, name: str) -> None:
    found = read(cli, name)
    assert set(found) >= TOP
    assert isinstance(found["title"], str)
    assert (len(found["items"]), len(found["indicators"])) == COUNTS[name]
    for item in found["items"]:
        assert set(item) >= {*TEXTS, "source", "questions"}
        assert {key for key in TEXTS if not isinstance(item[key], str)} == set()
        assert isinstance(item["questions"], list)
        assert isinstance(item["source"]["line"], int)
    for one in found["unused"]:
        assert isinstance(one["line"], int)
        assert isinstance(one["text"], str)


@pytest.mark.parametrize("name", COUNTS)
def test_rows_are_what_the_file_says(cli: Cli, name: str) -> None:
    found = read(cli, name)["items"]
    for row, item in zip(of_seed("rows", name), found, strict=True):
        assert (item["number"], plain(item["activity"])) == (row["number"], plain(row["activity"])), row["id"]
        assert plain(item["deadline_text"]) == plain(row["deadline"]), row["id"]
        assert item["kind"] == deadlines()[row["id"]][0], row["id"]


@pytest.mark.parametrize("name", COUNTS)
def test_targets_are_numbers_by_years(cli: Cli, name: str) -> None:
    found = read(cli, name)["indicators"]
    for one in found:
        assert set(one) >= {"title", "formula", "targets"}
        assert set(one["targets"]) == YEARS
        assert {type(target) for target in one["targets"].values()} <= {int, float}
    assert [sorted(one["targets"].items()) for one in found] == [
        [(str(year), target) for year, target in targets] for *_, targets in expected_series(name)
    ]


@pytest.mark.parametrize("name", COUNTS)
def test_the_period_and_the_approval(cli: Cli, name: str) -> None:
    found, period = read(cli, name), PERIODS[name]
    assert found["period"] == (None if period is None else {"from": str(period.start), "to": str(period.end)})
    if name == "S3":
        assert found["approved"]["number"] == "256/2020-О"
        assert date.fromisoformat(found["approved"]["on"]) == date(2020, 12, 7)
    else:
        assert found["approved"] is None
