"""Carrying every row from one database to another of any kind."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Integer, Select, Table, func, insert, select, text

from storage.schema import MODELS

_BATCH = 1000


def copy_rows(source: Connection, target: Connection) -> int:
    """Copy all tables into empty ones, parents before children; returns the number of rows.

    On PostgreSQL the numbering of new rows continues after the copied ones.
    """
    copied = 0
    for table in MODELS.sorted_tables:
        rows = source.execute(_in_order(table), execution_options={"yield_per": _BATCH}).mappings()
        for batch in rows.partitions():
            target.execute(insert(table), [dict(row) for row in batch])
            copied += len(batch)
    if target.dialect.name == "postgresql":
        _continue_numbering(target)
    return copied


def empty(tx: Connection) -> None:
    """Remove every row of the product's tables (PostgreSQL)."""
    names = ", ".join(f'"{table.name}"' for table in MODELS.sorted_tables)
    tx.execute(text(f"TRUNCATE {names}"))


def _in_order(table: Table) -> Select[*tuple[Any, ...]]:
    """A node of the tree comes after the node above it, whose path is its beginning."""
    order = [table.c.path] if table.name == "organisation" else list(table.primary_key)
    return select(table).order_by(*order)


def _continue_numbering(tx: Connection) -> None:
    for table, column in _numbered():
        highest = tx.scalar(select(func.max(table.c[column])))
        if highest is not None:
            tx.execute(select(func.setval(func.pg_get_serial_sequence(f'"{table.name}"', column), highest)))


def _numbered() -> Iterator[tuple[Table, str]]:
    for table in MODELS.sorted_tables:
        column = table.autoincrement_column
        if column is not None and isinstance(column.type, Integer) and not column.foreign_keys:
            yield table, column.name
