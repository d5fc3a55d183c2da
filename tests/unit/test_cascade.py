"""What is agreed to, what changed above, who counts, and which numbers of people may be published."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.cascade import LEAST, agreed_words, changes, counted, free_key, shielded
from engine.deadlines import Standing

ROW: dict[str, Any] = {
    "number": "3.6",
    "section": "III. Мониторинг",
    "title": "Мониторинг",
    "deadline_text": "Декабрь 2022",
    "deadline_kind": "month",
    "deadline_value": "2022-12",
    "responsible_text": "школы",
    "result": "справка",
    "document_kind": None,
}


def test_only_words_are_agreed_to() -> None:
    row = ROW | {"responsible_id": 7, "id": 3}
    assert agreed_words(row, None) == ROW


def test_a_moved_day_is_agreed_to_as_it_stands_now() -> None:
    words = agreed_words(ROW, date(2022, 12, 9))
    assert (words["deadline_kind"], words["deadline_value"]) == ("point", "2022-12-09")
    [change] = changes(ROW, words)
    assert (change.field, change.old, change.new) == ("deadline", "Декабрь 2022", "до 9 декабря 2022 г.")


def test_nothing_and_an_empty_word_are_the_same() -> None:
    assert changes(ROW, ROW | {"document_kind": ""}) == ()
    assert [one.field for one in changes(ROW, ROW | {"document_kind": "reference", "result": ""})] == [
        "result",
        "document",
    ]


def test_another_kind_of_deadline_is_a_change_even_with_the_same_value() -> None:
    assert [one.field for one in changes(ROW | {"deadline_kind": "ambiguous"}, ROW)] == ["deadline"]


def test_who_declined_or_gave_back_is_not_waited_for() -> None:
    answers = [("taken", Standing.DONE), ("declined", None), ("returned", None), ("left", None), ("withdrawn", None)]
    assert counted(answers) == (1, 1)  # type: ignore[arg-type]  # literals of the union
    assert counted([("waiting", None), ("taken", Standing.DONE)]) == (1, 2)


@given(st.lists(st.integers(min_value=0, max_value=40), max_size=12))
def test_no_small_count_can_be_told_from_the_sum(counts: list[int]) -> None:
    shown = shielded(counts)
    assert all(number is None or number == 0 or number >= LEAST for number in shown)
    assert all(number in (None, real) for number, real in zip(shown, counts, strict=True))
    hidden = [place for place, number in enumerate(shown) if number is None]
    large = any(number >= LEAST for number in counts)
    assert len(hidden) != 1 or not large


def test_keys_stay_apart() -> None:
    taken = {"orders"}
    assert [free_key("orders", taken), free_key("orders", taken), free_key("plan", taken)] == [
        "orders-2",
        "orders-3",
        "plan",
    ]
