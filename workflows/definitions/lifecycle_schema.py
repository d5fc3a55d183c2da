"""The part of the published JSON Schema that is made from the registry of needs; the rest is written by
hand.
"""

from dataclasses import MISSING, Field, fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

from engine.lifecycle.needs import NEEDS, Need

JsonSchema = dict[str, Any]

_OPEN_WORD = "^[a-z][a-z0-9-]*$"


def needs_schema() -> JsonSchema:
    """The schema of one entry of a move's `needs`: an object whose only field is the name of a registered
    need.

    A test compares it with `$defs.need` of `schemas/lifecycle.schema.json`, so a new need cannot stay
    unpublished.
    """
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": {name: _parameters(need) for name, need in NEEDS.items()},
    }


def _parameters(need: type[Need]) -> JsonSchema:
    hints = get_type_hints(need)
    schema: JsonSchema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.name: _parameter(hints[field.name], field) for field in fields(need)},
    }
    if required := [field.name for field in fields(need) if field.default is MISSING]:
        schema["required"] = required
    return schema


def _parameter(kind: Any, field: Field[Any]) -> JsonSchema:
    if get_origin(kind) is Literal:
        schema: JsonSchema = {"enum": list(get_args(kind))}
    elif kind is bool:
        schema = {"type": "boolean"}
    elif kind is int:
        schema = {"type": "integer", **field.metadata}
    else:
        schema = {"type": "string", "pattern": _OPEN_WORD}
    if field.default is not MISSING:
        schema["default"] = field.default
    return schema
