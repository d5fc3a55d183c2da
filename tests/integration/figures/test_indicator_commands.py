"""Figures as scripts use them: list, compute, forecast, enter, link, check; a row done with a reason; the tick."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import Cli

SCHOOL = "rayon/school-5"


@pytest.fixture
def cli(sqlite_url: str, tmp_path: Path) -> Cli:
    """A school by S1's roadmap with a mentor and a mentee, of whom the mentor has signed."""
    cli = Cli(tmp_path, database_url=sqlite_url)
    cli.json("org", "add", "--name", "Район", "--kind", "municipality", "--slug", "rayon", "--timezone", "Europe/Kirov")
    cli.json("org", "add", "--name", "Школа № 5", "--kind", "school", "--parent", "rayon", "--slug", "school-5")
    for name, role in (("Иванова Мария Петровна", "mentor"), ("Смирнов Егор Олегович", "mentee")):
        told = ("--name", name, "--email", f"{role}@school.test")
        person = cli.json("person", "add", "--org", SCHOOL, *told)["id"]
        cli.json("role", "grant", "--person", person, "--role", role, "--org", SCHOOL)
        if role == "mentor":
            cli.json("consent", "record", "--person", person, "--kind", "personal-data", "--signed", "2025-08-31")
    cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL)
    return cli


def computed(cli: Cli, measure: str) -> Any:
    [one] = [each for each in cli.json("indicator", "compute", "--org", SCHOOL) if each.get("measure") == measure]
    return one


def row(cli: Cli, number: str) -> Any:
    [roadmap] = cli.json("roadmap", "list")
    [found] = [each for each in cli.json("roadmap", "show", roadmap["id"])["items"] if each["number"] == number]
    return found


def test_measures_say_how_they_are_counted(cli: Cli) -> None:
    known = {one["key"]: one for one in cli.json("indicator", "list")}
    assert len(known) >= 14
    assert known["plans_done"]["numerator"] == ["plan_items(state=done)"]
    assert all(one["how"] for one in known.values())


def test_an_organisation_lists_what_it_measures(cli: Cli) -> None:
    found = cli.json("indicator", "list", "--org", SCHOOL)
    assert [one["number"] for one in found] == ["1", "3", "6", "10", "11", "17", "20", "21", "22", "23", "24", "26"]
    cli.json("roadmap", "apply", "s0-school-2020", "--org", SCHOOL, "--past", "not-ours")
    series = [one for one in cli.json("indicator", "list", "--org", SCHOOL) if one["kind"] == "series"]
    assert [one["key"] for one in series] == ["K1", "K2", "K3", "K4"]
    assert series[0]["targets"]["2024"] == 70


def test_a_figure_is_told_with_its_sides_and_the_rows_behind(cli: Cli) -> None:
    one = computed(cli, "consents")
    assert (one["numerator"], one["denominator"], one["percent"]) == (1, 2, 50)
    assert (one["reached"], one["lack"]) == (False, 1)
    assert [each["label"] for each in one["rows"]] == ["Иванова Мария Петровна"]
    assert [each["label"] for each in one["lacking"]] == ["Смирнов Егор Олегович"]


def test_computing_closes_a_row_and_opens_it_again(cli: Cli) -> None:
    mentee = next(one["id"] for one in cli.json("person", "list", "--org", SCHOOL) if "Смирнов" in one["name"])
    cli.json("consent", "record", "--person", mentee, "--kind", "personal-data", "--signed", "2025-09-01")
    computed(cli, "consents")
    assert [one["status"] for one in row(cli, "6")["obligations"]] == ["done"]
    cli.turn("2025-09-02T09:00:00+03:00")
    cli.json("consent", "withdraw", "--person", mentee, "--kind", "personal-data")
    cli.turn("2025-09-03T09:00:00+03:00")
    computed(cli, "consents")
    [opened] = row(cli, "6")["obligations"]
    assert opened["status"] == "open"
    assert "50 % < 100 %" in opened["reason"]


def test_a_dry_run_closes_nothing(cli: Cli) -> None:
    cli.json("indicator", "compute", "--org", SCHOOL, "--dry-run")
    assert {one["status"] for one in row(cli, "1")["obligations"]} == {"open"}


def test_the_tick_computes_what_was_decided(cli: Cli) -> None:
    assert cli.json("tick", "--only", "derive")["proved"] == 1
    assert {one["status"] for one in row(cli, "1")["obligations"]} == {"done"}
    assert cli.json("tick", "--only", "derive")["proved"] == 0


def test_numbers_are_entered_for_a_row(cli: Cli) -> None:
    about = ("--org", SCHOOL, "--item", row(cli, "22")["id"], "--source", "Протокол № 1")
    made = cli.json("indicator", "enter", "--what", "council_attendance", "--value", 46, "--of", 50, *about)
    assert (made["value"], made["whole"]) == (46, 50)
    one = computed(cli, "council_attendance")
    assert (one["numerator"], one["denominator"], one["percent"], one["reached"]) == (46, 50, 92, True)
    assert {each["status"] for each in row(cli, "22")["obligations"]} == {"done"}


def test_a_number_without_a_source_is_refused(cli: Cli) -> None:
    error = cli.error("indicator", "enter", "--org", SCHOOL, "--what", "experts", "--value", 5)
    assert "source" in error["message"]
    more = cli.error("indicator", "enter", "--org", SCHOOL, "--what", "x", "--value", 5, "--of", 4, "--source", "Отчёт")
    assert "5" in more["message"]


def test_a_publication_is_given(cli: Cli) -> None:
    item = row(cli, "21")["id"]
    cli.json("indicator", "enter", "--item", item, "--link", "https://vk.test/1")
    assert computed(cli, "publications")["numerator"] == 1
    assert "open" in {each["status"] for each in row(cli, "21")["obligations"]}


def test_series_are_linked_computed_and_foretold(cli: Cli) -> None:
    cli.json("roadmap", "apply", "s0-school-2020", "--org", SCHOOL, "--past", "not-ours")
    series = next(one for one in cli.json("indicator", "list", "--org", SCHOOL) if one["kind"] == "series")
    number = series["id"].partition(":")[2]
    told = ("--numerator", "people(kind=staff, role=mentee)", "--denominator", "people(kind=staff)")
    cli.json("indicator", "link", number, *told)
    [one] = [each for each in cli.json("indicator", "compute", "--org", SCHOOL) if each["id"] == series["id"]]
    assert (one["year"], one["numerator"], one["denominator"], one["target"]) == (2024, 1, 2, 70)
    assert one["confirmed"]
    [ahead] = [each for each in cli.json("indicator", "forecast", "--org", SCHOOL) if each["id"] == series["id"]]
    assert (ahead["lack"], ahead["lack_words"]) == (1, "не хватает 1 до 31 декабря 2024")
    wrong = cli.error("indicator", "link", number, "--numerator", "peeple()", "--denominator", "participants()")
    assert "people" in wrong["message"]


def test_a_measure_s_file_is_checked(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    good = "measure: mine\nversion: 1\ntitle: {ru: Моя, en: Mine}\nhow: {ru: Так, en: So}\nkind: count\n"
    file.write_text(f"{good}numerator: {{rule: people, kind: staff}}\n", encoding="utf-8")
    assert cli.json("indicator", "check", file)["valid"]
    file.write_text(f"{good}numerator: {{rule: people, kind: staf}}\n", encoding="utf-8")
    [fault] = cli.json("indicator", "check", file, exit_code=2)["faults"]
    assert (fault["line"], fault["word"]) == (6, "staf")


def test_a_row_is_done_with_a_reason_or_with_evidence_but_not_both(cli: Cli) -> None:
    item = row(cli, "19")["id"]
    assert cli.error("roadmap", "complete", item)["code"]
    both = ("--reason", "Отправлено", "--evidence", "https://school.test/x")
    assert cli.error("roadmap", "complete", item, *both)["code"]
    cli.json("roadmap", "complete", item, "--reason", "Отправлено письмом района")
    assert {each["status"] for each in row(cli, "19")["obligations"]} == {"done"}
