"""Policy files: the default, its stored form, and every fault with its place."""

import pytest

from engine.refusals import BadInput
from engine.reminders.policy import Policy
from tests.support.broken_samples import assert_told, break_at
from workflows.definitions.policy_files import (
    policies,
    policy,
    policy_from_json,
    policy_hash,
    policy_to_json,
    read_policy,
)

SAMPLE = """\
policy: gentle
version: 2
rungs:
  - {offset: 2, unit: working, audience: curator, letter: escalation_curator}
  - {offset: -3, unit: calendar, audience: responsible, letter: reminder}
  - {offset: 0, unit: calendar, audience: responsible, letter: due_today}
  - {offset: 1, unit: working, audience: responsible, letter: overdue}
window: {moment: "10:00", opens: "09:00", closes: "18:00", working_days_only: true}
limits: {weekly_budget: 3, hourly_cap: 100, breaker_floor: 50, breaker_factor: 4, breaker_days: 10}
review_rungs: [-3]
at_once: [pair_formed, test]
settle_minutes: 5
refused_too_long: 6
task_due: 4
"""

BROKEN = [
    ("version: 2", "version: §0", "at least 1"),
    ("task_due: 4", "task_due: 4\n§task_do: 4", "`task_due`"),
    ("{offset: 1, unit: working", "{offset: §0, unit: calendar", "already stands above"),
    ("{offset: -3", "{offset: §3", "after its deadline"),
    ("letter: due_today", "letter: §dew_today", "`due_today`"),
    ("{offset: 0, unit: calendar", "{offset: 0, unit: §working", "write calendar"),
    ("{offset: 1, unit: working", "{offset: §-1, unit: working", "before the deadline"),
    ("responsible, letter: overdue", "responsible, letter: §due_today", "rung 0 only"),
    ("audience: curator", "audience: §head", "not written for them"),
    ("audience: curator", "audience: §curators", "`curator`"),
    ("review_rungs: [-3]", "review_rungs: [§-14]", "no such rung"),
    ('closes: "18:00"', 'closes: §"09:00"', "closes before it opens"),
    ('moment: "10:00"', 'moment: §"18:00"', "outside the window"),
    ('moment: "10:00"', 'moment: §"25:00"', "must match"),
    ("at_once: [pair_formed, test]", "at_once: [pair_formed, §remainder]", "unknown value"),
]


def test_the_default_file_says_what_the_engine_assumes() -> None:
    assert policies() == ("default",)
    assert policy() == Policy("default", 1)


def test_a_policy_survives_its_stored_form() -> None:
    gentle = read_policy(SAMPLE, "gentle.yaml")
    assert isinstance(gentle, Policy)
    assert [rung.key for rung in gentle.rungs] == ["-3", "0", "+1", "+2"]
    assert [rung.key for rung in gentle.ladder(review=True)] == ["-3"]
    assert policy_from_json(policy_to_json(gentle)) == gentle


def test_the_stored_form_does_not_depend_on_the_order_of_the_file() -> None:
    lines = SAMPLE.splitlines(keepends=True)
    turned = read_policy("".join(reversed(lines[8:])) + "".join(lines[:8]), "turned.yaml")
    gentle = read_policy(SAMPLE, "gentle.yaml")
    assert isinstance(turned, Policy)
    assert isinstance(gentle, Policy)
    assert policy_to_json(turned) == policy_to_json(gentle)
    assert policy_hash(turned) == policy_hash(gentle) != policy_hash(policy())


@pytest.mark.parametrize(("sound", "broken", "said"), BROKEN, ids=[broken for _, broken, _ in BROKEN])
def test_a_fault_points_at_its_word(sound: str, broken: str, said: str) -> None:
    text, line, column = break_at(SAMPLE, sound, broken)
    assert_told(read_policy(text, "gentle.yaml"), line, column, said)


def test_an_unknown_policy_is_bad_input_with_the_list() -> None:
    with pytest.raises(BadInput) as caught:
        policy("strict")
    assert caught.value.field == "policy"
    assert "default" in caught.value.words.ru
