"""A draft of a roadmap is mended: a value of a row, the head, what a left line is; the reading itself stays."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.periods import Period
from engine.refusals import BadInput, ChangedMeanwhile, Refused
from engine.roadmap_mending import FIELDS, Mended, MendedRow, mended
from engine.roadmap_reading.thresholds import thresholds_of
from engine.roadmaps import DOCUMENT_KINDS, RESPONSIBLES
from storage import journal, roadmap_imports
from storage.surroundings import line_of
from workflows.access import unknown
from workflows.find import find_person
from workflows.plain_text import one_of, plain_text
from workflows.roadmap_import_at_hand import ImportAtHand, not_a_draft, take_import

_LONGEST = {"number": 20, "deadline": 400, "activity": 4000, "result": 4000, "document": 1000, "indicator": 4000}
_TEXTS: tuple[str, ...] = ("activity", "deadline", "result", "document", "indicator")
_MOST_YEARS = 12
LINE_ANSWERS = ("item", "section", "drop", "")


@dataclass(frozen=True, slots=True)
class RowMending:
    """Values of one row by field; None takes the change back. `seen` is the mark of the row when its form was shown.

    `person` is an id, `drop` a truth, `sure` a field whose question is answered by what stands there.
    """

    row: str
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class HeadMending:
    title: str | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class LineMending:
    """What a left line is: `item`, `section`, `drop`, or "" = not decided yet."""

    line: str
    said: str


@dataclass(frozen=True, slots=True)
class UnassignedMending:
    """One answer for every row that asks who is responsible: a role or a person's id."""

    responsible: str = ""
    person: int | None = None


Mending = RowMending | HeadMending | LineMending | UnassignedMending


def mend_import(tx: Connection, *, by: By, import_id: int, mending: Mending) -> Mended | Refused:
    """Store a change of a draft and return the review as it is now.

    Raises BadInput for a value that cannot be, ChangedMeanwhile when somebody mended the same row since it was shown.
    """
    at_hand = take_import(tx, by=by, import_id=import_id, verb="roadmap.mend")
    if at_hand.refused is not None:
        return at_hand.refused
    if (no := not_a_draft(at_hand.row)) is not None:
        return no
    edits: dict[str, Any] = {key: dict(value) for key, value in at_hand.row.edits.items()}
    match mending:
        case RowMending():
            row = _row_of(at_hand, mending)
            changed = _checked(tx, at_hand, row, mending, by)
            _put(edits, "rows", row.name, _merged(row, changed))
            facts, words = {"row": row.name, "fields": sorted(changed)}, {row.name: changed}
        case UnassignedMending():
            value = {"responsible": mending.responsible} if mending.person is None else {"person": mending.person}
            asking = [row for row in at_hand.review.live if any(one.field == "responsible" for one in row.open)]
            for row in asking:
                changed = _checked(tx, at_hand, row, RowMending(row.name, value), by)
                _put(edits, "rows", row.name, _merged(row, changed))
            facts, words = {"rows": [row.name for row in asking], "fields": sorted(value)}, {"all": value}
        case HeadMending():
            head = _head(mending)
            edits["head"] = edits.get("head", {}) | head
            facts, words = {"head": sorted(head)}, {"head": head}
        case LineMending():
            _check_line(at_hand, mending)
            _put(edits, "lines", mending.line, mending.said or None)
            facts, words = {"line": mending.line, "said": mending.said}, {}
    if edits != at_hand.row.edits:
        roadmap_imports.change(tx, at_hand.row, edits=edits)
        journal.append(
            tx,
            organisation_id=at_hand.row.organisation_id,
            by=by,
            verb="roadmap.mend",
            subject=at_hand.subject,
            facts=facts,
            words=words,
        )
    return mended(at_hand.review.read, edits)


def mark_of(row: MendedRow) -> str:
    """What tells whether a row was mended since it was shown."""
    told = json.dumps(row.edits, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _row_of(at_hand: ImportAtHand, mending: RowMending) -> MendedRow:
    row = next((one for one in at_hand.review.rows if one.name == mending.row), None)
    if row is None:
        raise unknown("row", mending.row)
    if mending.seen is not None and mending.seen != mark_of(row):
        raise ChangedMeanwhile(f"{at_hand.subject}:{row.name}")
    return row


def _checked(tx: Connection, at_hand: ImportAtHand, row: MendedRow, mending: RowMending, by: By) -> dict[str, Any]:
    """The values as they are kept."""
    choices = {
        "section": ("", *(one.number for one in at_hand.review.sections)),
        "responsible": ("", *RESPONSIBLES),
        "document_kind": ("", *DOCUMENT_KINDS),
        "sure": FIELDS,
    }
    changed: dict[str, Any] = {}
    for name, value in mending.values.items():
        if value is None:
            changed[name] = None
        elif name in choices:
            said = one_of(value, choices[name], name)
            changed[name] = sorted({*row.edits.get("sure", ()), said}) if name == "sure" else said
        elif name == "person":
            changed[name] = _person(tx, at_hand, value, by)
        elif name == "drop":
            changed[name] = bool(value) or None
        else:
            changed[name] = _text(name, value)
    return changed


def _text(name: str, value: str) -> str | list[dict[str, Any]]:
    """A value that is written by hand."""
    if name == "thresholds":
        return [asdict(one) for one in thresholds_of(_several_lines(value, name))]
    if name == "number":
        return plain_text(value, name, longest=_LONGEST[name])
    if name not in _TEXTS:
        raise unknown("field", name)
    text = _several_lines(value, name)
    if name == "activity" and not text:
        raise BadInput(name, "Напишите, что сделать", "Write what is to be done")
    return text


def _person(tx: Connection, at_hand: ImportAtHand, person_id: int, by: By) -> int:
    """Somebody of the organisation itself, of one above it or below it, as when a live row is assigned."""
    person = find_person(tx, person_id, by=by)
    here, there = at_hand.life.path, person.org_path
    if person.disabled or (there not in line_of(here) and not there.startswith(f"{here}/")):
        raise unknown("person", person_id)
    return person_id


def _merged(row: MendedRow, changed: Mapping[str, Any]) -> dict[str, Any] | None:
    """The changes of a row; what says the same as the file is no change."""
    merged = {name: value for name, value in {**row.edits, **changed}.items() if value is not None}
    if row.read is not None:
        for name in _TEXTS:
            if merged.get(name) == getattr(row.read, name).text:
                del merged[name]
        if merged.get("number") == row.read.number:
            del merged["number"]
        if merged.get("section") == row.read.section:
            del merged["section"]
    return merged or None


def _several_lines(text: str, name: str) -> str:
    """Several lines of a cell, each plain."""
    longest = _LONGEST.get(name, 1000)
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    return "\n".join(plain_text(line.replace("\t", " "), name, longest=longest) for line in lines)[:longest]


def _head(mending: HeadMending) -> dict[str, str]:
    head: dict[str, str] = {}
    if mending.title is not None:
        head["title"] = plain_text(mending.title, "title", longest=500)
    if mending.period is not None:
        check_period(mending.period.start, mending.period.end)
        head |= {"from": mending.period.start.isoformat(), "to": mending.period.end.isoformat()}
    return head


def check_period(start: date, end: date) -> Period:
    """Raises BadInput for a period that ends before it begins or lasts longer than any plan."""
    if end < start:
        raise BadInput("to", "Конец раньше начала", "The end is before the beginning")
    if end.year - start.year > _MOST_YEARS:
        raise BadInput("to", f"Не больше {_MOST_YEARS} лет", f"At most {_MOST_YEARS} years")
    return Period(start, end)


def _check_line(at_hand: ImportAtHand, mending: LineMending) -> None:
    if mending.line not in {one.name for one in at_hand.review.left}:
        raise unknown("line", mending.line)
    one_of(mending.said, LINE_ANSWERS, "line")


def _put(edits: dict[str, Any], part: str, name: str, value: object) -> None:
    """Set or, with None, take away."""
    kept = {key: one for key, one in edits.get(part, {}).items() if key != name}
    edits[part] = kept if value is None else kept | {name: value}
