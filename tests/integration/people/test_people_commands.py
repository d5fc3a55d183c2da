"""Lists of people, profiles and registers by command: what scripts see."""

from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # ships no types

from tests.support.cli import Cli
from tests.support.people_files import GOOD, PUPIL, but, people_file


@pytest.fixture
def school(tmp_path: Path) -> Cli:
    cli = Cli(tmp_path)
    cli.json("org", "add", "--name", "Школа № 5", "--kind", "school", "--slug", "school")
    return cli


def written(cli: Cli, data: bytes) -> Path:
    file = cli.folder / "people.xlsx"
    file.write_bytes(data)
    return file


def test_a_list_is_loaded_once_and_taken_back(school: Cli) -> None:
    file = written(school, people_file(GOOD, PUPIL))
    tried = school.json("person", "import", file, "--org", "school", "--dry-run")
    assert (tried["added"], tried["dry_run"]) == (2, True)
    assert school.json("person", "list") == []
    made = school.json("person", "import", file, "--org", "school", "--idempotency-key", "k1")
    assert (made["added"], made["representatives"], made["left"]) == (2, 1, 0)
    assert school.json("person", "import", file, "--org", "school", "--idempotency-key", "k1") == made
    again = school.json("person", "import", file, "--org", "school")
    assert (again["added"], again["same"]) == (0, 2)
    assert school.json("person", "undo-import", again["id"])["removed"] == 0
    assert school.json("person", "undo-import", made["id"])["removed"] == 3
    assert school.json("person", "list") == []


def test_faults_are_listed_and_good_rows_may_be_taken(school: Cli) -> None:
    file = written(school, people_file(GOOD, but(PUPIL, born="весной")))
    refused = school.json("person", "import", file, "--org", "school", exit_code=1)
    assert [one["need"] for one in refused["refused"]] == ["rows"]
    assert refused["refused"][0]["reason"].startswith("Строка 3, столбец J")
    assert school.json("person", "import", file, "--org", "school", "--good-rows")["left"] == 1
    assert school.error("person", "import", school.folder / "none.xlsx", "--org", "school")["code"]
    doubtful = written(school, people_file(but(GOOD, name="Орлова В. И.", email="other@school.test")))
    told = school.json("person", "import", doubtful, "--org", "school", exit_code=1)
    assert told["refused"][0]["need"] == "duplicates"
    person = school.json("person", "list")[0]["id"]
    settled = school.json("person", "import", doubtful, "--org", "school", "--decide", f"2={person}")
    assert (settled["added"], settled["left"]) == (0, 0)
    assert school.error("person", "import", doubtful, "--org", "school", "--decide", "кто-то")["message"]


def test_the_profile_and_the_registers(school: Cli) -> None:
    school.json("person", "import", written(school, people_file(GOOD)), "--org", "school")
    person = school.json("person", "list")[0]["id"]
    changed = school.json("person", "profile", person, "--capacity", 2, "--needs", "ЕГЭ, ОГЭ")
    assert changed["changed"] == ["capacity", "needs"]
    assert changed["profile"]["competences"] == ["химия", "ЕГЭ"]
    register = school.json("person", "registers", "--org", "school", "--register", "mentors")
    assert register["rows"][0][0] == "Орлова Вера Ивановна"
    assert register["rows"][0][8] == "0 из 2"
    young = school.json("person", "registers", "--org", "school", "--register", "personified", "--on", "2025-10-01")
    assert (young["rows"][0][5], young["rows"][0][6]) == (2, "да")
    for name in ("out.xlsx", "out.docx"):
        school.json("person", "registers", "--org", "school", "--register", "statistics", "--out", school.folder / name)
        assert (school.folder / name).read_bytes().startswith(b"PK")
    assert school.error("person", "registers", "--org", "school", "--out", school.folder / "out.pdf")["message"]


def test_the_template_is_written(school: Cli) -> None:
    school.json("person", "template", "--out", school.folder / "template.xlsx")
    assert load_workbook(school.folder / "template.xlsx").sheetnames == ["Участники", "Как заполнять"]
