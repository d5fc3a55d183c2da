"""The Russian dictionary (pymorphy3): loaded when the first word is looked up, never at the start of the server."""

from functools import cache
from typing import Any

import pymorphy3  # type: ignore[import-untyped]  # ships no types


@cache
def analyzer() -> Any:
    """Takes 0.3 s and 24 MB, once a process."""
    return pymorphy3.MorphAnalyzer(lang="ru")


def readings(word: str) -> list[Any]:
    """What the word may be, the likeliest first; only what stands in the dictionary."""
    return [one for one in analyzer().parse(word) if one.is_known]
