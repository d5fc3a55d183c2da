"""What peers on SQLAlchemy's ORM share: rows mapped on the product's columns, one session per move."""

from abc import ABC, abstractmethod
from typing import Any

from sqlalchemy import Column, DateTime, MetaData, Table, Text, create_engine, event, text
from sqlalchemy.orm import Session, registry

from benchmarks.databases import PRAGMAS, demand_full
from benchmarks.moves.shape import changed_pair, journal_line, pair_id, queued_letter
from storage.tables.journal import journal_entries
from storage.tables.letters import letters
from storage.tables.programmes import pairs
from storage.types import Instant


class Pair: ...


class PairWithState:
    """`spiff_state` holds a serialised workflow; the column is added to that contender's own copy of the table."""


class JournalLine: ...


class QueuedLetter: ...


def _map(row: type, table: Table, *more: Column[Any]) -> None:
    """SQLAlchemy's own types instead of the product's: a peer should not pay for our `Instant`."""
    mapper = registry(metadata=MetaData())
    columns: list[Any] = [
        Column(
            column.name,
            DateTime(timezone=True) if isinstance(column.type, Instant) else column.type,
            primary_key=column.primary_key,
        )
        for column in table.columns
    ]
    mapper.map_imperatively(row, Table(table.name, mapper.metadata, *columns, *more))


_map(Pair, pairs)
_map(PairWithState, pairs, Column("spiff_state", Text))
_map(JournalLine, journal_entries)
_map(QueuedLetter, letters)


class OrmMover(ABC):
    """`url` is SQLAlchemy's. One connection stays in the pool; each move is a session of its own."""

    row: type = Pair

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, pool_size=1, max_overflow=0)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _full)
            event.listen(self._engine, "begin", lambda begun: begun.exec_driver_sql("BEGIN IMMEDIATE"))
            with self._engine.connect() as connection:
                demand_full(connection.scalar(text("PRAGMA synchronous")) or 0)

    @abstractmethod
    def advance(self, pair: Any) -> tuple[str, str]:
        """Let the peer's machine take the loaded pair one stage further; the move and the stage it led to."""

    def move(self, i: int) -> None:
        with Session(self._engine, expire_on_commit=False, autoflush=False) as session:
            pair: Any = session.get(self.row, pair_id(i))
            before = {name: value for name, value in vars(pair).items() if name[0] != "_"}
            move, to_stage = self.advance(pair)
            for name, value in changed_pair(before, to_stage).items():
                if name != "stage" or pair.stage != to_stage:  # a machine bound to the row has set it
                    setattr(pair, name, value)
            session.add(_filled(JournalLine(), journal_line(before, i, move, to_stage)))
            session.add(_filled(QueuedLetter(), queued_letter(before, i, to_stage)))
            session.commit()

    def close(self) -> None:
        self._engine.dispose()


def _filled(row: Any, values: dict[str, Any]) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _full(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's recipe: the driver must not begin by itself
    for pragma in PRAGMAS:
        connection.execute(pragma)
