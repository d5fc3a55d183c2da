"""A file of values between semicolons or commas: one table, with the lines of its head before it."""

import csv
from collections import Counter

from documents.reading_roadmaps.text_markup import plain
from engine.source import SourceCell, SourceLine, SourceTable, Spot

_FEWEST = 3  # columns
_SHARE = {";": 0.6, ",": 0.8}  # of the records that must have as many values; sentences have commas, too

_Record = tuple[int, list[str]]


def comma_separated(lines: list[str]) -> list[SourceLine | SourceTable]:
    """The head's lines and the table; nothing when the text is no such file."""
    if any("\t" in line for line in lines) or sum(line.lstrip().startswith("|") for line in lines) > 1:
        return []
    for sign, share in _SHARE.items():
        records = _records(lines, sign)
        columns, count = _usual(records)
        if columns >= _FEWEST and count > 1 and count >= share * len(records):
            return _blocks(records)
    return []


def _records(lines: list[str], sign: str) -> list[_Record]:
    """Records with anything in them and the number of the line each begins in."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=sign)
    records: list[_Record] = []
    before = 0
    try:
        for values in reader:
            if any(value.strip() for value in values):
                records.append((before + 1, values))
            before = reader.line_num
    except csv.Error:
        return []
    return records


def _usual(records: list[_Record]) -> tuple[int, int]:
    """The commonest count of values and how many records have it."""
    counted = Counter(len(values) for _, values in records).most_common(1)
    return counted[0] if counted else (0, 0)


def _blocks(records: list[_Record]) -> list[SourceLine | SourceTable]:
    first = next(place for place, (_, values) in enumerate(records) if sum(bool(value.strip()) for value in values) > 2)
    head = [
        SourceLine(plain(value).strip(), Spot(line=line))
        for line, values in records[:first]
        for value in values
        if value.strip()
    ]
    rows = tuple(
        tuple(
            SourceCell(plain(value).strip(), column, Spot(table=1, row=place, line=line))
            for column, value in enumerate(values)
        )
        for place, (line, values) in enumerate(records[first:], start=1)
    )
    return [*head, SourceTable(rows, Spot(table=1, line=records[first][0]))]
