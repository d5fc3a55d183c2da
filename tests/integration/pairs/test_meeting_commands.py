"""Meetings ahead, events and articles by commands, as scripts call them."""

from pathlib import Path

import pytest

from tests.integration.pairs.test_commands import FACTS, School


@pytest.fixture
def school(tmp_path: Path, url: str) -> School:
    return School(tmp_path, url)


def test_a_meeting_is_planned_moved_recorded_and_confirmed(school: School) -> None:
    plan = ("--pair", 1, "--kind", "acquaintance", "--time", "15:00", "--place", "кабинет 12")
    made = school.json("meeting", "plan", *plan, "--on", "2025-09-10")
    assert next(iter(made)) == "id"
    moved = school.json("meeting", "move", "--pair", 1, "--kind", "acquaintance", "--on", "2025-09-11")
    assert (moved["moved_from"], moved["at_time"]) == ("2025-09-10", "15:00")
    recorded = school.json(
        *("meeting", "record", "--pair", 1, "--kind", "acquaintance", "--held", "2025-09-01"),
        *("--topic", "Знакомство", "--notes", "Договорились", "--next", "Урок"),
    )
    assert school.json("meeting", "confirm", recorded["id"], "--by", 2)["stands"] == "mentor"
    [held] = school.json("meeting", "list", "--pair", 1)
    assert (held["topic"], held["notes"], held["next"], held["confirmed"]) == (
        "Знакомство",
        "Договорились",
        "Урок",
        "waits_mentee",
    )
    series = school.json("meeting", "plan", "--pair", 1, "--series", "по вторникам в 15:00 до 30.09.2025")
    assert len(series["days"]) == 5
    school.json("meeting", "call-off", "--pair", 1, "--reason", "болезнь")
    assert len(school.json("meeting", "list", "--pair", 1)) == 5


def test_an_event_is_planned_recorded_and_called_off(school: School) -> None:
    told = ("--kind", "council", "--title", "Педсовет", "--on", "2025-09-01")
    made = school.json("event", "plan", *FACTS, *told, "--invite", "staff")
    assert next(iter(made)) == "id"
    answered = school.json("event", "answer", made["id"], "--person", 2, "--coming", "no")
    assert (answered["coming"], answered["before"]) == (False, None)
    school.json("event", "guest", made["id"], "--person", 2, "--role", "speaker", "--result", "доклад")
    held = school.json("event", "record", made["id"], "--held", "2025-09-01", "--came", 1, "--came", 2)
    assert (held["invited"], held["came"]) == (3, 2)
    shown = school.json("event", "show", made["id"])
    assert (shown["percent"], shown["state"], len(shown["people"])) == (66, "held", 3)
    told_of = next(one for one in shown["people"] if one["person"] == 2)
    assert (told_of["role"], told_of["result"], told_of["coming"], told_of["came"]) == (
        "speaker",
        "доклад",
        False,
        True,
    )
    other = school.json("event", "plan", *FACTS, *told)["id"]
    school.json("event", "call-off", other, "--reason", "карантин")
    assert {one["state"] for one in school.json("event", "list", *FACTS)} == {"held", "called_off"}


def test_articles_are_recorded_listed_and_withdrawn(school: School) -> None:
    made = school.json("article", "record", *FACTS, "--link", "https://school.example/1", "--title", "О парах")
    assert [one["title"] for one in school.json("article", "list", *FACTS)] == ["О парах"]
    school.json("article", "withdraw", made["id"])
    assert school.json("article", "list", *FACTS) == []
