"""The definition files that ship with the product, found by folder and key."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeVar

from engine.refusals import BadInput
from workflows.definitions.faults import Fault
from workflows.definitions.schema_check import did_you_mean

Folder = Literal[
    "lifecycles", "roadmaps", "policies", "indicators", "papers", "consents", "questionnaires", "plans", "holidays"
]
_DEFINITIONS = files("workflows.definitions")
_Value = TypeVar("_Value")


@cache
def keys(folder: Folder) -> tuple[str, ...]:
    """The keys of the built-in definitions of one kind, in alphabetical order."""
    names = (entry.name for entry in (_DEFINITIONS / folder).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


@cache
def schema(name: str) -> Mapping[str, Any]:
    """A published JSON Schema: `lifecycle`, `roadmap`, `policy`, `indicator`, `paper` …."""
    text = (_DEFINITIONS / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    value: Mapping[str, Any] = json.loads(text)
    return value


def load(folder: Folder, key: str, read: Callable[[str, str], _Value | tuple[Fault, ...]], *, field: str) -> _Value:
    """The built-in definition `key` as `read(text, file name)` understands it.

    BadInput of `field` when there is no such key (the message names those that exist) or its file has faults.
    """
    if key not in keys(folder):
        ru, en = did_you_mean(key, keys(folder))
        raise BadInput(field, f"Нет определения «{key}»: {ru}", f"No definition `{key}`: {en}")
    name = f"{key}.yaml"
    outcome = read((_DEFINITIONS / folder / name).read_text(encoding="utf-8"), name)
    if isinstance(outcome, tuple):
        faults: tuple[Fault, ...] = outcome
        raise BadInput(field, "; ".join(map(str, faults)), "; ".join(fault.in_("en") for fault in faults))
    return outcome
