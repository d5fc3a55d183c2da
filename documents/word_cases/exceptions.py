"""What the rules do not know, as data: words with their five other cases, words that never change."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from engine.papers.cases import Cases


@cache
def exceptions(kind: str) -> Mapping[str, Cases]:
    """`surnames` or `positions` by their nominative in small letters."""
    listed: Mapping[str, list[str]] = _file()[kind]
    found = {nominative.lower(): Cases(nominative, *others) for nominative, others in listed.items()}
    if kind == "surnames":
        unchanging = _file()["surnames_unchanging"]
        found |= {surname.lower(): Cases.unchanged(surname) for surname in unchanging}
    return found


@cache
def unchanging_first_parts() -> frozenset[str]:
    """«бизнес-» of «бизнес-тренер» and its like, in small letters."""
    return frozenset(part.lower() for part in _file()["first_parts_unchanging"])


@cache
def _file() -> Any:
    return json.loads(files("documents.word_cases").joinpath("exceptions.json").read_text(encoding="utf-8"))
