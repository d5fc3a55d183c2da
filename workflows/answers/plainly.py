"""What a flow did, as the document a program reads and a repeated command remembers."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def plainly(value: "DataclassInstance") -> dict[str, Any]:
    """The fields of a dataclass in their order: days in ISO, tuples as lists, nested values alike."""
    return {field.name: plain(getattr(value, field.name)) for field in fields(value)}


def plain(value: Any) -> Any:
    """The same for one value of an answer, so that what is remembered is what was printed."""
    match value:
        case date():
            return value.isoformat()
        case tuple() | list():
            return [plain(one) for one in value]
        case Mapping():
            return {key: plain(one) for key, one in value.items()}
        case _ if hasattr(value, "__dataclass_fields__"):
            return plainly(value)
        case _:
            return value
