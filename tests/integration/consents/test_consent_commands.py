"""`nastavnik consent`, as scripts call it."""

from pathlib import Path

import pytest
from docx import Document

from tests.support.cli import Cli

ORG = ("--org", "school-5")
TEXT = """consent: personal-data-adult
version: {version}
purpose: personal-data
signed_for: adult
document: consent
title: Согласие школы
renew: {renew}
paragraphs:
  - "Я, {{{{ name }}}}, согласен."
"""


@pytest.fixture
def cli(tmp_path: Path, url: str) -> Cli:
    """A school with a mentor (2), a mentee (3) and a programme with their pair; nobody has signed."""
    made = Cli(tmp_path, database_url=url)
    made.json("org", "add", "--name", "Школа № 5", "--kind", "school", "--slug", "school-5")
    for name, box in (("Белова Анна", "curator"), ("Иванова Мария", "mentor"), ("Смирнов Егор", "mentee")):
        person = made.json("person", "add", *ORG, "--name", name, "--email", f"{box}@school.test")["id"]
        made.json("role", "grant", "--person", person, "--role", box, *ORG)
    period = ("--from", "2025-09-01", "--to", "2026-05-31")
    made.json("programme", "start", *ORG, "--title", "Пары", "--lifecycle", "teacher-pair", *period)
    made.json("pair", "form", "--programme", 1, "--mentor", 2, "--mentee", 3)
    return made


def test_from_blanks_to_a_hundred_per_cent_and_back(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "blanks.docx"
    assert cli.json("consent", "blank", "--programme", 1, "--out", file)["blanks"] == 4
    assert "Иванова Мария" in "".join(one.text for one in Document(str(file)).paragraphs)
    data = ("--kind", "personal-data", "--signed", "2025-08-31")
    key = ("--idempotency-key", "papers-1")
    made = cli.json("consent", "record-list", "--person", 2, "--person", 3, *data, *key)
    assert cli.json("consent", "record-list", "--person", 2, "--person", 3, *data, *key) == made
    assert (next(iter(made)), len(made["ids"]), made["known"]) == ("id", 2, [])
    terms = ("--content", "уроки", "--from", "2025-09-01", "--to", "2026-05-31", "--form", "очно")
    duty = cli.json("consent", "record", "--person", 2, "--kind", "mentoring-duty", "--signed", "2025-08-31", *terms)
    assert duty["valid_to"] == "2026-05-31"
    assert "оплата" in duty["doubts"][0]
    full = cli.json("consent", "coverage", "--programme", 1)
    assert (full["covered"], full["people"], full["kinds"]["mentoring-duty"]) == (2, 2, {"covered": 1, "people": 1})
    assert "refused" in cli.json("consent", "blank", "--programme", 1, "--out", file, exit_code=1)
    cli.json("consent", "undo", *(part for one in made["ids"] for part in ("--id", one)))
    assert [one["lacks"] for one in cli.json("consent", "coverage", "--programme", 1, "--missing")["lines"]] == [
        ["personal-data"],
        ["personal-data"],
    ]


def test_a_withdrawal_and_a_ground(cli: Cli) -> None:
    cli.json("consent", "record", "--person", 3, "--kind", "personal-data", "--signed", "2025-08-31")
    gone = cli.json("consent", "withdraw", "--person", 3, "--on", "2025-09-01")
    assert gone["erase_by"] == "2025-10-01"
    assert cli.json("consent", "ground", "--person", 3, "--ground", "архив")["person"] == 3
    cli.error("consent", "ground", "--person", 3, "--ground", "архив")


def test_a_scan_is_looked_at(cli: Cli, tmp_path: Path) -> None:
    paper, page = tmp_path / "scan.bin", tmp_path / "page.pdf"
    paper.write_bytes(b"MZ\x90\x00 no picture")
    page.write_bytes(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    made = cli.json("consent", "record", "--person", 3, "--kind", "photo", "--signed", "2025-08-31", "--scan", page)
    assert made["scanned"] is True
    cli.error("consent", "scan", made["id"], paper)


def test_a_school_publishes_its_text_and_asks_for_new_consents(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "text.yaml"
    cli.json("consent", "record", "--person", 3, "--kind", "personal-data", "--signed", "2025-08-31")
    file.write_text(TEXT.format(version=2, renew="true"), encoding="utf-8")
    made = cli.json("consent", "publish", file, *ORG)
    assert (made["version"], made["fresh"]) == (2, True)
    assert made["doubts"]
    assert cli.json("consent", "publish", file, *ORG)["fresh"] is False
    file.write_text(TEXT.format(version=2, renew="false"), encoding="utf-8")
    assert cli.json("consent", "publish", file, *ORG, exit_code=1)["refused"][0]["need"] == "version"
    file.write_text(TEXT.format(version="x", renew="false"), encoding="utf-8")
    cli.error("consent", "publish", file, *ORG)
    listed = {one["text"]: one["version"] for one in cli.json("consent", "texts", *ORG)}
    assert (listed["personal-data-adult"], listed["photo-adult"]) == (2, 1)
    states = [
        one["consents"]["personal-data"]["state"] for one in cli.json("consent", "coverage", "--programme", 1)["lines"]
    ]
    assert sorted(states) == ["missing", "outdated"]
