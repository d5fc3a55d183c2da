"""Reads a file that says how live pairs move to another version of their lifecycle.

lifecycle: teacher-pair
to: 2
stages: {trial_meeting: planning}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from workflows.definitions.faults import Fault
from workflows.definitions.schema_check import check
from workflows.definitions.yaml_source import read_source

_KEY = {"type": "string", "minLength": 1}
MIGRATION_SCHEMA: Mapping[str, Any] = MappingProxyType(
    {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["lifecycle", "to"],
        "additionalProperties": False,
        "properties": {
            "lifecycle": _KEY,
            "to": {"type": "integer", "minimum": 1},
            "stages": {"type": "object", "additionalProperties": _KEY},
        },
    }
)


@dataclass(frozen=True, slots=True)
class StageMap:
    """Stages of older versions and where their pairs go in version `to`; a stage that is not named keeps its key."""

    lifecycle: str
    to: int
    stages: Mapping[str, str]


def read_stage_map(text: str, file: str) -> StageMap | tuple[Fault, ...]:
    """The mapping in `text`, or every fault of it. `file` is a name for messages only."""
    source = read_source(text, file)
    faults = check(source, dict(MIGRATION_SCHEMA))
    if faults:
        return tuple(faults)
    data: Any = source.data
    return StageMap(data["lifecycle"], data["to"], dict(data.get("stages", {})))
