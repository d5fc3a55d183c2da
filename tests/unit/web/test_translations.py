"""Russian is the source, the English catalogue is complete: no sentence is missing in either, none is left over."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from web.rendering import TEMPLATES

ROOT = Path(__file__).parents[3]
CYRILLIC = re.compile("[А-Яа-яЁё]")
FOLDERS = sorted(path.name for path in TEMPLATES.iterdir() if path.is_dir())
PACKAGES = ("engine", "workflows", "notifications", "storage", "web", "nastavnik")
# Russian that is not a text of ours: how the other language calls itself, words of data.
NOT_OURS = {"Перейти на русский"}
_KEYWORDS = ["_", "gettext"]
_COMMENTS = re.compile(r"\{#.*?#\}", re.DOTALL)
_TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", re.DOTALL)
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_CALLS = re.compile(r"""_\(\s*(?:"[^"]*"|'[^']*')\s*\)""")


def templates(folder: str) -> Iterator[Path]:
    return (path for path in (TEMPLATES / folder).iterdir() if path.suffix in (".html", ".txt", ".svg"))


def said(path: Path) -> set[str]:
    with path.open("rb") as file:
        found = babel_extract(file, _KEYWORDS, [], {"trimmed": "true", "trim_blocks": "true", "silent": "false"})
        return {message for _, _, message, _ in found if isinstance(message, str)}


def translated(folder: str) -> dict[str, str]:
    file = TEMPLATES / folder / "en.po"
    if not file.exists():
        return {}
    with file.open("rb") as content:
        return {str(one.id): str(one.string) for one in read_po(content, locale="en") if one.id}


def mostly_russian(text: str) -> bool:
    """An English sentence may quote a Russian phrase, as the language of deadlines does."""
    return len(CYRILLIC.findall(text)) > len(re.findall("[A-Za-z]", text))


def test_a_sentence_has_one_english_in_all_folders() -> None:
    """Two would stop every English page."""
    found: dict[str, set[str]] = {}
    for folder in FOLDERS:
        for text, english in translated(folder).items():
            found.setdefault(text, set()).add(english)
    assert {text: several for text, several in found.items() if len(several) > 1} == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_sentence_has_its_english(folder: str) -> None:
    known = translated(folder)
    for path in templates(folder):
        missing = sorted(text for text in said(path) if not known.get(text))
        assert missing == [], path.name


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_translation_is_left_over(folder: str) -> None:
    spoken = {text for path in templates(folder) for text in said(path)}
    assert sorted(translated(folder).keys() - spoken) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_russian_stands_outside_the_catalogue(folder: str) -> None:
    for path in templates(folder):
        text = _COMMENTS.sub("", path.read_text(encoding="utf-8"))
        bare = _TRANSLATED.sub("", text)
        assert [line.strip() for line in _CODE.sub("", bare).splitlines() if CYRILLIC.search(line)] == [], path.name
        code = "\n".join(_CALLS.sub("", piece) for piece in _CODE.findall(bare))
        assert [line.strip() for line in code.splitlines() if CYRILLIC.search(line)] == [], path.name


@pytest.mark.parametrize("folder", FOLDERS)
def test_english_is_english_and_keeps_the_variables(folder: str) -> None:
    for source, english in translated(folder).items():
        assert not CYRILLIC.search(english) or english in NOT_OURS, english
        assert sorted(re.findall(r"%\((\w+)\)s", source)) == sorted(re.findall(r"%\((\w+)\)s", english)), source


@pytest.mark.parametrize("package", PACKAGES)
def test_words_are_said_in_both_languages(package: str) -> None:
    faults: list[str] = []
    for path in sorted((ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Words" and len(node.args) == 2:
                english = node.args[1]
                if isinstance(english, ast.Constant) and mostly_russian(str(english.value)):
                    faults.append(f"{path.name}:{node.lineno}: {english.value}")
    assert faults == []
