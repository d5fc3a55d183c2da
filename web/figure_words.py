"""What templates ask to tell a figure in words (`web/templates/indicators/parts.html`)."""

from typing import Any

from engine.indicators.counting import RULES, Counting
from engine.indicators.telling import entered_name, told


def words_of_figures() -> dict[str, Any]:
    """For the context of a page: `told`, `entered_name`, `by_hand`."""
    return {"told": told, "entered_name": entered_name, "by_hand": _by_hand}


def _by_hand(one: Counting) -> bool:
    return RULES[one.rule].by_hand
