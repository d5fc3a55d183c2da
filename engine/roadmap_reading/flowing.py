"""Pieces of cells as one sentence: lines joined, broken words mended, with the places they came from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.roadmap_reading.joining import joined
from engine.roadmap_reading.model import Said
from engine.roadmap_reading.placing import Patch

_STAR = re.compile(r"\s+\*(?=[\s,;.]|$)")  # the mark of a footnote stands at its word

_MONTHS = "январ|феврал|март|апрел|май|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр"
_SPAN = re.compile(rf"\b((?:{_MONTHS})[ьяйе]?)-\s*\n\s*(?=(?:{_MONTHS})[ьяйе]?\b)", re.IGNORECASE)  # no broken word


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes words out; `known` are the words of the whole document, they tell broken words from compound ones."""

    known: frozenset[str] = frozenset()

    def text(self, lines: str) -> str:
        return _STAR.sub("*", joined(_SPAN.sub(r"\1 - ", lines), self.known))

    def said(self, patches: Iterable[Patch]) -> Said:
        parts: Sequence[Patch] = tuple(patches)
        if not parts:
            return Said()
        text = self.text("\n".join(part.text for part in parts))
        return Said(text, tuple(dict.fromkeys(spot for part in parts for spot in part.at)))
