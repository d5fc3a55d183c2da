"""Reads lifecycles: file → schema → sense → `Definition`; the built-in ones by key; the stored text of a
published one.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from engine.lifecycle.definition import (
    AfterEntered,
    Definition,
    DueRule,
    Mentees,
    Move,
    ProgrammeEnd,
    RoadmapDue,
    Stage,
    Watch,
)
from engine.lifecycle.needs import NEEDS, Need
from engine.refusals import BadInput
from engine.words import Words
from workflows.definitions.faults import Fault, in_reading_order
from workflows.definitions.lifecycle_sense import name_faults, sense_faults
from workflows.definitions.schema_check import check, did_you_mean
from workflows.definitions.yaml_source import read_source

_DEFINITIONS = files("workflows.definitions")
_FOLDER = _DEFINITIONS / "lifecycles"


def lifecycles() -> tuple[str, ...]:
    """The keys of the built-in lifecycles, in alphabetical order."""
    names = (entry.name for entry in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


@cache
def lifecycle(key: str) -> Definition:
    """A built-in lifecycle; BadInput (field `lifecycle`) when there is no such key or its file is broken."""
    if key not in lifecycles():
        ru, en = did_you_mean(key, lifecycles())
        raise BadInput("lifecycle", f"Нет жизненного цикла «{key}»: {ru}", f"No lifecycle `{key}`: {en}")
    name = f"{key}.yaml"
    outcome = read_lifecycle((_FOLDER / name).read_text(encoding="utf-8"), name)
    if isinstance(outcome, Definition):
        return outcome
    raise BadInput("lifecycle", str(outcome[0]), outcome[0].in_("en"))


def read_lifecycle(text: str, file: str) -> Definition | tuple[Fault, ...]:
    """The definition in `text`, or every fault of it from the top down. `file` is a name for messages only.

    Of the faults of sense, names of stages that do not exist are looked for at once, the others in a file that fits
    the schema.
    """
    source = read_source(text, file)
    if misfits := check(source, lifecycle_schema()):
        return tuple(in_reading_order([*misfits, *name_faults(source)]))
    faults = sense_faults(source)
    return tuple(faults) if faults else _definition(source.data)


def lifecycle_from_json(text: str) -> Definition:
    """The definition stored by `to_json` (a published version); its hash comes out the same."""
    return _definition(json.loads(text))


def to_json(definition: Definition) -> str:
    """The canonical text of a definition: what is stored and hashed."""
    return definition.canonical()


def definition_hash(definition: Definition) -> str:
    """SHA-256 of the canonical text, in hexadecimal. Two files that mean the same have the same hash."""
    return definition.hash


@cache
def lifecycle_schema() -> Mapping[str, Any]:
    """The published JSON Schema of a lifecycle file."""
    schema: Mapping[str, Any] = json.loads(
        (_DEFINITIONS / "schemas" / "lifecycle.schema.json").read_text(encoding="utf-8")
    )
    return schema


# Below, the data has passed the schema and the sense check, so its fields are what their names say.


def _definition(data: Any) -> Definition:
    mentees = data.get("mentees", {})
    return Definition(
        key=data["lifecycle"],
        version=data["version"],
        title=_words(data["title"]),
        stages=tuple(_stage(stage) for stage in data["stages"]),
        moves=tuple(_move(move) for move in data["moves"]),
        mentees=Mentees(**mentees),
    )


def _stage(data: Any) -> Stage:
    watch = data.get("watch")
    return Stage(
        key=data["key"],
        title=_words(data["title"]),
        due=tuple(_due(rule) for rule in data.get("due", ())),
        watch=Watch(watch["no_meeting_for"]["days"]) if watch else None,
        final=data.get("final", False),
        resumes=data.get("resumes", False),
    )


def _due(data: Any) -> DueRule:
    match data:
        case {"roadmap": item}:
            return RoadmapDue(item)
        case {"working_days": count}:
            return AfterEntered(count, "working_days")
        case {"days": count}:
            return AfterEntered(count, "days")
        case _:
            return ProgrammeEnd()


def _move(data: Any) -> Move:
    sources = data["from"]
    return Move(
        key=data["key"],
        title=_words(data["title"]),
        from_=(sources,) if isinstance(sources, str) else tuple(sources),
        to=data["to"],
        kind=data.get("kind", "forward"),
        who=tuple(data["who"]),
        needs=tuple(_need(need) for need in data.get("needs", ())),
        outcomes=tuple(data.get("outcomes", ())),
    )


def _need(data: dict[str, Any]) -> Need:
    ((name, parameters),) = data.items()
    return NEEDS[name](**parameters)


def _words(data: Any) -> Words:
    return Words(data["ru"], data["en"])
