"""How likely lines are a section's heading, or stand after the table."""

import re

from engine.roadmap_reading.melted.headings import ACTIVITY, DEADLINE, DOCUMENT, RESPONSIBLE, RESULT
from engine.roadmap_reading.melted.scoring import Run, Scorer
from engine.roadmap_reading.melted.visual import begins, ends, wide
from engine.roadmap_reading.melted.words import begins_section, deadline_likeness, known_share

_TAIL = re.compile(
    r"\*|[¹²³]|примечани|исполнител[ьи]\s*[:.]|директор\b.*[_.]|приложение\s*№?|показатели\s|исп\.|согласовано|_{3,}|"
    r"начальник\b.*_|тел\.|заместитель\b.*_",
    re.IGNORECASE,
)
_YEAR = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"
_MONTHS = frozenset(_YEAR.split())
_DATED = 0.6
_OUTSIDE, _OUTSIDE_LINE, _MOST_OUTSIDE = -3.0, -1.0, -14.0


def section(scorer: Scorer, run: Run, *, parent: bool) -> float:
    """These lines are one heading over all columns. `parent`: other numbers stand below its number."""
    lines = scorer.lines(run)
    text = " ".join(lines)
    score = -2.0 + scorer.flow(run)
    number = scorer.numbers.get(run.first)
    if run.first in scorer.headings:
        score += 7.0
    elif number is not None:
        score += 5.0 if parent else -5.0
    elif begins_section(text) or text.lower() in _MONTHS:
        score += 6.0
    else:
        score += 3.0 if text.isupper() and len(text) > 6 else -2.5
        score += _unnumbered(scorer, run) if scorer.numbers else 0.0
    if begins(text) == "lower":
        score -= 5.0
    if ends(text) in {"hyphen", "joint", "comma", "colon"}:
        score -= 5.0
    if known_share(lines[-1]) > _DATED and deadline_likeness(lines[-1]) > 0 and text.lower() not in _MONTHS:
        score -= 4.0
    return score + _breadth(scorer, lines)


def _unnumbered(scorer: Scorer, run: Run) -> float:
    """Among numbered rows a heading without number is likely only where the table began with such a one."""
    if not scorer.bare_headings:
        return -3.0
    following = run.last + 1
    return 3.5 if following in scorer.numbers or following >= len(scorer.texts) else -3.0


def _breadth(scorer: Scorer, lines: list[str]) -> float:
    """Lines wider than the column of activities stand over all columns."""
    column = scorer.kinds.index(ACTIVITY)
    width = scorer.learnt.widths.get(column)
    if width is None or not scorer.style.wrapped:
        return 0.0
    widest = max(wide(line) for line in lines)
    return 4.0 if widest > 1.25 * width else -1.5 if len(lines) > 2 else 0.0


def section_row(scorer: Scorer, line: int, *, parent: bool) -> float:
    """A row with a heading and a result of its own begins here."""
    if parent:
        return 2.0
    return -2.0 if begins_section(scorer.texts[line]) else -9.0


def in_section_row(kind: str) -> float:
    """What it costs that such a row has words in this column."""
    return {DEADLINE: -8.0, RESPONSIBLE: -6.0, RESULT: 0.0, DOCUMENT: -4.0}.get(kind, 0.0)


def tail(scorer: Scorer, line: int) -> float:
    """Everything from this line on stands after the table."""
    if _TAIL.match(scorer.texts[line]):
        return 0.0
    count = len(scorer.texts) - line
    return max(_MOST_OUTSIDE, _OUTSIDE + _OUTSIDE_LINE * count)
