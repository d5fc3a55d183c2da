"""Whole rows → items and sections: words by columns, what they mean, and what a person must decide."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.deadlines.model import Deadline
from engine.deadlines.reading import read
from engine.periods import Period
from engine.roadmap_reading import asking
from engine.roadmap_reading.columns import Layout
from engine.roadmap_reading.flowing import Pen
from engine.roadmap_reading.headings import Meaning
from engine.roadmap_reading.letters import letters
from engine.roadmap_reading.model import Question, ReadItem, ReadSection, Said
from engine.roadmap_reading.numbers import following, has_label, number_of, numbered
from engine.roadmap_reading.placing import Patch
from engine.roadmap_reading.rows import WholeRow, numbers_in_words
from engine.roadmap_reading.sections import Sections, dated_by, dating
from engine.roadmap_reading.two_parts import parted
from engine.roadmap_reading.understanding import named, understood
from engine.source import Spot


@dataclass(frozen=True, slots=True)
class Draft:
    """An item before its deadline is read: that needs the period, which the items' own words may tell."""

    item: ReadItem
    heading: Said  # the section's words that date its rows, none when they date nothing


@dataclass(slots=True)
class Drafting:
    """The items and sections of all tables of a document, in order."""

    pen: Pen
    melted: bool = False  # the tables were made of lines again
    drafts: list[Draft] = field(default_factory=list[Draft])
    sections: Sections = field(init=False)
    _guessed: list[Layout] = field(default_factory=list[Layout])
    _heading: Said = field(default_factory=Said)
    _stage: str = ""
    _in_words: bool = False  # numbers stand before the activity's words

    def __post_init__(self) -> None:
        self.sections = Sections(self.pen)

    def heading(self, words: Said) -> None:
        """A section's heading that stood between tables."""
        self._open(self.sections.add_titled(words))

    def rows(self, rows: Sequence[WholeRow]) -> None:
        """All rows of one run of tables."""
        staged = _has_stages(rows)
        items = [row for row in rows if not row.is_section]
        self._in_words = numbers_in_words([row.text("activity") for row in items])
        shared = _sharing(rows)
        for place, row in enumerate(rows):
            if row.is_section:
                self._open(self.sections.add(row))
                self._stage = ""
                continue
            if staged:
                self._stage_of(row)
            self._item(row, staged=staged, shared=place in shared)

    def _open(self, section: ReadSection) -> None:
        words = dating(section.title)
        self._heading = Said(words, section.at) if words else Said()

    def _stage_of(self, row: WholeRow) -> None:
        words = self.pen.said(row.parts("stage"))
        if words and letters(words.text) != self._stage:
            self._stage = letters(words.text)
            self._open(self.sections.add_titled(words))

    def _item(self, row: WholeRow, *, staged: bool, shared: bool) -> None:
        """`shared`: its activity's cell is merged with a neighbour's, so the details tell them apart."""
        pen, layout = self.pen, row.layout
        number, activity, doubts = self._numbered(row)
        result, document = pen.said(row.parts("result")), pen.said(row.parts("document"))
        if both := row.parts("result_document"):
            first, second = parted(both)
            result = _and(result, pen.said(first))
            document = _and(document, pen.said(second))
        aside: list[Meaning] = ["other"] if staged else ["other", "stage"]
        if shared and row.parts("detail"):
            detail = pen.said(row.parts("detail"))
            activity = replace(activity, text=f"{activity.text}: {detail.text}", at=_places(activity, detail))
        else:
            aside.append("detail")
        others = tuple(
            (layout.columns[place].heading, pen.said(row.patches[place]))
            for place in layout.places(*aside)
            if row.patches.get(place)
        )
        item = ReadItem(
            number=number,
            section=self.sections.for_item(number),
            activity=activity,
            deadline=_dates(row, pen),
            meaning=read("", None).deadline,
            responsible=pen.said(row.parts("responsible")),
            result=result,
            document=document,
            indicator=pen.said(row.parts("indicator")),
            others=others,
            questions=(*doubts, *asking.of_row(row, melted=self.melted), *self._about_columns(layout)),
        )
        self.drafts.append(Draft(item, self._heading))

    def _about_columns(self, layout: Layout) -> tuple[Question, ...]:
        """Asked once, about the first row under columns that were guessed."""
        if not (layout.guessed or layout.unsure) or layout in self._guessed:
            return ()
        self._guessed.append(layout)
        return (asking.guessed() if layout.guessed else asking.unknown_heading(layout.unsure),)

    def _numbered(self, row: WholeRow) -> tuple[str, Said, tuple[Question, ...]]:
        """The row's number, its activity without it, and doubts about the number."""
        cell, activity = row.text("number"), self.pen.said(_activity(row))
        places = dict.fromkeys((*(spot for part in row.parts("number") for spot in part.at), *activity.at))
        activity = replace(activity, at=tuple(places))
        number = number_of(cell) or ""
        if cell and not number:  # the column of numbers holds words: they stood there in the source
            activity = self.pen.said([*row.parts("number"), *_activity(row)])
        told = numbered(activity.text)
        if self._in_words and not number and told.number and told.words:
            return told.number, replace(activity, text=told.words), ()
        return number, activity, ()


def finished(drafts: Sequence[Draft], period: Period | None) -> tuple[ReadItem, ...]:
    """The items with their deadlines read, numbers for those that have none, and everything understood."""
    numbers = _numbers([draft.item.number for draft in drafts])
    made: list[ReadItem] = []
    above: ReadItem | None = None
    for draft, (number, doubt) in zip(drafts, numbers, strict=True):
        words, meaning = _deadline(draft, period)
        item = understood(replace(draft.item, number=number, deadline=words, meaning=meaning))
        doubts = (asking.number(number),) if doubt else ()
        above = replace(item, questions=(*item.questions, *doubts, *asking.of_item(item, period, above)))
        made.append(above)
    return named(made)


def _deadline(draft: Draft, period: Period | None) -> tuple[Said, Deadline]:
    words = draft.item.deadline
    if draft.heading:
        told = dated_by(draft.heading.text, words.text, period)
        if told:
            return Said(told[0], _places(draft.heading, words)), told[1]
    return words, read(words.text, period).deadline


def _numbers(own: Sequence[str]) -> list[tuple[str, bool]]:
    """(number, whether it was made up between others): the own ones, else the place among all rows."""
    if not any(own):
        return [(str(place), False) for place, _ in enumerate(own, start=1)]
    taken, last, made = set(own), "", list[tuple[str, bool]]()
    for place, number in enumerate(own, start=1):
        told = number or following(last)
        if not number and (not told or told in taken):
            inner = (f"{last or place}.{count}" for count in range(1, len(own) + 2))
            told = next(one for one in inner if one not in taken)
        made.append((told, not number))
        taken.add(told)
        last = told
    return made


def _activity(row: WholeRow) -> list[Patch]:
    """The activity's cell; where it is merged over several rows, what each of them does about it as well."""
    return row.parts("activity")


def _dates(row: WholeRow, pen: Pen) -> Said:
    """The deadline's words; «начало» and «завершение» as a span."""
    whole = pen.said(row.parts("deadline"))
    start, end = pen.said(row.parts("deadline_start")), pen.said(row.parts("deadline_end"))
    if start and end and letters(start.text) != letters(end.text):
        return _and(whole, Said(f"{start.text} – {end.text}", _places(start, end)))
    return _and(whole, start or end)


def _and(first: Said, second: Said) -> Said:
    if not first or not second:
        return first or second
    return Said(f"{first.text} {second.text}", _places(first, second))


def _sharing(rows: Sequence[WholeRow]) -> frozenset[int]:
    """Places of the rows whose activity stands in one cell merged over several."""
    lower = [place for place, row in enumerate(rows) if any(part.from_above for part in row.parts("activity"))]
    return frozenset(lower) | frozenset(place - 1 for place in lower)


def _places(*said: Said) -> tuple[Spot, ...]:
    return tuple(dict.fromkeys(spot for one in said for spot in one.at))


def _has_stages(rows: Sequence[WholeRow]) -> bool:
    """Whether the column of stages groups the rows: merged downwards, blank or repeated more often than not."""
    items = [row for row in rows if not row.is_section]
    told = [row.text("stage") for row in items if any(not part.from_above for part in row.parts("stage"))]
    return bool(told) and (len(set(map(letters, told))) < len(items) or all(map(has_label, told)))


def headings_of(layout: Layout) -> tuple[tuple[str, str], ...]:
    """(meaning, words) of the columns, as a printed roadmap repeats them."""
    told = ((column.meaning, column.heading) for column in layout.columns)
    return tuple(("other" if meaning == "detail" else meaning, heading) for meaning, heading in told)
