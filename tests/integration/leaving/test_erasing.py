"""A person erased leaves no trace where the program keeps anything; counts, history and the journal's chain stay."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.cli import Cli
from tests.support.recorder import Recorder

NAME, MAIL, PHONE = "Канарейкина Павлина Яновна", "kanareika@school.test", "+7 912 000-13-57"
NEEDLES = ("Канарейкин", "kanareika", "КАНАРЕЙКИН", "канарейкин", "000-13-57")


@pytest.fixture
def school(tmp_path: Path) -> Iterator["School"]:
    with Recorder() as recorder:
        yield School(tmp_path, recorder)


class School:
    """A school told through the commands, with a mail server that answers."""

    def __init__(self, folder: Path, recorder: Recorder) -> None:
        self.cli = Cli(folder)
        self.cli.env |= {
            "NASTAVNIK_SMTP_HOST": "127.0.0.1",
            "NASTAVNIK_SMTP_PORT": str(recorder.port),
            "NASTAVNIK_SMTP_SECURITY": "none",
            "NASTAVNIK_MAIL_FROM": "nastavnik@school.test",
        }
        self.data = folder / "data"
        self.recorder = recorder
        self.cli.json("org", "add", "--name", "Школа № 5", "--kind", "school", "--slug", "s5")
        self.curator = self.person("Белова Анна Сергеевна", "belova@school.test", role="curator")
        self.mentor = self.person("Иванова Мария Петровна", "ivanova@school.test", role="mentor")
        self.canary = self.person(NAME, MAIL, role="mentee", position="учитель-канарейка")

    def person(self, name: str, email: str, *, role: str, position: str = "учитель") -> int:
        told = ("--name", name, "--email", email, "--position", position)
        made = int(self.cli.json("person", "add", "--org", "s5", *told)["id"])
        self.cli.json("role", "grant", "--person", made, "--role", role, "--org", "s5")
        return made

    def play(self) -> int:
        """A pair goes through half of its life; letters go; somebody writes the name everywhere; the pair ends."""
        cli = self.cli
        for person in (self.curator, self.mentor, self.canary):
            cli.json("consent", "record", "--person", person, "--kind", "personal-data", "--signed", "2025-08-31")
        cli.json("consent", "record", "--person", self.mentor, "--kind", "mentoring-duty", "--signed", "2025-08-31")
        cli.json("person", "change", self.canary, "--born", "1999-04-05", "--hired", "2025-08-01")
        roadmap = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", "s5")["id"]
        days = ("--from", "2025-09-01", "--to", "2026-05-31")
        told = ("--title", "Молодым от Канарейкиной", "--lifecycle", "teacher-pair", "--roadmap", roadmap)
        programme = cli.json("programme", "start", "--org", "s5", *told, *days)["id"]
        pair = cli.json("pair", "form", "--programme", programme, "--mentor", self.mentor, "--mentee", self.canary)[
            "id"
        ]
        order = ("--kind", "order", "--purpose", "pairing", "--number", "7", "--date", "2025-09-01")
        cli.json("paper", "register", "--org", "s5", *order, "--pair", pair)
        cli.json("pair", "advance", pair, "acquaint", "--reason", "Канарейкина готова")
        cli.turn("2025-09-03T10:00:00+03:00")
        cli.json("meeting", "record", "--pair", pair, "--kind", "acquaintance", "--held", "2025-09-02")
        cli.json("feedback", "record", "--pair", pair, "--by", self.mentor, "--text", "П. Я. Канарейкина молодец")
        cli.json("plan", "set", "--pair", pair, "--item", "Урок Канарейкиной;2025-10-10")
        cli.json("tick")
        cli.turn("2025-09-25T10:00:00+03:00")
        cli.json("tick")
        ending = ("--outcome", "mentee_left", "--notice", "2025-09-25")
        cli.json("pair", "end", pair, *ending, "--reason", "Канарейкина уезжает")
        cli.turn("2025-10-02T10:00:00+03:00")
        cli.json("tick")
        return int(pair)

    def traces(self) -> list[str]:
        """Files of the data folder in which the person is still named, letters and JSON decoded."""
        return sorted(
            f"{file.name}: {needle}"
            for file in self.data.rglob("*")
            if file.is_file()
            for needle in NEEDLES
            if any(form in file.read_bytes() for form in _forms(needle))
        )


def _forms(needle: str) -> list[bytes]:
    """A word as UTF-8, as JSON's codes, in base64 at each of three places, as a printable quotation."""
    plain = needle.encode()
    shifted = [b64encode(b"\0" * lead + plain)[4 if lead else 0 : -4] for lead in range(3)]
    quoted = "".join(f"={byte:02X}" for byte in plain).encode()
    return [plain, json.dumps(needle)[1:-1].encode(), needle.encode("utf-16-le"), quoted, *shifted]


def test_nothing_is_left_of_a_person(school: School) -> None:
    pair = school.play()
    assert any(letter.recipient == MAIL for letter in school.recorder.letters)
    assert school.traces() != []
    before = school.cli.json("roadmap", "overdue", "--org", "s5", exit_code=1)

    act = school.cli.json("person", "erase", school.canary, "--ground", "request")

    assert school.traces() == []
    assert {"letter", "feedback", "plan_item", "person"} <= {each["table"] for each in act["struck"]}
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
    assert [each["title"] for each in tables["plan_item"]] == ["Урок Канарейкиной"]
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
