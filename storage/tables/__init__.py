"""The tables. SQLModel declares them; hot writes and sweeps are Core statements on `table(Model)`."""

from typing import Any

from sqlalchemy import Table
from sqlmodel import SQLModel


def table(model: type[SQLModel]) -> Table:
    """The Core table of a model."""
    found: Any = model.__dict__["__table__"]
    assert isinstance(found, Table)  # noqa: S101  # a programming error, not input
    return found
