"""Every line of the source has its place: what of it went into nothing is found here, and laid aside with a reason."""

import re
from collections import defaultdict
from collections.abc import Iterator

from engine.roadmap_reading.letters import cleaned, letters
from engine.roadmap_reading.model import ReadIndicator, ReadItem, ReadRoadmap, ReadSection, Unused
from engine.source import Source, SourceLine, Spot
from engine.words import Words

NOT_UNDERSTOOD = Words("Не удалось отнести ни к одной строке", "Belongs to no row that could be told")

_LONGEST_CELL = 60  # lines, blank ones counted
_LONGEST_TARGET = 30
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def pieces_of(source: Source) -> Iterator[tuple[str, Spot]]:
    """Every line with words, cell by cell; the words of a merged cell once."""
    for block in source.blocks:
        if isinstance(block, SourceLine):
            yield from ((line, block.at) for line in cleaned(block.text).split("\n") if letters(line))
            continue
        for row in block.rows:
            for cell in row:
                if not cell.from_above:
                    yield from ((line, cell.at) for line in cleaned(cell.text).split("\n") if letters(line))


def unaccounted(source: Source, read: ReadRoadmap) -> tuple[tuple[str, Spot], ...]:
    """The lines of the source that are in no item, section, indicator, head or `unused` of the reading."""
    known: dict[Spot, list[str]] = defaultdict(list)
    for text, at in _told(read):
        bare = letters(text)
        for spot in at:
            known[spot].append(bare)
    lines: dict[int, list[str]] = defaultdict(list)
    for spot, texts in known.items():
        if spot.line is not None and spot.row is None:
            lines[spot.line] += texts
    return tuple(
        (line, at)
        for line, at in pieces_of(source)
        if not any(letters(line) in told for told in known.get(at, ()))
        and not _in_melted(line, at, lines)
        and not _is_target(line, at, read)
    )


def _is_target(line: str, at: Spot, read: ReadRoadmap) -> bool:
    """«не менее 20» is the target 20 of the indicator in its row."""
    numbers = [float(number.replace(",", ".")) for number in _NUMBER.findall(line)]
    if not numbers or len(line) > _LONGEST_TARGET:
        return False
    return any(at in one.at and any(value in numbers for _, value in one.targets) for one in read.indicators)


def _in_melted(line: str, at: Spot, told: dict[int, list[str]]) -> bool:
    """A cell that melted into lines has the place of its first one: the others stand below it, and one line may
    hold words of several cells."""
    if at.line is None or not told:
        return False
    near = [text for place in range(at.line - _LONGEST_CELL, at.line + 1) for text in told.get(place, ())]
    if any(letters(line) in text for text in near):
        return True
    return all(any(letters(word) in text for text in near) for word in line.split())


def with_the_rest(source: Source, read: ReadRoadmap) -> tuple[Unused, ...]:
    """`unused` with every line that has no place: nothing is dropped silently."""
    return (*read.unused, *(Unused(line, at, NOT_UNDERSTOOD) for line, at in unaccounted(source, read)))


def _told(read: ReadRoadmap) -> Iterator[tuple[str, tuple[Spot, ...]]]:
    for item in read.items:
        yield from _item(item)
    for section in read.sections:
        yield from _section(section)
    for indicator in read.indicators:
        yield from _indicator(indicator)
    for said in read.head:
        yield said.text, said.at
    for one in read.unused:
        yield one.text, (one.at,)


def _item(item: ReadItem) -> Iterator[tuple[str, tuple[Spot, ...]]]:
    others = tuple(said for _, said in item.others)
    values = (item.deadline, item.responsible, item.result, item.document, item.indicator, *others)
    yield f"{item.number}{item.activity.text}", item.activity.at
    yield from ((said.text, said.at) for said in values)
    # The number's cell has no place of its own; a cell parted in two is whole only when both parts are joined.
    whole = tuple(dict.fromkeys(spot for said in (item.activity, *values) for spot in said.at))
    yield item.number, whole
    yield f"{item.result.text}{item.document.text}", tuple(dict.fromkeys((*item.result.at, *item.document.at)))


def _section(section: ReadSection) -> Iterator[tuple[str, tuple[Spot, ...]]]:
    yield f"{section.number}{section.title}", section.at
    yield section.title, section.at
    yield section.number, section.at
    yield section.result, section.at
    for label in ("раздел", "модуль", "этап", "блок", "направление", "глава", "часть", "задача", "подраздел", "тема"):
        yield f"{label}{section.number}{section.title}", section.at
        yield f"{label}{section.title}", section.at


def _indicator(indicator: ReadIndicator) -> Iterator[tuple[str, tuple[Spot, ...]]]:
    yield f"{indicator.title}{indicator.formula}", indicator.at
    yield "".join(str(value) for _, value in indicator.targets), indicator.at
    yield from ((str(value), indicator.at) for _, value in indicator.targets)
