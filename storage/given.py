"""A whole set, or many rows, as one parameter of a statement.

An `IN` list has a placeholder per value and an executemany a binding or a round trip per row: at a thousand of them
their handling costs more than the database's own work.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Dialect,
    FromClause,
    Integer,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage.types import as_text

_SQLITE = "sqlite"


class _Set(TypeDecorator[Iterable[Any]]):
    """An array on PostgreSQL, a JSON list on SQLite. In order, so that locks and plans do not depend on hashing."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[TypeEngine[Any]]) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == _SQLITE else ARRAY(self.kind))

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        wanted = sorted(value or ())
        return json.dumps(wanted) if dialect.name == _SQLITE else wanted


class _Among(FunctionElement[bool]):
    """Without a type: SQLAlchemy writes a typed boolean as `… = 1` on SQLite, which no index answers."""

    inherit_cache = True


def among(what: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """`what IN (the set)`; the set (numbers or words, any iterable) is the parameter `name`."""
    kind: type[TypeEngine[Any]] = Integer if isinstance(what.type, Integer) else Text
    return _Among(what, bindparam(name, type_=_Set(kind)))


@compiles(_Among, _SQLITE)
def _in_json(element: _Among, compiler: SQLCompiler, **how: Any) -> str:
    what, wanted = (compiler.process(part, **how) for part in element.clauses)
    return f"{what} IN (SELECT value FROM json_each({wanted}))"  # noqa: S608  # both parts are compiled, the set is bound


@compiles(_Among, "postgresql")
def _any_of_array(element: _Among, compiler: SQLCompiler, **how: Any) -> str:
    what, wanted = (compiler.process(part, **how) for part in element.clauses)
    return f"{what} = ANY ({wanted})"


class _Rows(TypeDecorator[Sequence[Mapping[str, Any]]]):
    """Rows as JSON in the way SQLite stores their values, which PostgreSQL reads too."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[Mapping[str, Any]] | None, dialect: Dialect) -> str:
        return json.dumps(value or [], default=_plain)


def rows_on(dialect: str, columns: Iterable[ColumnElement[Any]]) -> FromClause:
    """The rows of the parameter `rows` (mappings of plain values, days and instants) as a table of these columns.

    It has to be made for each kind of database: SQLite and PostgreSQL read JSON by different functions.
    """
    wanted = bindparam("rows", type_=_Rows())
    if dialect == _SQLITE:
        each = func.json_each(wanted).table_valued("value")
        parts = [_part(each.c.value, one).label(one.key) for one in columns]
        return select(*parts).select_from(each).subquery("given")
    typed = [column(str(one.key), one.type) for one in columns]
    return func.json_to_recordset(cast(wanted, JSON)).table_valued(*typed, name="given").render_derived(with_types=True)


def _part(row: ColumnElement[Any], wanted: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.json_extract(row, literal_column(f"'$.{wanted.key}'"), type_=wanted.type)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return as_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be given as a row's value")
