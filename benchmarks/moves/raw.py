"""The limit: hand-written statements on the bare drivers, a dict for the machine."""

import json
import sqlite3
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Json

from benchmarks.moves.shape import MOVES, changed_pair, journal_line, pair_id, queued_letter


class RawSqlite:
    def __init__(self, database: sqlite3.Connection) -> None:
        database.row_factory = sqlite3.Row
        self._database = database

    def move(self, i: int) -> None:
        run = self._database.execute
        run("BEGIN IMMEDIATE")
        pair = dict(run("SELECT * FROM pair WHERE id = ?", (pair_id(i),)).fetchone())
        move, to_stage = MOVES[pair["stage"]]
        new = changed_pair(pair, to_stage)
        line = journal_line(pair, i, move, to_stage)
        letter = queued_letter(pair, i, to_stage)
        run(_update(new, "?"), [*_texts(new), pair["id"], pair["version"]])
        run(_insert("journal_entry", line, "?"), _texts(line))
        run(_insert("letter", letter, "?"), _texts(letter))
        run("COMMIT")

    def close(self) -> None:
        self._database.close()


class RawPostgres:
    """psycopg as it comes: a statement is prepared by itself after its fifth use."""

    def __init__(self, database: psycopg.Connection) -> None:
        self._database = database
        self._cursor = database.cursor(row_factory=dict_row)

    def move(self, i: int) -> None:
        run = self._cursor.execute
        run("SELECT * FROM pair WHERE id = %s", (pair_id(i),))
        pair = self._cursor.fetchone()
        assert pair is not None
        move, to_stage = MOVES[pair["stage"]]
        new = changed_pair(pair, to_stage)
        line = journal_line(pair, i, move, to_stage)
        letter = queued_letter(pair, i, to_stage)
        letter["facts"] = Json(letter["facts"])
        run(_update(new, "%s"), [*new.values(), pair["id"], pair["version"]])
        run(_insert("journal_entry", line, "%s"), list(line.values()))
        run(_insert("letter", letter, "%s"), list(letter.values()))
        self._database.commit()

    def close(self) -> None:
        self._database.close()


_TEXTS: dict[str, str] = {}


def _update(row: dict[str, Any], mark: str) -> str:
    """Statement texts are built once: a hand-written program would hold them as constants."""
    key = "pair" + mark
    if key not in _TEXTS:
        columns = ", ".join(f"{name} = {mark}" for name in row)
        _TEXTS[key] = f"UPDATE pair SET {columns} WHERE id = {mark} AND version = {mark}"
    return _TEXTS[key]


def _insert(table: str, row: dict[str, Any], mark: str) -> str:
    key = table + mark
    if key not in _TEXTS:
        marks = ", ".join([mark] * len(row))
        _TEXTS[key] = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
    return _TEXTS[key]


def _texts(row: dict[str, Any]) -> list[Any]:
    """Values as SQLite keeps them: dates as ISO text, dicts as JSON."""
    return [
        json.dumps(value) if isinstance(value, dict) else value.isoformat() if hasattr(value, "isoformat") else value
        for value in row.values()
    ]
