"""Lines as the eye sees them: how wide, how they begin and end, where words stand in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.source import SourceLine

_NARROW = frozenset("ilIjtfr.,;:()[]{}!'\"«»|-/ гт1")
_WIDE = frozenset("мшщжюфыдМШЩЖЮФЫДWM—@%№")
_SMALL_WORDS = (
    "и а но или в во на с со к ко о об обо от до из по за для при под над без у не через между среди перед про также "
    "что чтобы как им. с. ул. № далее том"
)
_UNFINISHED = frozenset(_SMALL_WORDS.split())
_TOWN = re.compile(r"(?<![\d\s])\s+г\.$")  # «школа г.», not «2026 г.»
_EDGE_WORDS = 25
_WORD_START = re.compile(r"(?:(?<=\s)|^)\S")
_HYPHEN_END = re.compile(r"[А-Яа-яЁёA-Za-z][-‐‑]$")
_ABBREVIATION = re.compile(r"[А-ЯЁA-Z]{2,}|[А-ЯЁ]\.")
_BULLET = re.compile(r"[-–—•·▪*‒]\s*\S|\d{1,2}\)\s")
_NAME = re.compile(r"[А-ЯЁ][а-яё]+\s+[А-ЯЁ]\.\s*[А-ЯЁ]\.|[А-ЯЁ]\.\s*[А-ЯЁ]\.\s*[А-ЯЁ][а-яё]")


@dataclass(frozen=True, slots=True)
class Visual:
    """A line with words. `gap`: empty lines before it; `index`: its place among all lines of the document."""

    text: str
    source: SourceLine
    index: int
    gap: int
    starts: tuple[int, ...]  # where its words begin

    @property
    def hyphened(self) -> bool:
        return _HYPHEN_END.search(self.text) is not None

    @property
    def bullet(self) -> bool:
        return _BULLET.match(self.text) is not None


def visuals_of(lines: Sequence[SourceLine], start: int, end: int) -> list[Visual]:
    """The lines with words between two places."""
    found, gap = list[Visual](), 0
    for index in range(start, end):
        text = lines[index].text.replace("\u00a0", " ").replace("\f", "").strip()
        if not text:
            gap += 1
            continue
        starts = tuple(place.start() for place in _WORD_START.finditer(text))
        if len(starts) > 2 * _EDGE_WORDS:  # in a line that long, cells meet near its ends
            starts = (*starts[:_EDGE_WORDS], *starts[-_EDGE_WORDS:])
        found.append(Visual(text, lines[index], index, gap, starts))
        gap = 0
    return found


@lru_cache(maxsize=16384)
def wide(text: str) -> float:
    """Roughly how wide a line is set, in average letters.

    >>> wide("миллион") > wide("иллин")
    True
    """
    return sum(0.6 if sign in _NARROW else 1.35 if sign in _WIDE else 1.15 if sign.isupper() else 1.0 for sign in text)


def first_piece(text: str, hyphens: bool) -> str:
    """The least of these words that could have stood on the line above: a syllable where words are broken."""
    word = text.split(" ", 1)[0]
    if not hyphens or len(word) < 5 or not word.isalpha():
        return word
    vowel = next((place for place, sign in enumerate(word.lower()) if sign in "аеёиоуыэюя"), 2)
    return word[: max(2, vowel + 1)] + "-" if vowel + 3 < len(word) else word


def begins(text: str) -> str:
    """How words begin: upper | lower | digit | bullet | short (an abbreviation) | name | other.

    >>> begins("МБОУ"), begins("«Наставник»"), begins("ноябрь"), begins("- приказ")
    ('short', 'upper', 'lower', 'bullet')
    """
    if _BULLET.match(text):
        return "bullet"
    words = text.lstrip('«"“(')
    if not words:
        return "other"
    if _NAME.match(words):
        return "name"
    if words[0].isdigit():
        return "digit"
    if words[0].isupper():
        return "short" if _ABBREVIATION.match(words) else "upper"
    return "lower" if words[0].islower() else "other"


def ends(text: str) -> str:
    """How words end: hyphen | comma | joint (a preposition, a conjunction) | colon | semicolon | stop | word."""
    words = text.rstrip()
    if _HYPHEN_END.search(words):
        return "hyphen"
    last = words[-1:]
    if last in ",(/–—":
        return "comma"
    if last in ":;":
        return "colon" if last == ":" else "semicolon"
    if words.split()[-1].lower().lstrip("(«") in _UNFINISHED or _TOWN.search(words):
        return "joint"
    return "stop" if last in ".!?" else "word"


def balance(text: str) -> int:
    """Brackets and quotes opened less closed."""
    return text.count("(") + text.count("«") - text.count(")") - text.count("»")
