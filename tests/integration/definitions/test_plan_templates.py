"""Templates of plans: those that come with the product are sound, faults are told with their place."""

import pytest

from engine.plans.templates import PlanTemplate
from workflows.definitions.lifecycle_files import lifecycles
from workflows.definitions.plan_files import (
    plan_template,
    plan_template_from_json,
    plan_template_hash,
    plan_template_to_json,
    plan_templates,
    read_plan_template,
)

GOOD = """plan: mine
version: 2
title: {ru: "Наш образец"}
goal: "Цель"
items:
  - {title: "Первое", due: {after: start, weeks: 1}}
  - {title: "Второе", due: {after: previous, days: 3}, responsible: both}
  - {title: "Третье", due: {before: end, months: 1}, responsible: mentee}
"""


def test_there_is_one_for_every_form_of_mentoring() -> None:
    fitting = {form for key in plan_templates() for form in plan_template(key).lifecycles}
    assert fitting == set(lifecycles())
    for key in plan_templates():
        assert len(plan_template(key).lines) >= 8
        assert plan_template(key).tasks
        assert {one.responsible for one in plan_template(key).lines} > {"both"}


@pytest.mark.parametrize("key", plan_templates())
def test_the_stored_form_means_the_same(key: str) -> None:
    template = plan_template(key)
    again = plan_template_from_json(plan_template_to_json(template))
    assert (again, plan_template_hash(again)) == (template, plan_template_hash(template))


def test_a_school_writes_its_own() -> None:
    found = read_plan_template(GOOD, "mine.yaml")
    assert isinstance(found, PlanTemplate)
    assert (found.title.en, found.fits("group"), found.lines[0].responsible) == ("Наш образец", True, "mentor")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("after: start, weeks", "aftr: start, weeks", "mine.yaml:6:29: aftr: нет такого поля; возможно, «after»?"),
        ("weeks: 1", "weeks: 1, days: 2", "mine.yaml:6:36: start: нужно ровно одно из: days, weeks, months"),
        ("{after: start, weeks: 1}", "{at: start, weeks: 1}", "mine.yaml:6:40: weeks: после at ничего не прибавляют"),
        ("{after: start, weeks: 1}", "{weeks: 1}", "mine.yaml:6:23: due: срок — ровно одно из: at, after, before"),
        ("after: start", "after: previous", "mine.yaml:6:36: previous: выше первого пункта ничего нет"),
        ("before: end", "before: start", "mine.yaml:8:37: start: неизвестное значение"),
        ("responsible: both", "responsible: all", "mine.yaml:7:69: all: неизвестное значение"),
        ("version: 2", "version: 0", "mine.yaml:2:10: 0: не меньше 1"),
        ('goal: "Цель"\n', "", "mine.yaml:1:1: plan: нет обязательного поля «goal»"),
    ],
)
def test_every_fault_names_file_line_and_word(old: str, new: str, fault: str) -> None:
    assert old in GOOD
    found = read_plan_template(GOOD.replace(old, new, 1), "mine.yaml")
    assert isinstance(found, tuple)
    assert str(found[0]).startswith(fault), str(found[0])
