"""Handing a roadmap down and turning the year as scripts do it."""

from pathlib import Path

import pytest

from tests.support.cli import Cli

DISTRICT, SCHOOL, OTHER = "rayon", "rayon/school-5", "rayon/school-7"


@pytest.fixture
def cli(sqlite_url: str, tmp_path: Path) -> Cli:
    cli = Cli(tmp_path, database_url=sqlite_url, now="2022-04-04T10:00:00+03:00")
    cli.json("org", "add", "--name", "Район", "--kind", "municipality", "--slug", "rayon", "--timezone", "Europe/Kirov")
    for slug, name in (("school-5", "Школа № 5"), ("school-7", "Школа № 7")):
        cli.json("org", "add", "--name", name, "--kind", "school", "--parent", DISTRICT, "--slug", slug)
    person = cli.json("person", "add", "--org", SCHOOL, "--name", "Белова Анна", "--email", "curator@school.test")["id"]
    cli.json("role", "grant", "--person", person, "--role", "curator", "--org", SCHOOL)
    return cli


def test_down_and_up(cli: Cli) -> None:
    upper = cli.json("roadmap", "apply", "s4-district-2022", "--org", DISTRICT)["id"]
    made = cli.json("roadmap", "publish", upper)
    assert (made["id"], len(made["publications"])) == (upper, 2)
    offers = cli.json("roadmap", "offers", "--org", SCHOOL)
    assert [(one["state"], one["from_org"]) for one in offers] == [("offered", DISTRICT)]
    rows = {one["number"]: one["id"] for one in cli.json("roadmap", "show", upper)["items"]}
    taken = cli.json(
        "roadmap",
        "adopt",
        offers[0]["id"],
        "--actor",
        "curator@school.test",
        "--row",
        rows["1.1"],
        "--deadline",
        f"{rows['3.6']};до 1 ноября 2022 г.",
    )
    assert (taken["taken"], taken["left"]) == (2, 12)
    own = {one["number"]: one for one in cli.json("roadmap", "show", taken["id"])["items"]}
    assert own["3.6"]["value"] == "2022-11-01"
    paper = cli.json(
        *("paper", "register", "--org", SCHOOL, "--kind", "order", "--purpose", "introduction"),
        *("--number", "15-од", "--date", "2022-04-01", "--item", own["1.1"]["id"]),
    )
    assert paper["id"]
    below = cli.json("roadmap", "below", rows["1.1"])
    by_org = {one["org"]: one for one in below["organisations"]}
    assert by_org[SCHOOL]["status"] == "done"
    assert by_org[SCHOOL]["paper"] == {"kind": "order", "number": "15-од", "date": "2022-04-01"}
    assert by_org[OTHER]["answer"] == "waiting"
    assert (below["done"], below["of"]) == (1, 2)
    reference = cli.json("roadmap", "collect", rows["3.6"])
    assert {one["org"]: one["taken"] for one in reference["organisations"]} == {SCHOOL: 2, OTHER: 0}
    assert cli("roadmap", "close-below", rows["1.1"]).exit_code == 1
    cli.json("roadmap", "decline", cli.json("roadmap", "offers", "--org", OTHER)[0]["id"], "--why", "nobody")
    assert cli.json("roadmap", "close-below", rows["1.1"])["id"]


def test_wrong_words_are_told(cli: Cli) -> None:
    upper = cli.json("roadmap", "apply", "s4-district-2022", "--org", DISTRICT)["id"]
    offer = cli.json("roadmap", "publish", upper, "--to", SCHOOL)["publications"][0]
    assert cli.error("roadmap", "decline", offer, "--why", "мы не хотим")["code"] == "bad_input"
    assert cli.error("roadmap", "publish", upper, "--to", "rayon/nowhere")["code"] == "bad_input"
    assert cli.error("roadmap", "adopt", offer, "--deadline", "вчера")["details"]["field"] == "--deadline"
    assert cli.error("roadmap", "collect", 10_000)["code"] == "bad_input"
    lonely = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", OTHER)["id"]
    first = cli.json("roadmap", "show", lonely)["items"][0]["id"]
    assert cli("roadmap", "collect", first).exit_code == 1


def test_the_year_turns(cli: Cli) -> None:
    cli.turn("2025-09-01T10:00:00+03:00")
    roadmap = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", SCHOOL)["id"]
    cli.json(
        *("programme", "start", "--org", SCHOOL, "--title", "Наставничество 2025/26", "--lifecycle", "teacher-pair"),
        *("--roadmap", roadmap, "--from", "2025-09-01", "--to", "2026-05-31"),
    )
    cli.turn("2026-05-25T10:00:00+03:00")
    shown = cli.json("year", "preview", "--org", SCHOOL, "--programme", "1")
    assert shown["programmes"][0]["to_title"] == "Наставничество 2026/27"
    [ahead] = shown["roadmaps"]
    assert (ahead["from"], ahead["to"]) == ("2026-09-01", "2027-08-31")
    assert any(one["because"] == "carried" for one in ahead["items"])
    made = cli.json("year", "turn", "--org", SCHOOL, "--programme", "1")
    assert made["id"]
    assert made["carried"]
    assert cli("year", "turn", "--org", SCHOOL, "--programme", "1").exit_code == 1
    assert cli.json("year", "undo", "--org", SCHOOL)["pairs"] == 0
    assert cli("verify").exit_code == 0
