"""The guides behind «Помощь» name pages, buttons and letters as they are called: what they quote stands there."""

import re
from functools import cache
from pathlib import Path

import pytest

from web.guides import guides

_ROOT = Path(__file__).parents[2]
_QUOTED = re.compile("«([^«»]+)»")
_SAID_IN = (
    "web/templates/**/*.html",
    "web/**/*.py",
    "workflows/**/*.py",
    "workflows/**/*.yaml",
    "engine/**/*.py",
    "notifications/**/*.txt",
)
_EXAMPLES = {"10.11.2026", "10.11", "10 ноября", "ежегодно в мае", "ё", "е"}
"""Of what people write themselves."""


@cache
def _said() -> str:
    files = sorted({file for pattern in _SAID_IN for file in _ROOT.glob(pattern)})
    return " ".join(" ".join(file.read_text(encoding="utf-8").split()) for file in files)


@pytest.mark.parametrize("key", guides())
def test_what_a_guide_quotes_stands_in_the_product(key: str) -> None:
    text = (_ROOT / "web" / "guides" / f"{key}.md").read_text(encoding="utf-8")
    quoted = {" ".join(words.split()).replace("„", "«").replace("“", "»") for words in _QUOTED.findall(text)}
    assert sorted(words for words in quoted - _EXAMPLES if words not in _said()) == []


@pytest.mark.parametrize("key", guides())
def test_every_picture_of_a_guide_is_there(key: str) -> None:
    folder = _ROOT / "web" / "guides"
    named = re.findall(r"\]\((images/[^)]+)\)", (folder / f"{key}.md").read_text(encoding="utf-8"))
    assert [name for name in named if not (folder / name).exists()] == []
