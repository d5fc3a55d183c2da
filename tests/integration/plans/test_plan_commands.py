"""The commands about plans, as scripts call them."""

from pathlib import Path

import pytest

from tests.integration.pairs.test_commands import FACTS, School

OWN = """plan: mine
version: 1
title: {ru: "Наш образец"}
goal: "Наша цель"
items:
  - {title: "Первое", due: {after: start, weeks: 1}}
  - {title: "Второе", due: {before: end, weeks: 2}, responsible: both}
"""


@pytest.fixture
def school(tmp_path: Path, url: str) -> School:
    return School(tmp_path, url)


def test_a_plan_from_a_template_to_its_second_edition(school: School) -> None:
    head = ("--request", "Уверенно вести урок", "--from", "2025-09-01", "--to", "2025-12-25")
    made = school.json("plan", "set", "--pair", 1, "--template", "teacher-pair", *head)
    assert (made["items"], made["edition"], made["approval_cleared"]) == (12, 1, False)
    shown = school.json("plan", "show", "--pair", 1)
    plan = shown["plan"]
    assert (plan["template"], plan["from"], plan["to"]) == ("teacher-pair", "2025-09-01", "2025-12-25")
    assert plan["goal"]
    assert len(plan["tasks"]) == 4
    assert (plan["items"][0]["due"], plan["items"][0]["responsible"]) == ("2025-09-08", "both")
    assert all("2025-09-01" <= one["due"] <= "2025-12-25" for one in plan["items"])
    school.json("plan", "approve", "--pair", 1, "--paper", school.register("plan-approval", "13")["id"])
    marked = school.json("plan", "mark", "--pair", 1, "--item", 1, "--done", "2025-09-01", "--result", "Список есть")
    assert (marked["done"], marked["mark"]) == (1, "done")
    part = school.json("plan", "mark", "--pair", 1, "--item", 2, "--mark", "partly")
    assert (part["done"], part["done_on"]) == (1, None)
    school.json("plan", "unmark", "--pair", 1, "--item", 2)
    change = ("--drop", 3, "--move", "4;2025-11-05", "--rename", "5;Контрольная", "--add", "Семинар;2025-12-01;both")
    assert school.error("plan", "change", "--pair", 1, *change)["details"]["field"] == "--reason"
    changed = school.json("plan", "change", "--pair", 1, *change, "--reason", "Новое расписание")
    assert (changed["edition"], changed["approval_cleared"], changed["items"]) == (2, True, 12)
    shown = school.json("plan", "show", "--pair", 1)
    assert (shown["done"], shown["percent"], shown["plan"]["approved_on"]) == (1, 8, None)
    [edition] = shown["editions"]
    assert (edition["edition"], edition["paper"], edition["reason"]) == (1, "13", "Новое расписание")
    assert sorted(one["kind"] for one in edition["changes"]) == ["added", "dropped", "moved", "renamed"]
    assert school.json("plan", "undo", "--pair", 1)["approved_on"] == "2025-09-01"


def test_a_line_is_postponed_and_the_move_is_undone(school: School) -> None:
    school.json("plan", "set", "--pair", 1, "--item", "Урок;2025-10-01")
    to = ("--to", "2025-10-20", "--reason", "Болезнь")
    wish = school.json("plan", "postpone", "--pair", 1, "--item", 1, *to, "--actor", "mentor@school.test")
    assert wish["state"] == "asked"
    assert school.json("plan", "answer", "--move", wish["id"], "--decline")["state"] == "declined"
    moved = school.json("plan", "postpone", "--pair", 1, "--item", 1, *to)
    assert (moved["state"], moved["escalated"]) == ("moved", False)
    school.json("plan", "unpostpone", "--move", moved["id"])
    assert school.json("plan", "show", "--pair", 1)["plan"]["items"][0]["due"] == "2025-10-01"


def test_a_school_publishes_its_own_template(school: School, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(OWN, encoding="utf-8")
    assert school.json("plan", "template-check", file)["valid"] is True
    assert school.error("plan", "set", "--pair", 1, "--template", "mine")["details"]["field"] == "--template"
    first = school.json("plan", "template-publish", file, *FACTS)
    assert (first["fresh"], first["version"]) == (True, 1)
    assert school.json("plan", "template-publish", file, *FACTS)["fresh"] is False
    offered = {one["template"]: one["organisation"] for one in school.json("plan", "templates", *FACTS)}
    assert offered["mine"] == "Школа № 5"
    assert offered["teacher-pair"] == ""
    assert "mine" not in {one["template"] for one in school.json("plan", "templates")}
    assert school.json("plan", "set", "--pair", 1, "--template", "mine")["items"] == 2
    file.write_text(OWN.replace("Первое", "Иное"), encoding="utf-8")
    refused = school.json("plan", "template-publish", file, *FACTS, exit_code=1)
    assert refused["refused"][0]["need"] == "version"
    file.write_text(OWN.replace("weeks: 1", "weks: 1"), encoding="utf-8")
    faulty = school.json("plan", "template-check", file, exit_code=2)
    assert (faulty["faults"][0]["line"], faulty["faults"][0]["word"]) == (6, "weks")
