"""Column types that behave the same in SQLite and PostgreSQL."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator, TypeEngine


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant.

    PostgreSQL keeps `timestamptz`; SQLite keeps fixed-width ISO text ending in `Z`, so that text order is time order
    and the views can be read by people. Naive datetimes are refused: a wall clock without a zone is not an instant.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        return _to_text(value) if dialect.name == "sqlite" else _aware(value)

    # Both processors go straight to the driver's value: TypeDecorator's layers double the cost of a thousand rows.
    def bind_processor(self, dialect: Dialect) -> Any:
        return _to_text if dialect.name == "sqlite" else _aware

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return _from_text if dialect.name == "sqlite" else _in_utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return _from_text(value) if dialect.name == "sqlite" else _in_utc(value)


def as_text(instant: datetime) -> str:
    """ISO text of fixed width in UTC: `2025-09-25T06:00:00.000000Z`. ValueError when it has no zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return _utc_text(instant.astimezone(UTC))


# A tick writes the same few instants into thousands of rows. Only UTC may be remembered: in other zones the two passes
# of a repeated hour compare equal.
@lru_cache(maxsize=4096)
def _utc_text(instant: datetime) -> str:
    return instant.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _to_text(instant: datetime | None) -> str | None:
    return None if instant is None else as_text(instant)


def _aware(instant: datetime | None) -> datetime | None:
    if instant is not None and instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant


def _from_text(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored)


def _in_utc(aware: datetime | None) -> datetime | None:
    return None if aware is None else aware.astimezone(UTC)
