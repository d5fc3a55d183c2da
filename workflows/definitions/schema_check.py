"""Checks a read definition file against a JSON Schema (Draft 2020-12): every fault with its place, in both
languages.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from workflows.definitions.faults import Fault, in_reading_order
from workflows.definitions.yaml_source import Path, Source

Schema = Mapping[str, Any]


def check(source: Source, schema: Schema) -> list[Fault]:
    """All faults of the file from the top down: those of reading, then those against `schema`.

    A file that could not be read at all gives the reading faults only. An empty list means the data may be
    trusted to fit the schema.
    """
    faults = list(source.faults)
    if source.data is not None:
        validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        for error in _leaves(validator.iter_errors(source.data)):
            faults.extend(_explain(source, error))
    return in_reading_order(faults)


def did_you_mean(word: str, known: Iterable[str]) -> tuple[str, str]:
    """The end of a message about an unknown word, Russian and English: the nearest known one, else all of
    them.

    >>> did_you_mean("stagse", ["stages", "moves"])[1]
    'did you mean `stages`?'
    """
    names = list(known)
    if near := difflib.get_close_matches(word, names, n=1):
        return f"возможно, «{near[0]}»?", f"did you mean `{near[0]}`?"
    listed = ", ".join(names) if names else "—"
    return f"бывает: {listed}", f"known: {listed}"


def _leaves(errors: Iterable[ValidationError]) -> Iterable[ValidationError]:
    """The errors a person can act on: of alternatives, those of the branch that was evidently meant."""
    for error in errors:
        branch = _meant(error) if error.validator in {"oneOf", "anyOf"} else []
        if branch:
            yield from _leaves(branch)
        else:
            yield error


def _meant(error: ValidationError) -> list[ValidationError]:
    """The errors of the only branch that accepts this type of value; empty when that does not single one
    out.
    """
    branches: dict[int, list[ValidationError]] = {}
    for part in error.context or []:
        branches.setdefault(int(part.relative_schema_path[0]), []).append(part)
    fitting = [
        parts
        for parts in branches.values()
        if not any(part.validator in {"type", "const"} and not part.relative_path for part in parts)
    ]
    return fitting[0] if len(fitting) == 1 else []


def _explain(source: Source, error: ValidationError) -> Iterable[Fault]:
    path: Path = tuple(error.absolute_path)
    if error.validator in {"additionalProperties", "unevaluatedProperties"}:
        for name in _unknown(error):
            ru, en = did_you_mean(name, _part(error, "properties"))
            yield source.fault((*path, name), f"нет такого поля; {ru}", f"no such field; {en}", key=True)
        return
    if error.validator == "required":
        # one error for each missing name, and only its message says which
        name = error.message.removesuffix(" is a required property").strip("'")
        yield source.fault(path, f"нет обязательного поля «{name}»", f"the required field `{name}` is missing")
        return
    ru, en = _SAY.get(str(error.validator), _otherwise)(error)
    of_name = "propertyNames" in error.absolute_schema_path
    yield source.fault((*path, str(error.instance)) if of_name else path, ru, en, key=of_name)


def _part(error: ValidationError, name: str) -> Mapping[str, Any]:
    schema: Any = error.schema
    part: Mapping[str, Any] = schema.get(name, {})
    return part


def _unknown(error: ValidationError) -> list[str]:
    known, patterns = _part(error, "properties"), _part(error, "patternProperties")
    instance: Any = error.instance
    return [
        name for name in instance if name not in known and not any(re.search(pattern, name) for pattern in patterns)
    ]


_KINDS = {
    "string": ("текст", "text"),
    "integer": ("целое число", "a whole number"),
    "number": ("число", "a number"),
    "boolean": ("true или false", "true or false"),
    "object": ("поля вида «имя: значение»", "fields like `name: value`"),
    "array": ("список", "a list"),
    "null": ("ничего", "nothing"),
}


def _type(error: ValidationError) -> tuple[str, str]:
    wanted: Any = error.validator_value
    kinds = [_KINDS[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted)]
    ru, en = " или ".join(kind[0] for kind in kinds), " or ".join(kind[1] for kind in kinds)
    if "string" in wanted and isinstance(error.instance, (int, bool)):
        return f"здесь нужен {ru}; возьмите в кавычки", f"must be {en}; put it in quotes"
    return f"здесь ожидается {ru}", f"must be {en}"


def _enum(error: ValidationError) -> tuple[str, str]:
    allowed: Any = error.validator_value
    ru, en = did_you_mean(str(error.instance), [str(value) for value in allowed])
    return f"неизвестное значение; {ru}", f"unknown value; {en}"


def _alternatives(error: ValidationError) -> tuple[str, str]:
    branches: Any = error.validator_value
    groups = [branch["required"] for branch in branches if set(branch) == {"required"}]
    if len(groups) < len(branches):
        return "не подходит ни под один из допустимых видов", "fits none of the allowed forms"
    ru, en = "; ".join(" и ".join(names) for names in groups), "; ".join(" and ".join(names) for names in groups)
    return f"нужно ровно одно из: {ru}", f"exactly one of these is needed: {en}"


def _otherwise(error: ValidationError) -> tuple[str, str]:
    return f"не подходит под правило «{error.validator}»", f"does not fit the rule `{error.validator}`"


_SAY: dict[str, Callable[[ValidationError], tuple[str, str]]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda e: (
        f"здесь может стоять только «{e.validator_value}»",
        f"only `{e.validator_value}` may stand here",
    ),
    "pattern": lambda e: (
        f"не того вида; нужно по образцу {e.validator_value}",
        f"must match {e.validator_value}",
    ),
    "format": lambda e: (f"не того вида; нужно: {e.validator_value}", f"must be a valid {e.validator_value}"),
    "minimum": lambda e: (f"не меньше {e.validator_value}", f"at least {e.validator_value}"),
    "exclusiveMinimum": lambda e: (f"больше {e.validator_value}", f"more than {e.validator_value}"),
    "maximum": lambda e: (f"не больше {e.validator_value}", f"at most {e.validator_value}"),
    "minLength": lambda e: ("текст пуст или слишком короткий", "the text is empty or too short"),
    "maxLength": lambda e: (
        f"длиннее {e.validator_value} знаков",
        f"longer than {e.validator_value} characters",
    ),
    "minItems": lambda e: (
        f"в списке должно быть не меньше {e.validator_value}",
        f"the list needs at least {e.validator_value}",
    ),
    "maxItems": lambda e: (
        f"в списке может быть не больше {e.validator_value}",
        f"the list takes at most {e.validator_value}",
    ),
    "uniqueItems": lambda e: ("в списке есть повторы", "the list repeats something"),
    "minProperties": lambda e: (
        f"нужно не меньше {e.validator_value} полей",
        f"at least {e.validator_value} field needed",
    ),
    "maxProperties": lambda e: (
        f"здесь может быть только {e.validator_value} поле",
        f"only {e.validator_value} field may stand here",
    ),
    "oneOf": _alternatives,
    "anyOf": _alternatives,
    "not": lambda e: ("такое сочетание не допускается", "this combination is not allowed"),
    "dependentRequired": lambda e: ("не хватает связанного поля", "a field that belongs to it is missing"),
}
