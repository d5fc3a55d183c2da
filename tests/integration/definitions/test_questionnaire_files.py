"""Questionnaires from their files: ours are sound and complete; faults name line and word; hostile ones refused."""

from collections import Counter

import pytest

from engine.questionnaires import Questionnaire
from workflows.definitions.lifecycle_files import lifecycles
from workflows.definitions.questionnaire_files import questionnaire, questionnaires, read_questionnaire

GOOD = """questionnaire: club
version: 1
title: {ru: "Клуб", en: "Club"}
kind: feedback
asked: both
questions:
  - key: mood
    kind: scale
    title: {ru: "Настроение", en: "Mood"}
    to: 5
    low: {ru: "плохое", en: "bad"}
    high: {ru: "хорошее", en: "good"}
  - key: why
    kind: one
    title: {ru: "Почему", en: "Why"}
    options:
      - {key: a, title: {ru: "А", en: "A"}}
      - {key: b, title: {ru: "Б", en: "B"}}
"""


def faults(text: str) -> list[str]:
    found = read_questionnaire(text, "club.yaml")
    assert not isinstance(found, Questionnaire)
    return [fault.in_("en") for fault in found]


def test_each_form_of_mentoring_has_its_own_four() -> None:
    for form in lifecycles():
        for when in ("entry", "after"):
            for who in ("mentor", "mentee"):
                found = questionnaire(f"{when}-{form}-{who}")
                assert (found.kind, found.asked, found.lifecycles) == (when, who, (form,))


def test_no_two_forms_ask_the_same() -> None:
    for when, who in (("entry", "mentor"), ("entry", "mentee"), ("after", "mentor"), ("after", "mentee")):
        asked = [questionnaire(f"{when}-{form}-{who}").questions for form in lifecycles()]
        assert max(Counter(asked).values()) == 1


def test_what_is_asked_again_can_be_compared() -> None:
    for key in questionnaires():
        after = questionnaire(key)
        if after.kind == "after":
            before = questionnaire(after.compares)
            again = [one for one in after.questions if one.kind == "scale" and before.question(one.key)]
            assert len(again) >= 4
            assert all(one.title == before.question(one.key).title for one in again)  # type: ignore[union-attr]  # it is there


def test_every_key_is_the_name_of_its_file_and_every_kind_of_survey_has_one() -> None:
    kinds = {questionnaire(key).kind for key in questionnaires()}
    assert all(questionnaire(key).key == key for key in questionnaires())
    assert kinds >= {
        "entry",
        "after",
        "preferences",
        "needs",
        "diagnostics",
        "swot",
        "curator",
        "effectiveness",
        "staff",
    }


def test_a_good_file_is_read() -> None:
    found = read_questionnaire(GOOD, "club.yaml")
    assert isinstance(found, Questionnaire)
    assert [one.kind for one in found.questions] == ["scale", "one"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: scale", "kind: skale", "club.yaml:8:11: skale: unknown value; did you mean `scale`?"),
        ("key: why", "key: mood", "club.yaml:13:10: mood: the key of a question is repeated"),
        ("{key: b,", "{key: a,", "the key of an option is repeated"),
        ("    to: 5\n", "", "`scale` needs `to`"),
        ("    to: 5", "    to: 50", "at most 10"),
        ("    to: 5", "    to: 5\n    longest: 5", "no field for a question `scale`"),
        (
            "    kind: one",
            "    kind: one\n    meaning: preferred",
            "only these kinds of questions can mean it: ranking",
        ),
        ("asked: both", "asked: curator\nabout: pair", "only people of a pair answer about it"),
        ("version: 1", "version: 0", "at least 1"),
        ('en: "Club"', 'de: "Klub"', "no such field"),
        ("asked: both", "asked: both\nasked: staff", "the field is repeated"),
        ("title: {ru", "title: &x {ru", "anchors (&) are not allowed"),
        ("questionnaire: club", "questionnaire: !!python/object club", "tags (!) are not allowed"),
    ],
)
def test_a_fault_names_its_line_and_word(old: str, new: str, said: str) -> None:
    assert any(said in fault for fault in faults(GOOD.replace(old, new, 1)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: [" * 30,
        "x" * (256 * 1024 + 1),
        GOOD.replace("- key: mood", "- *mood"),
        "questions:\n" + "  - {key: a, kind: text, title: {ru: А, en: A}}\n" * 61,
        GOOD + "\n---\n" + GOOD,
        "\t" + GOOD,
    ],
)
def test_hostile_files_are_refused_with_a_reason(text: str) -> None:
    assert faults(text)
