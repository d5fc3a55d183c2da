"""Header rows → columns: what each holds, and which cells of a row stand under it."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.roadmap_reading.evidence import is_deadline
from engine.roadmap_reading.headings import LONGEST_HEADING, Meaning, activity_rank, is_factual, meaning_of
from engine.roadmap_reading.letters import letters, starts_low
from engine.source import SourceCell

Row = tuple[SourceCell, ...]
_YEAR = re.compile(r"^\s*(?:20\d\d)\s*(?:г\.?|год|гг\.?)?\s*$")
_DAY = re.compile(r"\d{1,2}\.\d{1,2}")
_SURE: frozenset[Meaning] = frozenset({"number", "activity", "deadline", "responsible", "result_document", "indicator"})
_ROADMAP: frozenset[Meaning] = frozenset(
    {"deadline", "deadline_start", "deadline_end", "responsible", "result_document"}
)
_PARTS: dict[Meaning, Meaning] = {"deadline_start": "deadline", "deadline_end": "deadline"}


@dataclass(frozen=True, slots=True)
class Column:
    """`start` up to, without, `end`: its place in the grid of the table."""

    meaning: Meaning
    heading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table from the left. `guessed`: there was no header, the cells' words told."""

    columns: tuple[Column, ...]
    guessed: bool = False
    words: frozenset[str] = frozenset()  # the bare letters of every cell of its header
    unsure: str = ""  # a heading nobody knows, whose column its cells told

    @property
    def extent(self) -> int:
        return self.columns[-1].end

    def places(self, *meanings: Meaning) -> tuple[int, ...]:
        """Indexes of the columns with one of these meanings, from the left."""
        return tuple(index for index, column in enumerate(self.columns) if column.meaning in meanings)

    @property
    def is_roadmap(self) -> bool:
        return bool(self.places("activity")) and any(column.meaning in _ROADMAP for column in self.columns)


def extent_of(row: Row) -> int:
    return max((cell.column + cell.width for cell in row), default=0)


def filled(row: Row) -> list[SourceCell]:
    """Cells with words of their own."""
    return [cell for cell in row if cell.text.strip() and not cell.from_above]


def is_header(row: Row) -> bool:
    """Whether a row names columns: at least two known headings, most of its cells headings, none of them data."""
    cells = filled(row)
    if len(cells) < 2 or any(len(cell.text) > 2 * LONGEST_HEADING or _DAY.search(cell.text) for cell in cells):
        return False
    known: list[Meaning] = [meaning for cell in cells if (meaning := meaning_of(cell.text))]
    kinds = {_PARTS.get(meaning, meaning) for meaning in known} - {"other"}
    if len(kinds) < 2 or len(known) * 2 <= len(cells):
        return False
    if any(not meaning_of(cell.text) and is_deadline(cell.text) for cell in cells):
        return False  # «Итоги», «май», «Куратор»: a row of data that sounds like headings
    return bool(kinds & _SURE) and not all(starts_low(cell.text) for cell in cells)


def year_columns(row: Row) -> dict[int, int]:
    """Grid column → year, for a row that heads yearly figures; empty when it does not.

    >>> from engine.source import Spot
    >>> words = ("Показатель", "2020", "2021 г.")
    >>> year_columns(tuple(SourceCell(text, place, Spot()) for place, text in enumerate(words)))
    {1: 2020, 2: 2021}
    """
    years = {cell.column: int(cell.text.strip()[:4]) for cell in row if _YEAR.match(cell.text)}
    in_order = list(years.values())
    if len(years) < 2 or in_order != sorted(set(in_order)):
        return {}
    # «Период: 2026 | 2029» in a row of the roadmap heads nothing: what stands before the years must be a heading.
    first, *others = filled(row)
    alone = len(years) > 2 and len(others) == len(years)
    return years if first.column in years or meaning_of(first.text) or alone else {}


def is_subheader(row: Row, header: Row) -> bool:
    """Whether a row only divides wide headings of the row above («начало», «завершение»)."""
    cells = filled(row)
    if not cells or any(len(cell.text) > LONGEST_HEADING for cell in cells):
        return False
    wide = [cell for cell in header if cell.width > 1]
    blank = {cell.column for cell in header if not cell.text.strip()}
    for cell in cells:
        part = meaning_of(cell.text)
        under = any(cell.column >= upper.column and _end(cell) <= _end(upper) for upper in wide)
        named = part in ("deadline_start", "deadline_end")
        if not (named or (under and (part or is_factual(cell.text))) or (cell.column in blank and part)):
            return False
    return len(cells) < max(3, len(filled(header)) + 1)


def layout_of(header: Row, sub: Row | None) -> Layout:
    """The columns under one or two header rows."""
    columns: list[Column] = []
    lower = filled(sub) if sub else []
    for cell in sorted(header, key=lambda one: one.column):
        parts = [part for part in lower if cell.column <= part.column < _end(cell)]
        if parts and (cell.width > 1 or not cell.text.strip()):
            above = cell.text if cell.text.strip() else (columns[-1].heading if columns else "")
            columns += [_part(above, part) for part in parts]
        elif parts:
            columns += [_part(cell.text, parts[0])]
        else:
            meaning = meaning_of(cell.text) or ("number" if not cell.text.strip() and not columns else "other")
            columns.append(Column(meaning, " ".join(cell.text.split()), cell.column, _end(cell)))
    cells = [cell for row in (header, sub or ()) for cell in filled(row)]
    return Layout(_settled(tuple(columns)), words=frozenset(letters(cell.text) for cell in cells))


def same_heading(row: Row, layout: Layout) -> bool:
    """Whether a row repeats the header of the table."""
    words = [letters(cell.text) for cell in filled(row)]
    return len(words) >= 2 and sum(1 for word in words if word in layout.words) * 4 >= len(words) * 3


def is_numbering(row: Row) -> bool:
    """Whether a row only counts the columns: 1 2 3 4 5.

    >>> from engine.source import Spot
    >>> is_numbering(tuple(SourceCell(str(place + 1), place, Spot()) for place in range(4)))
    True
    """
    texts = [cell.text.strip(" .") for cell in filled(row)]
    return len(texts) >= 3 and all(text.isdecimal() for text in texts) and _counts([int(text) for text in texts])


def _counts(numbers: Sequence[int]) -> bool:
    return numbers[0] <= 2 and all(after == before + 1 for before, after in itertools.pairwise(numbers))


def _end(cell: SourceCell) -> int:
    return cell.column + cell.width


def _part(above: str, cell: SourceCell) -> Column:
    """A column under two headings: the lower one tells unless it says nothing."""
    upper, own = meaning_of(above), meaning_of(cell.text)
    meaning: Meaning = own or upper or "other"
    if is_factual(cell.text):
        meaning = "other"
    elif upper == "deadline" and own in (None, "other"):
        meaning = "deadline"
    heading = " ".join(f"{above} {cell.text}".split())
    return Column(meaning, heading, cell.column, _end(cell))


def _settled(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """One column for the activity, the others are its stages (to the left) or details; dates once."""
    acts = [i for i, column in enumerate(columns) if column.meaning == "activity"]
    stages = [i for i, column in enumerate(columns) if column.meaning == "stage"]
    changed = list(columns)
    if not acts and stages:
        acts, stages = stages[-1:], stages[:-1]
        changed[acts[0]] = replace(changed[acts[0]], meaning="activity")
    if len(acts) > 1:
        main = min(acts, key=lambda i: (activity_rank(columns[i].heading), i))
        for i in acts:
            changed[i] = replace(changed[i], meaning="activity" if i == main else "stage" if i < main else "detail")
    for i in stages:
        if acts and i > acts[-1]:
            changed[i] = replace(changed[i], meaning="other")
    return _one_date(changed)


def _in_month(first: str, second: str) -> bool:
    return letters(first).startswith("месяц") and letters(second).startswith(("недел", "числ", "дат", "ден", "срок"))


def _one_date(columns: list[Column]) -> tuple[Column, ...]:
    """Of two date columns («Дата», «Время») the first dates the row; a lone «начало» is the date."""
    dates = [i for i, column in enumerate(columns) if column.meaning == "deadline"]
    spans = [i for i, column in enumerate(columns) if column.meaning in ("deadline_start", "deadline_end")]
    if len(spans) == 1 and not dates:
        columns[spans[0]] = replace(columns[spans[0]], meaning="deadline")
    elif len(spans) == 1:
        columns[spans[0]] = replace(columns[spans[0]], meaning="deadline_end")
        columns[dates[0]] = replace(columns[dates[0]], meaning="deadline_start")
    elif dates:
        for i in dates[1:] if not spans else dates:
            # «Месяц» beside «Неделя» date a row together; «Время» beside «Дата» adds nothing to the day.
            if spans or not _in_month(columns[dates[0]].heading, columns[i].heading):
                columns[i] = replace(columns[i], meaning="other")
    return tuple(columns)
