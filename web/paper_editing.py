"""The form over a paper's draft: what stands in each field, and what of the sent form was typed over the data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.papers.cases import CASES
from engine.papers.model import PaperField, PaperForm
from engine.papers.placeholders import known, texts, used
from engine.papers.values import Person
from engine.words import Words
from web.fields import Fields
from workflows.papers.collecting import PaperValues
from workflows.type_paper import Typing

MOST_ROWS = 40
"""Longer lists are shown, not edited: they are mended where their data are."""

_CASES = {
    "gen": Words("родительный", "genitive"),
    "dat": Words("дательный", "dative"),
    "acc": Words("винительный", "accusative"),
    "ins": Words("творительный", "instrumental"),
    "pre": Words("предложный", "prepositional"),
}
_TRUE = "1"


@dataclass(frozen=True, slots=True)
class CaseBox:
    """One case of a name or a post that the layout uses."""

    name: str
    title: Words
    value: str
    typed: bool
    doubtful: bool


@dataclass(frozen=True, slots=True)
class FieldBox:
    """One value. `lack` says why it is empty and where to fill it; `typed`: it stands over the data."""

    field: PaperField
    value: str
    typed: bool
    cases: tuple[CaseBox, ...]
    lack: Words | None
    url: str


@dataclass(frozen=True, slots=True)
class ListBox:
    """A list of rows; `editable` while it is short."""

    field: PaperField
    rows: tuple[Mapping[str, str], ...]
    typed: bool
    editable: bool
    lack: Words | None
    url: str


def boxes(found: PaperValues, typed: Mapping[str, Any]) -> tuple[list[FieldBox], list[ListBox]]:
    """Every field of the form as the page shows it."""
    lacks = {one.field.name: one for one in found.lacks}
    doubtful = {one.placeholder for one in found.doubts}
    asked = _cases_used(found.form)
    fields: list[FieldBox] = []
    lists: list[ListBox] = []
    for field in found.form.fields:
        lack = lacks.get(field.name)
        why, url = (lack.why, lack.url) if lack else (None, "")
        if field.of == "rows":
            rows = tuple(_row(field, row) for row in _rows(found.given.get(field.name)))
            changed = field.name in typed.get("rows", {})
            lists.append(ListBox(field, rows, changed, len(rows) <= MOST_ROWS, why, url))
        elif field.source != "paper":
            cases = tuple(
                CaseBox(
                    name,
                    _CASES[name.removeprefix(f"{field.name}.").partition(".")[0]],
                    str(found.values.get(name, "")),
                    name in typed.get("words", {}),
                    field.name in doubtful,
                )
                for name in asked
                if field.of in ("name", "position") and name.startswith(f"{field.name}.")
            )
            value = said(found.given.get(field.name))
            fields.append(FieldBox(field, value, field.name in typed.get("fields", {}), cases, why, url))
    return fields, lists


def typing_of(sent: Fields, form: PaperForm, bare: PaperValues) -> Typing:
    """What was typed: a value like the data's own is none. `bare` is the paper without anything typed."""
    fields: dict[str, str | None] = {}
    rows: dict[str, tuple[Mapping[str, str], ...] | None] = {}
    words: dict[str, str | None] = {}
    names = {name for name, _ in sent.items()}
    for field in form.fields:
        if field.of == "rows":
            if f"rows:{field.name}" in names:
                told = _sent_rows(sent, field)
                own = tuple(_row(field, row) for row in _rows(bare.given.get(field.name)))
                rows[field.name] = None if told == own else told
        elif f"f:{field.name}" in names:
            told_one = _plain(sent.raw(f"f:{field.name}"))
            fields[field.name] = None if told_one == _plain(said(bare.given.get(field.name))) else told_one
    for name in _cases_used(form):
        if f"w:{name}" in names:
            told_one = _plain(sent.raw(f"w:{name}"))
            before = _plain(sent.raw(f"was:{name}"))
            if told_one != before:
                words[name] = told_one or None
    return Typing(fields, rows, words)


def said(value: object) -> str:
    """A value as a field shows it."""
    match value:
        case None:
            return ""
        case Person():
            return value.full
        case date():
            return f"{value:%d.%m.%Y}"
        case _:
            return str(value)


def _cases_used(form: PaperForm) -> list[str]:
    """The placeholders in oblique cases that the layout holds, in its order."""
    single = known(form).single
    found = (name for block in form.layout for over, text in texts(block) if not over for name in used(text))
    oblique = set(CASES) - {"nom"}
    return list(dict.fromkeys(name for name in found if name in single and oblique & set(name.split("."))))


def _rows(value: object) -> Sequence[Mapping[str, Any]]:
    return value if isinstance(value, list | tuple) else ()


def _row(field: PaperField, row: Mapping[str, Any]) -> Mapping[str, str]:
    return {one.name: said(row.get(one.name)) for one in field.fields}


def _sent_rows(sent: Fields, field: PaperField) -> tuple[Mapping[str, str], ...]:
    """The rows of a list that say something and were not struck out."""
    return tuple(_told_rows(sent, field))


def _told_rows(sent: Fields, field: PaperField) -> Iterator[Mapping[str, str]]:
    count = sent.number_if_given(f"rows:{field.name}") or 0
    for at in range(min(count, MOST_ROWS) + 1):
        row = {one.name: _plain(sent.raw(f"r:{field.name}:{at}:{one.name}")) for one in field.fields}
        if any(row.values()) and sent.raw(f"x:{field.name}:{at}") != _TRUE:
            yield row


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
