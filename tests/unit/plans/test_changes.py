"""What changed between two editions of a plan."""

from typing import Any

import pytest

from engine.plans.changes import changes_between

ITEM: dict[str, Any] = {"id": 1, "position": 1, "title": "Урок", "due": "2025-11-01", "responsible": "mentor"}
BODY: dict[str, Any] = {
    "goal": "Уверенность",
    "request": "",
    "tasks": ["Один"],
    "form": "очно",
    "from": "2025-09-01",
    "to": "2026-05-31",
    "items": [ITEM],
}


def told(**changed: Any) -> list[tuple[str, str, str]]:
    found = changes_between(BODY, BODY | changed)
    return [(one.kind, one.before, one.after) for one in found]


def test_the_same_plan_has_no_changes() -> None:
    # A mark is no change of the plan, and neither is a line's place.
    assert told(items=[ITEM | {"done": "2025-10-01", "mark": "done", "position": 2}]) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"goal": "Опыт"}, ("head", "Уверенность", "Опыт")),
        ({"tasks": ["Один", "Два"]}, ("head", "Один", "Один; Два")),
        ({"to": "2026-03-31"}, ("head", "01.09.2025 — 31.05.2026", "01.09.2025 — 31.03.2026")),
        ({"items": []}, ("dropped", "01.11.2025", "")),
        ({"items": [ITEM, ITEM | {"id": 2, "due": "2025-12-01"}]}, ("added", "", "01.12.2025")),
        ({"items": [ITEM | {"due": "2025-12-01"}]}, ("moved", "01.11.2025", "01.12.2025")),
        ({"items": [ITEM | {"title": "Два урока"}]}, ("renamed", "Урок", "Два урока")),
        ({"items": [ITEM | {"responsible": "both"}]}, ("handed", "наставник", "наставник и наставляемый")),
    ],
)
def test_each_change_says_what_was_and_what_is(changed: dict[str, Any], expected: tuple[str, str, str]) -> None:
    assert told(**changed) == [expected]


def test_a_line_of_the_same_words_is_another_line() -> None:
    assert [kind for kind, *_ in told(items=[ITEM | {"id": 9}])] == ["added", "dropped"]
