"""Statements of SQLAlchemy, compiled once per run instead of once per database.

Every test opens a database of its own, and an engine starts with nothing compiled: a third of a test's time. The SQL is
the same text for each database of one kind.
"""

from collections.abc import Iterator, MutableMapping
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, event

_Key = tuple[Any, ...]  # SQLAlchemy's: the dialect of one engine, then what the statement is made of
_MOST = 5_000  # statements: properties make them up


class _Shared(MutableMapping[_Key, Any]):
    """What is compiled for one kind of dialect, whichever engine asks."""

    def __init__(self) -> None:
        self._compiled: dict[_Key, Any] = {}

    def __getitem__(self, key: _Key) -> Any:
        return self._compiled[key[1:]]

    def get(self, key: _Key, default: Any = None) -> Any:
        return self._compiled.get(key[1:], default)

    def __setitem__(self, key: _Key, value: Any) -> None:
        if len(self._compiled) > _MOST:
            self._compiled.clear()
        self._compiled[key[1:]] = value

    def __delitem__(self, key: _Key) -> None:
        del self._compiled[key[1:]]

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._compiled)

    def __len__(self) -> int:
        return len(self._compiled)


_BY_KIND: dict[tuple[type[Dialect], str], _Shared] = {}


def share() -> None:
    """From now on every connection of this process asks and fills the common store."""
    event.listen(Engine, "engine_connect", _shares)


def _shares(connection: Connection) -> None:
    kind = type(connection.dialect), connection.dialect.paramstyle
    connection.execution_options(compiled_cache=_BY_KIND.setdefault(kind, _Shared()))
