"""A cell with two answers, «Ожидаемый результат, вид документа»: which lines are the result, which the paper."""

from collections.abc import Sequence
from itertools import groupby

from engine.roadmap_reading.evidence import is_paper
from engine.roadmap_reading.letters import is_list_line, is_open, starts_low
from engine.roadmap_reading.placing import Patch

_LONGEST_PAPER = 8
_SHORTEST_ALONE = 3


def parted(patches: Sequence[Patch]) -> tuple[list[Patch], list[Patch]]:
    """Result and document. A cell with one part is all result: the paper is told from its words then.

    >>> result, document = parted([Patch("Разработаны правовые акты\\nна уровне школы\\nПриказ", ())])
    >>> result[0].text, document[0].text
    ('Разработаны правовые акты\\nна уровне школы', 'Приказ')
    """
    lines = [(line, patch) for patch in patches for line in patch.text.split("\n") if line.strip()]
    cut = _border([line for line, _ in lines])
    if not cut:
        return list(patches), []
    return _patches(lines[:cut]), _patches(lines[cut:])


def _border(lines: Sequence[str]) -> int:
    """Where the second part begins; 0 when there is one part only."""
    places = [place for place in range(1, len(lines)) if _begins(lines, place)]
    # The paper is named last and shortly; a long list of papers is what the result itself consists of.
    for place in reversed(places):
        if is_paper(lines[place]) and _words(lines[place:]) <= _LONGEST_PAPER:
            return place
    if places and is_paper(lines[0]) and _words(lines[: places[0]]) <= _SHORTEST_ALONE:
        return places[0]
    return places[0] if len(places) == 1 and _words(lines[: places[0]]) == 1 else 0


def _begins(lines: Sequence[str], place: int) -> bool:
    """Whether a line begins a sentence of its own."""
    line, above = lines[place], lines[place - 1]
    return not (starts_low(line) or is_list_line(line) or is_open(above)) and line.lstrip()[:1].isalpha()


def _words(lines: Sequence[str]) -> int:
    return sum(len(line.split()) for line in lines)


def _patches(lines: Sequence[tuple[str, Patch]]) -> list[Patch]:
    """Lines of one cell as one piece again."""
    pieces = ((patch, [line for line, _ in group]) for patch, group in groupby(lines, key=lambda one: one[1]))
    return [Patch("\n".join(own), patch.at, patch.from_above) for patch, own in pieces]
