"""All tables of a document of lines, with what stands between them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.roadmap_reading.melted.doubting import doubts_of
from engine.roadmap_reading.melted.furniture import column_numbers, page_breaks, page_numbers, running_titles
from engine.roadmap_reading.melted.headings import Header, header_at
from engine.roadmap_reading.melted.learnt import plain
from engine.roadmap_reading.melted.model import Doubt, Melted, Row
from engine.roadmap_reading.melted.segmenting import Found
from engine.roadmap_reading.melted.targets import heading_of_years, table_of_years
from engine.roadmap_reading.melted.visual import Visual, visuals_of
from engine.roadmap_reading.melted.wrapped import Reading, read_pages
from engine.source import SourceCell, SourceLine, SourceTable


def tables_of_lines(lines: Sequence[SourceLine]) -> Melted | None:
    """The tables among the lines, None when no headings of a roadmap are there."""
    groups = _groups(lines)
    if not groups:
        return None
    blocks, furniture, doubts = list[SourceLine | SourceTable](), list[SourceLine](), list[Doubt]()
    done = 0
    for place, headers in enumerate(groups):
        limit = groups[place + 1][0].start if place + 1 < len(groups) else len(lines)
        blocks += _with_years(lines, done, headers[0].start)
        pages, printed, end = _pages(lines, headers, limit)
        reading = read_pages(pages, headers[0].kinds, end)
        table = _table(reading, headers[0], lines)
        blocks.append(table)
        furniture += [lines[index] for index in sorted(printed) if index < reading.rest and lines[index].text.strip()]
        doubts += doubts_of(reading, headers[0])
        done = reading.rest
    blocks += _with_years(lines, done, len(lines))
    return Melted(tuple(blocks), tuple(furniture), tuple(doubts))


def _groups(lines: Sequence[SourceLine]) -> list[list[Header]]:
    """The headings of each table: those that open it and those that repeat on its later pages."""
    groups, index = list[list[Header]](), 0
    while index < len(lines):
        header = header_at(lines, index) if lines[index].text.strip() else None
        if header is None:
            index += 1
            continue
        if groups and _words(groups[-1][0]) == _words(header):
            groups[-1].append(header)
        else:
            groups.append([header])
        index = header.end
    return groups


def _words(header: Header) -> str:
    return plain("".join(heading.text for heading in header.headings))


def _pages(
    lines: Sequence[SourceLine], headers: Sequence[Header], limit: int
) -> tuple[list[list[Visual]], set[int], int]:
    """The table's lines page by page, the indexes of page furniture, and where the table must end."""
    start = headers[0].end
    end = next((index for index in range(start, limit) if heading_of_years(lines, index)), limit)
    printed = {index for header in headers[1:] for index in range(header.start, header.end)}
    for header in headers:
        printed |= set(column_numbers(lines, header.end, len(header.headings)))
    breaks = page_breaks(lines, start, end)
    edges = sorted(breaks | {header.start for header in headers[1:]})
    printed |= page_numbers(lines, [*edges, *(header.end for header in headers[1:])], start, end)
    printed |= running_titles(lines, headers[1:], start)
    pages, begin = list[list[Visual]](), start
    for edge in [*edges, end]:
        page = [visual for visual in visuals_of(lines, begin, edge) if visual.index not in printed]
        if page:
            pages.append(page)
        begin = edge
    return pages, printed, end


def _with_years(lines: Sequence[SourceLine], start: int, end: int) -> Iterator[SourceLine | SourceTable]:
    """Lines outside roadmap tables, tables of indicators among them put together."""
    index = start
    while index < end:
        found = table_of_years(lines, index, end)
        if found is None:
            yield lines[index]
            index += 1
        else:
            yield found[0]
            index = found[1]


def _table(reading: Reading, header: Header, lines: Sequence[SourceLine]) -> SourceTable:
    first = tuple(
        SourceCell(heading.text, column, lines[heading.line].at) for column, heading in enumerate(header.headings)
    )
    rows = list[Row]([first])
    for place, found in enumerate(reading.rows):
        row = reading.row(found, len(first))
        if place:
            row = tuple(_from_above(reading, reading.rows[place - 1], found, cell, rows[-1]) for cell in row)
        rows.append(row)
    return SourceTable(tuple(rows), first[0].at)


def _from_above(reading: Reading, upper: Found, found: Found, cell: SourceCell, above: Row) -> SourceCell:
    if cell.text or not reading.merged(upper, found, cell.column):
        return cell
    return replace(cell, text=above[cell.column].text, from_above=True)
