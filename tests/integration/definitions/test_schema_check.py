"""Faults against a schema: every one, at its place, in both languages."""

from typing import Any

import pytest

from workflows.definitions.schema_check import check, did_you_mean
from workflows.definitions.yaml_source import read_source

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["title"],
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "pattern": r"\S", "maxLength": 10},
        "count": {"type": "integer", "minimum": 1, "maximum": 5},
        "flag": {"type": "boolean"},
        "kind": {"enum": ["order", "report"]},
        "only": {"const": "entered"},
        "day": {"type": "string", "format": "date"},
        "list": {"type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": True},
        "names": {"type": "object", "propertyNames": {"pattern": "^[a-z]+$"}},
        "one": {"type": "object", "minProperties": 1, "maxProperties": 1},
        "either": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "integer"}}]},
        "due": {"type": "object", "oneOf": [{"required": ["a"]}, {"required": ["b", "c"]}]},
    },
}


def faults(text: str) -> list[str]:
    return [fault.in_("en").removeprefix("f.yaml:") for fault in check(read_source(text, "f.yaml"), SCHEMA)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("title: 2025", "1:8: 2025: must be text; put it in quotes"),
        ("title: true", "1:8: true: must be text; put it in quotes"),
        ("title: ' '", r"1:8:  : must match \S"),
        ("title: longer than ten", "1:8: longer than ten: longer than 10 characters"),
        ("title: [a]", "1:1: title: must be text"),
        ("title: t\ncount: no", "2:8: no: must be a whole number"),
        ("title: t\ncount: 0", "2:8: 0: at least 1"),
        ("title: t\ncount: 6", "2:8: 6: at most 5"),
        ("title: t\nflag: yes", "2:7: yes: must be true or false"),
        ("title: t\nkind: repotr", "2:7: repotr: unknown value; did you mean `report`?"),
        ("title: t\nkind: x", "2:7: x: unknown value; known: order, report"),
        ("title: t\nonly: left", "2:7: left: only `entered` may stand here"),
        ("title: t\nday: 2025-13-01", "2:6: 2025-13-01: must be a valid date"),
        ("title: t\nlist: []", "2:1: list: the list needs at least 1"),
        ("title: t\nlist: [a, b, c]", "2:1: list: the list takes at most 2"),
        ("title: t\nlist: [a, a]", "2:1: list: the list repeats something"),
        ("title: t\nnames: {ok: 1, No: 2}", "2:16: No: must match ^[a-z]+$"),
        ("title: t\none: {}", "2:1: one: at least 1 field needed"),
        ("title: t\none: {a: 1, b: 2}", "2:1: one: only 1 field may stand here"),
        ("title: t\neither: [1, x]", "2:13: x: must be a whole number"),
        ("title: t\neither: 5", "2:9: 5: fits none of the allowed forms"),
        ("title: t\ndue: {b: 1}", "2:1: due: exactly one of these is needed: a; b and c"),
        ("title: t\ndue: {a: 1, b: 1, c: 1}", "2:1: due: exactly one of these is needed: a; b and c"),
        ("count: 1", "1:1: count: the required field `title` is missing"),
        ("titel: t\ntitle: t", "1:1: titel: no such field; did you mean `title`?"),
        ("- a", "1:3: a: must be fields like `name: value`"),
    ],
)
def test_one_fault(line: str, expected: str) -> None:
    assert faults(line) == [expected]
    (fault,) = check(read_source(line, "f.yaml"), SCHEMA)
    assert any("а" <= letter <= "я" for letter in fault.message.ru)
    assert str(fault).endswith(f"{fault.word}: {fault.message.ru}")


def test_all_faults_of_reading_and_of_the_schema_together() -> None:
    assert faults("title: &a 7\ncount: x\nbogus: 1") == [
        "1:8: &a: anchors (&) are not allowed",
        "1:8: 7: must be text; put it in quotes",
        "2:8: x: must be a whole number",
        "3:1: bogus: no such field; known: " + ", ".join(SCHEMA["properties"]),
    ]


def test_a_file_that_fits_has_none() -> None:
    assert faults('title: t\ncount: 3\nflag: false\nkind: order\nday: "2025-09-01"\neither: [1, 2]\ndue: {a: 1}') == []


def test_the_nearest_word_or_all_of_them() -> None:
    assert did_you_mean("stagse", ["stages", "moves"]) == ("возможно, «stages»?", "did you mean `stages`?")
    assert did_you_mean("x", []) == ("бывает: —", "known: —")
