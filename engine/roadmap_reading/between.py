"""Lines between tables: headings of sections, footnotes, page numbers, or nothing of these."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.roadmap_reading.head import furniture, is_title
from engine.roadmap_reading.letters import cleaned, starts_low
from engine.roadmap_reading.numbers import has_label, heading_numbered, is_roman
from engine.roadmap_reading.rows import FOOTNOTE
from engine.roadmap_reading.sections import dating
from engine.source import SourceLine
from engine.words import Words

_LONGEST = 420
_LONGEST_UNNUMBERED = 200
_MOST_LINES = 5  # a heading on a page may run over several


@dataclass(slots=True)
class Between:
    """Lines told apart: each heading with the lines it runs over, and the rest."""

    headings: list[list[SourceLine]] = field(default_factory=list[list[SourceLine]])
    rest: list[SourceLine] = field(default_factory=list[SourceLine])


def laid_aside(line: SourceLine) -> Words | None:
    """Why a line says nothing of its own; None when it does."""
    text = cleaned(line.text).strip()
    if line.text.strip().startswith(("* ", "** ", "*** ")) or (text.startswith("*") and not text.endswith("*")):
        return FOOTNOTE
    return furniture(text) if text else None


def between_tables(lines: Sequence[SourceLine]) -> Between:
    """The lines above a further table of the roadmap; blank ones and furniture are not among them."""
    found = Between()
    for line in lines:
        words = _words(line)
        if heads(words, first=False):
            found.headings.append([line])
        elif found.headings and _goes_on(found.headings[-1], words):
            found.headings[-1].append(line)
        elif _may_head(words):
            found.headings.append([line])
        else:
            found.rest.append(line)
    return found


def above_first_table(lines: Sequence[SourceLine], *, several: bool) -> Between:
    """The same for the lines of the document's head. `several`: later tables stand under headings of their own."""
    said = [line for line in lines if line.text.strip()]
    for back in range(1, min(_MOST_LINES, len(said)) + 1):
        start = said[-back]
        if heads(_words(start), first=True):
            heading = said[-back:]
            if all(_goes_on(heading[:place], _words(heading[place])) for place in range(1, back)):
                return Between([heading], [line for line in lines if not any(line is one for one in heading)])
            break
    if several and len(said) > 1 and _may_head(_words(said[-1])):
        return Between([[said[-1]]], [line for line in lines if line is not said[-1]])
    return Between([], list(lines))


def heads(words: str, *, first: bool) -> bool:
    """Whether words surely head a section. `first`: above the first table, where numbered tasks may stand, too.

    >>> heads("Раздел 2. Обучение", first=True), heads("6. Активизировать работу", first=True)
    (True, False)
    """
    if not words or len(words) > _LONGEST or starts_low(words) or (first and is_title(words)):
        return False
    number = heading_numbered(words).number
    return has_label(words) or is_roman(number) or bool(dating(words)) or number == "1" or bool(number and not first)


def _may_head(words: str) -> bool:
    """Whether a line without a number may be a heading."""
    short = 0 < len(words) <= _LONGEST_UNNUMBERED
    return short and not starts_low(words) and not words.endswith((".", ";", ","))


def _goes_on(heading: Sequence[SourceLine], words: str) -> bool:
    """Whether a line goes on with the heading above it."""
    said = " ".join(_words(line) for line in heading)
    if len(heading) >= _MOST_LINES or len(said) + len(words) > _LONGEST or dating(said):
        return False
    return starts_low(words) or not (
        heads(words, first=False) or said.endswith((".", ":")) or len(_words(heading[-1])) < 40
    )


def _words(line: SourceLine) -> str:
    return cleaned(line.text).strip(" *#")
