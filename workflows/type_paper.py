"""Words typed over the values of a paper's draft: fields, lists, single cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.papers.model import PaperField, PaperForm
from engine.papers.placeholders import known
from engine.refusals import BadInput, ChangedMeanwhile, Refused
from engine.typed_days import read_day
from storage import journal, paper_drafts
from workflows.access import forbidden, unknown
from workflows.open_drafts import not_open
from workflows.paper_at_hand import take_draft

_LONGEST = {"lines": 20_000}
_LONGEST_LINE = 2_000
_MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class PaperTyped:
    id: int
    fields: int
    version: int


@dataclass(frozen=True, slots=True)
class Typing:
    """What is typed: by field; whole lists by name; single placeholders. A None takes back what was typed before."""

    fields: Mapping[str, str | None]
    rows: Mapping[str, tuple[Mapping[str, str], ...] | None]
    words: Mapping[str, str | None]


def type_paper(
    tx: Connection, *, by: By, draft_id: int, typing: Typing, version: int | None = None
) -> PaperTyped | Refused:
    """Raises BadInput for a field the form does not have or a day nobody can read, ChangedMeanwhile when the draft is
    another than the `version` that was read.
    """
    hand = take_draft(tx, by=by, draft_id=draft_id)
    if (no := forbidden(tx, by, "paper.draft", hand.organisation.id) or not_open(hand.draft)) is not None:
        return no
    if version is not None and version != hand.draft.version:
        raise ChangedMeanwhile(f"paper-draft:{draft_id}")
    typed = merged(hand.form, hand.draft.typed, typing, today=hand.organisation.today(by.at))
    paper_drafts.change(tx, hand.draft, typed=typed)
    changed = sorted([*typing.fields, *typing.rows, *typing.words])
    journal.append(
        tx,
        organisation_id=hand.organisation.id,
        by=by,
        verb="paper.type",
        subject=f"paper-draft:{draft_id}",
        facts={"fields": changed},
    )
    return PaperTyped(draft_id, len(changed), hand.draft.version + 1)


def merged(form: PaperForm, before: Mapping[str, Any], typing: Typing, *, today: date) -> dict[str, Any]:
    """What is typed with the new over the old, as a draft stores it."""
    typed = {part: dict(before.get(part, {})) for part in ("fields", "rows", "words")}
    simple = {one.name: one for one in form.fields if one.of != "rows"}
    lists = {one.name: one for one in form.fields if one.of == "rows"}
    words = known(form).single
    for name, said in typing.fields.items():
        if name not in simple:
            raise unknown("--set", name)
        _put(typed["fields"], name, None if said is None else _checked(simple[name], said, today))
    for name, rows in typing.rows.items():
        if name not in lists:
            raise unknown("--set", name)
        _put(typed["rows"], name, None if rows is None else _rows(lists[name], rows, today))
    for name, said in typing.words.items():
        if name not in words:
            raise unknown("--set", name)
        _put(typed["words"], name, None if said is None else _checked(PaperField(name, words[name].title), said, today))
    return typed


def _put(part: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        part.pop(name, None)
    else:
        part[name] = value


def _rows(field: PaperField, rows: tuple[Mapping[str, str], ...], today: date) -> list[dict[str, str]]:
    if len(rows) > _MOST_ROWS:
        raise BadInput(field.name, f"Не больше {_MOST_ROWS} строк", f"At most {_MOST_ROWS} rows")
    return [{one.name: _checked(one, row.get(one.name, ""), today) for one in field.fields} for row in rows]


def _checked(field: PaperField, said: str, today: date) -> str:
    """The text as it is stored: days in ISO, everything else without control characters."""
    text = said.replace("\r\n", "\n").replace("\r", "\n").strip()
    longest = _LONGEST.get(field.of, _LONGEST_LINE)
    if len(text) > longest:
        raise BadInput(field.name, f"Не больше {longest} знаков", f"At most {longest} characters")
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in text):
        raise BadInput(field.name, "Уберите управляющие знаки", "Remove the control characters")
    if field.of != "lines":
        text = " ".join(text.split())
    if field.of != "date" or not text:
        return text
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return read_day(text, today=today, field=field.name).isoformat()
