"""A person erased leaves no trace where the program keeps anything; counts, history and the journal's chain stay."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.canary import MAIL, NAME, NEEDLES, OWN_WORDS, School
from tests.support.recorder import Recorder


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    with Recorder() as recorder:
        yield School(tmp_path, recorder)


def test_nothing_is_left_of_a_person(school: School) -> None:
    pair = school.play()
    assert any(letter.recipient == MAIL for letter in school.recorder.letters)
    assert school.traces() != []
    before = school.cli.json("roadmap", "overdue", "--org", "s5", exit_code=1)

    act = school.cli.json("person", "erase", school.canary, "--ground", "request")

    assert school.traces() == []
    assert {
        *("letter", "feedback", "plan_item", "person", "profile", "survey_answer", "event_person", "plan_edition"),
        *("paper_file", "paper_draft", "practice", "match_exclusion", "idempotent_answer"),
    } <= {each["table"] for each in act["struck"]}
    assert act["keep_until"] == "2028-10-02"
    assert not (school.data / "nastavnik.db-wal").exists() or (school.data / "nastavnik.db-wal").stat().st_size == 0
    assert school.cli("verify").exit_code == 0
    assert school.cli.json("roadmap", "overdue", "--org", "s5", exit_code=1) == before
    shown = school.cli.json("pair", "show", pair)
    assert shown["outcome"] == "mentee_left"
    [kept] = school.cli.json("person", "acts", "--org", "s5")
    assert kept["id"] == act["id"]
    assert str(school.canary) not in re.findall(r"\w+", kept["reference"])
    # Later passes bring nothing back, and there is nobody to write to.
    told = len(school.recorder.letters)
    school.cli.turn("2025-12-26T10:00:00+03:00")
    school.cli.json("tick")
    assert school.traces() == []
    assert all(letter.recipient != MAIL for letter in school.recorder.letters[told:])


def test_who_is_needed_is_not_erased(school: School) -> None:
    school.play()
    other = school.person("Птицын Олег Ильич", "p@school.test", role="mentee")
    school.cli.json("consent", "record", "--person", other, "--kind", "personal-data", "--signed", "2025-10-01")
    [programme] = school.cli.json("programme", "list", "--org", "s5")
    school.cli.json("pair", "form", "--programme", programme["id"], "--mentor", school.mentor, "--mentee", other)
    refused = school.cli.json("person", "erase", other, exit_code=1)["refused"]
    assert [each["need"] for each in refused] == ["live_pairs"]
    assert school.cli.error("person", "erase", 999)["code"]
    again = school.cli.json("person", "erase", school.canary)
    assert again["id"]
    assert school.cli.error("person", "erase", school.canary)["message"]


def test_a_dry_run_strikes_nothing(school: School) -> None:
    school.play()
    told = school.cli.json("person", "erase", school.canary, "--dry-run")
    assert told["dry_run"] is True
    assert school.cli.json("person", "show", school.canary)["name"] == NAME


def test_everything_about_a_person_is_told(school: School, tmp_path: Path) -> None:
    pair = school.play()
    told = school.cli.json("person", "export", school.canary, "--out", tmp_path / "all.zip")
    tables = told["tables"]
    assert [each["name"] for each in tables["person"]] == [NAME]
    assert {each["kind"] for each in tables["consent"]} == {"personal-data"}
    assert [each["pair_id"] for each in tables["membership"]] == [pair]
    assert [each["text"] for each in tables["feedback"]] == ["П. Я. Канарейкина молодец"]
    assert {each["title"] for each in tables["plan_item"]} == {"Урок Канарейкиной", "Второй урок Канарейкиной"}
    assert [each["request"] for each in tables["profile"]] == [OWN_WORDS[0]]
    assert [each["answers"]["request"] for each in tables["survey_answer"]] == [OWN_WORDS[1]]
    assert [each["result"] for each in tables["event_person"]] == [OWN_WORDS[2]]
    assert len(tables["plan_edition"]) == 1
    sent = [letter for letter in school.recorder.letters if letter.recipient == MAIL]
    mine = [each for each in tables["letter"] if each["recipient_id"] == school.canary and each["state"] == "sent"]
    assert len(mine) == len(sent) > 0
    assert all(MAIL in each["message"] for each in mine)
    assert {"person.add", "consent.record", "pair.form"} <= {line["verb"] for line in told["journal"]}
    archive = ZipFile(BytesIO((tmp_path / "all.zip").read_bytes()))
    assert json.loads(archive.read("data.json"))["tables"] == tables
    assert {"data.json", "data.xlsx"} <= set(archive.namelist())
    assert not any(needle in name for name in archive.namelist() for needle in NEEDLES)


def test_a_transfer_takes_along_only_what_was_agreed(school: School) -> None:
    school.play()
    school.cli.json("org", "add", "--name", "Школа № 7", "--kind", "school", "--slug", "s7")
    moved = school.cli.json("person", "transfer", school.canary, "--to", "s7")
    assert moved["kept"] is False
    shown = school.cli.json("person", "show", school.canary)
    assert (shown["org"], shown["born"], shown["hired"]) == ("s7", None, None)
    assert school.cli.json("person", "change", school.canary, "--born", "1999-04-05", exit_code=1)["refused"]
    back = school.cli.json("person", "transfer", school.canary, "--to", "s5", "--consent-signed", "2025-10-02")
    assert back["kept"] is True
    assert school.cli.error("person", "transfer", school.canary, "--to", "s5")["message"]


def test_a_restored_backup_does_not_bring_an_erased_person_back(school: School, tmp_path: Path) -> None:
    school.play()
    school.cli.json("backup", tmp_path / "kept.db")
    school.cli.json("person", "erase", school.canary)
    restored = school.cli.json("restore", tmp_path / "kept.db", "--hold-outbox")
    assert restored["erased_again"] == 1
    assert school.traces() == []
    assert school.cli("verify").exit_code == 0


def test_another_database_keeps_its_people(school: School, tmp_path: Path) -> None:
    """The same numbers mean other people there."""
    school.play()
    (tmp_path / "other").mkdir()
    other = School(tmp_path / "other", school.recorder)
    other.cli.json("backup", tmp_path / "other.db")
    school.cli.json("person", "erase", school.canary)
    assert school.cli.json("restore", tmp_path / "other.db")["erased_again"] == 0
    assert school.cli.json("person", "show", school.canary)["name"] == NAME
