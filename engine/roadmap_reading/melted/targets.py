"""A table of indicators with one column per year, of which lines are left."""

import re
from collections.abc import Sequence

from engine.source import SourceCell, SourceLine, SourceTable

_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*г(?:од|\.)?)?")
_NUMBERS = re.compile(r"(?:\d+(?:[.,]\d+)?\s*%?|-|–)(?:\s+(?:\d+(?:[.,]\d+)?\s*%?|-|–))*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?|[-–]")
_FEWEST_YEARS = 2


def heading_of_years(lines: Sequence[SourceLine], start: int) -> tuple[str, tuple[str, ...], int] | None:
    """The heading words, the years and the index after them, when such a table's heading begins on this line."""
    text = lines[start].text.strip()
    if "показател" not in text.lower() and "индикатор" not in text.lower():
        return None
    words, years, end = _YEAR.split(text)[0].strip(), _YEAR.findall(text), start + 1
    if len(words) > 60:
        return None
    while end < len(lines) and (not lines[end].text.strip() or _only_years(lines[end].text)):
        years += _YEAR.findall(lines[end].text)
        end += 1
    return (words, tuple(years), end) if len(years) >= _FEWEST_YEARS else None


def _only_years(text: str) -> bool:
    return bool(_YEAR.search(text)) and not _YEAR.sub("", text).strip(" ,;|")


def table_of_years(lines: Sequence[SourceLine], start: int, end: int) -> tuple[SourceTable, int] | None:
    """The table whose heading begins at `start`, and the index of the first line after it."""
    heading = heading_of_years(lines, start)
    if heading is None:
        return None
    words, years, place = heading
    at = lines[start].at
    rows = [tuple(SourceCell(text, column, at) for column, text in enumerate((words, *years)))]
    own, values, rest = list[SourceLine](), list[str](), place
    for index in range(place, end):
        text = lines[index].text.strip()
        if not text:
            continue
        title, numbers = _parted(text, len(years) - len(values), bool(own))
        if title:
            own.append(SourceLine(title, lines[index].at))
        values += numbers
        if len(values) >= len(years) and own:
            cells = ["\n".join(line.text for line in own), *values[: len(years)]]
            rows.append(tuple(SourceCell(cell, column, own[0].at) for column, cell in enumerate(cells)))
            own, values, rest = [], [], index + 1
    return (SourceTable(tuple(rows), at), rest) if len(rows) > 1 else None


def _parted(text: str, missing: int, begun: bool) -> tuple[str, list[str]]:
    """A line's words and the numbers after them; figures within words stay words."""
    if begun and _NUMBERS.fullmatch(text):
        return "", _NUMBER.findall(text)
    tail = re.search(rf"(?<=\s)(?:{_NUMBER.pattern})(?:\s+(?:{_NUMBER.pattern})){{{missing - 1}}}$", text)
    return (text[: tail.start()].strip(), _NUMBER.findall(tail[0])) if tail and missing > 1 else (text, [])
