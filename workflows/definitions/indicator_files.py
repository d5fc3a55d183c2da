"""Reads measures: file → schema → sense → `Measure`; the built-in ones by key."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from engine.indicators.counting import RULES, Counting, counting, faults
from engine.indicators.measures import Measure
from engine.roadmaps import Unit
from engine.words import Words
from workflows.definitions.built_in import keys, load, schema
from workflows.definitions.faults import Fault, in_reading_order
from workflows.definitions.schema_check import check, did_you_mean
from workflows.definitions.yaml_source import Path, Source, read_source


@cache
def measures() -> tuple[str, ...]:
    """The keys of the built-in measures, in alphabetical order."""
    return keys("indicators")


@cache
def measure(key: str) -> Measure:
    """A built-in measure; BadInput (field `measure`) when there is no such key or its file is broken."""
    return load("indicators", key, read_measure, field="measure")


@cache
def measure_named(key: str, unit: Unit) -> Measure:
    """The same; what nobody has declared is a number that somebody enters by hand for each row."""
    if key in measures():
        return measure(key)
    title = Words(f"Внесено вручную: {key}", f"Entered by hand: {key}")
    how = Words("Вносится с указанием источника", "Entered with its source")
    made = Measure(key, 1, title, how, "count", (counting("entered", what=key),))
    return made if unit == "count" else replace(made, kind="share", denominator=(counting("whole", what=key),))


def read_measure(text: str, file: str) -> Measure | tuple[Fault, ...]:
    """The measure in `text`, or every fault of it from the top down. `file` is a name for messages only."""
    source = read_source(text, file)
    found = check(source, schema("indicator")) or in_reading_order(list(_sense_faults(source)))
    return tuple(found) if found else _measure(source.data)


def _measure(data: Any) -> Measure:
    """`data` has passed the schema and the sense check, so its fields are what their names say."""
    return Measure(
        key=data["measure"],
        version=data["version"],
        title=Words(**data["title"]),
        how=Words(**data["how"]),
        kind=data["kind"],
        numerator=tuple(_countings(data["numerator"])),
        denominator=tuple(_countings(data.get("denominator", []))),
    )


def _countings(side: Any) -> Iterator[Counting]:
    for part in side if isinstance(side, list) else [side]:
        yield counting(part["rule"], **{name: value for name, value in part.items() if name != "rule"})


def _sense_faults(source: Source) -> Iterator[Fault]:
    data: Any = source.data
    for side in ("numerator", "denominator"):
        given = data.get(side)
        if isinstance(given, list):
            for position, part in enumerate(given):
                yield from _counting_faults(source, (side, position), part)
        elif given is not None:
            yield from _counting_faults(source, (side,), given)
    if data["kind"] == "share" and "denominator" not in data:
        yield source.fault(("kind",), "у доли должен быть знаменатель", "a share needs a denominator")
    elif data["kind"] == "count" and "denominator" in data:
        yield source.fault(("denominator",), "у числа нет знаменателя", "a count has no denominator", key=True)


def _counting_faults(source: Source, path: Path, part: Any) -> Iterator[Fault]:
    if part["rule"] not in RULES:
        ru, en = did_you_mean(part["rule"], RULES)
        yield source.fault((*path, "rule"), f"нет такого правила; {ru}", f"no such rule; {en}")
        return
    for name in part:
        if name != "rule" and name not in RULES[part["rule"]].parameters:
            ru, en = did_you_mean(name, RULES[part["rule"]].parameters)
            yield source.fault((*path, name), f"нет такого параметра; {ru}", f"no such parameter; {en}", key=True)
            return
    for name, value in part.items():
        alone = counting(part["rule"], **({name: value} if name != "rule" else {}))
        for ru, en in faults(alone):
            if name != "rule" and f"«{name}»" in ru:
                yield source.fault((*path, name), ru, en)
    for ru, en in faults(counting(part["rule"], **{name: value for name, value in part.items() if name != "rule"})):
        if ru.startswith("не хватает"):
            yield source.fault((*path, "rule"), ru, en)
