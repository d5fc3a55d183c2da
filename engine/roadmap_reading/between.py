"""Lines between tables: a section's heading, a footnote, a page number, or nothing of these."""

from engine.roadmap_reading.head import furniture
from engine.roadmap_reading.letters import cleaned, starts_low
from engine.roadmap_reading.numbers import has_label, heading_numbered, is_roman
from engine.roadmap_reading.rows import FOOTNOTE
from engine.roadmap_reading.sections import dating
from engine.source import SourceLine
from engine.words import Words

_LONGEST = 420
_LONGEST_UNNUMBERED = 200


def laid_aside(line: SourceLine) -> Words | None:
    """Why a line says nothing of its own; None when it does."""
    text = cleaned(line.text).strip()
    if text.startswith(("* ", "** ")) or (text.startswith("*") and not text.endswith("*")):
        return FOOTNOTE
    return furniture(text) if text else None


def heading_between(text: str, *, first: bool = False) -> bool:
    """Whether a line above a table heads its rows. `first`: above the first one, where the head's own lines stand.

    >>> heading_between("Раздел 2. Обучение", first=True), heading_between("6. Активизировать работу", first=True)
    (True, False)
    """
    words = cleaned(text).strip(" *#")
    if not words or len(words) > _LONGEST or starts_low(words):
        return False
    number = heading_numbered(words).number
    if has_label(words) or is_roman(number) or dating(words) or number == "1" or (number and not first):
        return True
    return not first and len(words) <= _LONGEST_UNNUMBERED and not words.endswith((".", ";", ","))
