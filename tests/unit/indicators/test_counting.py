"""Countings as text and back, and what is told about a wrong one."""

import pytest

from engine.indicators.counting import RULES, counting, counting_in, faults
from engine.refusals import BadInput


@pytest.mark.parametrize(
    "one",
    [
        counting("people", kind="pupil", role="mentee", from_age=10, to_age=19),
        counting("entered", what="children-10-19"),
        counting("participants"),
    ],
)
def test_text_and_back(one: object) -> None:
    assert counting_in(str(one), "field") == one


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("people", "people(kind=pupil)"),
        ("peeple()", "people, participants"),
        ("people(kind=pupl)", "staff, pupil"),
        ("people(age=10)", "from_age"),
        ("people(from_age=ten)", "whole number"),
        ("people(from_age=999)", "up to 200"),
        ("entered()", "`what` is missing"),
        ("entered(what=Дети)", "word like"),
        ("people(kind=pupil", "people(kind=pupil)"),
    ],
)
def test_a_wrong_one_is_told_what_is_right(text: str, named: str) -> None:
    with pytest.raises(BadInput) as told:
        counting_in(text, "--numerator")
    assert told.value.field == "--numerator"
    assert named in told.value.words.en


def test_every_rule_can_be_called() -> None:
    for name, rule in RULES.items():
        given = {
            key: (one.choices[0] if one.choices else "slug" if one.kind == "word" else 3)
            for key, one in rule.parameters.items()
        }
        assert not faults(counting(name, **given)), name
