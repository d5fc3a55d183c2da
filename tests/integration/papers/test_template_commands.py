"""`nastavnik template`: to Word and back at the console; the doctor knows whether PDF copies can be made."""

from pathlib import Path

import pytest
from docx import Document

from tests.support.cli import Cli
from tests.support.papers import words_in


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    made = Cli(tmp_path)
    made.json("org", "add", "--name", "Школа № 5", "--kind", "school", "--slug", "school-5")
    return made


@pytest.fixture
def own(cli: Cli, tmp_path: Path) -> Path:
    """The template as it counts, with a line of the school's."""
    file = tmp_path / "own.docx"
    cli.json("template", "get", "order-curator", "--org", "school-5", "--out", file)
    document = Document(str(file))
    document.paragraphs[0].insert_paragraph_before("Бланк школы")
    document.save(str(file))
    return file


def counts(cli: Cli) -> dict[str, object]:
    return next(row for row in cli.json("template", "list", "--org", "school-5") if row["form"] == "order-curator")


def test_a_template_goes_to_word_and_back(cli: Cli, own: Path, tmp_path: Path) -> None:
    assert counts(cli)["template"] is None
    checked = cli.json("template", "check", "order-curator", own)
    assert (checked["accepted"], checked["findings"]) == (True, [])
    made = cli.json("template", "upload", "order-curator", own, "--org", "school-5")
    assert next(iter(made)) == "id"
    assert counts(cli)["template"] == made["id"]
    filled = tmp_path / "filled.docx"
    cli.json("template", "get", "order-curator", "--org", "school-5", "--filled", "--out", filled)
    shown = words_in(filled.read_bytes())
    assert shown.startswith("Бланк школы")
    assert "{{" not in shown
    cli.json("template", "withdraw", made["id"])
    assert counts(cli)["template"] is None


def test_dry_run_and_repetition(cli: Cli, own: Path) -> None:
    cli.json("template", "upload", "order-curator", own, "--org", "school-5", "--dry-run")
    assert counts(cli)["template"] is None
    upload = ("template", "upload", "order-curator", own, "--org", "school-5", "--idempotency-key", "k")
    assert cli.json(*upload) == cli.json(*upload)


def test_findings_end_with_one_and_no_template_with_two(cli: Cli, own: Path, tmp_path: Path) -> None:
    found = cli.json("template", "check", "gratitude", own, exit_code=1)
    assert not found["accepted"]
    assert found["findings"][0]["level"] == "error"
    refused = cli.json("template", "upload", "gratitude", own, "--org", "school-5", exit_code=1)
    assert refused["refused"][0]["need"] == "template"
    text = tmp_path / "a.docx"
    text.write_text("Приказ", encoding="utf-8")
    cli.error("template", "check", "gratitude", text)
    cli.error("template", "check", "no-such-form", own)


def test_the_doctor_tells_that_no_pdf_can_be_made(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    assert '"name": "office", "health": "warning"' in cli("doctor", "--json").stdout
