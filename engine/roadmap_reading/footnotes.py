"""Footnotes under the table: their words are content, so they go to the rows that carry their stars."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.roadmap_reading.letters import cleaned
from engine.roadmap_reading.model import ReadItem, Said, Unused
from engine.roadmap_reading.rows import FOOTNOTE

HEADING = "Сноска"
_STARS = re.compile(r"\*+")
_AT_A_WORD = re.compile(r"(?<=[^\s*])\*+(?![^\s*.,;:)\]»\"])")  # «ОМС*», not «* пункт списка» and not «2*3»


@dataclass(frozen=True, slots=True)
class Footnotes:
    """`items` with the footnotes they carry the stars of; `general`: those no row carries a star of."""

    items: tuple[ReadItem, ...]
    general: tuple[Said, ...]
    unused: tuple[Unused, ...]


def explained(items: Sequence[ReadItem], unused: Sequence[Unused]) -> Footnotes:
    """Each footnote at the rows it explains, or apart; never among what went into nothing."""
    general: list[Said] = []
    made = list(items)
    marked = [frozenset(_marks(item)) for item in items]
    for star, said in _notes(unused):
        carriers = [place for place, marks in enumerate(marked) if star in marks]
        for place in carriers:
            made[place] = replace(made[place], others=(*made[place].others, (f"{HEADING} {star}", said)))
        if not carriers:
            general.append(said)
    return Footnotes(tuple(made), tuple(general), tuple(one for one in unused if one.why != FOOTNOTE))


def _notes(unused: Sequence[Unused]) -> list[tuple[str, Said]]:
    """The stars each footnote begins with and its words; a line without stars goes on with the one above it."""
    notes: list[tuple[str, Said]] = []
    for one in (one for one in unused if one.why == FOOTNOTE):
        found = _STARS.match(one.text.strip())
        if found or not notes:
            notes.append((found[0] if found else "", Said(cleaned(one.text), (one.at,))))
            continue
        star, said = notes[-1]
        notes[-1] = (star, Said(f"{said.text} {cleaned(one.text)}", (*said.at, one.at)))
    return notes


def _marks(item: ReadItem) -> Iterator[str]:
    """The stars that stand at words of a row."""
    cells = (item.activity, item.deadline, item.responsible, item.result, item.document, item.indicator)
    for said in (*cells, *(other for _, other in item.others)):
        yield from (found[0] for found in _AT_A_WORD.finditer(said.text))
