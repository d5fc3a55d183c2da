"""The manual says what the program does: a setting, a command or an option without a word in it fails here."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperCommand, TyperOption

from nastavnik.cli.main import ENTRIES, group_of
from nastavnik.settings import PREFIX, Settings

_ROOT = Path(__file__).parents[2]
_REFERENCE = _ROOT / "docs" / "reference"
_PACKAGES = ("engine", "workflows", "notifications", "storage", "nastavnik")
_EVERYWHERE = {"--org", "--json", "--lang", "--idempotency-key", "--actor", "--dry-run"}  # told once, at the top


def _sections(name: str) -> dict[str, str]:
    """Heading -> text below it, in the order of the page."""
    text = (_REFERENCE / name).read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _commands() -> Iterator[tuple[str, TyperCommand]]:
    for entry in ENTRIES:
        for verb, command in group_of(entry.module).commands.items():
            assert isinstance(command, TyperCommand)
            if not entry.alone:
                yield f"{entry.name} {verb}", command
            elif verb == entry.name:
                yield verb, command


def _options(command: TyperCommand) -> set[str]:
    return {name for one in command.params if isinstance(one, TyperOption) for name in one.opts}


_COMMANDS = dict(_commands())


def test_every_setting_has_its_heading_and_every_heading_a_setting() -> None:
    assert [heading.strip("`") for heading in _sections("settings.md")] == [
        PREFIX + name.upper() for name in Settings.model_fields
    ]


def test_every_command_has_its_heading_and_every_heading_a_command() -> None:
    assert sorted(heading.removesuffix(" ✎") for heading in _sections("commands.md")) == sorted(_COMMANDS)


@pytest.mark.parametrize("heading", _sections("commands.md"))
def test_a_command_is_written_as_it_is_used(heading: str) -> None:
    name = heading.removesuffix(" ✎")
    command, text = _COMMANDS[name], _sections("commands.md")[heading]
    usage = text.split("```")[1]
    assert usage.strip().startswith(f"nastavnik {name}")
    assert set(re.findall(r"--[a-z-]+", usage)) == _options(command) - _EVERYWHERE - {"--help"}
    assert heading.endswith("✎") == ("--dry-run" in _options(command))


def test_every_word_of_the_glossary_is_the_code_s_own() -> None:
    glossary = (_REFERENCE / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"^\| [^|]+ \| (\w+) \|", glossary, re.MULTILINE)[1:]
    code = "\n".join(file.read_text(encoding="utf-8") for name in _PACKAGES for file in (_ROOT / name).rglob("*.py"))
    spoken = set(re.findall(r"[a-z]+(?:_[a-z]+)*", code.lower()))
    assert len(words) > 40
    assert [word for word in words if word not in spoken] == []


def test_a_word_of_the_glossary_has_one_translation() -> None:
    glossary = (_REFERENCE / "glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| (\w+) \|", glossary, re.MULTILINE)[1:]
    for column in zip(*rows, strict=True):
        assert sorted(column) == sorted(set(column))
