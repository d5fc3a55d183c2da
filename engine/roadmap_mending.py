"""What people changed on the review page, laid over what was read; the reading itself stays as it was.

The changes are plain data: `{"head": {…}, "rows": {"r0": {"deadline": "до 20 мая"}}, "lines": {"3": "item"}}`.
A row is called `r<place>` by its place in the reading, `u<place>` when it was made of an unused line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from engine.deadlines import Ambiguous, Deadline, Empty, Unreadable, read, write
from engine.periods import Period
from engine.roadmap_reading.model import Question, ReadItem, ReadRoadmap, ReadSection, Responsibles, Said, Unused
from engine.roadmap_reading.understanding import understood
from engine.roadmaps import Responsible, Threshold
from engine.source import Spot
from engine.words import Words

Edits = Mapping[str, Any]

FIELDS = ("number", "section", "activity", "deadline", "responsible", "result", "document", "indicator")
"""What a question may be about, as a row names its values."""

_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SAID = frozenset({"activity", "result", "document", "indicator"})
_MOST_CANDIDATES = 4


@dataclass(frozen=True, slots=True)
class MendedRow:
    """A row as it would come into force. `read` is what the file says, None for a row made of an unused line.

    `open` are the questions nobody has answered. `edits` are the changes of this row alone.
    """

    name: str
    item: ReadItem
    read: ReadItem | None
    person_id: int | None
    dropped: bool
    open: tuple[Question, ...]
    edits: Edits


@dataclass(frozen=True, slots=True)
class LeftLine:
    """An unused line and what was decided about it: "" = nothing yet, `drop`, `item` or `section`."""

    name: str
    line: Unused
    said: str


@dataclass(frozen=True, slots=True)
class Mended:
    """The whole review: `read` as the file says it, the rest as people left it."""

    read: ReadRoadmap
    title: str
    period: Period | None
    sections: tuple[ReadSection, ...]
    rows: tuple[MendedRow, ...]
    left: tuple[LeftLine, ...]

    @property
    def live(self) -> tuple[MendedRow, ...]:
        """The rows that would come into force."""
        return tuple(row for row in self.rows if not row.dropped)

    @property
    def questions(self) -> int:
        return sum(len(row.open) for row in self.live)


def mended(found: ReadRoadmap, edits: Edits) -> Mended:
    """The reading with the changes over it.

    >>> from engine.roadmap_reading.model import ReadRoadmap
    >>> empty = ReadRoadmap("Карта", None, None, "", (), (), (), (), ())
    >>> mended(empty, {"head": {"from": "2025-09-01", "to": "2026-08-31"}}).period.is_school_year
    True
    """
    head: Mapping[str, str] = edits.get("head", {})
    period = _period(head) or found.period
    rows: Mapping[str, Edits] = edits.get("rows", {})
    said: Mapping[str, str] = edits.get("lines", {})
    sections = list(found.sections)
    listed = [
        _row(f"r{place}", item, item, rows.get(f"r{place}", {}), period, other=period != found.period)
        for place, item in enumerate(found.items)
    ]
    for place, line in enumerate(found.unused):
        match said.get(str(place)):
            case "item":
                at = _place_of(line.at, listed)
                section = listed[at - 1].item.section if at else ""
                fresh = ReadItem("", section, Said(line.text, (line.at,)), Said(), Empty())
                listed.insert(at, _row(f"u{place}", fresh, None, rows.get(f"u{place}", {}), period, other=False))
            case "section":
                sections.append(ReadSection(_free_letter(sections), line.text, at=(line.at,)))
                _move_under(listed, _place_of(line.at, listed), sections[-1].number)
            case _:
                pass
    return Mended(
        read=found,
        title=head.get("title", "") or found.title,
        period=period,
        sections=tuple(sections),
        rows=tuple(listed),
        left=tuple(LeftLine(str(place), line, said.get(str(place), "")) for place, line in enumerate(found.unused)),
    )


def questions_of(deadline: Deadline, text: str, period: Period | None) -> tuple[Question, ...]:
    """What a person must be asked about a deadline as it is understood now; nothing when it is clear.

    >>> [question.candidates for question in questions_of(Empty(), "", None)]
    [()]
    """
    match deadline:
        case Ambiguous(why, candidates):
            choices = tuple(write(candidate) for candidate in candidates[:_MOST_CANDIDATES])
            return (Question("deadline", why, choices),)
        case Unreadable(why, suggestion):
            return (Question("deadline", why, (suggestion,) if suggestion else ()),)
        case Empty():
            return (Question("deadline", Words("Срок не указан", "No deadline is given")),)
        case _:
            return ()


def _row(
    name: str, item: ReadItem, source: ReadItem | None, edits: Edits, period: Period | None, *, other: bool
) -> MendedRow:
    """`other`: the period was changed, so that deadlines may mean another day."""
    if source is not None and not edits and not other:  # most rows of most files
        return MendedRow(name, item, source, None, dropped=False, open=item.questions, edits=edits)
    questions = list(item.questions)
    if "deadline" in edits or source is None or (other and item.deadline):
        text = edits.get("deadline", item.deadline.text)
        fresh = read(text, period).deadline
        if "deadline" in edits or not isinstance(fresh, Unreadable):
            item = replace(item, meaning=fresh, deadline=Said(text, item.deadline.at))
            questions = [one for one in questions if one.field != "deadline"]
            questions += questions_of(fresh, text, period)
    item = _changed(item, edits)
    person = edits.get("person")
    if source is None and not item.who.roles and person is None:
        questions.append(Question("responsible", Words("Кто отвечает?", "Who is responsible?")))
    sure = {*edits.get("sure", ()), *(edits.keys() - {"deadline"})}
    if person is not None or item.who.roles:
        sure |= {"responsible"} if person is not None or "responsible" in edits else set()
    return MendedRow(
        name=name,
        item=item,
        read=source,
        person_id=person,
        dropped=bool(edits.get("drop")),
        open=tuple(one for one in questions if one.field not in sure),
        edits=edits,
    )


def _changed(item: ReadItem, edits: Edits) -> ReadItem:
    """The item with the values that were edited; papers and thresholds follow the words they are told by."""
    said: dict[str, Any] = {name: Said(edits[name], getattr(item, name).at) for name in _SAID & edits.keys()}
    told: dict[str, Any] = {name: edits[name] for name in ("number", "section") if name in edits}
    item = replace(item, **told, **said)
    if said:
        fresh = understood(item)
        item = replace(item, document_kinds=fresh.document_kinds, thresholds=fresh.thresholds)
    chosen: dict[str, Any] = {}
    if "responsible" in edits:
        role: Responsible | None = edits["responsible"] or None
        rest: tuple[Responsible, ...] = tuple(one for one in item.who.roles if one != role)
        chosen["who"] = Responsibles((role, *rest) if role else (), not role, item.who.named, item.who.outside)
    if "document_kind" in edits:
        kind = edits["document_kind"]
        chosen["document_kinds"] = (kind, *(one for one in item.document_kinds if one != kind)) if kind else ()
    if "thresholds" in edits:
        chosen["thresholds"] = tuple(Threshold(**one) for one in edits["thresholds"])
    return replace(item, **chosen)


def _period(head: Mapping[str, str]) -> Period | None:
    if not (head.get("from") and head.get("to")):
        return None
    return Period(date.fromisoformat(head["from"]), date.fromisoformat(head["to"]))


def _place_of(at: Spot, rows: Sequence[MendedRow]) -> int:
    """Where a row made of a line belongs: behind the last one that stands before it, else at the end."""
    behind = [
        place for place, row in enumerate(rows, start=1) if any(_before(spot, at) for spot in row.item.activity.at)
    ]
    ahead = any(_before(at, spot) for row in rows for spot in row.item.activity.at)
    return behind[-1] if behind else 0 if ahead else len(rows)


def _before(one: Spot, other: Spot) -> bool:
    """Whether both places can be compared and the first comes earlier."""
    for mine, its in (
        ((one.page or 0, one.line), (other.page or 0, other.line)),
        ((one.table or 0, one.row), (other.table or 0, other.row)),
    ):
        if mine[1] is not None and its[1] is not None:
            return (mine[0], mine[1]) < (its[0], its[1])
    return False


def _move_under(rows: list[MendedRow], start: int, section: str) -> None:
    """Rows behind a new heading belong to it until the next heading that was read."""
    before = rows[start].item.section if start < len(rows) else ""
    for place in range(start, len(rows)):
        row = rows[place]
        if row.item.section != before:
            return
        if "section" not in row.edits:
            rows[place] = replace(row, item=replace(row.item, section=section))


def _free_letter(sections: Sequence[ReadSection]) -> str:
    taken = {one.number for one in sections}
    return next(name for name in _letters() if name not in taken)


def _letters() -> Iterator[str]:
    yield from _CAPITALS
    yield from (f"{first}{second}" for first in _CAPITALS for second in _CAPITALS)
