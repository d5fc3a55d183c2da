import pytest
from hypothesis import given

from engine.deadlines import Ambiguous, Deadline, Unreadable, from_key, whys
from tests.support.deadlines import deadlines


@given(deadlines())
def test_stored_text_gives_the_same_deadline(deadline: Deadline) -> None:
    assert from_key(deadline.kind, deadline.value) == deadline


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("point", "2026-02-30"),
        ("month", "2026-13"),
        ("range", "2026-02-01"),
        ("range", "2026-02-02..2026-02-01"),
        ("recurring", "MONTHLY"),
        ("recurring", "BYMONTH=3"),
        ("recurring", "FREQ=HOURLY"),
        ("recurring", "FREQ=WEEKLY;BYDAY=XX"),
        ("recurring", "FREQ=WEEKLY;COUNT=3"),
        ("event", "order signed tomorrow"),
        ("external", ""),
        ("empty", "2026-02-01"),
        ("someday", ""),
    ],
)
def test_a_wrong_text_is_refused(kind: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_key(kind, value)


def test_a_question_keeps_its_reason_in_both_languages() -> None:
    question = from_key("ambiguous", f"why: {whys.EDGE.en}; 2025-08 or 2026-08")
    assert isinstance(question, Ambiguous)
    assert question.why == whys.EDGE
    assert [candidate.value for candidate in question.candidates] == ["2025-08", "2026-08"]


def test_a_reason_written_by_hand_is_kept() -> None:
    question = from_key("ambiguous", "why: ask the head; she knows")
    assert isinstance(question, Ambiguous)
    assert question.value == "why: ask the head; she knows"
    assert question.candidates == ()
    assert from_key("unreadable", "why: a stamp; «до 1 мая»") == Unreadable(
        from_key("unreadable", "why: a stamp").why, "до 1 мая"
    )
