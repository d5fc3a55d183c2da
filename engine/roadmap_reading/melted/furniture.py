"""What is printed on every page: headings again, column numbers, page numbers, running titles."""

import re
from collections import Counter
from collections.abc import Sequence

from engine.roadmap_reading.melted.headings import Header
from engine.roadmap_reading.melted.learnt import plain
from engine.source import SourceLine

_PAGE_NUMBER = re.compile(r"[-–—]?\s*(?:(?:стр(?:аница|\.)?|с\.|лист)\s*)?\d{1,3}(?:\s*(?:из|/)\s*\d{1,3})?\s*[-–—]?")
_SPELT = re.compile(r"(?:стр|с\.|лист|[-–—]\s*\d+\s*[-–—])|\bиз\b", re.IGNORECASE)
_SIGHT = 4


def column_numbers(lines: Sequence[SourceLine], start: int, count: int) -> list[int]:
    """Indexes of the lines «1 2 3 4 5» after a heading of `count` columns, [] when there are none."""
    found, numbers = list[int](), list[str]()
    for index in range(start, len(lines)):
        words = lines[index].text.split()
        if not words:
            continue
        if not all(word.isdigit() for word in words):
            break
        found.append(index)
        numbers += words
        if len(numbers) >= count:
            break
    return found if numbers == [str(number) for number in range(1, count + 1)] else []


def page_breaks(lines: Sequence[SourceLine], start: int, end: int) -> set[int]:
    """Indexes of lines that begin a page by a form feed or by their place."""
    found, page = set[int](), lines[start].at.page if start < end else None
    for index in range(start, end):
        line = lines[index]
        if line.text.startswith("\f") or (line.at.page is not None and page is not None and line.at.page != page):
            found.add(index)
        page = line.at.page if line.at.page is not None else page
    return found


def page_numbers(lines: Sequence[SourceLine], breaks: Sequence[int], start: int, end: int) -> set[int]:
    """Indexes of page numbers: spelt out anywhere, bare figures only beside a page's edge."""
    found = set[int]()
    for index in range(start, end):
        text = lines[index].text.replace("\f", "").strip()
        if _PAGE_NUMBER.fullmatch(text) and not text.endswith(".") and _SPELT.search(text):
            found.add(index)
    for edge in breaks:
        near = [*_words_before(lines, edge, start)[:1], *_words_after(lines, edge, end)[:1]]
        found |= {index for index in near if _PAGE_NUMBER.fullmatch(lines[index].text.replace("\f", "").strip())}
    return found


def running_titles(lines: Sequence[SourceLine], repeats: Sequence[Header], start: int) -> set[int]:
    """Indexes of lines that stand before most of the repeated headings with the same words."""
    before = [places[0] for header in repeats if (places := _words_before(lines, header.start, start))]
    said = Counter(plain(lines[place].text) for place in before)
    return {place for place in before if said[plain(lines[place].text)] > max(1, 0.6 * len(repeats))}


def _words_before(lines: Sequence[SourceLine], edge: int, start: int) -> list[int]:
    near = range(edge - 1, max(start - 1, edge - 1 - _SIGHT), -1)
    return [index for index in near if lines[index].text.strip()]


def _words_after(lines: Sequence[SourceLine], edge: int, end: int) -> list[int]:
    return [index for index in range(edge, min(end, edge + _SIGHT)) if lines[index].text.strip()]
