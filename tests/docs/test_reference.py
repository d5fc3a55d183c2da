"""A setting or a command without a word in the manual fails here."""

import re
from pathlib import Path

from nastavnik.cli.main import ENTRIES
from nastavnik.settings import PREFIX, Settings

_REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def test_every_setting_has_its_heading_and_every_heading_a_setting() -> None:
    text = (_REFERENCE / "settings.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## `(\w+)`$", text, re.MULTILINE)
    assert headings == [PREFIX + name.upper() for name in Settings.model_fields]


def test_every_command_has_its_row_and_every_row_a_command() -> None:
    text = (_REFERENCE / "commands.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)`", text, re.MULTILINE)
    assert sorted(rows) == sorted(entry.name for entry in ENTRIES)
