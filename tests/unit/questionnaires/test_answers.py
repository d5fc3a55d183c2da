"""Reading answers, summing them up, comparing periods: properties and examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.questionnaires import (
    Option,
    Point,
    Question,
    Questionnaire,
    compare,
    from_canonical,
    read_answers,
    summary,
    swot,
    told,
)
from engine.words import Words

_EMPTY = Words("", "")
OPTIONS = tuple(Option(key, Words(key.upper(), key)) for key in ("a", "b", "c"))
ONE = Question("one", "one", _EMPTY, options=OPTIONS)
MANY = Question("many", "many", _EMPTY, options=OPTIONS, most=2, meaning="needs")
SCALE = Question("scale", "scale", _EMPTY, lowest=0, highest=10)
TEXT = Question("text", "text", _EMPTY, longest=50, required=False)
RANK = Question("rank", "ranking", _EMPTY, of="mentors", most=2, meaning="preferred")
ASKED = Questionnaire("x", 1, _EMPTY, _EMPTY, "needs", "both", "person", (ONE, MANY, SCALE, TEXT, RANK))
PEOPLE = {"mentors": frozenset({7, 8, 9})}
GOOD = {"one": ["a"], "many": ["c", "a"], "scale": ["10"], "text": [" да \r\n нет "], "rank": ["9", "7"]}


def test_good_answers_become_values_in_the_order_of_the_questionnaire() -> None:
    read = read_answers(ASKED, GOOD, people=PEOPLE)
    assert read.faults == ()
    assert read.answers == {"one": "a", "many": ["a", "c"], "scale": 10, "text": "да\nнет", "rank": [9, 7]}


@pytest.mark.parametrize(
    ("key", "sent"),
    [
        ("one", ["d"]),
        ("one", ["a", "b"]),
        ("one", []),
        ("many", ["a", "b", "c"]),
        ("many", ["a", "x"]),
        ("scale", ["11"]),
        ("scale", ["-1"]),
        ("scale", ["1", "2"]),
        ("scale", ["٣"]),
        ("text", ["x" * 51]),
        ("text", ["a\x00b"]),
        ("text", ["\u202eabc"]),
        ("rank", ["7", "7"]),
        ("rank", ["1"]),
        ("rank", ["7", "8", "9"]),
        ("unknown", ["1"]),
    ],
)
def test_what_does_not_fit_is_a_fault_of_its_question(key: str, sent: list[str]) -> None:
    read = read_answers(ASKED, GOOD | {key: sent}, people=PEOPLE)
    assert [one.question for one in read.faults] == [key]
    assert key not in read.answers


@given(st.dictionaries(st.sampled_from(["one", "many", "scale", "text", "rank", "x"]), st.lists(st.text(), max_size=4)))
def test_whatever_is_sent_is_read_or_refused_and_what_is_kept_fits(sent: dict[str, list[str]]) -> None:
    read = read_answers(ASKED, sent, people=PEOPLE)
    kept = read.answers
    assert kept.keys() <= {"one", "many", "scale", "text", "rank"}
    assert kept.get("one", "a") in {"a", "b", "c"}
    assert len(kept.get("many", [])) <= 2
    assert 0 <= kept.get("scale", 0) <= 10
    assert len(kept.get("text", "")) <= 50
    assert set(kept.get("rank", [])) <= PEOPLE["mentors"]
    if not read.faults:
        again = {
            key: [str(one) for one in value] if isinstance(value, list) else [str(value)] for key, value in kept.items()
        }
        assert read_answers(ASKED, again, people=PEOPLE).answers == kept


@given(st.lists(st.fixed_dictionaries({"one": st.sampled_from("abc"), "scale": st.integers(0, 10)}), max_size=12))
def test_a_veiled_summary_never_tells_a_number_under_five(answers: list[dict[str, object]]) -> None:
    for shown in summary(ASKED, answers, veiled=True):
        assert shown.answered is None or shown.answered >= 5
        counts = [one.count for one in shown.counts]
        assert all(count is None or count == 0 or count >= 5 for count in counts)
        assert counts.count(None) != 1 or sum(count or 0 for count in counts) == 0 or len(counts) == 1


def test_an_open_summary_adds_up() -> None:
    given_answers = [{"one": "a", "many": ["a", "b"], "scale": 2}, {"one": "a", "scale": 4}]
    one, many, scale, *_ = summary(ASKED, given_answers)
    assert [(counted.key, counted.count) for counted in one.counts] == [("a", 2), ("b", 0), ("c", 0)]
    assert (many.answered, scale.middle) == (1, 3.0)


def test_small_groups_of_a_period_are_hidden_from_above() -> None:
    points = [Point("2025-Q3", "scale", person, None, 4) for person in range(4)]
    points += [Point("2025-Q4", "scale", person, None, 6) for person in range(5)]
    [line] = compare([SCALE], points, veiled=True).lines
    assert [(cell.middle, cell.veiled) for cell in line.cells] == [(None, True), (6.0, False)]
    assert line.change is None


def test_answers_say_what_matching_needs() -> None:
    said = told(ASKED, read_answers(ASKED, GOOD, people=PEOPLE).answers)
    assert (said.needs, said.preferred) == (("A", "C"), (9, 7))


def test_a_point_said_twice_stands_once_in_the_swot() -> None:
    lines = Question("s", "text", _EMPTY, meaning="strength")
    asked = Questionnaire("x", 1, _EMPTY, _EMPTY, "swot", "curator", "person", (lines,))
    found = swot([(asked, {"s": "- дружный коллектив\nопыт"}), (asked, {"s": "Дружный коллектив."})])
    assert found.strengths == ("дружный коллектив", "опыт")


def test_what_is_stored_reads_back() -> None:
    assert from_canonical(ASKED.canonical()) == ASKED
