"""`nastavnik match`, as scripts call it."""

from pathlib import Path

import pytest

from tests.support.cli import Cli

FACTS = ("--org", "school-5")


class School(Cli):
    """A school with a mentor, two mentees and a programme."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder, database_url=url)
        self.json("org", "add", "--name", "Школа № 5", "--kind", "school", "--slug", "school-5")
        people = (("Белова Анна", "curator"), ("Иванова Мария", "mentor"), ("Смирнов Егор", "mentee"))
        for name, role in (*people, ("Юдин Яков", "mentee")):
            person = self.json("person", "add", *FACTS, "--name", name, "--email", f"p{len(name)}{role}@school.test")
            self.json("role", "grant", "--person", person["id"], "--role", role, *FACTS)
        period = ("--from", "2025-09-01", "--to", "2026-05-31")
        self.json("programme", "start", *FACTS, "--title", "Пары", "--lifecycle", "teacher-pair", *period)


@pytest.fixture
def school(tmp_path: Path, url: str) -> School:
    return School(tmp_path, url)


def test_a_proposal_is_made_shown_and_taken(school: School) -> None:
    couple = ("--programme", 1, "--mentor", 2, "--mentee", 3)
    [before_consent] = school.json("match", "exclude", *couple, "--reason", "Родные", exit_code=1)["refused"]
    assert before_consent["need"] == "consents"
    school.json("match", "exclude", *couple)
    made = school.json("match", "propose", 1)
    assert made["id"] == 1
    [pair] = made["pairs"]
    assert (pair["mentor"]["id"], [one["id"] for one in pair["mentees"]]) == (2, [4])
    assert pair["mentees"][0]["reasons"] == ["форма подходит, общего пока не видно"]
    [left] = made["unmatched"]
    assert (left["id"], left["why"]) == (3, "barred")
    assert school.json("match", "show", 1)["pairs"] == made["pairs"]
    taken = school.json("match", "take", 1, "--pair", 1)
    assert (taken["id"], taken["pairs"], taken["left"]) == (1, [1], 0)
    assert school.json("pair", "show", 1)["stage"] == "formed"
    assert school.json("match", "show", 1)["pairs"][0]["pair"] == 1
    assert school.json("match", "return", 1)["pairs"] == [1]
    assert school.json("pair", "show", 1)["outcome"] == "never_started"


def test_people_read_the_pairs_with_their_reasons(school: School) -> None:
    told = school("match", "propose", "1", "--limit", "1")
    assert "1. Иванова Мария — Смирнов Егор: мало общего" in told.stdout
    assert "— Юдин Яков: свободные места подходящих (1) нужнее другим наставляемым" in told.stdout
    assert "Proposal 1: 1 pairs" in school("match", "show", "1", "--lang", "en").stdout


def test_moving_by_hand_excluding_and_allowing(school: School) -> None:
    school.json("match", "propose", 1)
    moved = school.json("match", "move", 1, "--mentee", 4, "--mentor", 2)
    assert (moved["loss"], moved["swaps"], moved["alone"]) == (0, 3, True)
    assert school.json("match", "show", 1)["pairs"][0]["mentees"][0]["id"] == 4
    couple = ("--programme", 1, "--mentor", 2, "--mentee", 4)
    assert school.json("match", "exclude", *couple)["id"] == school.json("match", "exclude", *couple)["id"]
    assert school.json("match", "show", 1)["stale"] is True
    school.json("match", "allow", *couple)
    assert school.json("match", "show", 1)["stale"] is False


def test_a_wrong_limit_or_an_unknown_proposal_is_bad_input(school: School) -> None:
    assert school("match", "propose", "1", "--limit", "0").exit_code == 2
    assert school("match", "show", "99").exit_code == 2
    assert school("match", "propose", "99").exit_code == 2
