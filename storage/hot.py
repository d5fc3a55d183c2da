"""Core statements of the hottest paths, compiled once per kind of database and run straight on the driver.

SQLAlchemy spends about 45 µs around each execution, as much as SQLite needs for the statement itself. What changes
here is only that: the statement is the same Core statement, its types convert values, its errors are the same errors.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Dialect, Float
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

_Convert = Callable[[Any], Any] | None
_KEPT = "nastavnik.cursor"  # in the driver connection's own dictionary, which ends with it


class Hot:
    """A statement whose every changing value is a named `bindparam`. It may not hold an `IN` list: those are expanded
    for each execution (RuntimeError at the first use)."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._plans: dict[str, _Plan] = {}

    def first(self, tx: Connection, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The first row in the order of the statement's columns; None when there is none."""
        plan = self._plan(tx)
        row = plan.run(tx, values).fetchone()
        return None if row is None else plan.converted(row)

    def all(self, tx: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Every row, each in the order of the statement's columns."""
        plan = self._plan(tx)
        return [plan.converted(row) for row in plan.run(tx, values).fetchall()]

    def run(self, tx: Connection, values: Mapping[str, Any]) -> int:
        """How many rows were touched."""
        touched: int = self._plan(tx).run(tx, values).rowcount
        return touched

    def run_each(self, tx: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run it for every row."""
        self._plan(tx).run_each(tx, rows)

    def _plan(self, tx: Connection) -> "_Plan":
        found = self._plans.get(tx.dialect.name)
        if found is None:
            found = self._plans[tx.dialect.name] = _Plan(self._statement, tx.dialect)
        return found


class _Plan:
    """A statement for one kind of database: its text, how to order and convert values, how to convert rows."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        positional: Any = type(dialect)
        compiled = statement.compile(dialect=positional(paramstyle="qmark" if dialect.name == "sqlite" else "format"))
        if "POSTCOMPILE" in compiled.string:
            raise RuntimeError("a hot statement cannot hold an IN list")
        self._text: str = compiled.string
        self._binds = [_bind(compiled.binds[name], dialect) for name in compiled.positiontup or ()]
        results = [_from_driver(column.type, dialect) for column in getattr(statement, "exported_columns", ())]
        self._converted = [(place, convert) for place, convert in enumerate(results) if convert is not None]

    def run(self, tx: Connection, values: Mapping[str, Any]) -> Any:
        try:
            return _cursor(tx).execute(self._text, self._given(values))
        except tx.dialect.loaded_dbapi.Error as error:
            raise _told(tx.dialect, self._text, error) from error

    def run_each(self, tx: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        try:
            _cursor(tx).executemany(self._text, [self._given(values) for values in rows])
        except tx.dialect.loaded_dbapi.Error as error:
            raise _told(tx.dialect, self._text, error) from error

    def _given(self, values: Mapping[str, Any]) -> list[Any]:
        return [
            (values[name] if convert is None else convert(values[name])) if name else constant
            for name, constant, convert in self._binds
        ]

    def converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        if not self._converted:
            return row
        values = list(row)
        for place, convert in self._converted:
            values[place] = convert(values[place])
        return tuple(values)


def _cursor(tx: Connection) -> Any:
    """What runs a statement. psycopg's cursor is kept: a new one has to find out anew how to pass every type of value.

    SQLite's is not: its statement stays open until the last row is fetched, and a transaction with it.
    """
    held = tx.connection
    driver: Any = held.dbapi_connection
    if tx.dialect.name == "sqlite":
        return driver.cursor()
    found = held.info.get(_KEPT)
    if found is None:
        found = held.info[_KEPT] = driver.cursor()
    return found


def _bind(bind: Any, dialect: Dialect) -> tuple[str | None, Any, _Convert]:
    """The name a value comes by and its conversion, or no name and the constant."""
    convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if bind.required:
        return bind.key, None, convert
    return None, bind.value if convert is None else convert(bind.value), None


def _from_driver(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    if isinstance(kind, Float):  # both drivers give a float, which SQLAlchemy only sees from a live cursor
        return None
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _told(dialect: Dialect, text: str, error: Exception) -> Exception:
    """The exception SQLAlchemy would have raised, without the values."""
    base = dialect.loaded_dbapi.Error
    return DBAPIError.instance(text, None, error, base, hide_parameters=True, dialect=dialect)
