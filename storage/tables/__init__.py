"""The tables. SQLModel declares them; hot writes and sweeps are Core statements on `table(Model)`."""

import re
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import declared_attr
from sqlmodel import SQLModel


class Named(SQLModel):
    """A model whose table is called like its class: `JournalHead` → `journal_head`."""

    @declared_attr.directive
    @classmethod
    def __tablename__(cls) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]  # SQLModel's way, by its manual
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()


def table(model: type[SQLModel]) -> Table:
    """The Core table of a model."""
    found: Any = model.__dict__["__table__"]
    assert isinstance(found, Table)  # noqa: S101  # a programming error, not input
    return found
