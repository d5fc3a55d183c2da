"""What `verify` reads of the whole database: broken references, and whose obligations to compare."""

from collections.abc import Iterator
from typing import Any, Literal

from sqlalchemy import Connection, Select, select, text

from storage.tables.organisations import organisations
from storage.tables.programmes import pairs, programmes, surveys
from storage.tables.roadmaps import roadmaps, tasks

OwnerKind = Literal["pair", "roadmap", "task", "survey"]
_TABLES = {"roadmap": roadmaps, "pair": pairs, "task": tasks}


def broken_references(tx: Connection) -> list[str]:
    """`table → table` of each row that points to nothing, and of each check PostgreSQL was told to skip."""
    if tx.dialect.name == "sqlite":
        found = tx.execute(text("PRAGMA foreign_key_check"))
        return [f"{row[0]} {row[1]} → {row[2]}" for row in found]
    skipped = tx.execute(text("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated"))
    return [f"{row[0]}: {row[1]}" for row in skipped]


def owners(tx: Connection) -> Iterator[tuple[OwnerKind, int, str]]:
    """Everything that owes something: its kind, its id and the path of its organisation."""
    kinds: tuple[OwnerKind, ...] = ("roadmap", "pair", "task", "survey")
    for kind in kinds:
        for row in tx.execute(_owners(kind)):
            yield kind, row.id, row.path


def _owners(kind: OwnerKind) -> Select[*tuple[Any, ...]]:
    if kind == "survey":
        return (
            select(surveys.c.id, organisations.c.path)
            .join(programmes, programmes.c.id == surveys.c.programme_id)
            .join(organisations, organisations.c.id == programmes.c.organisation_id)
            .where(surveys.c.due_on.is_not(None))
            .order_by(surveys.c.id)
        )
    table = _TABLES[kind]
    return (
        select(table.c.id, organisations.c.path)
        .join(organisations, organisations.c.id == table.c.organisation_id)
        .order_by(table.c.id)
    )
