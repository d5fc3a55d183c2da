"""A source → the roadmap it holds: columns by their headings, rows put together, head, indicators, and the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from engine.roadmap_reading import periods
from engine.roadmap_reading.accounting import with_the_rest
from engine.roadmap_reading.between import Between, above_first_table, between_tables, laid_aside
from engine.roadmap_reading.cell_lines import table_of
from engine.roadmap_reading.columns import Row, filled, same_heading
from engine.roadmap_reading.flowing import Pen
from engine.roadmap_reading.footnotes import explained
from engine.roadmap_reading.head import Head, head_of
from engine.roadmap_reading.indicators import Figures, figures_of, figures_of_lines, years_of_line
from engine.roadmap_reading.items import Drafting, finished, headings_of
from engine.roadmap_reading.joining import vocabulary
from engine.roadmap_reading.letters import cleaned, starts_low
from engine.roadmap_reading.melted.model import Doubt
from engine.roadmap_reading.model import Question, ReadIndicator, ReadItem, ReadRoadmap, Said, Unused
from engine.roadmap_reading.organisation import named_most
from engine.roadmap_reading.placing import HEADER_AGAIN, Patch, Placed, placed
from engine.roadmap_reading.rows import FOOTNOTE, whole_rows
from engine.roadmap_reading.sorting import (
    FigureLines,
    FigureRows,
    OtherRows,
    RoadmapRows,
    Segment,
    has_roadmap,
    sorted_out,
)
from engine.source import Source, SourceLine, SourceTable
from engine.words import Words

_FURNITURE = Words("Повторяется на каждой странице", "Repeated on each page")
_OTHER_TABLE = Words("Таблица не похожа на дорожную карту", "The table does not look like a roadmap")
_BELOW = Words("Текст под таблицами", "Text below the tables")
_MERGED = Words(
    "Слова объединённых ячеек отнесены к каждой из их строк",
    "Words of merged cells were given to each of their rows",
)
_NO_HEADER = Words(
    "В таблице нет заголовка: значение колонок определено по содержанию",
    "The table has no header: what its columns mean was told from the cells",
)


@dataclass(slots=True)
class _Reading:
    """What has been gathered so far."""

    pen: Pen
    drafting: Drafting
    indicators: list[ReadIndicator] = field(default_factory=list[ReadIndicator])
    unused: list[Unused] = field(default_factory=list[Unused])
    head: list[Said] = field(default_factory=list[Said])
    headings: tuple[tuple[str, str], ...] = ()
    notes: list[Words] = field(default_factory=list[Words])


def read_roadmap(source: Source) -> ReadRoadmap:
    """What the document says, every value with its place. Nothing is dropped: what has no meaning is in `unused`."""
    clean = replace(source, blocks=tuple(_cleaned(block) for block in source.blocks))
    blocks, furniture, doubts = _melted(clean.blocks)
    pen = Pen(vocabulary(_texts(clean.blocks)))
    melted = not any(isinstance(block, SourceTable) for block in clean.blocks)
    reading = _Reading(pen, Drafting(pen, melted))
    reading.unused += furniture
    segments = list(sorted_out(blocks))
    first = next((i for i, one in enumerate(segments) if not isinstance(one, SourceLine)), len(segments))
    above = _above(segments[:first], segments[first:])
    head = head_of(above.rest, pen)
    for heading in above.headings:
        reading.drafting.heading(_said(reading, *heading))
    _rest(reading, segments[first:])
    return _finished(clean, reading, head, doubts)


def _finished(source: Source, reading: _Reading, head: Head, doubts: Sequence[Doubt]) -> ReadRoadmap:
    drafts = reading.drafting.drafts
    dated = periods.of_rows([draft.item.deadline.text or draft.heading.text for draft in drafts])
    period = (
        periods.agreed(periods.of_title(head.title), dated)
        or periods.of_years(year for one in reading.indicators for year, _ in one.targets)
        or dated
    )
    notes = explained(_doubted(finished(drafts, period), doubts), (*head.unused, *reading.unused))
    read = ReadRoadmap(
        title=head.title,
        period=period,
        approved=head.approved,
        goal=head.goal,
        tasks=head.tasks,
        sections=tuple(reading.drafting.sections.found),
        items=notes.items,
        indicators=tuple(reading.indicators),
        unused=notes.unused,
        headings=reading.headings,
        organisation=head.organisation or named_most([item.responsible.text for item in notes.items]),
        notes=(*source.notes, *dict.fromkeys(reading.notes)),
        head=(*head.words, *reading.head, *notes.general),
    )
    return replace(read, unused=with_the_rest(source, read))


def _rest(reading: _Reading, segments: Sequence[Segment]) -> None:
    """Everything from the first table on."""
    place = 0
    while place < len(segments):
        segment = segments[place]
        match segment:
            case RoadmapRows():
                taken = _run(segments, place)
                _roadmap(reading, segments[place : place + taken])
                place += taken
                continue
            case FigureRows():
                _figures(reading, figures_of(segment.rows, segment.years, reading.pen), segment.header)
            case FigureLines():
                figures, _ = figures_of_lines(segment.lines[1:], segment.years, reading.pen)
                _figures(reading, figures, ())
                reading.head.append(_said(reading, segment.lines[0]))
            case OtherRows():
                reading.unused += [
                    Unused(cell.text, cell.at, _OTHER_TABLE) for row in segment.rows for cell in filled(row)
                ]
            case SourceLine():
                lines = list(takewhile(lambda one: isinstance(one, SourceLine), segments[place:]))
                place += len(lines)
                following = segments[place] if place < len(segments) else None
                _lines(reading, [one for one in lines if isinstance(one, SourceLine)], following)
                continue
        place += 1


def _run(segments: Sequence[Segment], start: int) -> int:
    """How many segments are one table over several pages: blank lines and furniture may stand between."""
    end = start + 1
    for place in range(start + 1, len(segments)):
        segment = segments[place]
        if isinstance(segment, RoadmapRows):
            end = place + 1
        elif not isinstance(segment, SourceLine) or (segment.text.strip() and not laid_aside(segment)):
            break
    return end - start


def _roadmap(reading: _Reading, segments: Sequence[Segment]) -> None:
    told: list[Unused] = []
    rows: list[Placed | Unused] = []
    for segment in segments:
        if isinstance(segment, SourceLine):
            if segment.text.strip():
                told.append(Unused(segment.text.strip(), segment.at, laid_aside(segment) or _FURNITURE))
            continue
        if not isinstance(segment, RoadmapRows):
            continue
        _headed(reading, segment)
        rows += list(placed(segment.rows, segment.layout, torn=bool(rows)))
    whole, unused = whole_rows(rows)
    reading.unused += [*told, *unused]
    if any(part.from_above for row in whole for parts in row.patches.values() for part in parts):
        reading.notes.append(_MERGED)
    if any(row.layout.guessed for row in whole):
        reading.notes.append(_NO_HEADER)
    reading.drafting.rows(whole)


def _headed(reading: _Reading, segment: RoadmapRows) -> None:
    """The first header is kept for printing, its repetitions are furniture."""
    cells = [cell for row in segment.header for cell in filled(row)]
    if not reading.headings:
        reading.headings = headings_of(segment.layout)
        reading.head += [Said(cell.text, (cell.at,)) for cell in cells]
        return
    reading.unused += [Unused(cell.text, cell.at, HEADER_AGAIN) for cell in cells]


def _figures(reading: _Reading, figures: Figures, header: Sequence[Row]) -> None:
    reading.indicators += figures.indicators
    reading.unused += figures.unused
    reading.head += [Said(cell.text, (cell.at,)) for row in header for cell in filled(row)]


def _lines(reading: _Reading, lines: Sequence[SourceLine], following: Segment | None) -> None:
    """Lines between tables or below them."""
    said: list[SourceLine] = []
    above: Words | None = None
    for line in lines:
        why = laid_aside(line) or (FOOTNOTE if above == FOOTNOTE and starts_low(line.text) else None)
        above = why if line.text.strip() else above
        if why:
            reading.unused.append(Unused(line.text.strip(), line.at, why))
        elif line.text.strip():
            said.append(line)
    found = between_tables(said) if isinstance(following, RoadmapRows) else Between([], said)
    for heading in found.headings:
        reading.drafting.heading(_said(reading, *heading))
    if following is None:
        reading.unused += [Unused(line.text.strip(), line.at, _BELOW) for line in found.rest]
    else:
        reading.head += [_said(reading, line) for line in found.rest]


def _said(reading: _Reading, *lines: SourceLine) -> Said:
    return reading.pen.said([Patch(cleaned(line.text), (line.at,)) for line in lines])


def _above(lines: Sequence[Segment], rest: Sequence[Segment]) -> Between:
    """The lines of the head, and those apart that head the first table."""
    head = [line for line in lines if isinstance(line, SourceLine)]
    if not rest or not isinstance(rest[0], RoadmapRows):
        return Between([], head)
    # Where later tables stand under headings of their own, the line above the first one is such a heading, too.
    return above_first_table(head, several=_has_headings(rest))


def _has_headings(segments: Sequence[Segment]) -> bool:
    """Whether every further table of the roadmap stands under a heading."""
    said = [one for one in segments if not isinstance(one, SourceLine) or (one.text.strip() and not laid_aside(one))]
    tables = [place for place, one in enumerate(said) if isinstance(one, RoadmapRows) and place > 0]
    above = [said[place - 1] for place in tables]
    if tables:
        return all(isinstance(one, SourceLine) and between_tables([one]).headings for one in above)
    first = segments[0]
    return isinstance(first, RoadmapRows) and any(
        same_heading(row, first.layout) and len(filled(before)) == 1 for before, row in pairwise(first.rows)
    )


def _doubted(items: Sequence[ReadItem], doubts: Sequence[Doubt]) -> tuple[ReadItem, ...]:
    """Doubts about borders of cells, asked about the row they stand in."""
    made: list[ReadItem] = []
    for item in items:
        own = {
            "activity": item.activity.at,
            "deadline": item.deadline.at,
            "responsible": item.responsible.at,
            "result": item.result.at,
            "document": item.document.at,
        }
        asked = tuple(Question(one.field, one.words) for one in doubts if one.at in own.get(one.field, ()))
        made.append(replace(item, questions=(*item.questions, *asked)) if asked else item)
    return tuple(made)


def _melted(
    blocks: Sequence[SourceLine | SourceTable],
) -> tuple[list[SourceLine | SourceTable | FigureLines], list[Unused], list[Doubt]]:
    """Yearly figures cut out of the lines, and tables that melted into lines made tables again."""
    real = has_roadmap(blocks)
    made: list[SourceLine | SourceTable | FigureLines] = []
    unused: list[Unused] = []
    doubts: list[Doubt] = []
    for run in _runs(blocks):
        if isinstance(run, SourceTable | FigureLines):
            made.append(run)
        elif real:
            made += run
        else:
            melted = table_of(run)
            made += melted.blocks
            unused += [Unused(line.text.strip(), line.at, _FURNITURE) for line in melted.furniture if line.text.strip()]
            doubts += melted.doubts
    return made, unused, doubts


def _runs(blocks: Sequence[SourceLine | SourceTable]) -> Iterator[SourceTable | FigureLines | list[SourceLine]]:
    run: list[SourceLine] = []
    for block in (*blocks, None):
        if isinstance(block, SourceLine):
            run.append(block)
            continue
        yield from _cut(run)
        run = []
        if block is not None:
            yield block


def _cut(lines: list[SourceLine]) -> Iterator[FigureLines | list[SourceLine]]:
    """Lines with the yearly figures among them cut out."""
    start = 0
    place = 0
    while place < len(lines):
        years = years_of_line(lines[place].text)
        if years:
            figures, taken = figures_of_lines(lines[place + 1 :], years, Pen())
            if figures.indicators:
                yield lines[start:place]
                yield FigureLines(years, tuple(lines[place : place + 1 + taken]))
                start = place = place + 1 + taken
                continue
        place += 1
    if lines[start:]:
        yield lines[start:]


def _cleaned(block: SourceLine | SourceTable) -> SourceLine | SourceTable:
    if isinstance(block, SourceLine):
        return block
    rows = tuple(tuple(replace(cell, text=cleaned(cell.text)) for cell in row) for row in block.rows)
    return replace(block, rows=rows)


def _texts(blocks: Sequence[SourceLine | SourceTable]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, SourceLine):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row if not cell.from_above)
