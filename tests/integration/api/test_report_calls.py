"""Reports and the wish of a next cycle by the API and by command."""

from pathlib import Path

from storage.database import Database
from tests.support.cli import Cli
from tests.support.pair_life import story
from tests.support.programs import program
from tests.support.site import served


def test_a_program_gives_a_report_corrects_it_and_is_told_what_is_wrong(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    told.form()
    told.walk_to("final_meeting")
    mentor, mentee = told.cast.mentor.id, told.cast.mentee.id
    address = f"/pairs/{told.pair_id}"
    with served(sqlite_database, at=told.at) as site, program(site, told.cast.curator.id) as curator:
        first = curator.post(f"{address}/reports", json={"person": mentor, "results": "Урок дан", "wish": "mentor"})
        assert (first.status_code, first.json()["percent"], first.json()["replaced"]) == (201, 100, None)
        said = {"person": mentor, "results": "Урок дан дважды", "from": "2025-09-02", "to": "2025-09-03", "percent": 90}
        second = curator.post(f"{address}/reports", json=said).json()
        assert (second["replaced"], second["period_from"], second["percent"]) == (first.json()["id"], "2025-09-02", 90)
        assert curator.post(f"{address}/reports", json=said | {"percent": 101}).status_code == 422
        assert curator.post(f"{address}/reports", json=said | {"wish": "maybe"}).status_code == 422
        spoken = {"person": mentee, "text": "Помогло", "wish": "later"}
        assert curator.post(f"{address}/feedback", json=spoken).status_code == 201
    with served(sqlite_database, at=told.at) as site, program(site, told.cast.outsider.id) as outsider:
        assert outsider.post(f"{address}/reports", json=said).status_code == 404


def test_a_report_by_command(tmp_path: Path) -> None:
    cli = Cli(tmp_path)
    place = ("--org", "school-5")
    cli.json("org", "add", "--name", "Школа № 5", "--kind", "school", "--slug", "school-5")
    for name, box in (("Иванова Мария", "mentor"), ("Смирнов Егор", "mentee")):
        person = cli.json("person", "add", *place, "--name", name, "--email", f"{box}@school.test")["id"]
        cli.json("consent", "record", "--person", person, "--kind", "personal-data", "--signed", "2025-08-31")
    period = ("--from", "2025-09-01", "--to", "2026-05-31")
    cli.json("programme", "start", *place, "--title", "Пары", "--lifecycle", "teacher-pair", *period)
    cli.json("pair", "form", "--programme", 1, "--mentor", 1, "--mentee", 2)
    said = ("feedback", "report", "--pair", 1, "--by", 1, "--results", "Урок дан")
    tried = cli.json(*said, "--problems", "Мало часов", "--percent", 80, "--dry-run")
    assert tried["percent"] == 80
    made = cli.json(*said, "--problems", "Мало часов", "--percent", 80, "--wish", "mentor")
    assert (made["pair_id"], made["person_id"], made["percent"], made["replaced"]) == (1, 1, 80, None)
    assert cli.json(*said, "--advice", "Больше")["replaced"] == made["id"]
