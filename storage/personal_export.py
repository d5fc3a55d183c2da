"""Everything that is kept about a person, told row by row (152-ФЗ art. 14), by the inventory of `personal_data`."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from storage.erasing import letter_text
from storage.personal_data import SECRET, TRACES
from storage.tables.journal import journal_entries


def rows_about(tx: Connection, person_id: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Table by table every row about the person, secrets left out; letters as their words, files left to the caller."""
    told: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = {}
    for trace in TRACES:
        keys = [column.name for column in trace.table.primary_key.columns]
        shown = [column for column in trace.table.c if column.name not in SECRET]
        for row in tx.execute(select(*shown).where(trace.found(person_id))).mappings():
            key = tuple(row.get(name) for name in keys)
            told.setdefault(trace.table.name, {})[key] = {name: _plain(name, value) for name, value in row.items()}
    for name, rows in told.items():
        yield name, list(rows.values())


def _plain(name: str, value: Any) -> Any:
    match value:
        case bytes():
            return letter_text(value) if name == "message" else f"{len(value)} байт"
        case date() | datetime():
            return value.isoformat()
        case _:
            return value


def journal_lines(tx: Connection, person_id: int) -> list[dict[str, Any]]:
    """Decisions about the person and those he made, oldest first; seals and salts say nothing to him."""
    line = journal_entries.c
    shown = (line.organisation_id, line.seq, line.at, line.verb, line.subject, line.facts, line.people, line.words)
    perhaps = or_(
        line.actor_id == person_id,
        line.subject.in_((f"person:{person_id}", f"user:{person_id}")),
        line.people.contains(str(person_id), autoescape=True),
    )
    found = select(*shown, line.actor_id).where(perhaps).order_by(line.at, line.organisation_id, line.seq)
    return [
        {name: _plain(name, value) for name, value in row.items() if name != "actor_id"}
        for row in tx.execute(found).mappings()
        if row["actor_id"] == person_id
        or row["subject"].endswith(f":{person_id}")
        or person_id in _numbers(json.loads(row["people"] or "{}"))
    ]


def _numbers(value: Any) -> set[int]:
    match value:
        case bool():
            return set()
        case int():
            return {value}
        case dict():
            return {number for each in value.values() for number in _numbers(each)}
        case list():
            return {number for each in value for number in _numbers(each)}
        case _:
            return set()
